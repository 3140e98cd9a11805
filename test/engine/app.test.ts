/**
 * An app without a user: the real credential class and the real MSAL over HTTPS, through n8n's own
 * credential code.
 */
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import { AppWorkbench } from '../support/engine/appWorkbench';
import type { StoredCredential } from '../support/engine/credentials';
import { type Outcome, runNode } from '../support/engine/engine';
import { BOTH_PATHS, itemsFor, user, userOfItem } from '../support/engine/workbench';

const bench = new AppWorkbench({ users: 1100 });
beforeEach(async () => await bench.giveEveryoneProfiles());

const profile: INodeParameters = {
	authentication: 'appOnly',
	resource: 'get',
	operation: 'userProfile',
	user: userOfItem,
	// One that no list carries, so that each user is a request of their own.
	selectFields: ['mail', 'skills'],
};

/** A new secret makes a credential that no earlier test has a token for. */
async function fresh(fields: ICredentialDataDecryptedObject = {}): Promise<StoredCredential> {
	const clientSecret = `fresh~secret.${Math.random()}`;
	const { status } = await bench.tenant.control('POST', '/apps', {
		clientId: bench.tenant.apps.appOnly.clientId,
		clientSecret,
	});
	expect(status).toBe(200);
	return bench.app({ clientSecret, ...fields });
}

const tokenRequests = async (): Promise<string[]> =>
	(await bench.signIns()).map(({ method, path }) => `${method} ${path}`);
const tokenUrl = (): string => `POST /${bench.tenant.tenantId}/oauth2/v2.0/token`;

