/**
 * The OAuth2 credential through n8n's own OAuth2 code: renewing tokens, failures, secrets that
 * stay secret, and credentials that differ between items.
 */
import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';
import { inspect } from 'node:util';

import type { StoredCredential } from '../support/engine/credentials';
import type { Outcome, Path } from '../support/engine/engine';
import { BOTH_PATHS, itemsFor, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench();

const profile = {
	resource: 'get',
	operation: 'userProfile',
	user: userOfItem,
	selectFields: ['mail'],
};

/** The same credential with other fields; undefined ones are left out. */
const but = (
	{ type, data }: StoredCredential,
	changes: ICredentialDataDecryptedObject,
): StoredCredential => ({ type, data: { ...data, ...changes } });

const tokensOf = ({ data }: StoredCredential): IDataObject => data.oauthTokenData as IDataObject;

/** Requests on the sign-in server, in order. */
const signIns = async (): Promise<Array<[number, string | null]>> =>
	(await bench.log())
		.filter(({ origin }) => origin === 'login')
		.map(({ status, errorCode }) => [status, errorCode]);

/** Everything a run leaves behind, non-enumerable properties included: it must hold no secret. */
function everything(outcome: Outcome): string {
	const { run, items, errorItems, error } = outcome;
	return inspect(
		{ run, items, errorItems, error, log: bench.warnings() },
		{ depth: Infinity, showHidden: true, maxArrayLength: null, maxStringLength: null },
	);
}

/** Every secret that the credential held before the run or holds after it. */
function secretsOf(...credentials: StoredCredential[]): string[] {
	return credentials.flatMap(({ data }) =>
		[
			data.clientSecret,
			...['access_token', 'refresh_token', 'id_token'].map(
				(name) => (data.oauthTokenData as IDataObject | undefined)?.[name],
			),
		].filter((secret): secret is string => typeof secret === 'string' && secret !== ''),
	);
}

function expectNoSecrets(outcome: Outcome, ...credentials: StoredCredential[]): void {
	const after = outcome.credentials.stored['1'];
	const secrets = secretsOf(...credentials, after);
	expect(secrets.length).toBeGreaterThanOrEqual(3);
	const left = everything(outcome);
	expect(left.length).toBeGreaterThan(1000);
	expect(secrets.filter((secret) => left.includes(secret))).toEqual([]);
	// Nor part of a token, such as its payload.
	const parts = secrets.flatMap((secret) => secret.split('.')).filter((part) => part.length > 40);
	expect(parts.filter((part) => left.includes(part))).toEqual([]);
}

describe('The OAuth2 credential', () => {
	const runOver =
		(path?: Path) =>
		async (credential: StoredCredential, ...users: unknown[]): Promise<Outcome> =>
			await bench.run(profile, {
				path,
				credential,
				items: itemsFor(...(users.length > 0 ? users : [bench.tenant.cast.alice.id])),
			});
	const run = runOver();

	describe('an access token that has expired', () => {
		it.each(BOTH_PATHS)('is renewed once, stored, and the run succeeds, over %s', async (path) => {
			const run = runOver(path);
			bench.expectRefusal(401, 'InvalidAuthenticationToken');
			const { alice } = bench.tenant.cast;
			const credential = await bench.credential({ expiresIn: -60 });
			const before = structuredClone(credential);
			const outcome = await run(credential);
			expect(outcome.error).toBeUndefined();
			expect(outcome.items[0].json).toEqual({ id: alice.id, mail: alice.mail });
			expect(await signIns()).toEqual([[200, null]]);
			const after = outcome.credentials.stored['1'];
			for (const name of ['access_token', 'refresh_token']) {
				expect(tokensOf(after)[name]).toEqual(expect.any(String));
				expect(tokensOf(after)[name]).not.toBe(tokensOf(before)[name]);
			}
			expect(after.data.clientSecret).toBe(before.data.clientSecret);
			expectNoSecrets(outcome, before);
		});

		it('is renewed with the newest refresh token, the only valid one', async () => {
			bench.expectRefusal(401, 'InvalidAuthenticationToken');
			await bench.set({ oldRefreshTokens: 'refused' });
			const first = await run(await bench.credential({ expiresIn: -60 }));
			expect(first.error).toBeUndefined();
			await bench.tenant.control('POST', '/revoke', { what: 'access' });
			const second = await run(first.credentials.stored['1']);
			expect(second.error).toBeUndefined();
			expect(await signIns()).toEqual([
				[200, null],
				[200, null],
			]);
		});

		it.each(BOTH_PATHS)(
			'is renewed once for many items, and every item succeeds, over %s',
			async (path) => {
				const run = runOver(path);
				bench.expectRefusal(401, 'InvalidAuthenticationToken');
				const everyone = (await bench.everyone(['id'])).slice(0, 60).map(({ id }) => id);
				const outcome = await run(await bench.credential({ expiresIn: -60 }), ...everyone);
				expect(outcome.error).toBeUndefined();
				expect(outcome.items.map(({ json }) => json.id)).toEqual(everyone);
				expect(await signIns()).toEqual([[200, null]]);
			},
		);

		it('may expire in the middle of a list', async () => {
			bench.expectRefusal(401, 'InvalidAuthenticationToken');
			const everyone = await bench.everyone(['id']);
			const running = bench.run(
				{
					...profile,
					requestOptions: { batching: { batch: { batchSize: 5, batchInterval: 400 } } },
				},
				{ items: itemsFor(...everyone.slice(0, 20).map(({ id }) => id)) },
			);
			await bench.until((log) => log.length > 0);
			await bench.tenant.control('POST', '/revoke', { what: 'access' });
			const { items, error } = await running;
			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json.id)).toEqual(everyone.slice(0, 20).map(({ id }) => id));
			expect(await signIns()).toEqual([[200, null]]);
		});
	});

	describe('a sign-in that cannot be renewed', () => {
		it('says so when the credential was never connected', async () => {
			const credential = await bench.credential();
			delete credential.data.oauthTokenData;
			const { error } = await bench.run(
				{ resource: 'get', operation: 'myProfile' },
				{ credential },
			);
			expect(error?.message).toMatch(/^The credential is not connected yet/);
		});

		it('asks to reconnect when the refresh token is revoked', async () => {
			bench.expectRefusal(401, 'InvalidAuthenticationToken');
			bench.expectRefusal(400, 'AADSTS50173');
			const credential = await bench.credential();
			await bench.tenant.control('POST', '/revoke', { what: 'both' });
			const outcome = await run(credential, bench.tenant.cast.alice.id, bench.tenant.cast.ceo.id);
			expect(outcome.error?.message).toMatch(/reconnect/i);
			expect(outcome.error?.message).toContain('Credential 1');
			expect(outcome.items).toEqual([]);
			expectNoSecrets(outcome, credential);
		});

		it.each(BOTH_PATHS)(
			'says the same on each item under On Error: Continue, over %s',
			async (path) => {
				bench.expectRefusal(401, 'InvalidAuthenticationToken');
				bench.expectRefusal(400, 'AADSTS50173');
				const credential = await bench.credential();
				await bench.tenant.control('POST', '/revoke', { what: 'both' });
				const { alice, ceo } = bench.tenant.cast;
				const outcome = await bench.run(profile, {
					path,
					credential,
					items: itemsFor(alice.id, ceo.id),
					settings: { onError: 'continueRegularOutput' },
				});
				expect(outcome.items.map(({ json, pairedItem }) => [json.error, pairedItem])).toEqual([
					[expect.stringMatching(/reconnect/i), { item: 0 }],
					[expect.stringMatching(/reconnect/i), { item: 1 }],
				]);
				expectNoSecrets(outcome, credential);
			},
		);

		it('does not show the client secret when it is wrong', async () => {
			bench.expectRefusal(401);
			const credential = but(await bench.credential({ expiresIn: -60 }), {
				clientSecret: 'not~the.right-secret~0123456789',
			});
			const outcome = await run(credential);
			expect(outcome.error?.message).toMatch(/^'Client Secret' is not right/);
			expect(await signIns()).toEqual([[401, 'AADSTS7000215']]);
			expectNoSecrets(outcome, credential);
		});

		it('does not retry a refused secret for each item', async () => {
			bench.expectRefusal(401);
			const credential = but(await bench.credential({ expiresIn: -60 }), {
				clientSecret: 'not~the.right-secret~0123456789',
			});
			const everyone = (await bench.everyone(['id'])).slice(0, 100).map(({ id }) => id);
			const outcome = await bench.run(profile, {
				credential,
				items: itemsFor(...everyone),
				settings: { onError: 'continueRegularOutput' },
			});
			expect(new Set(outcome.items.map(({ json }) => json.error)).size).toBe(1);
			expect(outcome.items).toHaveLength(100);
			// At most once for each batch in flight when the first was refused.
			expect((await signIns()).length).toBeLessThanOrEqual(4);
		});

		it.each([
			['expiredSecret', 401, 'AADSTS7000222', /^'Client Secret' has expired/],
			['disabledApp', 400, 'AADSTS7000112', /^The app is disabled/],
		])('explains the failure of the app %s', async (name, status, code, expected) => {
			bench.expectRefusal(401);
			bench.expectRefusal(status, code);
			const { clientId, clientSecret } = bench.tenant.apps[name];
			const credential = but(await bench.credential({ expiresIn: -60 }), {
				clientId,
				clientSecret,
			});
			const outcome = await run(credential);
			expect(outcome.error?.message).toMatch(expected);
			expect(await signIns()).toEqual([[status, code]]);
			expectNoSecrets(outcome, credential);
		});

		it('explains that the tenant does not exist', async () => {
			bench.expectRefusal(401);
			bench.expectRefusal(400, 'AADSTS90002');
			const credential = but(await bench.credential({ expiresIn: -60 }), {
				tenantId: 'elsewhere.example',
			});
			const outcome = await run(credential);
			expect(outcome.error?.message).toMatch(/'Tenant ID'/);
			expect((await bench.log()).at(-1)?.path).toBe('/elsewhere.example/oauth2/v2.0/token');
			expectNoSecrets(outcome, credential);
		});

		it('names the host when the sign-in server cannot be reached', async () => {
			bench.expectRefusal(401);
			const credential = but(await bench.credential({ expiresIn: -60 }), {
				loginBaseUrl: 'http://127.0.0.1:1',
			});
			const outcome = await run(credential);
			expect(`${outcome.error?.message} ${outcome.error?.description}`).toMatch(/127\.0\.0\.1:1\b/);
			expectNoSecrets(outcome, credential);
		});
	});

	describe('where requests go', () => {
		it('names the host when Graph cannot be reached', async () => {
			const credential = but(await bench.credential(), { graphBaseUrl: 'http://127.0.0.1:1' });
			const outcome = await run(credential);
			expect(outcome.error?.message).toBe('Could not reach 127.0.0.1:1 (ECONNREFUSED)');
			expect(await bench.log()).toEqual([]);
			expectNoSecrets(outcome, credential);
		});

		it.each(['', '/', '/v1.0', '/v1.0/', '/beta/'])(
			'accepts a Graph address followed by %j',
			async (tail) => {
				const credential = await bench.credential();
				const { error } = await run(
					but(credential, { graphBaseUrl: ` ${bench.tenant.graph}${tail} ` }),
				);
				expect(error).toBeUndefined();
				expect((await bench.asked()).map(({ path: asked }) => asked)).toEqual([
					`/v1.0/users/${bench.tenant.cast.alice.id}`,
				]);
			},
		);

		it.each(['http://graph.contoso.example', 'graph.contoso.example', 'ftp://127.0.0.1', ''])(
			'sends no token to %j',
			async (graphBaseUrl) => {
				const credential = but(await bench.credential(), { graphBaseUrl });
				const outcome = await run(credential);
				expect(outcome.error?.message).toContain("'Graph Address'");
				expect(await bench.log()).toEqual([]);
				expectNoSecrets(outcome, credential);
			},
		);
	});

	it.each(BOTH_PATHS)('keeps its secrets when Graph refuses, over %s', async (path) => {
		const run = runOver(path);
		bench.expectRefusal(403);
		bench.expectRefusal(404);
		bench.expectRefusal(400);
		const credential = await bench.credential();
		const little = await bench.credential({ scopes: ['User.Read'] });
		const { alice } = bench.tenant.cast;
		expectNoSecrets(await run(credential, 'nobody@contoso.onmicrosoft.example'), credential);
		expectNoSecrets(await run(little, alice.id), little);
		const outcome = await bench.run(
			{ ...profile, selectFields: ['jobTitel'] },
			{
				path,
				credential,
				items: itemsFor(alice.id, ''),
				settings: { onError: 'continueErrorOutput' },
			},
		);
		expect(outcome.errorItems).toHaveLength(2);
		expectNoSecrets(outcome, credential);
	});

	it.each(BOTH_PATHS)(
		'is read once per run, however many items there are, over %s',
		async (path) => {
			const run = runOver(path);
			const everyone = (await bench.everyone(['id'])).map(({ id }) => id);
			const one = (await run(await bench.credential(), everyone[0])).credentials.reads;
			const { items, credentials } = await run(await bench.credential(), ...everyone);
			expect(items).toHaveLength(everyone.length);
			// One read for ours; n8n reads it for each request it sends.
			const requests = (await bench.log()).filter(({ parent }) => parent === null).length - 1;
			expect(credentials.reads - requests).toBe(one - 1);
		},
	);
});

