/** A run of Get Changed Users that does not come to its end. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { PublishedWorkflow } from '../../support/engine/publishedWorkflow';
import { ordinaryPeople } from '../../support/engine/updating';
import { BOTH_PATHS, itemsFor, Workbench } from '../../support/engine/workbench';
import { runNode } from '../../support/engine/engine';

const bench = new Workbench({ users: 320 });

beforeEach(async () => await bench.set({ deltaLargestPage: 100 }));

const CHANGES: INodeParameters = {
	resource: 'search',
	operation: 'changes',
	selectFields: ['displayName', 'city'],
	options: { maxRetries: 0 },
};

const feed = (): PublishedWorkflow => new PublishedWorkflow(bench, CHANGES);

const ids = (found: IDataObject[]): unknown[] => found.map(({ id }) => id).sort();

/** More changes than a page holds. */
async function changeMany(): Promise<string[]> {
	const some = (await ordinaryPeople(bench, 130)).sort();
	for (const id of some) {
		await bench.tenant.control('PATCH', `/users/${id}`, { properties: { city: 'Moved' } });
	}
	return some;
}

describe.each(BOTH_PATHS)('over %s', (path) => {
	const on = { path };

	it.each([
		['the first page', 'deltatoken'],
		['a page in the middle', 'skiptoken'],
	])('%s fails: the next run returns the same changes', async (_, pathPattern) => {
		bench.expectRefusal(503);
		const from = feed();
		await from.results({}, on);
		const some = await changeMany();
		await bench.fault('503', { pathPattern });
		expect((await from.run({}, on)).error).toBeDefined();
		expect(ids(await from.results({}, on))).toEqual(some);
		expect(await from.results({}, on)).toEqual([]);
	});

	it('a first round that fails in the middle is begun anew', async () => {
		bench.expectRefusal(503);
		const from = feed();
		await bench.fault('503', { pathPattern: 'skiptoken', skip: 1 });
		expect((await from.run({}, on)).error).toBeDefined();
		expect(await from.results({}, on)).toHaveLength(320);
	});

	it('the first place from now on is kept by a run that succeeds, and by no other', async () => {
		bench.expectRefusal(503);
		const from = feed();
		const none = { options: { ...(CHANGES.options as IDataObject), firstRound: 'none' } };
		await bench.fault('503', { pathPattern: 'latest' });
		expect((await from.run(none as INodeParameters, on)).error).toBeDefined();
		expect(from.staticData).toEqual({});
		expect(await from.results(none as INodeParameters, on)).toEqual([]);
		const some = await changeMany();
		expect(ids(await from.results(none as INodeParameters, on))).toEqual(some);
	});

	it('cancelled between two pages: the next run returns the same changes', async () => {
		const from = feed();
		await from.results({}, on);
		const some = await changeMany();
		await bench.tenant.control('DELETE', '/log');
		await bench.set({ latencyMs: 100 });
		let cancel = (): void => {};
		const running = from.run({}, { ...on, started: (run) => (cancel = () => run.cancel()) });
		await bench.until((log) => log.some(({ url }) => url.includes('deltatoken')));
		cancel();
		expect((await running).run.status).toBe('canceled');
		await bench.set({ latencyMs: 0 });
		expect(ids(await from.results({}, on))).toEqual(some);
	});

	it('an error item under Continue: that round is read anew', async () => {
		bench.expectRefusal(503);
		const from = feed();
		await from.results({}, on);
		const some = await changeMany();
		await bench.fault('503', { pathPattern: 'skiptoken' });
		const settings = { onError: 'continueRegularOutput' } as const;
		const { items, error } = await from.run({}, { ...on, settings });
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => Object.keys(json))).toEqual([['error', 'details']]);
		expect(ids(await from.results({}, on))).toEqual(some);
	});

	it('another item of the run fails: no round of it counts', async () => {
		bench.expectRefusal(503);
		const from = feed();
		const two = { ...on, items: itemsFor('city', 'department') };
		const each = { selectFields: '={{ $json.user }}' };
		await from.results(each, two);
		const some = await changeMany();
		// The second item's round has no changes of its own.
		await bench.fault('503', { pathPattern: 'deltatoken', skip: 1 });
		expect((await from.run(each, two)).error).toBeDefined();
		const again = await from.results(each, two);
		expect(ids(again)).toEqual(some);
	});

	it('a later node fails: n8n has kept the place; Repeat Last Round brings the round back', async () => {
		const from = feed();
		await from.results({}, on);
		const some = await changeMany();
		const failed = await from.run({}, { ...on, failsLater: true });
		expect(failed.error?.message).toContain('A later node failed');
		expect(await from.results({ options: {} }, { ...on, mode: 'manual' })).toEqual([]);
		expect(ids(await from.results({ options: { repeatLastRound: true } }, on))).toEqual(some);
		expect(await from.results({}, on)).toEqual([]);
	});

	it('a later node fails in the first round: everyone comes back', async () => {
		const from = feed();
		await from.run({}, { ...on, failsLater: true });
		const again = await from.results({ options: { repeatLastRound: true } }, on);
		expect(again).toHaveLength(320);
	});

	it('Retry On Fail reads the round once more', async () => {
		bench.expectRefusal(503);
		const from = feed();
		await from.results({}, on);
		const some = await changeMany();
		await bench.fault('503', { pathPattern: 'skiptoken' });
		const settings = { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 };
		expect(ids(await from.results({}, { ...on, settings }))).toEqual(some);
		expect(await from.results({}, on)).toEqual([]);
	});

	it('a manual run in the editor moves nothing, and says so', async () => {
		const from = feed();
		await from.results({}, on);
		const some = await changeMany();
		for (let round = 0; round < 2; round++) {
			const { items, run } = await from.run({}, { ...on, mode: 'manual' });
			expect(ids(items.map(({ json }) => json))).toEqual(some);
			const [{ hints }] = run.data.resultData.runData['Office 365 Users'];
			const said = hints?.map(({ message }) => message) ?? [];
			// An agent's tool has no place for them.
			expect(said.join()).toContain(path === 'allItems' ? 'leaves the place where it is' : '');
		}
		expect(ids(await from.results({}, on))).toEqual(some);
	});
});

