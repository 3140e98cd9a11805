import type { ICredentialTestRequest, ICredentialType, INodeProperties } from 'n8n-workflow';

import { cloudProperties } from './entra/cloudProperties';
import { addressIn } from './entra/expressions';
import { PERMISSIONS } from './entra/scopes';

const LOGIN = `(${addressIn('$self', 'login')})`;
const GRAPH = `(${addressIn('$self', 'graph')})`;
const TENANT = '(($self["tenantId"] || "").trim() || "common")';

const scopesByPermission = JSON.stringify(
	Object.fromEntries(Object.entries(PERMISSIONS).map(([name, scopes]) => [name, scopes.join(' ')])),
);
/**
 * A short scope name means the Graph of the cloud that it is sent to, a long one is right
 * everywhere: outside the global cloud they are written out with that cloud's Graph before them
 * (docs/graph.md#cloud-scopes).
 */
const SCOPE =
	`((${scopesByPermission})[$self["permissions"]] || $self["enabledScopes"] || "").split(/\\s+/).filter((scope) => scope)` +
	'.map((scope) => $self["cloud"] === "global" || scope.includes("://") || ["openid", "offline_access", "profile", "email"].includes(scope)' +
	` ? scope : ${GRAPH} + "/" + scope).join(" ")`;

export class Office365UsersOAuth2Api implements ICredentialType {
	name = 'office365UsersOAuth2Api';

	displayName = 'Office 365 Users OAuth2 API';

	extends = ['microsoftOAuth2Api'];

	icon = {
		light: 'file:../icons/office365Users.svg',
		dark: 'file:../icons/office365Users.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-office365-users/n8n-nodes-office365-users#credentials';

	properties: INodeProperties[] = [
		...cloudProperties(),
		{
			displayName: 'Tenant ID',
			name: 'tenantId',
			type: 'string',
			default: 'common',
			required: true,
			placeholder: 'e.g. contoso.onmicrosoft.com',
			hint: "From the overview page of the app registration. 'common' works only where the app is registered for any organization.",
			description: 'The directory (tenant) ID or a verified domain',
		},
		{
			displayName: 'Permissions',
			name: 'permissions',
			type: 'options',
			default: 'read',
			description: 'What the app may do in the name of the signed-in user',
			options: [
				{
					name: 'Basic (No Administrator Needed)',
					value: 'basic',
					description:
						'Your own profile; of others only name, mail and user principal name, the rest comes back empty',
				},
				{
					name: 'Read',
					value: 'read',
					description:
						'Full profiles, managers, people and trending documents of everyone; an administrator has to consent once',
				},
				{
					name: 'Read and Write',
					value: 'readWrite',
					description:
						'Also update users, managers and photos; an administrator has to consent once',
				},
				{ name: 'Custom', value: 'custom', description: 'Name the scopes yourself' },
			],
		},
		{
			displayName: 'Enabled Scopes',
			name: 'enabledScopes',
			type: 'string',
			default: PERMISSIONS.read.join(' '),
			required: true,
			placeholder: 'e.g. openid offline_access User.Read',
			description:
				'Scopes with spaces between them. Keep offline_access, or you have to sign in again every hour.',
			displayOptions: { show: { permissions: ['custom'] } },
		},
		{
			displayName: 'Scope',
			name: 'scope',
			type: 'hidden',
			default: `={{ ${SCOPE} }}`,
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: `={{ ${LOGIN} + "/" + ${TENANT} + "/oauth2/v2.0/authorize" }}`,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: `={{ ${LOGIN} + "/" + ${TENANT} + "/oauth2/v2.0/token" }}`,
		},
		{
			displayName: 'Microsoft Graph API Base URL',
			name: 'graphApiBaseUrl',
			type: 'hidden',
			default: `={{ ${GRAPH} }}`,
		},
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: '={{ $credentials.graphApiBaseUrl }}',
			url: '/v1.0/me',
			qs: { $select: 'id' },
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message: 'Microsoft did not accept the sign-in. Sign in again.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message:
						'The sign-in works, but it may not read the signed-in user. Choose larger Permissions and sign in again.',
				},
			},
		],
	};
}
