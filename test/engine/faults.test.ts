/** Broken connections, busy services, expired tokens: nothing is lost and nothing is wrong. */
import {
	calls,
	cancelled,
	change,
	changes,
	jobTitles,
	lookup,
	randomFault,
	people,
	signIns,
} from '../support/engine/manyItems';
import { EVERY_RIGHT, readBack } from '../support/engine/updating';
import { BOTH_PATHS, itemsFor, user, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 1100 });
beforeEach(async () => await bench.giveEveryoneProfiles());

/** The tests cause these failures themselves. */
const anyRefusal = (): void => {
	for (const status of [0, 200, 401, 404, 502, 503, 504]) bench.expectRefusal(status);
};

describe('Faults', () => {
	describe('5 % of the answers reset, cut off, 503 or slow', () => {
		const spoil = async (seed: number): Promise<void> => {
			anyRefusal();
			await randomFault(bench, 'reset', 0.02, { insideBatch: false }, seed);
			await randomFault(bench, 'cutBody', 0.02, { insideBatch: false }, seed + 1);
			await randomFault(bench, '503', 0.02, { insideBatch: false }, seed + 2);
			await randomFault(
				bench,
				{ type: 'slowBody', ms: 50 },
				0.02,
				{ insideBatch: false },
				seed + 3,
			);
			await randomFault(bench, '503', 0.01, { insideBatch: true }, seed + 4);
			await randomFault(bench, 'resetAfterHandling', 0.01, { insideBatch: true }, seed + 5);
			await randomFault(bench, 'html', 0.02, { pathPattern: 'batch$' }, seed + 6);
		};

		it('1,000 lookups', async () => {
			const users = await people(bench, 1000);
			await spoil(20);
			const read = await bench.results(lookup, { items: itemsFor(...users) });
			expect(read.map(({ id }) => id)).toEqual(users);
			expect((await calls(bench)).length).toBeGreaterThan(50);
		});

		it('500 changes', async () => {
			const users = await people(bench, 500);
			await spoil(40);
			const items = changes(users, (index) => `Spoilt ${index}`);
			const results = await bench.results(change, { items });
			expect(results.every(({ success }) => success === true)).toBe(true);
			await bench.tenant.control('DELETE', '/faults');
			const titles = await jobTitles(bench);
			expect(users.map((id) => titles.get(id))).toEqual(items.map(({ json }) => json.jobTitle));
		});
	});

	it('200 changes of 20 users, connections cut at random: the last one counts', async () => {
		anyRefusal();
		const users = await people(bench, 20);
		await randomFault(bench, 'resetAfterHandling', 0.06, { insideBatch: false }, 3);
		await randomFault(bench, 'reset', 0.05, { insideBatch: false }, 4);
		await randomFault(bench, 'resetAfterHandling', 0.05, { insideBatch: true }, 5);
		const order = Array.from({ length: 200 }, (_, index) => users[(index * 7) % 20]);
		const items = changes(order, (index) => `Step ${index}`);
		const results = await bench.results(change, { items });
		expect(results).toHaveLength(200);
		await bench.tenant.control('DELETE', '/faults');
		const titles = await jobTitles(bench);
		for (const id of users) {
			expect(titles.get(id)).toBe(`Step ${order.lastIndexOf(id)}`);
		}
	});

	describe('a connection cut after the request arrived: done', () => {
		const signIn = { scopes: EVERY_RIGHT };
		const removal = {
			resource: 'update',
			operation: 'manager',
			user: userOfItem,
			managerAction: 'remove',
		};
		const withManager = async (count: number): Promise<string[]> => {
			const found: string[] = [];
			for (const id of (await people(bench, 300)).slice(100)) {
				const { body } = await bench.tenant.control('GET', `/users/${id}`);
				if (typeof body.managerId === 'string') found.push(id);
				if (found.length === count) return found;
			}
			throw new Error(`Only ${found.length} have a manager`);
		};
		const managers = async (ids: string[]): Promise<unknown[]> =>
			await Promise.all(
				ids.map(async (id) => (await bench.tenant.control('GET', `/users/${id}`)).body.managerId),
			);

		it('a DELETE', async () => {
			anyRefusal();
			const [id] = await withManager(1);
			await bench.fault('resetAfterHandling', { method: 'DELETE' });
			const [result] = await bench.results(removal, { signIn, items: itemsFor(id) });
			expect(result).toMatchObject({ success: true, statusCode: 204, manager: null });
			expect(await managers([id])).toEqual([null]);
			const tries = (await bench.asked()).filter(({ method }) => method === 'DELETE');
			expect(tries.map(({ status }) => status).at(-1)).toBe(404);
		});

		it.each([true, false])(
			'many DELETEs in batches (the batch itself is cut: %s)',
			async (whole) => {
				anyRefusal();
				const ids = await withManager(30);
				await bench.fault(
					'resetAfterHandling',
					whole
						? { pathPattern: 'batch$', insideBatch: false }
						: { method: 'DELETE', insideBatch: true, count: 7 },
				);
				const results = await bench.results(removal, { signIn, items: itemsFor(...ids) });
				expect(results.every(({ success }) => success === true)).toBe(true);
				expect(await managers(ids)).toEqual(ids.map(() => null));
			},
		);

		it.each([1, 30])('a new userPrincipalName (%i at a time)', async (count) => {
			anyRefusal();
			const ids = (await people(bench, 500)).slice(400, 400 + count);
			const name = (index: number): string =>
				`renamed.${count}.${index}@${bench.tenant.tenantDomain}`;
			const { items: before } = await bench.run(
				{ ...lookup, selectFields: ['userPrincipalName', 'skills'] },
				{ items: itemsFor(...ids) },
			);
			await bench.fault('resetAfterHandling', { method: 'PATCH', count: Math.ceil(count / 3) });
			await bench.fault('resetAfterHandling', { pathPattern: 'batch$', skip: 2 });
			const results = await bench.results(
				{ ...change, updateFields: { userPrincipalName: '={{ $json.to }}' } },
				{
					signIn,
					items: before.map(({ json }, index) => ({
						json: { user: json.userPrincipalName, to: name(index) },
					})),
				},
			);
			expect(results.every(({ success }) => success === true)).toBe(true);
			const names = await Promise.all(
				ids.map(async (id) => (await readBack(bench, id, ['userPrincipalName'])).userPrincipalName),
			);
			expect(names).toEqual(ids.map((_, index) => name(index)));
		});
	});

	describe('default fields that cannot be read', () => {
		const wide = { resource: 'get', operation: 'userProfile', user: userOfItem };

		it('a tenant without SharePoint, 1,000 lookups: at most 52 calls', async () => {
			bench.expectRefusal(400);
			bench.expectRefusal(401);
			bench.expectRefusal(403);
			const users = await people(bench, 1000);
			await bench.set({ sharePoint: false });
			const read = await bench.results(wide, { items: itemsFor(...users) });
			expect(read.map(({ id }) => id)).toEqual(users);
			expect((await calls(bench)).length).toBeLessThanOrEqual(52);
			expect((await signIns(bench)).length).toBeLessThanOrEqual(1);
			expect(bench.warnings()).toHaveLength(1);
		});

		it('a guest asks, 1,000 lookups: at most 52 calls', async () => {
			bench.expectRefusal(401);
			bench.expectRefusal(403);
			const { guest } = bench.tenant.cast;
			const users = await people(bench, 1000);
			const read = await bench.results(wide, {
				items: itemsFor(...users),
				signIn: { as: guest },
			});
			expect(read.map(({ id }) => id)).toEqual(users);
			expect((await calls(bench)).length).toBeLessThanOrEqual(52);
			expect((await signIns(bench)).length).toBeLessThanOrEqual(1);
		});
	});

	describe('the access token expires in the middle of 2,000 items', () => {
		const twice = async (): Promise<string[]> => {
			const users = await people(bench, 1000);
			return [...users, ...users];
		};
		/** Equal reads are sent once, so the second thousand reads another field. */
		const fields = {
			...lookup,
			selectFields: '={{ $itemIndex < 1000 ? ["mail", "skills"] : ["city", "skills"] }}',
		};

		it('revoked: renewed once, nobody fails', async () => {
			bench.expectRefusal(401);
			const users = await twice();
			await bench.set({ latencyMs: 30 });
			const running = bench.run(fields, { items: itemsFor(...users) });
			await bench.until((log) => log.filter(({ parent }) => parent === null).length > 20);
			await bench.tenant.control('POST', '/revoke', { what: 'access' });
			const { items, error } = await running;
			expect(error).toBeUndefined();
			expect(items.map(({ json: { id } }) => id)).toEqual(users);
			expect((await signIns(bench)).map(({ status }) => status)).toEqual([200]);
		});

		it('parts of several batches say so: renewed once, nobody fails', async () => {
			bench.expectRefusal(401);
			const users = await twice();
			await bench.set({ latencyMs: 10 });
			// Four batches in flight, and the request that is then sent on its own.
			await bench.fault('401expired', { insideBatch: true, count: 60, skip: 400 });
			await bench.fault('401expired', { insideBatch: false, pathPattern: '/users/', count: 1 });
			const { items, error } = await bench.run(fields, { items: itemsFor(...users) });
			expect(error).toBeUndefined();
			expect(items.map(({ json: { id } }) => id)).toEqual(users);
			expect((await signIns(bench)).map(({ status }) => status)).toEqual([200]);
		});

		it('for good: asks to sign in again and does not retry for each item', async () => {
			anyRefusal();
			bench.expectRefusal(400);
			const users = await people(bench, 500);
			await bench.set({ latencyMs: 20 });
			const running = bench.run(lookup, { items: itemsFor(...users) });
			await bench.until((log) => log.filter(({ parent }) => parent === null).length > 6);
			await bench.tenant.control('POST', '/revoke', { what: 'both' });
			const { error } = await running;
			expect(error?.message).toMatch(/reconnect|sign in/i);
			expect((await signIns(bench)).length).toBeLessThanOrEqual(4);
		});

		it('a claims challenge in a batch: asks to sign in again', async () => {
			anyRefusal();
			const users = await people(bench, 100);
			await bench.fault('claimsChallenge', { count: 100_000 });
			const { error } = await bench.run(lookup, { items: itemsFor(...users) });
			expect(error?.message).toMatch(/new sign-in.*Conditional Access/);
		});

		it('a claims challenge in parts of a batch: asks to sign in again', async () => {
			anyRefusal();
			const users = await people(bench, 100);
			await bench.fault('claimsChallenge', { count: 100_000, pathPattern: '/users/' });
			const { error } = await bench.run(lookup, { items: itemsFor(...users) });
			expect(error?.message).toMatch(/new sign-in.*Conditional Access/);
		});
	});

	it.each(BOTH_PATHS)(
		'cancelled in the middle: nothing is sent afterwards, over %s',
		async (path) => {
			const users = await people(bench, 1000);
			await bench.set({ latencyMs: 60 });
			const sent = await cancelled(
				bench,
				{ path, users },
				(log) => log.filter(({ parent }) => parent === null).length >= 8,
			);
			expect(sent).toBeLessThan(40);
		},
	);

	it('a single lookup that meets every kind of fault', async () => {
		anyRefusal();
		for (const action of ['reset', 'cutBody', { type: 'slowBody', ms: 30 }]) {
			const { status } = await bench.tenant.control('POST', '/faults', { action });
			expect(status).toBe(200);
		}
		const { alice } = bench.tenant.cast;
		const [read] = await bench.results({ ...lookup, user: user(alice.id, 'id') });
		expect(read.id).toBe(alice.id);
	});
});
