/** Many items: which result belongs to which item. */
import type { INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { pairedItems, watchRejections, userNames } from '../support/engine/itemRuns';
import { BOTH_PATHS, itemsFor, user, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench();
watchRejections();

const profile = { resource: 'get', operation: 'userProfile', user: userOfItem };
const manager = { resource: 'get', operation: 'manager', user: userOfItem };
const reports = { resource: 'get', operation: 'directReports', user: userOfItem };
const myProfile = { resource: 'get', operation: 'myProfile' };
const search = { resource: 'search', operation: 'users', searchTerm: '={{ $json.term }}' };

const GUID = '00000000-0000-4000-8000-000000000000';

describe.each(BOTH_PATHS)('Items over %s', (path) => {
	describe('each result belongs to its item', () => {
		it.each([
			['Get User Profile', profile],
			['Get Manager', manager],
		])('%s', async (_name, parameters) => {
			const { alice, umlaut, disabled } = bench.tenant.cast;
			const { items } = await bench.run(parameters, {
				path,
				items: itemsFor(disabled.id, alice.id, umlaut.userPrincipalName, alice.id),
			});
			const wanted = [disabled, alice, umlaut, alice];
			expect(items.map(({ json }) => json.id)).toEqual(
				wanted.map(({ id, manager: above }) => (parameters === profile ? id : above)),
			);
			expect(pairedItems(items)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }, { item: 3 }]);
		});

		it('Get My Profile', async () => {
			const { items } = await bench.run(myProfile, { path, items: itemsFor(1, 2, 3) });
			const { admin } = bench.tenant.cast;
			expect(items.map(({ json }) => json.id)).toEqual([admin.id, admin.id, admin.id]);
			expect(pairedItems(items)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		});

		it('Get Direct Reports: several results, none, and as many as the limit says', async () => {
			const { alice, admin, manyReports } = bench.tenant.cast;
			const { items } = await bench.run(
				{ ...reports, limit: '={{ $json.limit }}' },
				{
					path,
					items: [
						{ json: { user: manyReports.id, limit: 3 } },
						{ json: { user: admin.id, limit: 50 } },
						{ json: { user: alice.id, limit: 50 } },
						{ json: { user: manyReports.id, limit: 2 } },
					],
				},
			);
			expect(alice.directReports).toBeGreaterThan(1);
			expect(pairedItems(items)).toEqual([
				...Array(3).fill({ item: 0 }),
				...Array(alice.directReports).fill({ item: 2 }),
				...Array(2).fill({ item: 3 }),
			]);
			for (const { json, pairedItem } of items) {
				const { body } = await bench.tenant.control('GET', `/users/${String(json.id)}`);
				const { item } = pairedItem as { item: number };
				expect(body.managerId).toBe(item === 2 ? alice.id : manyReports.id);
			}
		});

		it('Search Users', async () => {
			const { alice, umlaut } = bench.tenant.cast;
			const { items } = await bench.run(
				{ ...search, limit: 3 },
				{
					path,
					items: ['', 'nobody is called this', 'Jürgen Mü', 'alice.wallace'].map((term) => ({
						json: { term },
					})),
				},
			);
			expect(pairedItems(items)).toEqual([
				{ item: 0 },
				{ item: 0 },
				{ item: 0 },
				{ item: 2 },
				{ item: 3 },
			]);
			expect(items.slice(3).map(({ json }) => json.id)).toEqual([umlaut.id, alice.id]);
		});

		it('keeps the order of 200 items', async () => {
			const everyone = await userNames(bench, 200);
			const shuffled = everyone.map((_name, index) => everyone[(index * 77) % everyone.length]);
			const { items } = await bench.run(
				{ ...profile, selectFields: ['userPrincipalName'] },
				{ path, items: itemsFor(...shuffled) },
			);
			expect(items.map(({ json }) => json.userPrincipalName)).toEqual(shuffled);
			expect(pairedItems(items)).toEqual(shuffled.map((_name, index) => ({ item: index })));
		});
	});

	describe('no two results share an object', () => {
		/** Changes everything that can be reached. */
		function spoil(value: unknown): void {
			if (typeof value !== 'object' || value === null) return;
			for (const member of Object.values(value)) spoil(member);
			if (Array.isArray(value)) value.push('spoilt');
			else Object.assign(value, { spoilt: true });
		}

		function expectSeparate(items: INodeExecutionData[]): void {
			expect(items.length).toBeGreaterThan(2);
			items.forEach((item, index) => {
				const others = (): string => JSON.stringify(items.filter((other) => other !== item));
				const before = others();
				spoil(item);
				expect([index, others()]).toEqual([index, before]);
			});
		}

		const lists = ['businessPhones', 'skills', 'schools', 'employeeOrgData'];
		it.each<[string, INodeParameters]>([
			['Get User Profile', profile],
			['Get User Profile with chosen fields', { ...profile, selectFields: lists }],
			['Get Manager', manager],
			['Get Manager with chosen fields', { ...manager, selectFields: lists }],
			['Get Direct Reports', { ...reports, limit: 2 }],
			['Get Direct Reports with chosen fields', { ...reports, limit: 2, selectFields: lists }],
			['Get My Profile', myProfile],
			['Search Users', { ...search, searchTerm: 'alice', limit: 2 }],
			[
				'Search Users with chosen fields',
				{ ...search, searchTerm: 'alice', limit: 2, selectFields: lists },
			],
			[
				'If Not Found',
				{ ...profile, user: user(GUID, 'id'), options: { ifNotFound: 'returnEmpty' } },
			],
			['the format of the connector', { ...profile, options: { outputFormat: 'connectorV1' } }],
		])('%s, when the items ask for the same thing', async (name, parameters) => {
			if (name === 'If Not Found') bench.expectRefusal(404);
			const { alice } = bench.tenant.cast;
			const { items } = await bench.run(parameters, {
				path,
				items: itemsFor(alice.id, alice.id, alice.id),
			});
			expectSeparate(items);
		});

		it('managers of several people under the same manager', async () => {
			const { alice } = bench.tenant.cast;
			const below = await bench.results(
				{ ...reports, user: user(alice.id, 'id'), selectFields: ['mail'] },
				{ path },
			);
			const { items } = await bench.run(manager, {
				path,
				items: itemsFor(...below.map(({ id }) => id)),
			});
			expect(new Set(items.map(({ json }) => json.id))).toEqual(new Set([alice.id]));
			expectSeparate(items);
		});

		it('items that failed in the same way', async () => {
			bench.expectRefusal(404);
			const { items } = await bench.run(profile, {
				path,
				items: itemsFor(GUID, GUID, GUID, '', ''),
				settings: { onError: 'continueRegularOutput' },
			});
			expectSeparate(items);
		});
	});
});
