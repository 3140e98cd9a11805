/** The test button of the OAuth2 credential. */
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { testCredential } from '../support/engine/credentialTest';
import type { StoredCredential } from '../support/engine/credentials';
import { Workbench } from '../support/engine/workbench';

const bench = new Workbench();

/** The same credential with other fields; undefined ones are left out. */
const but = (
	{ type, data }: StoredCredential,
	changes: ICredentialDataDecryptedObject,
): StoredCredential => ({ type, data: { ...data, ...changes } });

const tokensOf = ({ data }: StoredCredential): IDataObject => data.oauthTokenData as IDataObject;

describe('the credential test', () => {
	it('succeeds with a good sign-in, and asks for no more than the ID', async () => {
		const { status, message } = await testCredential(await bench.credential());
		expect([status, message]).toEqual(['OK', 'Connection successful!']);
		expect((await bench.asked()).map(({ url }) => decodeURIComponent(url))).toEqual([
			'/v1.0/me?$select=id',
		]);
	});

	it.each(['User.Read', 'User.ReadBasic.All', 'User.Read.All'])(
		'succeeds with the scope %s alone',
		async (scope) => {
			const { status } = await testCredential(await bench.credential({ scopes: [scope] }));
			expect(status).toBe('OK');
		},
	);

	it('renews an access token that has expired, and stores it', async () => {
		bench.expectRefusal(401);
		const credential = await bench.credential({ expiresIn: -60 });
		const before = String(tokensOf(credential).refresh_token);
		const { status, stored } = await testCredential(credential);
		expect(status).toBe('OK');
		expect(tokensOf(stored).refresh_token).not.toBe(before);
	});

	it('asks for more permissions when the user may not be read', async () => {
		bench.expectRefusal(403);
		const verdict = await testCredential(await bench.credential({ scopes: ['openid'] }));
		expect(verdict.status).toBe('Error');
		expect(verdict.message).toMatch(/larger Permissions/);
	});

	it('asks to sign in again when the sign-in is revoked', async () => {
		bench.expectRefusal(401);
		bench.expectRefusal(400, 'AADSTS50173');
		const credential = await bench.credential();
		await bench.tenant.control('POST', '/revoke', { what: 'both' });
		const verdict = await testCredential(credential);
		expect(verdict.status).toBe('Error');
		expect(verdict.message).toMatch(/reconnect/i);
	});

	it('does not show the secret when it is wrong', async () => {
		bench.expectRefusal(401);
		const secret = 'not~the.right-secret~0123456789';
		const verdict = await testCredential(
			but(await bench.credential({ expiresIn: -60 }), { clientSecret: secret }),
		);
		expect(verdict.status).toBe('Error');
		expect(verdict.message).not.toContain(secret);
	});

	it('says so when Graph cannot be reached', async () => {
		const verdict = await testCredential(
			but(await bench.credential(), { graphBaseUrl: 'http://127.0.0.1:1' }),
		);
		expect([verdict.status, verdict.message]).toEqual(['Error', 'ECONNREFUSED']);
	});

	it.each(['/', '/v1.0', ' '])('accepts a Graph address followed by %j', async (tail) => {
		const verdict = await testCredential(
			but(await bench.credential(), { graphBaseUrl: `${bench.tenant.graph}${tail}` }),
		);
		expect(verdict.status).toBe('OK');
	});
});
