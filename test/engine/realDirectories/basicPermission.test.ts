/** What User.ReadBasic.All may filter by (docs/graph.md#basic-permission). */
import type { INodeParameters } from 'n8n-workflow';

import { Office365Users } from '../../../nodes/Office365Users/Office365Users.node';
import { editorContext } from '../../support/engine/engine';
import { BOTH_PATHS, itemsFor, Workbench } from '../../support/engine/workbench';

const bench = new Workbench();
const { searchUsers } = new Office365Users().methods.listSearch;

const search: INodeParameters = {
	resource: 'search',
	operation: 'users',
	searchTerm: '={{ $json.user }}',
	selectFields: ['displayName'],
};
const signIn = { scopes: ['User.ReadBasic.All'] };
const denied = {
	type: 'error',
	status: 403,
	code: 'Authorization_RequestDenied',
	message: 'Insufficient privileges to complete the operation.',
};

describe.each(BOTH_PATHS)('over %s', (path) => {
	it('a search goes on without mailNickname, and learns that once', async () => {
		bench.expectRefusal(403, 'Authorization_RequestDenied');
		const { alice, ceo } = bench.tenant.cast;
		const { items, error } = await bench.run(search, {
			path,
			signIn,
			items: itemsFor(
				alice.displayName,
				ceo.displayName,
				alice.userPrincipalName,
				...Array.from({ length: 30 }, () => ceo.userPrincipalName),
			),
		});
		expect(error).toBeUndefined();
		expect(items.slice(0, 3).map(({ json }) => json.id)).toEqual([alice.id, ceo.id, alice.id]);
		expect(bench.warnings()).toEqual([expect.stringContaining('mail nickname')]);
	});

	it('a search within a filter, too', async () => {
		bench.expectRefusal(403, 'Authorization_RequestDenied');
		const { alice } = bench.tenant.cast;
		const found = await bench.results(
			{ ...search, options: { filter: `mail eq '${String((await bench.stored(alice)).mail)}'` } },
			{ path, signIn, items: itemsFor('Alice') },
		);
		expect(found.map(({ id }) => id)).toEqual([alice.id]);
	});

	it.each(['', 'Alice'])(
		'a filter says which permission it needs (search term "%s")',
		async (term) => {
			bench.expectRefusal(403, 'Authorization_RequestDenied');
			const { error } = await bench.run(
				{ ...search, options: { filter: "department eq 'Sales'" } },
				{ path, signIn, items: itemsFor(term) },
			);
			expect(error?.message).toMatch(
				/has no right to filter by department; that needs the permission User\.Read\.All$/,
			);
		},
	);

	it('who may list nobody is told that the filter is not the reason', async () => {
		bench.expectRefusal(403, 'Authorization_RequestDenied');
		await bench.fault(denied, { pathPattern: '/users\\?', count: 10_000 });
		const { error } = await bench.run(search, { path, signIn, items: itemsFor('Alice') });
		expect(error?.message).toMatch(/has no right to do this, although .*User\.ReadBasic\.All/);
	});
});

it('the picker goes on without mailNickname, and remembers that for the next letter', async () => {
	bench.expectRefusal(403, 'Authorization_RequestDenied');
	const { alice } = bench.tenant.cast;
	const credential = await bench.credential(signIn);
	for (const typed of ['Ali', 'Alic']) {
		const context = editorContext({ picker: credential });
		const { results } = await searchUsers.call(context, typed);
		expect(results.map(({ value }) => value)).toContain(alice.id);
	}
	expect((await bench.asked()).map(({ status }) => status)).toEqual([403, 200, 200]);
});
