/** Reads by key: the same answers as single reads, in far fewer calls. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { isOnLists, USER_PROPERTY_NAMES } from '../../../nodes/Office365Users/users/userProperties';
import { itemsFor, type SignIn, userOfItem, Workbench } from '../../support/engine/workbench';

const bench = new Workbench({ users: 700 });

type Operation = 'userProfile' | 'manager';
const read = (
	selectFields: readonly string[],
	options: INodeParameters = {},
	operation: Operation = 'userProfile',
): INodeParameters => ({
	resource: 'get',
	operation,
	user: userOfItem,
	selectFields: [...selectFields],
	options,
});
const LISTED = USER_PROPERTY_NAMES.filter(isOnLists);

/** Filters that were sent, as they were meant. */
const filters = async (): Promise<string[]> =>
	(await bench.asked()).flatMap(({ query }) => query.$filter ?? []);

/** Everyone with an oddity, and some without, by UPN and by ID. */
async function people(): Promise<string[]> {
	const cast = Object.values(bench.tenant.cast as unknown as Record<string, IDataObject>);
	const odd = cast.flatMap((one) =>
		typeof one?.userPrincipalName === 'string' ? [one.userPrincipalName, String(one.id)] : [],
	);
	const others = (await bench.everyone(['id'])).slice(0, 20).map(({ id }) => String(id));
	return [...odd, ...others];
}

/** Ten fields at a time, each with every odd user. */
const PORTIONS = Array.from({ length: Math.ceil(LISTED.length / 10) }, (_, index) =>
	LISTED.slice(index * 10, index * 10 + 10),
);
const COMPARED = PORTIONS.flatMap((fields) =>
	(['userProfile', 'manager'] as const).map(
		(operation) => [operation, fields.join(', '), fields] as const,
	),
);
it.each(COMPARED)(
	'%s, %s: each item is byte for byte that of a single read',
	async (operation, _, fields) => {
		const items = itemsFor(...(await people()));
		const settings = { onError: 'continueRegularOutput' } as const;
		// The contact among the cast is no user: both ways must say so alike.
		bench.expectRefusal(404);
		const together = await bench.results(read(fields, {}, operation), { items, settings });
		expect((await filters()).length).toBeGreaterThan(1);
		const single = read(fields, { batchRequests: false }, operation);
		const singly = await bench.results(single, { items, settings });
		const plain = (results: IDataObject[]): string[] =>
			results.map((json) => JSON.stringify({ ...json, details: undefined }));
		expect(plain(together)).toEqual(plain(singly));
	},
);

it('1,000 lookups: 15 keys a request, 20 requests a call', async () => {
	const everyone = await bench.everyone(['userPrincipalName', 'id', 'city']);
	const wanted = Array.from({ length: 1000 }, (_, index) => everyone[index % everyone.length]);
	const results = await bench.results(read(['city']), {
		items: itemsFor(...wanted.map(({ userPrincipalName }) => userPrincipalName)),
	});
	expect(results.map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
	expect(results.map(({ city }) => city)).toEqual(wanted.map(({ city }) => city ?? null));
	const calls = (await bench.log()).filter(({ parent }) => parent === null);
	expect(calls.length).toBeLessThanOrEqual(5);
	for (const filter of await filters()) expect(filter.split(',').length).toBeLessThanOrEqual(15);
});

describe('what single reads are needed for', () => {
	const wanted = async (): Promise<string[]> =>
		(await bench.everyone(['id'])).slice(0, 40).map(({ id }) => String(id));

	it('whoever does not come back: their own 404 speaks', async () => {
		bench.expectRefusal(404);
		const [one, ...others] = await wanted();
		const missing = '11111111-2222-3333-4444-555555555555';
		const { items } = await bench.run(read(['city']), {
			items: itemsFor(one, missing, ...others),
			settings: { onError: 'continueRegularOutput' },
		});
		expect(items[1].json.error).toContain(missing);
		expect(items[1].json.error).toContain('No user found');
		expect(items.filter(({ json }) => json.id !== undefined)).toHaveLength(others.length + 1);
	});

	it('SharePoint fields', async () => {
		await bench.results(read(['aboutMe']), { items: itemsFor(...(await wanted())) });
		expect(await filters()).toEqual([]);
	});

	it('Batch Requests turned off', async () => {
		const items = itemsFor(...(await wanted()));
		await bench.results(read(['city'], { batchRequests: false }), { items });
		expect(await filters()).toEqual([]);
	});

	it('a guest, who may not list users: the rest of the run asks singly', async () => {
		const { guest } = bench.tenant.cast;
		const signIn: SignIn = { as: guest, scopes: ['User.Read.All'] };
		bench.expectRefusal(403);
		const ids = (await bench.everyone(['id'])).slice(0, 400).map(({ id }) => String(id));
		const results = await bench.results(read(['displayName']), { signIn, items: itemsFor(...ids) });
		expect(results.map(({ id }) => id)).toEqual(ids);
		const refused = (await bench.asked()).filter(({ status }) => status === 403);
		// Only those that were on their way when the first refusal came.
		expect(refused.length).toBeLessThanOrEqual(27);
	});

	it.each([
		['refused', { type: 'error', status: 400, code: 'Request_BadRequest', message: 'No.' }],
		['not understood', { type: 'html', status: 200 }],
	])('a list that is %s', async (_, action) => {
		bench.expectRefusal(400);
		await bench.fault(action, { pathPattern: '\\$filter=', insideBatch: true });
		const ids = await wanted();
		const results = await bench.results(read(['city']), { items: itemsFor(...ids) });
		expect(results.map(({ id }) => id)).toEqual(ids);
	});
});

it('two spellings of one user, and the same user twice, get objects of their own', async () => {
	const { alice, umlaut } = bench.tenant.cast;
	const names = [
		alice.userPrincipalName,
		alice.userPrincipalName.toUpperCase(),
		alice.userPrincipalName,
		umlaut.userPrincipalName,
	];
	const { items } = await bench.run(read(['displayName', 'businessPhones']), {
		items: itemsFor(...names),
	});
	expect(items.map(({ json }) => json.id)).toEqual([alice.id, alice.id, alice.id, umlaut.id]);
	expect(new Set(items.map(({ json }) => json)).size).toBe(4);
	expect(new Set(items.map(({ json }) => json.businessPhones)).size).toBe(4);
});
