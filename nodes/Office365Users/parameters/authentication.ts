/** Who signs in, and with which credential. */
import type { INodeCredentialDescription, INodeProperties } from 'n8n-workflow';

import { APP_ONLY, APP_TYPE, SIGNED_IN_USER, USER_TYPE } from '../execution/credential';

export const authenticationParameter: INodeProperties = {
	displayName: 'Authentication',
	name: 'authentication',
	type: 'options',
	noDataExpression: true,
	default: SIGNED_IN_USER,
	description: 'Who asks Microsoft: a user who signed in, or an app without a user',
	builderHint: {
		propertyHint:
			"Leave at 'oAuth2' unless the user asks for an app. An app has no signed-in user: no operation with 'My' in its name, no trending documents.",
	},
	options: [
		{
			name: 'Signed-In User (OAuth2)',
			value: SIGNED_IN_USER,
			description: 'Sees and changes what this user may; needed for everything about "me"',
		},
		{
			name: 'App Without User',
			value: APP_ONLY,
			description: 'Runs unattended with a secret, a certificate or a managed identity',
		},
	],
};

export const credentials: INodeCredentialDescription[] = [
	{
		name: USER_TYPE,
		required: true,
		displayOptions: { show: { authentication: [SIGNED_IN_USER] } },
	},
	{
		name: APP_TYPE,
		required: true,
		displayOptions: { show: { authentication: [APP_ONLY] } },
	},
];
