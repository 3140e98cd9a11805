/** Search Users: options and terms that are set, and say nothing. */
import type { INodeParameters } from 'n8n-workflow';

import { EVERY_RIGHT } from '../support/engine/updating';
import { BOTH_PATHS, Workbench } from '../support/engine/workbench';

const bench = new Workbench();
const signIn = { scopes: [...EVERY_RIGHT, 'AuditLog.Read.All', 'GroupMember.Read.All'] };

const search = (options: unknown): INodeParameters => ({
	resource: 'search',
	operation: 'users',
	returnAll: true,
	selectFields: ['id'],
	options: options as INodeParameters,
});

describe.each(BOTH_PATHS)('%s', (path) => {
	it.each([
		['inactiveForDays', 'Inactive For (Days)'],
		['memberOf', 'Member Of'],
		['conditions', 'Conditions'],
		['filter', 'Filter'],
	])('%s', async (name, label) => {
		for (const options of [
			{ [name]: '={{ $json.misspelt }}' },
			{ [name]: '={{ undefined }}', countOnly: true },
		]) {
			const { items, error } = await bench.run(search(options), { signIn, path });
			expect(items).toEqual([]);
			expect(error?.message).toMatch(`'${label}' is empty`);
		}
		expect(await bench.asked()).toEqual([]);
	});

	it('fails for the items alone that have no value', async () => {
		const { items } = await bench.run(search({ filter: '={{ $json.filter }}' }), {
			signIn,
			path,
			items: [{ json: {} }, { json: { filter: "displayName eq 'Nobody'" } }],
			settings: { onError: 'continueRegularOutput' },
		});
		expect(items).toEqual([
			expect.objectContaining({
				json: expect.objectContaining({
					error: expect.stringContaining("'Filter' is empty") as string,
				}) as unknown,
			}),
		]);
	});

	it('a null filter is no filter', async () => {
		const { items } = await bench.run(search({ filter: '={{ null }}' }), { signIn, path });
		expect(items.length).toBeGreaterThan(1);
	});
});

describe('Search Term', () => {
	it('comes without the invisible characters around it', async () => {
		const named = { ...search({}), searchTerm: '\u200bAlice\u200b' };
		expect((await bench.results(named, { signIn })).length).toBeGreaterThan(0);
	});

	it.each(['&', '"', '--- ', '...'])('%j has no word to search for', async (searchTerm) => {
		const words = { ...search({ searchMode: 'tokens' }), searchTerm };
		const { items, error } = await bench.run(words, { signIn });
		expect(items).toEqual([]);
		expect(error?.message).toContain("'Search Term' is ");
		expect(await bench.asked()).toEqual([]);
	});
});