it('one credential is cancelled while another has ended its round: neither place moves', async () => {
	const first = await bench.credential();
	const staticData: IDataObject = {};
	const expression = '={{ $json.tenant }}';
	const credentials = { '1': { ...first, data: { ...first.data, tenantId: expression } } };
	const items = [
		{ json: { tenant: bench.tenant.tenantId } },
		{ json: { tenant: 'organizations' } },
	];
	const run = async (more: object = {}) =>
		await runNode({
			parameters: { ...CHANGES, options: {} },
			credentials,
			items,
			staticData,
			...more,
		});
	expect((await run()).error).toBeUndefined();
	const some = await changeMany();
	await bench.tenant.control('DELETE', '/log');
	// The second of the two second pages has to wait, and the run is cancelled meanwhile.
	bench.expectRefusal(429);
	await bench.fault(
		{ type: '429', retryAfter: 60 },
		{ pathPattern: 'skiptoken', skip: 1, count: 1 },
	);
	let cancel = (): void => {};
	const running = run({ started: (one: { cancel(): void }) => (cancel = () => one.cancel()) });
	await bench.until((log) => log.some(({ status }) => status === 429));
	// Each further answer comes after that one.
	for (let round = 0; round < 5; round++) await bench.log();
	cancel();
	expect((await running).run.status).toBe('canceled');
	for (let round = 0; round < 5; round++) await bench.log();
	const { items: found } = await run();
	const of = (item: number): unknown[] =>
		ids(
			found
				.filter(({ pairedItem }) => (pairedItem as { item: number }).item === item)
				.map(({ json }) => json),
		);
	expect(of(0)).toEqual(some);
	expect(of(1)).toEqual(some);
});
