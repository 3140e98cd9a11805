import { filteredAndSortedUsers } from '../../../../nodes/Office365Users/parameters/userQuery';
import { searchTerm as term } from '../../../../nodes/Office365Users/resources/search/searchTerm';
import { InvalidParameterError } from '../../../../nodes/Office365Users/checks/invalidParameterError';
import type { GraphRequestOptions } from '../../../../nodes/Office365Users/execution/request';
import { requestAfter, SEARCH_USERS } from '../../../support/engine/steps';

const search = async (searchTerm: unknown, options = {}): Promise<GraphRequestOptions> =>
	await requestAfter([term, filteredAndSortedUsers], {
		...SEARCH_USERS,
		searchTerm: searchTerm as never,
		options,
	});

describe('the start of names and addresses', () => {
	test('six comparisons, as the connector makes them, in plain mode', async () => {
		const { qs, headers } = await search('na');
		expect(qs.$filter?.split(' or ')).toEqual(
			['displayName', 'givenName', 'surname', 'mail', 'mailNickname', 'userPrincipalName'].map(
				(name) => `startswith(${name},'na')`,
			),
		);
		expect(Object.keys(qs)).toEqual(['$filter']);
		expect(headers).toEqual({});
	});

	test('an apostrophe is doubled and stays in its literal', async () => {
		const { qs } = await search("O'Brien') or (1 eq 1");
		expect(qs.$filter).toContain("startswith(surname,'O''Brien'') or (1 eq 1')");
		expect((qs.$filter ?? '').replace(/'(?:[^']|'')*'/g, '').split(' or ')).toHaveLength(6);
	});

	test('surrounding spaces are ignored, a number counts as text', async () => {
		expect((await search('  na ')).qs.$filter).toContain("(mail,'na')");
		expect((await search('={{ 365 }}')).qs.$filter).toContain("(mail,'365')");
	});
});

describe('words of the display name', () => {
	const words = async (term: string): Promise<GraphRequestOptions> =>
		await search(term, { searchMode: 'tokens' });

	test('a search in quotes, in advanced mode', async () => {
		const { qs, headers } = await words('van der');
		expect(qs).toEqual({ $search: '"displayName:van der"', $count: 'true' });
		expect(headers.ConsistencyLevel).toBe('eventual');
	});

	test.each([
		['x" OR "mail:y', String.raw`"displayName:x\" OR \"mail:y"`],
		[String.raw`x\ `, String.raw`"displayName:x\\"`],
		[String.raw`a\"`, String.raw`"displayName:a\\\""`],
	])('%s cannot end the quotes', async (term, clause) => {
		expect((await words(term)).qs.$search).toBe(clause);
	});

	test('a filter is kept', async () => {
		const { qs } = await search('na', { searchMode: 'tokens', filter: "city eq 'x'" });
		expect(qs).toMatchObject({ $search: '"displayName:na"', $filter: "city eq 'x'" });
	});
});

test.each(['', '   ', null, '={{ undefined }}'])('%j means everyone', async (term) => {
	expect((await search(term)).qs).toEqual({});
	expect((await search(term, { searchMode: 'tokens' })).qs).toEqual({});
});

test.each(['={{ ["a"] }}', '={{ ({ a: 1 }) }}', '={{ true }}'])('%s is refused', async (term) => {
	await expect(search(term)).rejects.toThrow(InvalidParameterError);
	await expect(search(term)).rejects.toThrow(/^'Search Term' must be text/);
});

test('what only looks empty is no empty term, which would find everyone', async () => {
	const { qs } = await search('\u200b');
	expect(qs.$filter).toContain("startswith(displayName,'\u200b')");
});
