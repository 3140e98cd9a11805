/** What n8n shows on the canvas beside the results of a run (docs/n8n.md#execution-hints). */
import { ordinaryPeople } from '../support/engine/updating';
import type { Outcome } from '../support/engine/engine';
import { itemsFor, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 60 });

const hints = ({ run }: Outcome): unknown[] =>
	(run.data.resultData.runData['Office 365 Users']?.at(-1)?.hints ?? []).map(
		({ message }) => message,
	);

test('users who had everything already, and those whom a preview would change', async () => {
	const [one, other] = await ordinaryPeople(bench, 2);
	const { city } = await bench.stored(one);
	const run = async (dryRun: boolean) =>
		await bench.run(
			{
				resource: 'update',
				operation: 'sync',
				columns: { mappingMode: 'autoMapInputData', value: null, matchingColumns: ['id'] } as never,
				options: { dryRun },
			},
			{ items: [{ json: { id: one, city } }, { json: { id: other, city: 'New' } }] },
		);
	const unchanged = '1 of 2 users had everything already: nothing was written for them';
	expect(hints(await run(true))).toEqual([
		'Preview: 1 of 2 users would be changed, and nothing was written',
		unchanged,
	]);
	expect(hints(await run(false))).toEqual([unchanged]);
});

test('only if changed', async () => {
	const [one] = await ordinaryPeople(bench, 1);
	const { city } = await bench.stored(one);
	const outcome = await bench.run({
		resource: 'update',
		operation: 'user',
		user: { __rl: true, mode: 'id', value: one },
		updateFields: { city: String(city) },
		options: { onlyIfChanged: true },
	});
	expect(hints(outcome)).toEqual([
		'1 of 1 users had everything already: nothing was written for them',
	]);
});

test('users who are not there, and fields that were left out', async () => {
	bench.expectRefusal(403);
	bench.expectRefusal(404);
	const { alice, noSharePoint } = bench.tenant.cast;
	const outcome = await bench.run(
		{
			resource: 'get',
			operation: 'userProfile',
			user: userOfItem,
			options: { ifNotFound: 'returnEmpty' },
		},
		{ items: itemsFor(alice.id, noSharePoint.id, 'no@contoso.example') },
	);
	expect(hints(outcome)).toEqual([
		'1 of 3 users not found: the results say so',
		...bench.warnings(),
	]);
	expect(hints(outcome)).toHaveLength(2);
});

test('nothing to say', async () => {
	const outcome = await bench.run(
		{ resource: 'get', operation: 'userProfile', user: userOfItem, selectFields: ['city'] },
		{ items: itemsFor(bench.tenant.cast.alice.id) },
	);
	expect(hints(outcome)).toEqual([]);
});
