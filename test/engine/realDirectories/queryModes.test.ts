/** Which mode a query is sent in (docs/graph.md#advanced-queries, docs/graph.md#plain-queries). */
import type { INodeParameters } from 'n8n-workflow';

import { BOTH_PATHS, itemsFor, userOfItem, Workbench } from '../../support/engine/workbench';

const bench = new Workbench();

const reports: INodeParameters = { resource: 'get', operation: 'directReports', user: userOfItem };
const search: INodeParameters = { resource: 'search', operation: 'users', returnAll: true };

describe.each(BOTH_PATHS)('over %s', (path) => {
	/** How the one list was asked for. */
	const mode = async (): Promise<string> => {
		const [{ headers, query }] = await bench.asked();
		return headers.consistencylevel === 'eventual' && query.$count === 'true'
			? 'advanced'
			: 'plain';
	};

	it.each(['department', 'accountEnabled'])(
		'direct reports by %s: advanced, as every filter on them',
		async (name) => {
			const { manyReports } = bench.tenant.cast;
			const filter = name === 'department' ? "department eq 'Sales'" : 'accountEnabled eq true';
			const found = await bench.results(
				{ ...reports, returnAll: true, options: { filter } },
				{ path, items: itemsFor(manyReports.id) },
			);
			expect(await mode()).toBe('advanced');
			const all = await bench.results(
				{ ...reports, returnAll: true },
				{ path, items: itemsFor(manyReports.id) },
			);
			expect(found).toEqual(
				all.filter((user) => user[name] === (name === 'department' ? 'Sales' : true)),
			);
		},
	);

	it.each([15, 16])('%i values: plain up to 15, then advanced', async (count) => {
		const some = (await bench.everyone(['id'])).slice(0, count).map(({ id }) => String(id));
		const found = await bench.results(
			{ ...search, options: { filter: `id in (${some.map((id) => `'${id}'`).join(',')})` } },
			{ path },
		);
		expect(new Set(found.map(({ id }) => id))).toEqual(new Set(some));
		expect(await mode()).toBe(count > 15 ? 'advanced' : 'plain');
	});

	it.each([
		[`displayName eq '${'a'.repeat(121)}'`, {}],
		['', { searchTerm: 'a'.repeat(121) }],
	])('text of more than 120 characters: advanced (%#)', async (filter, term) => {
		expect(await bench.results({ ...search, ...term, options: { filter } }, { path })).toEqual([]);
		expect(await mode()).toBe('advanced');
	});

	it.each([
		[
			`id in (${Array.from({ length: 60 }, () => `'00000000-0000-4000-8000-000000000000'`).join(',')})`,
			{},
			/^'Filter' has 60 values, and the address .* Microsoft Graph accepts any number of values up to 2,048 characters$/,
		],
		[
			"identities/any(i:i/issuerAssignedId eq 'a')",
			{ orderBy: 'displayName' },
			/^'Filter' names identities, which Microsoft Graph does not combine with 'Sort'$/,
		],
		[
			'signInActivity/lastSignInDateTime le 2026-01-01T00:00:00Z and accountEnabled eq true',
			{},
			/^'Filter' names signInActivity, .* combine with accountEnabled$/,
		],
	])(
		'what neither mode takes is refused before anything is sent (%#)',
		async (filter, more, says) => {
			const { error } = await bench.run({ ...search, options: { filter, ...more } }, { path });
			expect(error?.message).toMatch(says);
			expect(await bench.log()).toEqual([]);
		},
	);

	it.each([
		['Filter', { options: { filter: "companyName eq 'Contoso'" } }],
		['Sort', { options: { orderBy: 'createdDateTime' } }],
		['a search by words', { searchTerm: 'Alice', options: { searchMode: 'tokens' } }],
	])('an External ID tenant refuses %s that needs an advanced query', async (_, parameters) => {
		bench.expectRefusal(400);
		await bench.set({ b2c: true });
		const { error } = await bench.run({ ...search, ...parameters }, { path });
		expect(error?.message).toMatch(/^This tenant does not support the kind of query/);
		expect(await bench.results({ ...search, searchTerm: 'Alice' }, { path })).not.toEqual([]);
	});

	// The words of public reports from B2C tenants; they are no condition, only the mode is.
	it.each([
		['Request_BadRequest', 'This request is not supported by the service'],
		['Request_BadRequest', '$count is not currently supported.'],
		[
			'Request_UnsupportedQuery',
			"Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
		],
	])('a tenant without advanced queries: %s %s', async (code, message) => {
		bench.expectRefusal(400, code);
		await bench.fault({ type: 'error', status: 400, code, message }, { pathPattern: '/users\\?' });
		const { error } = await bench.run(
			{ ...search, options: { filter: "companyName eq 'Contoso'", orderBy: 'displayName' } },
			{ path },
		);
		expect(error?.message).toMatch(
			/^This tenant does not support the kind of query that this needs/,
		);
		expect(error?.message).not.toMatch(/^'(Filter|Sort)'|combination of/);
		expect(error?.description).toContain('B2C');
	});
});
