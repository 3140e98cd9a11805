/**
 * Injection attempts: whatever a user, a search term or a filter holds stays in its place in the URL,
 * and nothing crashes.
 */
import type { IDataObject } from 'n8n-workflow';

import { BOTH_PATHS, itemsFor, user, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench();

const profile = { resource: 'get', operation: 'userProfile', user: userOfItem };
const OPERATIONS = {
	userProfile: [],
	manager: ['manager'],
	directReports: ['directReports'],
};
const search = { resource: 'search', operation: 'users', searchTerm: '={{ $json.user }}' };

const HOSTILE = [
	'../me',
	'..',
	'.',
	'/',
	'//graph.example/',
	'../../beta/users',
	'me/manager',
	'alice@contoso.example/manager',
	'..%2fme',
	'%2e%2e%2fme',
	'%00',
	'%',
	'%zz',
	'?$select=id',
	'alice@contoso.example?$top=1',
	'alice@contoso.example#fragment',
	'#',
	'&$top=1',
	"'",
	"''",
	"') or true or startswith(mail,'",
	"x' or '1' eq '1",
	'"',
	'\\',
	'\\"',
	'alice@contoso.example\r\nX-Injected: 1',
	'\r\n\r\nGET /v1.0/me HTTP/1.1',
	'\u0000',
	'\u2028\ufeff',
	'{user}',
	'/users/{user}',
	'$',
	'$ref',
	'$batch',
	"$'",
	'$&',
	'$1',
	'$$',
	'=1+1',
	'={{ 1 + 1 }}',
	'{{ $json.user }}',
	'__proto__',
	'constructor',
	'<script>alert(1)</script>',
	'🙂',
	'e\u0301',
	'\ud800',
	'; DROP TABLE users; --',
	'null',
	'undefined',
	'true',
	'0',
];

/** Query options that the node itself sends. */
const OWN_OPTIONS = ['$count', '$filter', '$orderby', '$search', '$select', '$top'];

describe('Hostile values', () => {
	/** Only reads of these addresses were sent, with the node's own options and headers. */
	async function expectConfined(addresses: (decoded: string[]) => boolean): Promise<void> {
		for (const { method, path: address, query, headers, origin } of await bench.asked()) {
			expect([origin, method]).toEqual(['graph', 'GET']);
			const segments = address.split('/').slice(1).map(decodeURIComponent);
			expect({ address, confined: addresses(segments) }).toEqual({ address, confined: true });
			expect(Object.keys(query).filter((name) => !OWN_OPTIONS.includes(name))).toEqual([]);
			expect(headers).not.toHaveProperty('x-injected');
		}
	}

	it.each(Object.entries(OPERATIONS))(
		'a user stays one segment of %s, or is refused before it is sent',
		async (operation, tail) => {
			bench.expectRefusal(400);
			bench.expectRefusal(404);
			const values = [
				...HOSTILE,
				...HOSTILE.map((hostile) => `${hostile}@${bench.tenant.tenantDomain}`),
			];
			const { error, items } = await bench.run(
				// Singly; read by key they are literals, see below.
				{ resource: 'get', operation, user: userOfItem, options: { batchRequests: false } },
				{ items: itemsFor(...values), settings: { onError: 'continueRegularOutput' } },
			);
			expect(error).toBeUndefined();
			expect(items.map(({ pairedItem }) => pairedItem)).toEqual(
				values.map((_value, index) => ({ item: index })),
			);
			const unnamed = items
				.map(({ json }, index) => [values[index], json.error])
				.filter(([, message]) => !String(message).includes("'User'"));
			expect(unnamed).toEqual([]);
			const trimmed = values.map((value) => value.trim());
			const wanted = new Set([
				...trimmed.map((value) => JSON.stringify(['v1.0', 'users', value, ...tail])),
				...trimmed.map((value) =>
					JSON.stringify(['v1.0', `users('${value.replace(/'/g, "''")}')`, ...tail]),
				),
			]);
			await expectConfined((segments) => wanted.has(JSON.stringify(segments)));
			// What was sent is what Graph refused.
			const sent = items.filter(({ json }) => (json.details as IDataObject).statusCode !== null);
			expect(await bench.asked()).toHaveLength(sent.length);
			expect(sent.length).toBeGreaterThan(10);
		},
	);

	it.each(['userProfile', 'manager'])(
		'read by key, a user stays one literal of the filter: %s',
		async (operation) => {
			bench.expectRefusal(400);
			bench.expectRefusal(404);
			const values = HOSTILE.map((hostile) => `${hostile}@${bench.tenant.tenantDomain}`);
			await bench.run(
				{ resource: 'get', operation, user: userOfItem, selectFields: ['city'] },
				{ items: itemsFor(...values), settings: { onError: 'continueRegularOutput' } },
			);
			const filters = (await bench.asked()).flatMap(({ query }) => query.$filter ?? []);
			const literals = filters.flatMap((filter) => {
				expect(filter).toMatch(/^userPrincipalName in \('(?:[^']|'')+'(?:,'(?:[^']|'')+')*\)$/);
				return [...filter.matchAll(/'((?:[^']|'')+)'/g)].map(([, text]) =>
					text.replace(/''/g, "'"),
				);
			});
			expect(literals.length).toBeGreaterThan(10);
			const wanted = values.map((value) => value.trim());
			expect(literals.filter((literal) => !wanted.includes(literal))).toEqual([]);
		},
	);

	it.each([
		'{user}',
		'..',
		'%2e%2e%2fme',
		'%2fme',
		'100%',
		'$ref',
		"$'",
		'$&',
		"o''neil",
		"o'neil",
		'a#b',
		'a&$select=id',
		'a=b+c',
		'a+b',
		'~!^`*{}',
		'e\u0301',
		'😀.smile',
		'={{1}}',
		'constructor',
	])('finds the user who is really called %j', async (alias) => {
		const userPrincipalName = `${alias}@${bench.tenant.tenantDomain}`;
		const id = await bench.addUser({ userPrincipalName }, { managerId: bench.tenant.cast.ceo.id });
		for (const [operation, expected] of [
			['userProfile', id],
			['manager', bench.tenant.cast.ceo.id],
		]) {
			const [read] = await bench.results(
				{ resource: 'get', operation, user: userOfItem, selectFields: ['mail'] },
				{ items: itemsFor(userPrincipalName) },
			);
			expect(read.id).toBe(expected);
		}
	});

	it('takes only the user from the address of a page', async () => {
		bench.expectRefusal(404);
		const id = '00000000-0000-4000-8000-000000000000';
		for (const address of [
			`https://entra.microsoft.com/#view/userId/${id}/../../../me`,
			`https://entra.microsoft.com/userId/${id}%2f..%2fme?$select=id`,
			`https://entra.microsoft.com/userId/${id}\r\nX-Injected: 1`,
			`https://graph.microsoft.com/v1.0/users/${id}/manager/$ref`,
			'https://entra.microsoft.com/userId/../../me',
			"https://graph.microsoft.com/v1.0/users('x')/../me",
			'https://',
			'https://%',
			'https://%25%zz/users/',
		]) {
			await bench.tenant.control('DELETE', '/log');
			const { error } = await bench.run(profile, { items: itemsFor(address) });
			expect({ address, message: error?.message }).toEqual({
				address,
				message: expect.stringContaining("'User'") as string,
			});
			await expectConfined((segments) => segments.join('/') === `v1.0/users/${id}`);
		}
	});

	it.each([2_000, 100_000])('copes with a user of %i letters', async (length) => {
		bench.expectRefusal(404);
		const { error, items } = await bench.run(profile, {
			items: itemsFor(`${'a'.repeat(length)}@${bench.tenant.tenantDomain}`),
		});
		expect(items).toEqual([]);
		expect(error).toBeDefined();
		// Whole values do not belong in a message.
		expect(error?.message.length).toBeLessThan(500);
	});

	describe('Search Term', () => {
		it.each(['startsWith', 'tokens'])('stays within its literal (%s)', async (searchMode) => {
			bench.expectRefusal(400);
			const { items, error } = await bench.run(
				{ ...search, returnAll: true, selectFields: ['displayName'], options: { searchMode } },
				{
					items: itemsFor(...HOSTILE),
					settings: { onError: 'continueRegularOutput' },
				},
			);
			expect(error).toBeUndefined();
			await expectConfined((segments) => segments.join('/') === 'v1.0/users');
			// Nobody is found by anything else.
			const found = items.filter(({ json }) => json.id !== undefined);
			expect(found.length).toBeGreaterThan(0);
			for (const { json, pairedItem } of found) {
				const term = HOSTILE[(pairedItem as { item: number }).item].trim().toLowerCase();
				const name = String(json.displayName).toLowerCase();
				const words = term.match(/[\p{L}\p{N}]+/gu) ?? [];
				const fits =
					searchMode === 'tokens'
						? words.every((word) =>
								name.split(/[^\p{L}\p{N}]+/u).some((own) => own.startsWith(word)),
							)
						: name.startsWith(term);
				expect({ term, name, fits }).toEqual({ term, name, fits: true });
			}
		});

		it.each(BOTH_PATHS)('is not evaluated a second time, over %s', async (path) => {
			const id = await bench.addUser({ displayName: '={{ 1 + 1 }}' });
			const found = await bench.results(search, { path, items: itemsFor('={{ 1 + 1 }}') });
			expect(found.map((one) => one.id)).toEqual([id]);
		});

		it('says which parameter it is that cannot be sent', async () => {
			const { error } = await bench.run(search, { items: itemsFor('half \ud800') });
			expect(error?.message).toContain("'Search Term'");
			expect(await bench.log()).toEqual([]);
		});

		it('may be long', async () => {
			const { error } = await bench.run(search, { items: itemsFor('a'.repeat(100_000)) });
			expect((error?.message ?? '').length).toBeLessThan(500);
		});
	});

	it.each([
		['filter', '$filter', 'Filter', (value: string) => value],
		['filter', '$filter', 'Filter', (value: string) => `displayName eq '${value}'`],
		['orderBy', '$orderby', 'Sort', (value: string) => value],
		['orderBy', '$orderby', 'Sort', (value: string) => `displayName${value}`],
	])('%s stays in its own query option', async (option, name, parameter, text) => {
		bench.expectRefusal(400);
		const texts = HOSTILE.map(text);
		const { error, items } = await bench.run(
			{ resource: 'search', operation: 'users', limit: 1, options: { [option]: userOfItem.value } },
			{ items: itemsFor(...texts), settings: { onError: 'continueRegularOutput' } },
		);
		expect(error).toBeUndefined();
		await expectConfined((segments) => segments.join('/') === 'v1.0/users');
		const trimmed = new Set([undefined, ...texts.map((given) => given.trim())]);
		for (const { query } of await bench.asked()) {
			expect(trimmed).toContain(query[name]);
			expect(Object.keys(query)).not.toContain(option === 'filter' ? '$orderby' : '$filter');
		}
		const unnamed = items
			.filter(({ json }) => json.error !== undefined)
			.map(({ json, pairedItem }) => [texts[(pairedItem as { item: number }).item], json.error])
			.filter(([, message]) => !String(message).includes(`'${parameter}'`));
		expect(unnamed).toEqual([]);
	});

	it('Fields named like built-in object properties', async () => {
		bench.expectRefusal(400);
		for (const name of ['constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
			const { error } = await bench.run({
				resource: 'get',
				operation: 'userProfile',
				user: user('me'),
				selectFields: [name],
			});
			expect(error?.message).toMatch(new RegExp(`^'Fields' names "${name}"`));
		}
		const { error } = await bench.run({
			resource: 'get',
			operation: 'userProfile',
			user: user('me'),
			selectFields: ['__proto__'],
		});
		expect(error?.message).toMatch(/^'Fields' contains "__proto__"/);
	});
});