describe('two tenants at once', () => {
	const other = new Workbench({ seed: 2 });

	/** A credential whose addresses come from the item. */
	async function byItem(): Promise<StoredCredential> {
		return but(await bench.credential(), {
			tenantId: '={{ $json.tenant }}',
			loginBaseUrl: '={{ $json.login }}',
			graphBaseUrl: '={{ $json.graph }}',
			// Each tenant accepts only its own tokens.
			oauthTokenData: { ...tokensOf(await bench.credential()), access_token: '={{ $json.token }}' },
		});
	}

	async function fieldsFor(tenant: Workbench): Promise<IDataObject> {
		const { graph, login, tenantId, cast } = tenant.tenant;
		return {
			user: cast.alice.userPrincipalName,
			id: cast.alice.id,
			graph,
			login,
			tenant: tenantId,
			token: tokensOf(await tenant.credential()).access_token,
		};
	}

	it.each(BOTH_PATHS)(
		'a credential with expressions sends each item to its own tenant, over %s',
		async (path) => {
			const [here, there] = [await fieldsFor(bench), await fieldsFor(other)];
			expect(here.id).not.toBe(there.id);
			const wanted = [here, there, there, here, there];
			const { items, error } = await bench.run(profile, {
				path,
				credential: await byItem(),
				items: wanted.map((json) => ({ json })),
			});
			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json.id)).toEqual(wanted.map(({ id }) => id));
			// Both have a user of that name: responses must not be mixed up.
			expect((await bench.asked()).map(({ status }) => status)).not.toContain(401);
			expect((await other.asked()).length).toBeGreaterThan(0);
		},
	);

	it.each(BOTH_PATHS)(
		'and renews its token with that tenant’s sign-in server, over %s',
		async (path) => {
			other.expectRefusal(401);
			const [here, there] = [await fieldsFor(bench), await fieldsFor(other)];
			const credential = await other.credential({ expiresIn: -60 });
			const { items, error } = await bench.run(profile, {
				path,
				credential: but(credential, {
					tenantId: '={{ $json.tenant }}',
					loginBaseUrl: '={{ $json.login }}',
					graphBaseUrl: '={{ $json.graph }}',
				}),
				items: [{ json: there }],
			});
			expect(here.login).not.toBe(there.login);
			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json.id)).toEqual([there.id]);
			expect(await bench.log()).toEqual([]);
			expect((await other.log()).filter(({ origin }) => origin === 'login')).toHaveLength(1);
		},
	);
});
