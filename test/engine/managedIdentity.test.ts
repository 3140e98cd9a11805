/** Managed identity with MSAL's own client: both forms of Azure's local endpoint, no sign-in server. */
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import type { StoredCredential } from '../support/engine/credentials';
import type { Outcome } from '../support/engine/engine';
import { itemsFor, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench();

const profile: INodeParameters = {
	authentication: 'appOnly',
	resource: 'get',
	operation: 'userProfile',
	user: userOfItem,
	selectFields: ['mail'],
};

/** What Azure sets in the environment, as the tenant gives it. */
const azure = (): Record<string, string> =>
	bench.tenant.cast.managedIdentity as unknown as Record<string, string>;

const identity = (fields: ICredentialDataDecryptedObject = {}): StoredCredential => ({
	type: 'office365UsersAppApi',
	data: {
		cloud: 'custom',
		graphBaseUrl: bench.tenant.graph,
		method: 'managedIdentity',
		...fields,
	},
});

const run = async (credential: StoredCredential, users: unknown[]): Promise<Outcome> =>
	await bench.run(profile, { credential, items: itemsFor(...users) });

const asked = async (): Promise<string[]> =>
	(await bench.log()).filter(({ origin }) => origin === 'login').map(({ path }) => path);

afterEach(() => {
	for (const name of Object.keys(azure())) Reflect.deleteProperty(process.env, name);
	Reflect.deleteProperty(process.env, 'HTTPS_PROXY');
	Reflect.deleteProperty(process.env, 'HTTP_PROXY');
});

describe('App Service, Container Apps, Functions', () => {
	beforeEach(() => {
		const { IDENTITY_ENDPOINT, IDENTITY_HEADER } = azure();
		Object.assign(process.env, { IDENTITY_ENDPOINT, IDENTITY_HEADER });
	});

	it('many items, one token', async () => {
		const everyone = (await bench.everyone(['id'])).slice(0, 100).map(({ id }) => id);
		// Nothing listens on this port: the machine's own address must bypass proxies.
		process.env.HTTP_PROXY = 'http://127.0.0.1:1';
		process.env.NO_PROXY = new URL(bench.tenant.graph).hostname;
		const { items, error } = await run(identity(), everyone);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.id)).toEqual(everyone);
		expect(await asked()).toHaveLength(1);
	});

	it('a user-assigned one by its client ID', async () => {
		const { userAssignedClientId } = azure();
		const { error } = await run(identity({ managedIdentityClientId: userAssignedClientId }), [
			bench.tenant.cast.alice.id,
		]);
		expect(error).toBeUndefined();
		const [{ headers }] = await bench.asked();
		expect(headers.authorization).toMatchObject({ kind: 'application', app: userAssignedClientId });
	});

	it('a token revoked midway: one more token request, no item lost', async () => {
		bench.expectRefusal(401);
		const { userAssignedClientId } = azure();
		const credential = identity({ managedIdentityClientId: userAssignedClientId });
		const everyone = (await bench.everyone(['id'])).slice(0, 100).map(({ id }) => id);
		const first = await run(credential, everyone.slice(0, 1));
		const before = (await asked()).length;
		await bench.tenant.control('POST', '/revoke', { what: 'access' });
		const { items, error } = await run(first.credentials.stored['1'], everyone);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(100);
		expect((await asked()).length).toBe(before + 1);
	});

	it('one that the machine does not have: quotes Azure', async () => {
		bench.expectRefusal(400);
		const { error } = await run(
			identity({ managedIdentityClientId: '00000000-1111-4222-8333-444444444444' }),
			[bench.tenant.cast.alice.id],
		);
		expect(error?.message).toMatch(
			/^The managed identity gave no token \(No User Assigned or Delegated Managed Identity found/,
		);
		expect(error?.message).toContain("'Managed Identity Client ID'");
	});
});
