/** What Get Changed Users returns, by its options. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { PublishedWorkflow } from '../../support/engine/publishedWorkflow';
import { ordinaryPeople } from '../../support/engine/updating';
import { BOTH_PATHS, Workbench } from '../../support/engine/workbench';

const bench = new Workbench({ users: 200 });

beforeEach(async () => await bench.set({ deltaLargestPage: 100 }));

const CHANGES: INodeParameters = {
	resource: 'search',
	operation: 'changes',
	selectFields: ['displayName', 'city', 'department'],
};

const feed = (options: IDataObject = {}, more: INodeParameters = {}): PublishedWorkflow =>
	new PublishedWorkflow(bench, { ...CHANGES, ...more, options: options as INodeParameters });

async function change(id: string, facts: IDataObject): Promise<void> {
	const { status } = await bench.tenant.control('PATCH', `/users/${id}`, facts);
	expect(status).toBe(200);
}
const move = async (id: string, city: string | null): Promise<void> =>
	await change(id, { properties: { city } });

const everyone = async (): Promise<number> =>
	(await bench.tenant.control('GET', '/cast')).body.users as number;

/** Whether each request asked for what has changed alone. */
const askedForLess = async (): Promise<boolean[]> =>
	(await bench.asked()).map(({ headers }) => /\breturn=minimal\b/.test(String(headers.prefer)));

