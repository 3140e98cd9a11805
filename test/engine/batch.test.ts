/** Requests of many items go together: Graph's $batch. */
import { BOTH_PATHS, itemsFor, userOfItem, Workbench } from './harness/workbench';

const bench = new Workbench({ users: 1000 });

describe.each(BOTH_PATHS)('Batches over %s', (path) => {
	const profile = {
		resource: 'get',
		operation: 'userProfile',
		user: userOfItem,
		selectFields: ['displayName', 'department'],
	};

	const ids = async (): Promise<string[]> =>
		(
			await bench.results({
				resource: 'search',
				operation: 'users',
				returnAll: true,
				selectFields: ['id'],
			})
		).map(({ id }) => id as string);

	it('asks for 1,000 users in 50 calls', async () => {
		const users = (await ids()).slice(0, 1000);
		await bench.tenant.control('DELETE', '/log');
		const read = await bench.results(profile, { path, items: itemsFor(...users) });
		expect(read.map(({ id }) => id)).toEqual(users);
		const calls = (await bench.log()).filter(({ parent }) => parent === null);
		expect(calls).toHaveLength(50);
		expect(new Set(calls.map(({ path: asked }) => asked))).toEqual(new Set(['/v1.0/$batch']));
	});

	it('asks once for the same user', async () => {
		const users = (await ids()).slice(0, 100);
		await bench.tenant.control('DELETE', '/log');
		const items = Array.from({ length: 1000 }, (_, index) => users[index % 100]);
		const read = await bench.results(profile, { path, items: itemsFor(...items) });
		expect(read.map(({ id }) => id)).toEqual(items);
		expect((await bench.log()).filter(({ parent }) => parent === null)).toHaveLength(5);
	});
});
