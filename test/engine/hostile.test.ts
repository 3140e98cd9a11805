/**
 * Values made to break out: whatever stands in a user, a search term or a filter, it stays where it
 * belongs in the address, and nothing crashes.
 */
import { BOTH_PATHS, itemsFor, user, userOfItem, Workbench } from './harness/workbench';

const bench = new Workbench();

const profile = { resource: 'get', operation: 'userProfile', user: userOfItem };
const OPERATIONS = {
	userProfile: '',
	manager: '/manager',
	directReports: '/directReports',
} as const;
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

describe.each(BOTH_PATHS)('Hostile values over %s', (path) => {
	/** Nothing but reads of the one address, with the node's own options and headers. */
	async function expectConfined(addresses: (decoded: string[]) => boolean): Promise<void> {
		for (const { method, path: address, query, headers, origin } of await bench.log()) {
			expect([origin, method]).toEqual(['graph', 'GET']);
			const segments = address.split('/').slice(1).map(decodeURIComponent);
			expect({ address, confined: addresses(segments) }).toEqual({ address, confined: true });
			expect(Object.keys(query).filter((name) => !OWN_OPTIONS.includes(name))).toEqual([]);
			expect(headers).not.toHaveProperty('x-injected');
		}
	}

	describe.each(Object.entries(OPERATIONS))('User of %s', (operation, tail) => {
		it('stays one segment, or is refused before it is sent', async () => {
			bench.expectRefusal(400);
			bench.expectRefusal(404);
			const unnamed: unknown[] = [];
			for (const value of [
				...HOSTILE,
				...HOSTILE.map((hostile) => `${hostile}@${bench.tenant.tenantDomain}`),
			]) {
				await bench.tenant.control('DELETE', '/log');
				const { error, items } = await bench.run(
					{ resource: 'get', operation, user: userOfItem },
					{ path, items: itemsFor(value) },
				);
				expect({ value, items }).toEqual({ value, items: [] });
				expect(error?.context?.itemIndex).toBe(0);
				if (!error?.message.includes("'User'")) unnamed.push([value, error?.message]);
				await expectConfined(([version, users, key, ...rest]) => {
					const keyForm = `users('${value.trim().replace(/'/g, "''")}')`;
					const [collection, name, behind] =
						users === keyForm ? ['users', value.trim(), [key, ...rest]] : [users, key, rest];
					return (
						version === 'v1.0' &&
						collection === 'users' &&
						name === value.trim() &&
						`/${behind.filter((part) => part !== undefined).join('/')}` === (tail || '/')
					);
				});
			}
			expect(unnamed).toEqual([]);
		});
	});

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
				{ path, items: itemsFor(userPrincipalName) },
			);
			expect(read.id).toBe(expected);
		}
	});

	it('takes nothing but the user out of the address of a page', async () => {
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
			const { error } = await bench.run(profile, { path, items: itemsFor(address) });
			expect({ address, message: error?.message }).toEqual({
				address,
				message: expect.stringContaining("'User'") as string,
			});
			await expectConfined((segments) => segments.join('/') === `v1.0/users/${id}`);
		}
	});

	it.each([2_000, 100_000])('bears a user of %i letters', async (length) => {
		bench.expectRefusal(404);
		const { error, items } = await bench.run(profile, {
			path,
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
					path,
					items: itemsFor(...HOSTILE),
					settings: { onError: 'continueRegularOutput' },
				},
			);
			expect(error).toBeUndefined();
			await expectConfined((segments) => segments.join('/') === 'v1.0/users');
			// Nobody is found but by what was searched for.
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

		it('is not evaluated a second time', async () => {
			const id = await bench.addUser({ displayName: '={{ 1 + 1 }}' });
			const found = await bench.results(search, { path, items: itemsFor('={{ 1 + 1 }}') });
			expect(found.map((one) => one.id)).toEqual([id]);
		});

		it('says which parameter it is that cannot be sent', async () => {
			const { error } = await bench.run(search, { path, items: itemsFor('half \ud800') });
			expect(error?.message).toContain("'Search Term'");
			expect(await bench.log()).toEqual([]);
		});

		it('may be long', async () => {
			const { error } = await bench.run(search, { path, items: itemsFor('a'.repeat(100_000)) });
			expect((error?.message ?? '').length).toBeLessThan(500);
		});
	});

	it('Filter and Sort stay in their own query options', async () => {
		bench.expectRefusal(400);
		const given = HOSTILE.flatMap((value) => [
			['filter', '$filter', value],
			['filter', '$filter', `displayName eq '${value}'`],
			['orderBy', '$orderby', value],
			['orderBy', '$orderby', `displayName${value}`],
		]);
		const unnamed: unknown[] = [];
		for (const [option, name, text] of given) {
			await bench.tenant.control('DELETE', '/log');
			const { error } = await bench.run(
				{
					resource: 'search',
					operation: 'users',
					limit: 1,
					options: { [option]: userOfItem.value },
				},
				{ path, items: itemsFor(text) },
			);
			const log = await bench.log();
			if (log.length === 0 || log.some(({ status }) => status >= 400)) {
				if (!/'Filter'|'Sort'/.test(error?.message ?? '')) unnamed.push([text, error?.message]);
			}
			await expectConfined((segments) => segments.join('/') === 'v1.0/users');
			for (const { query } of log) {
				expect([undefined, text.trim()]).toContain(query[name]);
			}
		}
		expect(unnamed).toEqual([]);
	});

	it('Fields with names that objects have by nature', async () => {
		bench.expectRefusal(400);
		for (const name of ['constructor', 'toString', 'hasOwnProperty', 'valueOf']) {
			const { error } = await bench.run(
				{ resource: 'get', operation: 'userProfile', user: user('me'), selectFields: [name] },
				{ path },
			);
			expect(error?.message).toMatch(new RegExp(`^'Fields' names "${name}"`));
		}
		const { error } = await bench.run(
			{ resource: 'get', operation: 'userProfile', user: user('me'), selectFields: ['__proto__'] },
			{ path },
		);
		expect(error?.message).toMatch(/^'Fields' holds "__proto__"/);
	});
});
