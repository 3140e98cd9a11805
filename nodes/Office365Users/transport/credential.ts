import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { cloudOf } from '../../../credentials/entra/clouds';

/** The credential type a node's items are sent with. */
export const CREDENTIAL_TYPE = 'office365UsersOAuth2Api';

/** Graph's address for a credential, without a version, e.g. `https://graph.microsoft.com`. */
export async function graphRoot(context: {
	getCredentials(type: string): Promise<ICredentialDataDecryptedObject>;
}): Promise<string> {
	return cloudOf(await context.getCredentials(CREDENTIAL_TYPE)).graph;
}
