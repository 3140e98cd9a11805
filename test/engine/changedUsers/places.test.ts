/** The place that Get Changed Users keeps between two rounds. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { runNode } from '../../support/engine/engine';
import { PublishedWorkflow } from '../../support/engine/publishedWorkflow';
import { BOTH_PATHS, Workbench } from '../../support/engine/workbench';

const bench = new Workbench({ users: 130 });
const EVERYONE = 130;

const CHANGES: INodeParameters = {
	resource: 'search',
	operation: 'changes',
	selectFields: ['displayName', 'city'],
};
const REPEAT = { options: { repeatLastRound: true } };
const START_OVER = { options: { startOver: true } };
const NONE = { options: { firstRound: 'none' } };

const feed = (parameters: INodeParameters = {}): PublishedWorkflow =>
	new PublishedWorkflow(bench, { ...CHANGES, ...parameters });

const cast = () => bench.tenant.cast;

async function move(id: string, city: string): Promise<void> {
	await bench.tenant.control('PATCH', `/users/${id}`, { properties: { city } });
}

const ids = (found: IDataObject[]): unknown[] => found.map(({ id }) => id).sort();

describe.each(BOTH_PATHS)('over %s', (path) => {
	const on = { path };

	describe('Repeat Last Round', () => {
		it('returns the last round once more, with what has changed since', async () => {
			const { alice, umlaut } = cast();
			const from = feed();
			await from.results({}, on);
			await move(alice.id, 'First');
			expect(ids(await from.results({}, on))).toEqual([alice.id]);
			expect(ids(await from.results(REPEAT, on))).toEqual([alice.id]);
			await move(umlaut.id, 'Second');
			// Again from the same place.
			expect(ids(await from.results(REPEAT, on))).toEqual([alice.id, umlaut.id].sort());
			expect(await from.results({}, on)).toEqual([]);
			// Now the last round is the one without changes.
			expect(await from.results(REPEAT, on)).toEqual([]);
		});

		it('after a first round: everyone', async () => {
			const from = feed();
			await from.results({}, on);
			expect(await from.results(REPEAT, on)).toHaveLength(EVERYONE);
			expect(await from.results({}, on)).toEqual([]);
		});

		it('after a first round without users: what has changed since', async () => {
			const { alice } = cast();
			const from = feed(NONE);
			await from.results({}, on);
			await move(alice.id, 'Since');
			const repeat = { options: { ...NONE.options, ...REPEAT.options } };
			expect(ids(await from.results(repeat, on))).toEqual([alice.id]);
			expect(ids(await from.results(repeat, on))).toEqual([alice.id]);
			expect(await from.results({}, on)).toEqual([]);
		});

		it('where there was no round: a first one', async () => {
			expect(await feed().results(REPEAT, on)).toHaveLength(EVERYONE);
			const repeat = { options: { ...NONE.options, ...REPEAT.options } };
			expect(await feed().results(repeat, on)).toEqual([]);
		});

		it('after a round whose link was refused: everyone', async () => {
			bench.expectRefusal(410);
			const from = feed();
			await from.results({}, on);
			await bench.set({ deltaTokens: 'resync' });
			expect(await from.results({}, on)).toHaveLength(EVERYONE);
			await bench.set({ deltaTokens: 'valid' });
			bench.warnings();
			expect(await from.results(REPEAT, on)).toHaveLength(EVERYONE);
			expect(bench.warnings()).toEqual([]);
		});

		it('whose link has run out meanwhile: everyone', async () => {
			bench.expectRefusal(400);
			const from = feed();
			await from.results({}, on);
			await from.results({}, on);
			await bench.set({ deltaTokens: 'expired' });
			expect(await from.results(REPEAT, on)).toHaveLength(EVERYONE);
			expect(bench.warnings()).toEqual([expect.stringContaining('once more')]);
		});

		it('needs the place in the workflow', async () => {
			const { error } = await feed({ state: 'item' }).run(REPEAT, on);
			expect(error?.message).toContain("'Repeat Last Round' needs 'Place Between Runs'");
			expect(await bench.log()).toEqual([]);
		});
	});

	describe('Start Over', () => {
		it('returns everyone, as often as it is on, and goes on from there', async () => {
			const from = feed();
			await from.results({}, on);
			await move(cast().alice.id, 'Moved');
			expect(await from.results(START_OVER, on)).toHaveLength(EVERYONE);
			expect(await from.results(START_OVER, on)).toHaveLength(EVERYONE);
			expect(await from.results({}, on)).toEqual([]);
			expect(await from.results(REPEAT, on)).toEqual([]);
		});

		it('from now on, where the first round has no users', async () => {
			const { alice, umlaut } = cast();
			const from = feed(NONE);
			await from.results({}, on);
			await move(alice.id, 'Skipped');
			const startOver = { options: { ...NONE.options, ...START_OVER.options } };
			expect(await from.results(startOver, on)).toEqual([]);
			await move(umlaut.id, 'Seen');
			expect(ids(await from.results({}, on))).toEqual([umlaut.id]);
		});

		it('leaves a given link aside', async () => {
			const from = feed({ state: 'item' });
			const { deltaLink } = (await from.results({}, on)).at(-1) as { deltaLink: string };
			const again = await from.results({ ...START_OVER, deltaLink }, on);
			expect(again).toHaveLength(EVERYONE + 1);
			const unusable = { ...START_OVER, deltaLink: 'not a link' };
			expect(await from.results(unusable, on)).toHaveLength(EVERYONE + 1);
		});
	});

	describe('other fields', () => {
		it('are a first round of their own; those of before go on', async () => {
			const { alice } = cast();
			const from = feed();
			await from.results({}, on);
			expect(await from.results({ options: { includeManager: true } }, on)).toHaveLength(EVERYONE);
			await move(alice.id, 'Moved');
			expect(ids(await from.results({ options: { includeManager: true } }, on))).toEqual([
				alice.id,
			]);
			expect(ids(await from.results({}, on))).toEqual([alice.id]);
			expect(await from.results({ options: { onlyChangedFields: true } }, on)).toEqual([]);
		});

		it('in another order are the same', async () => {
			const { alice } = cast();
			const from = feed();
			await from.results({}, on);
			await move(alice.id, 'Moved');
			const turned = { selectFields: ['city', 'displayName'] };
			const two = { ...on, items: [{ json: { turned: true } }, { json: { turned: false } }] };
			const either = "={{ $json.turned ? 'city,displayName' : 'displayName,city' }}";
			expect(ids(await from.results({ selectFields: either }, two))).toEqual([alice.id]);
			expect(await from.results(turned, on)).toEqual([]);
		});

		it('from now on: nothing that changed between the two is lost', async () => {
			const { alice, umlaut } = cast();
			const from = feed(NONE);
			await from.results({}, on);
			await move(alice.id, 'Between');
			const others = { selectFields: ['city', 'department'] };
			const between = await from.results(others, on);
			expect(between).toEqual([{ id: alice.id, city: 'Between', displayName: alice.displayName }]);
			expect(bench.warnings()).toEqual([expect.stringContaining('The fields differ')]);
			expect(await from.results(others, on)).toEqual([]);
			await move(umlaut.id, 'After');
			const [after, ...more] = await from.results(others, on);
			expect(after).toMatchObject({ id: umlaut.id, city: 'After' });
			expect(after).not.toHaveProperty('displayName');
			expect(more).toEqual([]);
		});

		it('from now on, where the link of before has run out: everyone', async () => {
			bench.expectRefusal(400);
			const from = feed(NONE);
			await from.results({}, on);
			await bench.set({ deltaTokens: 'expired' });
			const others = { selectFields: ['department'] };
			const found = await from.results(others, on);
			expect(found).toHaveLength(EVERYONE);
			expect(found.find((user) => 'city' in user)).toBeUndefined();
			await bench.set({ deltaTokens: 'valid' });
			expect(await from.results(others, on)).toEqual([]);
		});
	});

	it('that version 0.1.0 has left: the next round goes on, a repeat returns everyone', async () => {
		const { alice } = cast();
		const item = feed({ state: 'item' });
		const { deltaLink } = (await item.results({}, on)).at(-1) as { deltaLink: string };
		const left = {
			'node:Office 365 Users': { remembered: { deltaLink, fields: 'id,displayName,city' } },
		};
		await move(alice.id, 'Moved');
		const from = feed();
		from.staticData = structuredClone(left);
		expect(ids(await from.results({}, on))).toEqual([alice.id]);
		expect(ids(await from.results(REPEAT, on))).toEqual([alice.id]);
		from.staticData = structuredClone(left);
		bench.warnings();
		expect(await from.results(REPEAT, on)).toHaveLength(EVERYONE);
		expect(bench.warnings()).toEqual([expect.stringContaining('is not known')]);
	});

	it.each(['/v1.0/users/delta()', '/v1.0/users/microsoft.graph.delta()'])(
		'is also known as %s',
		async (written) => {
			bench.expectRefusal(404);
			bench.expectRefusal(400);
			const from = feed({ state: 'item' });
			const { deltaLink } = (await from.results({}, on)).at(-1) as { deltaLink: string };
			await bench.tenant.control('DELETE', '/log');
			await from.run({ deltaLink: deltaLink.replace('/v1.0/users/delta', written) }, on);
			expect((await bench.asked())[0].path).toBe(written);
		},
	);

	it('two items with different options: a round each', async () => {
		const { alice } = cast();
		const from = feed();
		await from.results({}, on);
		await move(alice.id, 'Moved');
		const found = await from.run(
			{ options: { startOver: '={{ $json.again }}' } },
			{ ...on, items: [{ json: { again: false } }, { json: { again: true } }] },
		);
		const of = (item: number): unknown[] =>
			ids(
				found.items
					.filter(({ pairedItem }) => (pairedItem as { item: number }).item === item)
					.map(({ json }) => json),
			);
		expect(of(0)).toEqual([alice.id]);
		expect(of(1)).toHaveLength(EVERYONE);
		expect(await from.results({}, on)).toEqual([]);
	});

	it('two items that want different fields of the same changes', async () => {
		const { alice } = cast();
		const from = feed();
		await from.results({}, on);
		await move(alice.id, 'Moved');
		const found = await from.results(
			{ options: { onlyChangedFields: '={{ $json.only }}' } },
			{ ...on, items: [{ json: { only: false } }, { json: { only: true } }] },
		);
		expect(found).toEqual([
			{ id: alice.id, city: 'Moved', displayName: alice.displayName },
			{ id: alice.id, city: 'Moved' },
		]);
	});

	it('two runs at once lose nothing', async () => {
		const { alice, umlaut } = cast();
		const from = feed();
		await from.results({}, on);
		await move(alice.id, 'Moved');
		const both = await Promise.all([from.results({}, on), from.results({}, on)]);
		expect(both.map(ids)).toEqual([[alice.id], [alice.id]]);
		await move(umlaut.id, 'Moved');
		expect(ids(await from.results({}, on))).toContain(umlaut.id);
	});

	it('of a credential whose secret is renewed from a vault stays', async () => {
		const { alice } = cast();
		const stored = await bench.credential();
		const staticData: IDataObject = {};
		const round = async (clientSecret: string): Promise<unknown[]> => {
			const { items, error } = await runNode({
				parameters: CHANGES,
				credentials: { '1': { ...stored, data: { ...stored.data, clientSecret } } },
				staticData,
				path,
			});
			if (error) throw error;
			return ids(items.map(({ json }) => json));
		};
		expect(await round("={{ 'old' }}")).toHaveLength(EVERYONE);
		await move(alice.id, 'Moved');
		expect(await round("={{ 'new' }}")).toEqual([alice.id]);
	});
});