describe('An app without a user', () => {
	const run = async (
		credential: StoredCredential,
		users: unknown[],
		more: Partial<Parameters<typeof bench.run>[1]> = {},
		parameters: INodeParameters = profile,
	): Promise<Outcome> =>
		await bench.run(parameters, { credential, items: itemsFor(...users), ...more });

	it.each(BOTH_PATHS)(
		'one token request serves 1,000 items under a fresh credential, over %s',
		async (path) => {
			const everyone = (await bench.everyone(['id'])).slice(0, 1000).map(({ id }) => id);
			const { items, error } = await run(await fresh(), everyone, { path });
			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json.id)).toEqual(everyone);
			expect(await tokenRequests()).toEqual([tokenUrl()]);
			expect((await bench.asked()).every(({ status }) => status === 200)).toBe(true);
		},
	);

	it('the same with single requests instead of batches', async () => {
		const everyone = (await bench.everyone(['id'])).slice(0, 60).map(({ id }) => id);
		const parameters = { ...profile, options: { batchRequests: false } };
		const { items, error } = await run(await fresh(), everyone, {}, parameters);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(60);
		expect(await tokenRequests()).toEqual([tokenUrl()]);
	});

	it('two workflows running at once on one credential share one token request', async () => {
		const everyone = (await bench.everyone(['id'])).slice(0, 200).map(({ id }) => id);
		const credential = await fresh();
		const stored = { '1': credential };
		const both = await Promise.all(
			[0, 1].map(
				async () =>
					await runNode({
						parameters: profile,
						credentials: structuredClone(stored),
						items: itemsFor(...everyone),
					}),
			),
		);
		for (const { items, error } of both) {
			expect(error).toBeUndefined();
			expect(items).toHaveLength(200);
		}
		expect(await tokenRequests()).toEqual([tokenUrl()]);
	});

	it.each([true, false])(
		'a token revoked midway costs one more token request and no item (batches: %s)',
		async (batchRequests) => {
			bench.expectRefusal(401, 'InvalidAuthenticationToken');
			const everyone = (await bench.everyone(['id'])).slice(0, 300).map(({ id }) => id);
			await bench.set({ latencyMs: 20 });
			const running = run(await fresh(), everyone, {}, { ...profile, options: { batchRequests } });
			await bench.until((log) => log.filter(({ origin }) => origin === 'graph').length > 40);
			await bench.revoke();
			const { items, error } = await running;
			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json.id)).toEqual(everyone);
			expect(await tokenRequests()).toEqual([tokenUrl(), tokenUrl()]);
		},
	);

	it('only parts of a batch are refused: one more token request, no item lost', async () => {
		bench.expectRefusal(401, 'InvalidAuthenticationToken');
		const everyone = (await bench.everyone(['id'])).slice(0, 100).map(({ id }) => id);
		const credential = await fresh();
		await bench.tenant.control('POST', '/faults', {
			match: { insideBatch: true },
			count: 15,
			action: '401expired',
		});
		const { items, error } = await run(credential, everyone);
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.id)).toEqual(everyone);
		expect((await tokenRequests()).length).toBeLessThanOrEqual(2);
	});

	it.each(BOTH_PATHS)('the token is stored and reused by the next run, over %s', async (path) => {
		const { alice } = bench.tenant.cast;
		const first = await run(await fresh(), [alice.id], { path });
		const stored = first.credentials.stored['1'];
		expect(stored.data.accessToken).toEqual(expect.stringMatching(/^ey/));
		const second = await run(stored, [alice.id], { path });
		expect(second.error).toBeUndefined();
		expect(await tokenRequests()).toEqual([tokenUrl()]);
	});

	it('a stored token is not used for another tenant or app', async () => {
		const { alice } = bench.tenant.cast;
		const first = await run(await fresh(), [alice.id]);
		const { stored } = first.credentials;
		const { clientId, clientSecret } = bench.tenant.apps.withoutRoles;
		bench.expectRefusal(403);
		const changed = { ...stored['1'], data: { ...stored['1'].data, clientId, clientSecret } };
		const { error } = await run(changed, [alice.id]);
		expect(error?.message).toContain('The app has no right to do this');
		const apps = (await bench.asked()).map(
			({ headers }) => (headers.authorization as { app: string }).app,
		);
		expect(apps).toEqual([bench.tenant.apps.appOnly.clientId, clientId]);
	});

	it('a stored token that has expired is renewed once for all items', async () => {
		bench.expectRefusal(401, 'InvalidAuthenticationToken');
		const everyone = (await bench.everyone(['id'])).slice(0, 200).map(({ id }) => id);
		const first = await run(await fresh(), everyone.slice(0, 1));
		await bench.revoke();
		const { items, error } = await run(first.credentials.stored['1'], everyone);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(200);
		expect(await tokenRequests()).toEqual([tokenUrl(), tokenUrl()]);
	});

	describe('operations that need a signed-in user', () => {
		const base: INodeParameters = { authentication: 'appOnly' };
		const unsent: Array<[string, INodeParameters, RegExp]> = [
			['Get My Profile', { resource: 'get', operation: 'myProfile' }, /signed-in user/],
			[
				'Update My Profile',
				{ resource: 'update', operation: 'myProfile', updateFields: { skills: ['x'] } },
				/^This operation is about the signed-in user/,
			],
			[
				'Get My Trending Documents',
				{ resource: 'trending', operation: 'myDocuments' },
				/Trending documents can be read as a signed-in user only/,
			],
			[
				'Get Trending Documents',
				{ resource: 'trending', operation: 'userDocuments', user: user('a@b.example') },
				/Trending documents can be read as a signed-in user only/,
			],
			['Get My Relevant People', { resource: 'people', operation: 'myPeople' }, /signed-in user/],
			[
				'Search among the relevant people of another user',
				{
					resource: 'people',
					operation: 'relevantPeople',
					user: user('a@b.example'),
					options: { search: 'x' },
				},
				/'Search' works for the signed-in user only/,
			],
			[
				'the word me in User',
				{ resource: 'get', operation: 'manager', user: user('me') },
				/'User'/,
			],
			[
				'the word me in Manager',
				{
					resource: 'update',
					operation: 'manager',
					user: user('a@b.example'),
					managerAction: 'assign',
					manager: user('me'),
				},
				/'Manager' is "me"/,
			],
		];
		it.each(unsent)(
			'%s: says so and sends nothing, not even a sign-in',
			async (_name, more, says) => {
				const { error, items } = await run(await fresh(), ['x'], {}, { ...base, ...more });
				expect(error?.message).toMatch(says);
				expect(items).toEqual([]);
				expect(await bench.log()).toEqual([]);
			},
		);

		it('Update My Photo: says so and sends nothing', async () => {
			const { error } = await bench.run(
				{ ...base, resource: 'photo', operation: 'updateMine', binaryPropertyName: 'data' },
				{
					credential: await fresh(),
					items: [{ json: {}, binary: { data: { data: 'iVBORw0KGgo=', mimeType: 'image/png' } } }],
				},
			);
			expect(error?.message).toMatch(/signed-in user/);
			expect(await bench.log()).toEqual([]);
		});
	});

	it('profile fields of an update: tried although Microsoft refuses them, with one line in the log', async () => {
		bench.expectRefusal(403);
		const { error } = await run(
			await fresh(),
			[bench.tenant.cast.alice.id, bench.tenant.cast.ceo.id],
			{ settings: { onError: 'continueRegularOutput' } },
			{
				authentication: 'appOnly',
				resource: 'update',
				operation: 'user',
				user: userOfItem,
				updateFields: { aboutMe: 'x' },
			},
		);
		expect(error).toBeUndefined();
		expect(bench.warnings().filter((line) => line.includes('About Me'))).toEqual([
			'Microsoft does not let an app without a signed-in user change About Me; it is tried all the same',
		]);
		expect((await bench.asked()).map(({ method }) => method)).toEqual(['PATCH', 'PATCH']);
	});

	describe('a refused sign-in', () => {
		it.each(BOTH_PATHS)('is attempted once, not once per item, over %s', async (path) => {
			bench.expectRefusal(401, 'AADSTS7000215');
			const everyone = (await bench.everyone(['id'])).slice(0, 400).map(({ id }) => id);
			const outcome = await run(
				bench.app({ clientSecret: `not~the.right-one~${Math.random()}` }),
				everyone,
				{ path, settings: { onError: 'continueErrorOutput' } },
			);
			expect(outcome.errorItems).toHaveLength(400);
			expect(await tokenRequests()).toEqual([tokenUrl()]);
			const [first] = outcome.errorItems;
			expect(first.json).toMatchObject({
				error: expect.stringMatching(
					/^'Client Secret' is not right \(AADSTS7000215: Invalid client secret provided/,
				),
				details: {
					code: 'AADSTS7000215',
					statusCode: 401,
					requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
					date: expect.stringMatching(/^\d{4}-/),
				},
			});
		});

		it('says what to do and quotes Microsoft', async () => {
			bench.expectRefusal(400, 'AADSTS53003');
			await bench.refuseSignIn(53003);
			const { error } = await run(await fresh(), [bench.tenant.cast.alice.id]);
			expect(error?.message).toBe(
				"Conditional Access blocks this sign-in (AADSTS53003: Access has been blocked by Conditional Access policies. The access policy does not allow token issuance). An administrator has to allow the app, this machine's place or the user in the organization's Conditional Access policies",
			);
			expect(error?.description).toMatch(
				/^For Microsoft's support: trace ID [0-9a-f-]{36}, \d{4}-/,
			);
		});

		it('is retried when the sign-in server is busy, and the run succeeds', async () => {
			bench.expectRefusal(503);
			await bench.tenant.control('POST', '/faults', {
				match: { origin: 'login' },
				count: 2,
				action: { type: '503', retryAfter: 0 },
			});
			const { error } = await run(await fresh(), [bench.tenant.cast.alice.id]);
			expect(error).toBeUndefined();
			expect(await tokenRequests()).toHaveLength(3);
		});

		it('names the server when it cannot be reached', async () => {
			const { error } = await run(await fresh({ loginBaseUrl: 'https://127.0.0.1:1' }), [
				bench.tenant.cast.alice.id,
			]);
			expect(error?.message).toMatch(
				/^Could not reach the sign-in server 127\.0\.0\.1:1: the connection was refused\. Check/,
			);
		});
	});

	it('a credential with wrong fields is reported and nothing is sent', async () => {
		const { error } = await run(await fresh({ tenantId: 'common' }), ['a@b.example']);
		expect(error?.message).toMatch(
			/^'Tenant ID' is "common", and an app without a user needs one certain tenant\. Paste the directory/,
		);
		expect(await bench.log()).toEqual([]);
	});
});
