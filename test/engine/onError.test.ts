/** Many items, and what happens when one of them fails: n8n's setting On Error. */
import type { INodeExecutionData } from 'n8n-workflow';

import {
	expectNothingSent,
	NOT_SENT,
	pairedItems,
	refusedBy,
	watchRejections,
	userNames,
} from '../support/engine/itemRuns';
import { BOTH_PATHS, itemsFor, user, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench();
watchRejections();

const profile = { resource: 'get', operation: 'userProfile', user: userOfItem };
const manager = { resource: 'get', operation: 'manager', user: userOfItem };
const reports = { resource: 'get', operation: 'directReports', user: userOfItem };
const search = { resource: 'search', operation: 'users', searchTerm: '={{ $json.term }}' };

const NOBODY = 'nobody@contoso.onmicrosoft.example';
const GUID = '00000000-0000-4000-8000-000000000000';

describe.each(BOTH_PATHS)('Items over %s', (path) => {
	describe('On Error: Continue', () => {
		const continues = { onError: 'continueRegularOutput' } as const;

		it('turns a refusal into an item and continues', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { alice, ceo } = bench.tenant.cast;
			const { items, error } = await bench.run(profile, {
				path,
				items: itemsFor(alice.id, NOBODY, ceo.id),
				settings: continues,
			});
			expect(error).toBeUndefined();
			expect(items[0].json.id).toBe(alice.id);
			expect(items[1]).toEqual({
				json: {
					error: expect.stringContaining(`No user found for "${NOBODY}" in 'User'`),
					details: refusedBy(404, 'Request_ResourceNotFound'),
				},
				pairedItem: { item: 1 },
			});
			expect(items[2].json.id).toBe(ceo.id);
			expect(pairedItems(items)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		});

		it('does the same with a value that cannot be sent', async () => {
			const { alice, ceo } = bench.tenant.cast;
			const { items } = await bench.run(profile, {
				path,
				items: itemsFor('', alice.id, 'not a user', ceo.id),
				settings: continues,
			});
			expect(items.map(({ json }) => json.id)).toEqual([undefined, alice.id, undefined, ceo.id]);
			expect(items[0]).toEqual({
				json: { error: expect.stringMatching(/^'User' is empty/) as string, details: NOT_SENT },
				pairedItem: { item: 0 },
			});
			expect(items[2].json.error).toMatch(/^'User' is "not a user"/);
			expect(pairedItems(items)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }, { item: 3 }]);
			expect(await bench.asked()).toHaveLength(2);
		});

		it('continues when every item fails', async () => {
			bench.expectRefusal(404);
			const { items, error } = await bench.run(manager, {
				path,
				items: itemsFor(GUID, '', bench.tenant.cast.ceo.id),
				settings: continues,
			});
			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json.details)).toEqual([
				refusedBy(404, 'Request_ResourceNotFound'),
				NOT_SENT,
				refusedBy(404, 'Request_ResourceNotFound'),
			]);
		});

		it('keeps the results of lists beside a failed one', async () => {
			bench.expectRefusal(404);
			const { alice } = bench.tenant.cast;
			const { items } = await bench.run(reports, {
				path,
				items: itemsFor(alice.id, GUID, alice.id),
				settings: continues,
			});
			expect(pairedItems(items)).toEqual([
				...Array(alice.directReports).fill({ item: 0 }),
				{ item: 1 },
				...Array(alice.directReports).fill({ item: 2 }),
			]);
			expect(items[alice.directReports].json).toEqual({
				error: expect.any(String) as string,
				details: refusedBy(404, 'Request_ResourceNotFound'),
			});
		});

		it('applies to a bad filter in one item of a search', async () => {
			const { items } = await bench.run(
				{ ...search, limit: 1, options: { filter: '={{ $json.filter }}' } },
				{
					path,
					items: ["department eq 'Sales'", "department eq 'Sales", ''].map((filter) => ({
						json: { filter, term: '' },
					})),
					settings: continues,
				},
			);
			expect(items.map(({ json }) => json.details)).toEqual([undefined, NOT_SENT, undefined]);
			expect(items[1].json.error).toContain("'Filter'");
		});
	});

	describe('On Error: Continue (using error output)', () => {
		const errorOutput = { onError: 'continueErrorOutput' } as const;

		it('sends the failed item to the error output with the fields of its input', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { alice, ceo } = bench.tenant.cast;
			const { items, errorItems, error } = await bench.run(profile, {
				path,
				items: [alice.id, NOBODY, '', ceo.id].map((who, number) => ({
					json: { user: who, number, note: { deep: [number] } },
				})),
				settings: errorOutput,
			});
			expect(error).toBeUndefined();
			expect(items.map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([
				[alice.id, { item: 0 }],
				[ceo.id, { item: 3 }],
			]);
			expect(errorItems).toEqual([
				{
					json: {
						user: NOBODY,
						number: 1,
						note: { deep: [1] },
						error: expect.stringContaining(`No user found for "${NOBODY}" in 'User'`),
						details: refusedBy(404, 'Request_ResourceNotFound'),
					},
					pairedItem: { item: 1 },
				},
				{
					json: {
						user: '',
						number: 2,
						note: { deep: [2] },
						error: expect.stringContaining("'User' is empty") as string,
						details: NOT_SENT,
					},
					pairedItem: { item: 2 },
				},
			]);
		});

		it('does not get a user without a manager if that is not a failure', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { items, errorItems } = await bench.run(
				{ ...manager, options: { ifNotFound: 'returnEmpty' } },
				{ path, items: itemsFor(bench.tenant.cast.ceo.id, NOBODY), settings: errorOutput },
			);
			expect(items.map(({ json }) => json.found)).toEqual([false]);
			expect(errorItems.map(({ json }) => json.user)).toEqual([NOBODY]);
		});
	});

	describe('On Error: Stop', () => {
		it.each([0, 57, 99])('sends nothing when item %i of 100 cannot be sent', async (bad) => {
			const users = await userNames(bench, 100);
			users[bad] = 'not a user';
			const { error, items } = await bench.run(profile, { path, items: itemsFor(...users) });
			expect(error?.message).toMatch(/^'User' is "not a user"/);
			expect(error?.context?.itemIndex).toBe(bad);
			expect(items).toEqual([]);
			await expectNothingSent(bench);
		});

		it('names the first of several bad items', async () => {
			const users = await userNames(bench, 30);
			users[11] = '';
			users[4] = 'not a user';
			const { error } = await bench.run(manager, { path, items: itemsFor(...users) });
			expect(error?.context?.itemIndex).toBe(4);
			await expectNothingSent(bench);
		});

		it('starts nothing further when Graph refuses an item', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const users = [...(await userNames(bench, 200)), ...(await userNames(bench, 200))].map(
				(name, index) => [name, name.toUpperCase()][index % 2],
			);
			users[3] = NOBODY;
			const { error, items } = await bench.run(profile, { path, items: itemsFor(...users) });
			expect(error?.message).toContain(`No user found for "${NOBODY}" in 'User'`);
			expect(error?.context?.itemIndex).toBe(3);
			expect(items).toEqual([]);
			const asked = (await bench.log()).length;
			expect((await bench.asked()).length).toBeLessThan(users.length / 2);
			// Whatever was in flight has been awaited.
			expect((await bench.log()).filter(({ status }) => status === null)).toEqual([]);
			expect((await bench.log()).length).toBe(asked);
		});

		it('reports the first in the order of the items when several are refused', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const users = await userNames(bench, 6);
			users[4] = NOBODY;
			users[2] = GUID;
			const { error } = await bench.run(profile, { path, items: itemsFor(...users) });
			expect(error?.context?.itemIndex).toBe(2);
			expect(error?.message).toContain(GUID);
		});
	});

	describe('an expression that fails for one item', () => {
		const failing = user("={{ $json.broken ? $('No Such Node').item.json.user : $json.user }}");
		const items = (...users: string[]): INodeExecutionData[] =>
			users.map((who, index) => ({ json: { user: who, broken: index === 2 } }));

		it('stops the run before anything is sent', async () => {
			const users = await userNames(bench, 5);
			const { error } = await bench.run(
				{ ...profile, user: failing },
				{ path, items: items(...users) },
			);
			expect(error?.message).toBe("Referenced node doesn't exist");
			expect(error?.context?.itemIndex).toBe(2);
			await expectNothingSent(bench);
		});

		it('does not affect the others under On Error: Continue', async () => {
			const users = await userNames(bench, 5);
			const outcome = await bench.run(
				{ ...profile, user: failing },
				{ path, items: items(...users), settings: { onError: 'continueRegularOutput' } },
			);
			expect(outcome.error).toBeUndefined();
			const read = outcome.items.map(({ json }) => json.userPrincipalName);
			expect(read).toEqual(users.map((name, index) => (index === 2 ? undefined : name)));
			// RoutingNode itself fails on the expression and drops what belongs to the item.
			if (path === 'routing') return;
			expect(outcome.items[2]).toEqual({
				json: { error: "Referenced node doesn't exist", details: NOT_SENT },
				pairedItem: { item: 2 },
			});
		});
	});
});
