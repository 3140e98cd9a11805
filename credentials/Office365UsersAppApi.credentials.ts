import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestHelper,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { appCredential, ownerOf } from './entra/appCredential';
import { cloudProperties } from './entra/cloudProperties';
import { addressIn } from './entra/expressions';
import { accessToken, keptToken } from './entra/tokens';

const REGISTERED = ['clientSecret', 'certificate'];

export class Office365UsersAppApi implements ICredentialType {
	name = 'office365UsersAppApi';

	displayName = 'Office 365 Users Unattended App API';

	icon = {
		light: 'file:../icons/office365Users.svg',
		dark: 'file:../icons/office365Users.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-office365-users/n8n-nodes-office365-users#credentials';

	properties: INodeProperties[] = [
		...cloudProperties({ method: REGISTERED }),
		{
			displayName: 'Sign-In Method',
			name: 'method',
			type: 'options',
			default: 'clientSecret',
			description: 'How the app proves who it is',
			options: [
				{
					name: 'Certificate',
					value: 'certificate',
					description: 'A certificate that is uploaded to the app registration',
				},
				{
					name: 'Client Secret',
					value: 'clientSecret',
					description: 'A secret of the app registration',
				},
				{
					name: 'Managed Identity',
					value: 'managedIdentity',
					description: 'The identity of the Azure machine that n8n runs on, without any secret',
				},
			],
		},
		{
			displayName: 'Tenant ID',
			name: 'tenantId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. contoso.onmicrosoft.com',
			hint: 'From the overview page of the app registration',
			description: 'The directory (tenant) ID or a verified domain',
			displayOptions: { show: { method: REGISTERED } },
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. 87d349ed-44d7-43e1-9a83-5f2406dee5bd',
			hint: 'From the overview page of the app registration',
			description: 'The application (client) ID',
			displayOptions: { show: { method: REGISTERED } },
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description: 'A secret of the app registration, from the page Certificates & secrets',
			hint: "The secret's Value, not its Secret ID",
			displayOptions: { show: { method: ['clientSecret'] } },
		},
		{
			displayName: 'Certificate',
			name: 'certificate',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. -----BEGIN CERTIFICATE-----',
			description:
				'The certificate in PEM form, as it is uploaded on the page Certificates & secrets. Line breaks may be missing.',
			displayOptions: { show: { method: ['certificate'] } },
		},
		{
			displayName: 'Private Key',
			name: 'privateKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. -----BEGIN PRIVATE KEY-----',
			description:
				'The RSA key of the certificate in PEM form, without a passphrase. Line breaks may be missing.',
			displayOptions: { show: { method: ['certificate'] } },
		},
		{
			displayName: 'Managed Identity Client ID',
			name: 'managedIdentityClientId',
			type: 'string',
			default: '',
			placeholder: 'e.g. 87d349ed-44d7-43e1-9a83-5f2406dee5bd',
			description: 'The client ID of a user-assigned identity. Empty: the system-assigned one.',
			displayOptions: { show: { method: ['managedIdentity'] } },
		},
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'hidden',
			typeOptions: { expirable: true, password: true },
			default: '',
		},
		{
			displayName: 'Owner of the Access Token',
			name: 'accessTokenOwner',
			type: 'hidden',
			typeOptions: { password: true },
			default: '',
		},
	];

	/**
	 * n8n calls this when there is no token, after a 401 (then with the rejected token still there)
	 * and in the credential's test, and stores what it gives.
	 */
	async preAuthentication(
		this: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<ICredentialDataDecryptedObject> {
		const owner = ownerOf(credentials);
		const isOwn = credentials.accessTokenOwner === owner;
		const token = await accessToken(
			appCredential(credentials, Date.now()),
			async (request) => await this.helpers.httpRequest(request),
			isOwn ? String(credentials.accessToken) : undefined,
		);
		return { accessToken: token, accessTokenOwner: owner };
	}

	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const owner = ownerOf(credentials);
		if (credentials.accessTokenOwner !== owner) {
			const now = Date.now();
			const token = keptToken(appCredential(credentials, now), now);
			if (token === undefined) throw new ForeignToken();
			// n8n shows these fields to preAuthentication again when Graph does not accept the token.
			Object.assign(credentials, { accessToken: token, accessTokenOwner: owner });
		}
		const Authorization = `Bearer ${String(credentials.accessToken)}`;
		return { ...request, headers: { ...request.headers, Authorization } };
	}

	test: ICredentialTestRequest = {
		request: {
			baseURL: `={{ ${addressIn('$credentials', 'graph')} }}`,
			url: '/v1.0/users',
			qs: { $top: 1, $select: 'id' },
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message:
						'The app can sign in, but Microsoft Graph does not accept its token. Check the cloud and the tenant.',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message:
						'The app can sign in, but it may not read users. Give it the application permission User.Read.All, have an administrator consent, and test again.',
				},
			},
		],
	};
}

/**
 * The stored token was given for other fields: those of another item, or those from before the
 * credential was changed. To n8n it looks as if Graph had said 401, so it asks for a token anew.
 */
class ForeignToken extends Error {
	readonly response = { status: 401 };

	constructor() {
		super('The stored token belongs to another tenant or app');
	}
}
