/** Options that several operations share: If Not Found, Output Format, Max Retries. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { asConnectorUser, CONNECTOR_KEYS } from '../support/engine/connector';
import { BOTH_PATHS, itemsFor, user, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench();
beforeEach(async () => await bench.giveEveryoneProfiles());

const profile = { resource: 'get', operation: 'userProfile', user: userOfItem };
const manager = { resource: 'get', operation: 'manager', user: userOfItem };
const reports = { resource: 'get', operation: 'directReports', user: userOfItem };
const myProfile = { resource: 'get', operation: 'myProfile' };
const search = { resource: 'search', operation: 'users' };

const NOBODY = 'nobody@contoso.onmicrosoft.example';
const GUID = '00000000-0000-4000-8000-000000000000';

describe('Options', () => {
	describe('If Not Found', () => {
		it.each([NOBODY, GUID])('fails for %s unless set otherwise', async (nobody) => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			for (const options of [{}, { ifNotFound: 'error' }]) {
				const { error } = await bench.run({ ...profile, options }, { items: itemsFor(nobody) });
				expect(error?.message).toContain(`No user found for "${nobody}" in 'User'`);
			}
		});

		it.each(BOTH_PATHS)(
			'returns an empty result for a user who does not exist, over %s',
			async (path) => {
				bench.expectRefusal(404, 'Request_ResourceNotFound');
				const { alice } = bench.tenant.cast;
				const { items, error } = await bench.run(
					{ ...profile, selectFields: ['mail'], options: { ifNotFound: 'returnEmpty' } },
					{ path, items: itemsFor(NOBODY, alice.id, GUID, ` ${NOBODY} `) },
				);
				expect(error).toBeUndefined();
				expect(items).toEqual([
					{ json: { found: false, user: NOBODY }, pairedItem: { item: 0 } },
					{ json: { id: alice.id, mail: alice.mail }, pairedItem: { item: 1 } },
					{ json: { found: false, user: GUID }, pairedItem: { item: 2 } },
					{ json: { found: false, user: NOBODY }, pairedItem: { item: 3 } },
				]);
			},
		);

		it('returns an empty result for a user without a manager, not for one who does not exist', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { ceo } = bench.tenant.cast;
			const parameters = { ...manager, options: { ifNotFound: 'returnEmpty' } };
			expect(await bench.results(parameters, { items: itemsFor(ceo.id) })).toEqual([
				{ found: false, user: ceo.id },
			]);
			const { error } = await bench.run(parameters, { items: itemsFor(NOBODY) });
			expect(error?.message).toContain(`No user found for "${NOBODY}" in 'User'`);
		});

		it.each([
			['profile', profile],
			['manager', manager],
		])('does not mistake a missing permission for absence (%s)', async (_name, parameters) => {
			bench.expectRefusal(403, 'Authorization_RequestDenied');
			const { error } = await bench.run(
				{ ...parameters, options: { ifNotFound: 'returnEmpty' } },
				{ items: itemsFor(GUID), signIn: { scopes: ['User.Read'] } },
			);
			expect(error?.message).toContain('has no right');
		});

		it('does not apply the connector format to it', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const read = await bench.results(
				{ ...profile, options: { ifNotFound: 'returnEmpty', outputFormat: 'connectorV1' } },
				{ items: itemsFor(GUID) },
			);
			expect(read).toEqual([{ found: false, user: GUID }]);
		});
	});

	describe('Output Format: Power Automate Connector (V1)', () => {
		const connectorV1 = { options: { outputFormat: 'connectorV1' } };

		/** The users as the connector returned them, from what the tenant holds. */
		async function expected(ids: readonly unknown[]): Promise<IDataObject[]> {
			return await Promise.all(
				ids.map(async (id) => {
					const stored = { ...(await bench.stored(String(id))), id: String(id) } as IDataObject;
					return asConnectorUser(stored);
				}),
			);
		}

		it.each<[string, INodeParameters]>([
			['Get User Profile', profile],
			['Get Manager', manager],
			['Get Direct Reports', reports],
			['Get My Profile', myProfile],
			['Search Users', { ...search, limit: 10 }],
		])('%s', async (_name, parameters) => {
			const { alice } = bench.tenant.cast;
			const given = await bench.results(
				{ ...parameters, ...connectorV1 },
				{ items: itemsFor(alice.id) },
			);
			const plain = await bench.results(parameters, { items: itemsFor(alice.id) });
			expect(given.length).toBeGreaterThan(0);
			expect(given).toEqual(await expected(plain.map(({ id }) => id)));
			for (const one of given) expect(Object.keys(one)).toEqual(Object.keys(CONNECTOR_KEYS));
			expect(given[0].TelephoneNumber).toEqual(expect.any(String));
			expect(given[0].TelephoneNumber).toBe(plain[0].mobilePhone);
		});

		it('shows null for what was never set', async () => {
			const { bareMinimum } = bench.tenant.cast;
			const [read] = await bench.results(
				{ ...profile, ...connectorV1 },
				{ items: itemsFor(bareMinimum.id) },
			);
			expect(read).toMatchObject({ Id: bareMinimum.id, City: null, Surname: null });
			expect(Object.keys(read)).toEqual(Object.keys(CONNECTOR_KEYS));
		});

		it.each(BOTH_PATHS)('keeps all keys when fields are chosen, over %s', async (path) => {
			const { alice } = bench.tenant.cast;
			const [read] = await bench.results(
				{ ...profile, ...connectorV1, selectFields: ['jobTitle'] },
				{ path, items: itemsFor(alice.id) },
			);
			expect(Object.keys(read)).toEqual(Object.keys(CONNECTOR_KEYS));
			const { jobTitle } = await bench.stored(alice);
			expect(read).toMatchObject({ Id: alice.id, JobTitle: jobTitle });
		});
	});

	describe('Max Retries', () => {
		const read = (options: INodeParameters = {}): INodeParameters => ({
			...profile,
			// One that no list carries, so that each user is a request of their own.
			selectFields: ['mail', 'skills'],
			options,
		});
		const one = () => ({ items: itemsFor(bench.tenant.cast.alice.id) });

		it.each<[string, Parameters<Workbench['fault']>[0], number | undefined]>([
			['429 with seconds', { type: '429', retryAfter: 0.02 }, 429],
			['429 with no seconds to wait', { type: '429', retryAfter: 0 }, 429],
			['429 with a date', { type: '429', retryAfter: 'date+0' }, 429],
			['429 without Retry-After', { type: '429', retryAfter: null }, 429],
			['429 with nonsense', { type: '429', retryAfter: 'soon' }, 429],
			['503', { type: '503', retryAfter: 0.02 }, 503],
			['504 without Retry-After', { type: '504' }, 504],
			['500', { type: 'error', status: 500, code: 'InternalServerError' }, 500],
			['502, the page of a gateway', { type: 'html', status: 502 }, 502],
			['408', { type: 'error', status: 408, code: 'RequestTimeout' }, 408],
			['a connection that breaks', 'reset', undefined],
			['a body that breaks off', 'cutBody', undefined],
		])('retries after %s', async (_name, action, status) => {
			if (status) bench.expectRefusal(status);
			await bench.fault(action);
			const { alice } = bench.tenant.cast;
			expect(await bench.results(read(), one())).toMatchObject([
				{ id: alice.id, mail: alice.mail },
			]);
			expect(await bench.asked()).toHaveLength(2);
		});

		it.each<[string, Parameters<Workbench['fault']>[0], RegExp]>([
			['429', { type: '429', retryAfter: 0 }, /^Microsoft Graph is too busy for this app$/],
			['503', { type: '503', retryAfter: 0 }, /^Microsoft Graph is unavailable.*status 503/],
			['504', { type: '504', retryAfter: 0 }, /^Microsoft Graph is unavailable.*status 504/],
			['a connection that breaks', 'reset', /^Could not reach 127\.0\.0\.1:\d+ \(ECONNRESET\)$/],
			['a body that breaks off', 'cutBody', /^Could not reach 127\.0\.0\.1:\d+ \(/],
		])('0: fails with the first %s', async (_name, action, expected) => {
			for (const status of [429, 503, 504]) bench.expectRefusal(status);
			await bench.fault(action, { count: 100 });
			const { error } = await bench.run(read({ maxRetries: 0 }), one());
			expect(error?.message).toMatch(expected);
			expect(error?.message).not.toContain('still after');
			expect(await bench.asked()).toHaveLength(1);
		});

		it.each([
			[1, 'still after 1 retry'],
			[2, 'still after 2 retries'],
			['={{ "2" }}', 'still after 2 retries'],
		])('%j: retries that often and no more', async (maxRetries, expected) => {
			bench.expectRefusal(503);
			await bench.fault({ type: '503', retryAfter: 0 }, { count: 100 });
			const { error } = await bench.run(read({ maxRetries }), one());
			expect(error?.message).toContain(expected);
			expect(await bench.asked()).toHaveLength(maxRetries === 1 ? 2 : 3);
		});

		it('also ends when Graph is too busy every time', async () => {
			bench.expectRefusal(429);
			await bench.fault({ type: '429', retryAfter: 1 }, { count: 100 });
			const { error } = await bench.run(read({ maxRetries: 2 }), one());
			expect(error?.message).toBe(
				'Microsoft Graph is too busy for this app, still after 2 retries',
			);
			// Pauses that Graph asks for are counted more leniently than blind retries.
			expect((await bench.asked()).length).toBeGreaterThanOrEqual(3);
		});

		it.each([400, '400.5', 'date+400'])(
			'does not wait for %s (seconds), and says so',
			async (retryAfter) => {
				bench.expectRefusal(429);
				await bench.fault({ type: '429', retryAfter }, { count: 100 });
				const { error } = await bench.run(read(), one());
				expect(error?.message).toMatch(/asks to wait for 7 minutes/);
				expect(await bench.asked()).toHaveLength(1);
			},
		);

		it.each([
			['400', { type: 'error', status: 400, code: 'BadRequest', message: 'No.' }],
			['403', { type: 'error', status: 403, code: 'Authorization_RequestDenied' }],
			['404', { type: 'error', status: 404, code: 'Request_ResourceNotFound' }],
			['501', { type: 'error', status: 501, code: 'NotImplemented' }],
		])('does not retry after %s', async (status, action) => {
			bench.expectRefusal(Number(status));
			await bench.fault(action, { count: 100 });
			const { error } = await bench.run(read(), one());
			expect(error?.message).toEqual(expect.any(String));
			expect(await bench.asked()).toHaveLength(1);
		});

		it.each([502, 200])('copes with the page of a proxy (status %i)', async (status) => {
			bench.expectRefusal(502);
			await bench.fault({ type: 'html', status }, { count: 100 });
			const { error, items } = await bench.run(read({ maxRetries: 0 }), one());
			expect(items).toEqual([]);
			expect(error?.message).toMatch(/Microsoft Graph/);
			expect(error?.message).not.toContain('<html>');
		});

		it.each(['seconds', 'fraction', 'date'])(
			'waits as long as Graph says (%s): never throttled twice for one page',
			async (form) => {
				bench.expectRefusal(429);
				// Longer than the longest first pause without Retry-After.
				await bench.set({
					throttle: {
						enabled: true,
						resourceUnits: 1,
						windowSeconds: 1.2,
						windowKind: 'fixed',
						retryAfter: form,
					},
				});
				const { items, error } = await bench.run(
					{
						...read(),
						requestOptions: { batching: { batch: { batchSize: 1, batchInterval: 1 } } },
					},
					{ items: itemsFor(bench.tenant.cast.alice.id, bench.tenant.cast.ceo.id) },
				);
				expect(error).toBeUndefined();
				expect(items).toHaveLength(2);
				const statuses = (await bench.asked()).map(({ status }) => status);
				expect(statuses.filter((status) => status === 200)).toHaveLength(2);
				expect(statuses.filter((status) => status === 429).length).toBeLessThanOrEqual(1);
			},
		);

		it('retries only what was throttled', async () => {
			bench.expectRefusal(429);
			await bench.fault(
				{ type: '429', retryAfter: 0.05 },
				{ count: 5, skip: 3, pathPattern: '/users/' },
			);
			const everyone = (await bench.everyone(['id'])).slice(0, 30).map(({ id }) => id);
			const { items, error } = await bench.run(read(), { items: itemsFor(...everyone) });
			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json.id)).toEqual(everyone);
			const asked = await bench.asked();
			expect(asked.filter(({ status }) => status === 429)).toHaveLength(5);
			const answered = asked.filter(({ status }) => status === 200).map((entry) => entry.path);
			expect(answered).toHaveLength(30);
			expect(new Set(answered).size).toBe(30);
		});

		it.each(BOTH_PATHS)('counts for each item separately, over %s', async (path) => {
			bench.expectRefusal(503);
			const { alice, ceo } = bench.tenant.cast;
			await bench.fault({ type: '503', retryAfter: 0 }, { count: 100, pathPattern: alice.id });
			const { items } = await bench.run(read({ maxRetries: '={{ $json.retries }}' }), {
				path,
				items: [{ json: { user: alice.id, retries: 2 } }, { json: { user: ceo.id, retries: 0 } }],
				settings: { onError: 'continueRegularOutput' },
			});
			expect(items[0].json.error).toContain('still after 2 retries');
			expect(items[0].json.details).toMatchObject({ statusCode: 503 });
			expect(items[1].json.id).toBe(ceo.id);
		});

		it.each(BOTH_PATHS)(
			'is cut short by the Stop button, however long the pause, over %s',
			async (path) => {
				bench.expectRefusal(429);
				await bench.fault({ type: '429', retryAfter: 250 }, { count: 100 });
				let cancel = (): void => {};
				const running = bench.run(read(), {
					...one(),
					path,
					started: (run) => {
						cancel = () => run.cancel();
					},
				});
				await bench.until((log) => log.some(({ status }) => status === 429));
				cancel();
				const { run } = await running;
				expect(run.status).toBe('canceled');
				expect(await bench.asked()).toHaveLength(1);
			},
		);

		it('applies to a search as well', async () => {
			bench.expectRefusal(503);
			await bench.fault({ type: '503', retryAfter: 0 }, { count: 2 });
			const found = await bench.results({ ...search, limit: 3 });
			expect(found).toHaveLength(3);
			expect(await bench.asked()).toHaveLength(3);
		});
	});

	describe('a claims challenge', () => {
		it('is resolved by a new token where that is enough', async () => {
			bench.expectRefusal(401);
			await bench.fault('claimsChallenge');
			const [me] = await bench.results({ ...profile, user: user('me') });
			expect(me.id).toBe(bench.tenant.cast.admin.id);
		});

		it('asks for a new sign-in where it is not', async () => {
			bench.expectRefusal(401);
			await bench.fault('claimsChallenge', { count: 100 });
			const { error } = await bench.run({ ...profile, user: user('me') });
			expect(error?.message).toMatch(/new sign-in.*Conditional Access/);
		});
	});
});
