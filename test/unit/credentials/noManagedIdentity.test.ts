/** A machine that is not in Azure; MSAL decides once per process where it is. */
import { appCredential } from '../../../credentials/entra/appCredential';
import { accessToken } from '../../../credentials/entra/tokens';

test('a machine without a managed identity: says what is needed', async () => {
	// Nothing listens there; in Azure it is 169.254.169.254.
	process.env.AZURE_POD_IDENTITY_AUTHORITY_HOST = 'http://127.0.0.1:1';
	const credential = appCredential({ cloud: 'global', method: 'managedIdentity' }, Date.now());
	const http = async (): Promise<never> => await Promise.reject(new Error('not over n8n'));
	await expect(accessToken(credential, http)).rejects.toMatchObject({
		says: 'This machine has no managed identity, or it does not answer',
		message: expect.stringContaining("'Sign-In Method'"),
	});
});