describe.each(BOTH_PATHS)('over %s', (path) => {
	describe('First Round: None', () => {
		it('returns nobody with one request, then what changes', async () => {
			const { alice } = bench.tenant.cast;
			const from = feed({ firstRound: 'none' });
			expect(await from.results({}, { path })).toEqual([]);
			const [{ query }, ...others] = await bench.asked();
			expect(others).toEqual([]);
			expect(query).toEqual({ $select: 'id,displayName,city,department', $deltatoken: 'latest' });
			expect(await from.results({}, { path })).toEqual([]);
			await move(alice.id, 'Oslo');
			const found = await from.results({}, { path });
			expect(found).toEqual([expect.objectContaining({ id: alice.id, city: 'Oslo' })]);
			expect(await from.results({}, { path })).toEqual([]);
		});

		it('says on the canvas why nobody is returned', async () => {
			const { run } = await feed({ firstRound: 'none' }).run({}, { path });
			const [{ hints }] = run.data.resultData.runData['Office 365 Users'];
			// RoutingNode has no place for them.
			expect(hints?.map(({ message }) => message) ?? []).toEqual(
				path === 'allItems' ? [expect.stringContaining('a first round without users')] : [],
			);
		});

		it('passes the link in the items', async () => {
			const { alice } = bench.tenant.cast;
			const from = feed({ firstRound: 'none' }, { state: 'item' });
			const first = await from.results({}, { path });
			expect(first).toEqual([{ deltaLink: expect.any(String) as string, isLast: true }]);
			await move(alice.id, 'Oslo');
			const second = await from.results({ deltaLink: first[0].deltaLink as string }, { path });
			expect(second.map(({ id }) => id)).toEqual([alice.id, undefined]);
		});

		it.each([410, 400])(
			'a link refused with %i: everyone, so that nothing is lost',
			async (status) => {
				bench.expectRefusal(status);
				const from = feed({ firstRound: 'none' });
				await from.results({}, { path });
				await bench.fault(
					{ type: 'error', status, code: '', message: '' },
					{ pathPattern: 'deltatoken=\\w{32}' },
				);
				expect(await from.results({}, { path })).toHaveLength(await everyone());
				expect(bench.warnings()).toEqual([expect.stringContaining('once more')]);
				expect(await from.results({}, { path })).toEqual([]);
			},
		);
	});

	describe('Only Changed Fields', () => {
		it('a first round returns all fields, later ones what has changed', async () => {
			const { alice, umlaut } = bench.tenant.cast;
			const from = feed({ onlyChangedFields: true });
			const first = await from.results({}, { path });
			expect(first).toHaveLength(await everyone());
			expect(first).toEqual(await feed().results({}, { path }));
			await move(alice.id, 'Oslo');
			await move(umlaut.id, null);
			const found = await from.results({}, { path });
			expect(found).toEqual([
				{ id: alice.id, city: 'Oslo' },
				{ id: umlaut.id, city: null },
			]);
		});

		it('on every page, and in a run that did not ask for it before', async () => {
			const some = await ordinaryPeople(bench, 150);
			const from = feed();
			await from.results({}, { path });
			for (const id of some) await move(id, 'Oslo');
			await bench.tenant.control('DELETE', '/log');
			const found = await from.results({ options: { onlyChangedFields: true } }, { path });
			expect(found).toEqual(expect.arrayContaining(some.map((id) => ({ id, city: 'Oslo' }))));
			expect(found).toHaveLength(some.length);
			expect(await askedForLess()).toEqual([true, true]);
		});

		it('keeps what several entries of one user tell', async () => {
			const { alice } = bench.tenant.cast;
			const from = feed({ onlyChangedFields: true, includeManager: true });
			await from.results({}, { path });
			await bench.set({ deltaDuplicates: true });
			await change(alice.id, { managerId: null });
			await move(alice.id, 'Bonn');
			await change(alice.id, { properties: { department: 'Moved' } });
			await move(alice.id, 'Oslo');
			expect(await from.results({}, { path })).toEqual([
				{ id: alice.id, city: 'Oslo', department: 'Moved', manager: null },
			]);
		});

		it('a new user has all fields, and one who is removed is', async () => {
			const { noPhoto } = bench.tenant.cast;
			const from = feed({ onlyChangedFields: true });
			await from.results({}, { path });
			const id = await bench.addUser({ displayName: 'New', city: 'Oslo', department: 'Moved' });
			await bench.tenant.control('DELETE', `/users/${noPhoto.id}`);
			expect(await from.results({}, { path })).toEqual(
				expect.arrayContaining([
					{ id, displayName: 'New', city: 'Oslo', department: 'Moved' },
					{ id: noPhoto.id, removed: 'changed' },
				]),
			);
		});

		it('a link refused: everyone with all fields', async () => {
			bench.expectRefusal(410);
			const from = feed({ onlyChangedFields: true });
			const first = await from.results({}, { path });
			await bench.set({ deltaTokens: 'resync' });
			await bench.tenant.control('DELETE', '/log');
			expect(await from.results({}, { path })).toEqual(first);
			// Only the request with the link asks for less.
			expect([...new Set(await askedForLess())]).toEqual([true, false]);
		});
	});

	describe('Include Manager', () => {
		it('a first round has those who have one; then whoever gets another, or none', async () => {
			const { alice, umlaut, ceo, bareMinimum } = bench.tenant.cast;
			const from = feed({ includeManager: true });
			const first = await from.results({}, { path });
			const of = (id: string): IDataObject | undefined => first.find((user) => user.id === id);
			expect(of(alice.id)?.manager).toEqual({ id: alice.manager });
			expect(of(ceo.id)).not.toHaveProperty('manager');
			expect(JSON.stringify(first)).not.toContain('@');

			await change(alice.id, { managerId: umlaut.id });
			await change(umlaut.id, { managerId: null });
			await move(bareMinimum.id, 'Oslo');
			const second = await from.results({}, { path });
			const managers = Object.fromEntries(second.map(({ id, manager }) => [id, manager]));
			expect(managers).toEqual({
				[alice.id]: { id: umlaut.id },
				[umlaut.id]: null,
				[bareMinimum.id]: undefined,
			});
			expect(JSON.stringify(second)).not.toContain('manager@delta');
		});

		it('only changed fields: the manager alone', async () => {
			const { alice } = bench.tenant.cast;
			const from = feed({ includeManager: true, onlyChangedFields: true });
			await from.results({}, { path });
			await change(alice.id, { managerId: null });
			expect(await from.results({}, { path })).toEqual([{ id: alice.id, manager: null }]);
		});

		it('without it a change of manager alone is none', async () => {
			const from = feed();
			await from.results({}, { path });
			await change(bench.tenant.cast.alice.id, { managerId: null });
			expect(await from.results({}, { path })).toEqual([]);
		});

		it('the same where manager is named among the fields', async () => {
			const { alice } = bench.tenant.cast;
			const from = feed({ includeManager: true }, { selectFields: ['city', 'manager'] });
			await from.results({}, { path });
			await change(alice.id, { managerId: null });
			const found = await from.results({ options: {} }, { path });
			expect(found).toEqual([{ id: alice.id, city: expect.any(String) as string, manager: null }]);
		});

		it('with the default fields', async () => {
			const { alice } = bench.tenant.cast;
			const from = feed({ includeManager: true, firstRound: 'none' }, { selectFields: [] });
			await from.results({}, { path });
			await change(alice.id, { managerId: null });
			const found = await from.results({}, { path });
			expect(found).toEqual([
				expect.objectContaining({ id: alice.id, displayName: alice.displayName, manager: null }),
			]);
		});
	});

	it.each([
		[{ firstRound: 'nobody' }, '\'First Round\' is "nobody"'],
		[{ onlyChangedFields: 'yes' }, '\'Only Changed Fields\' is "yes"; it must be true or false'],
		[{ includeManager: 3 }, '\'Include Manager\' is "3"; it must be true or false'],
		[{ repeatLastRound: 'x' }, '\'Repeat Last Round\' is "x"; it must be true or false'],
		[{ startOver: [] }, '\'Start Over\' is "[]"; it must be true or false'],
		[{ startOver: true, repeatLastRound: true }, "'Repeat Last Round' and 'Start Over'"],
		[{ includeManager: true, outputFormat: 'connectorV1' }, 'which has no manager'],
		[{ onlyChangedFields: true, outputFormat: 'connectorV1' }, 'always has all of its fields'],
	])('%j is refused before anything is sent', async (options, message) => {
		const { error } = await feed(options).run({}, { path });
		expect(error?.message).toContain(message);
		expect(await bench.log()).toEqual([]);
	});

	it.each([null, '', 'false', ' FALSE ', false])('%j is off', async (off) => {
		const from = feed({ onlyChangedFields: off, includeManager: off, startOver: off });
		await from.results({}, { path });
		await move(bench.tenant.cast.alice.id, 'Oslo');
		expect(await from.results({}, { path })).toEqual([
			expect.objectContaining({ city: 'Oslo', department: expect.any(String) as string }),
		]);
	});
});
