/** Get Changed Users where Graph no longer knows the place (docs/graph.md#delta-expired). */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { runNode } from '../../support/engine/engine';
import { BOTH_PATHS, itemsFor, Workbench } from '../../support/engine/workbench';

const bench = new Workbench();

const changes: INodeParameters = {
	resource: 'search',
	operation: 'changes',
	state: 'workflow',
	selectFields: ['department'],
};

/** A change of everybody's place in the directory that a round brings. */
async function move(id: string, department: string): Promise<void> {
	await bench.tenant.control('PATCH', `/users/${id}`, { properties: { department } });
}

describe.each(BOTH_PATHS)('over %s', (path) => {
	it.each([
		[410, '', ''],
		[410, 'resyncRequired', 'Resync required.'],
		[400, 'syncStateNotFound', 'The sync state generation is not found.'],
		[400, 'Request_UnsupportedQuery', 'DeltaLink older than 30 days is not supported.'],
		[400, 'Request_BadRequest', 'Badly formed token.'],
		[403, 'Authorization_RequestDenied', 'The tenant of the token is another one.'],
	])('%i %s %s: everyone once more, then only changes', async (status, code, message) => {
		bench.expectRefusal(status);
		const { alice } = bench.tenant.cast;
		const staticData: IDataObject = {};
		const everyone = await bench.results(changes, { path, staticData });
		await bench.fault({ type: 'error', status, code, message }, { pathPattern: 'deltatoken' });
		const again = await bench.results(changes, { path, staticData });
		expect(again).toHaveLength(everyone.length);
		expect(bench.warnings()).toEqual([expect.stringContaining('once more')]);
		await move(alice.id, 'Moved');
		expect(await bench.results(changes, { path, staticData })).toEqual([
			{ id: alice.id, department: 'Moved' },
		]);
		expect(bench.warnings()).toEqual([]);
	});

	it.each([
		['resync', 410],
		['expired', 400],
		['tooOld', 400],
		['malformed', 400],
		['otherTenant', 400],
	])("the tenant's links, %s: a full round, once", async (deltaTokens, status) => {
		bench.expectRefusal(status);
		const staticData: IDataObject = {};
		const everyone = await bench.results(changes, { path, staticData });
		await bench.set({ deltaTokens });
		expect(await bench.results(changes, { path, staticData })).toHaveLength(everyone.length);
		expect(bench.warnings()).toEqual([expect.stringContaining('once more')]);
		await bench.set({ deltaTokens: 'valid' });
		expect(await bench.results(changes, { path, staticData })).toEqual([]);
	});

	it('a first round with empty pages and removed users, some of them twice', async () => {
		const { alice, noPhoto } = bench.tenant.cast;
		await bench.tenant.control('DELETE', `/users/${noPhoto.id}`);
		await bench.set({ deltaEmptyPages: true, deltaRemovedAtFirst: true, deltaDuplicates: true });
		const staticData: IDataObject = {};
		const first = await bench.results(changes, { path, staticData });
		expect(first).toContainEqual({ id: noPhoto.id, removed: 'changed' });
		expect(new Set(first.map(({ id }) => id)).size).toBe(first.length);
		for (const department of ['First', 'Second']) await move(alice.id, department);
		expect(await bench.results(changes, { path, staticData })).toEqual([
			{ id: alice.id, department: 'Second' },
		]);
	});

	it('a link of another tenant, or a torn one, too', async () => {
		bench.expectRefusal(400);
		const everyone = await bench.results({ ...changes, state: 'item' }, { path });
		const { deltaLink } = everyone.at(-1) as { deltaLink: string };
		const again = await bench.results(
			{ ...changes, state: 'item', deltaLink: `${deltaLink.slice(0, -4)}zzzz` },
			{ path },
		);
		expect(again).toHaveLength(everyone.length);
	});

	it.each(['503', { type: '429', retryAfter: null }] as const)(
		'%j is not the link: the place is kept',
		async (broken) => {
			bench.expectRefusal(typeof broken === 'string' ? 503 : 429);
			const { alice } = bench.tenant.cast;
			const staticData: IDataObject = {};
			const run = { ...changes, options: { maxRetries: 0 } };
			await bench.results(run, { path, staticData });
			await move(alice.id, 'Kept');
			await bench.fault(broken, { pathPattern: 'deltatoken' });
			expect((await bench.run(run, { path, staticData })).error).toBeDefined();
			const after = await bench.results(run, { path, staticData });
			expect(after.map(({ id }) => id)).toEqual([alice.id]);
		},
	);

	it('one user comes once in a round', async () => {
		const { alice } = bench.tenant.cast;
		const staticData: IDataObject = {};
		await bench.results(changes, { path, staticData });
		await bench.set({ deltaReplays: true });
		await move(alice.id, 'Once');
		expect(await bench.results(changes, { path, staticData })).toEqual([
			{ id: alice.id, department: 'Once' },
		]);
	});

	it('a first round with fewer fields is a whole one too', async () => {
		bench.expectRefusal(403);
		const denied = { type: 'error', status: 403, code: 'accessDenied', message: '' };
		await bench.fault(denied, { pathPattern: 'select=.*streetAddress' });
		// The second item begins when the first has learnt of it.
		const wide = {
			...changes,
			selectFields: [],
			requestOptions: { batching: { batch: { batchSize: 1, batchInterval: 300 } } },
		};
		const found = await bench.results(wide, { path, staticData: {}, items: itemsFor('a', 'b') });
		const { body } = await bench.tenant.control('GET', '/cast');
		expect(found).toHaveLength(body.users as number);
		expect(found[0]).not.toHaveProperty('streetAddress');
	});

	it('each credential has its own place, and each selection of fields', async () => {
		const { alice } = bench.tenant.cast;
		const staticData: IDataObject = {};
		const credential = await bench.credential();
		const as = async (id: string, parameters = changes): Promise<unknown[]> => {
			const { items, error } = await runNode({
				parameters,
				credentials: { [id]: credential },
				items: itemsFor('a', 'b'),
				staticData,
				path,
			});
			if (error) throw error;
			return items.map(({ json }) => json.id);
		};
		const everyone = await as('first');
		expect(await as('second')).toEqual(everyone);
		expect(await as('first', { ...changes, selectFields: ['department', 'city'] })).toEqual(
			everyone,
		);
		await move(alice.id, 'Theirs');
		expect(await as('first')).toEqual([alice.id]);
		expect(await as('second')).toEqual([alice.id]);
		expect(await as('first')).toEqual([]);
	});
});
