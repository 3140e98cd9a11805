import { filteredAndSortedUsers } from '../../../nodes/Office365Users/parameters/userQuery';
import { searchTerm as term } from '../../../nodes/Office365Users/resources/search/searchTerm';
import { InvalidParameterError } from '../../../nodes/Office365Users/checks/invalidParameterError';
import type { GraphRequestOptions } from '../../../nodes/Office365Users/execution/request';
import { FORBIDDEN_WORDS } from '../../support/forbiddenWords';
import { requestAfter, SEARCH_USERS } from '../../support/engine/steps';

const withOptions = async (options: object, searchTerm = ''): Promise<GraphRequestOptions> =>
	await requestAfter([term, filteredAndSortedUsers], {
		...SEARCH_USERS,
		options: options as never,
		searchTerm,
	});

describe('Filter', () => {
	test.each([
		"department eq 'Sales'",
		"surname eq 'O''Brien'",
		"surname eq ''''",
		"(city eq 'a' or (state eq 'b'))",
		"displayName eq ':-)' and city eq '(('",
		"startswith(displayName,'x)')",
		"otherMails/any(x:startswith(x,'a'))",
	])('%s is sent unchanged', async (filter) => {
		expect((await withOptions({ filter })).qs).toEqual({ $filter: filter });
	});

	test.each(["$filter=city eq 'x'", "?$filter=city eq 'x'", "  $FILTER=city eq 'x'  "])(
		'%s, as people paste it',
		async (filter) => {
			expect((await withOptions({ filter })).qs.$filter).toBe("city eq 'x'");
		},
	);

	test.each([['', '   ', null, undefined]])('%j means none', async (filter) => {
		expect((await withOptions({ filter })).qs).toEqual({});
	});

	test('what needs advanced mode gets its header and its count', async () => {
		const { qs, headers } = await withOptions({ filter: "companyName eq 'Contoso'" });
		expect(qs.$count).toBe('true');
		expect(headers.ConsistencyLevel).toBe('eventual');
	});

	test('what does not, does not', async () => {
		const { qs, headers } = await withOptions({ filter: "city eq 'x'" });
		expect(qs.$count).toBeUndefined();
		expect(headers).toEqual({});
	});

	test.each([
		["surname eq 'O'Brien'", /single quote/],
		["surname eq 'x", /single quote/],
		["(city eq 'x'", /parentheses/],
		["city eq 'x')", /parentheses/],
		[") city eq 'x' (", /parentheses/],
		[5, /must be text/],
		[['city'], /must be text/],
		[{ city: 'x' }, /must be text/],
	])('%j is refused', async (filter, why) => {
		const refused = await withOptions({ filter }).catch((error: unknown) => error);
		expect(refused).toBeInstanceOf(InvalidParameterError);
		const { message, description = '' } = refused as InvalidParameterError;
		expect(message).toMatch(/^'Filter' /);
		expect(message).toMatch(why);
		expect(`${message} ${description}`).not.toMatch(FORBIDDEN_WORDS);
	});

	test('a search term and a filter must both hold, neither reaching into the other', async () => {
		const { qs } = await withOptions({ filter: "city eq 'a' or city eq 'b'" }, 'na');
		const [term, filter, ...more] = (qs.$filter ?? '').split(') and (');
		expect(more).toEqual([]);
		expect(term).toMatch(/^\(startswith\(displayName,'na'\) or .*\)$/);
		expect(filter).toBe("city eq 'a' or city eq 'b')");
	});
});

describe('Sort', () => {
	test.each([
		['displayName', false],
		['displayName desc', false],
		[' userPrincipalName ASC ', false],
		['displayName desc, userPrincipalName', false],
		['createdDateTime desc', true],
		['onPremisesExtensionAttributes/extensionAttribute1', true],
	])('%s, advanced: %s', async (orderBy, advanced) => {
		const { qs, headers } = await withOptions({ orderBy });
		expect(qs.$orderby).toBe(orderBy.trim());
		expect(headers.ConsistencyLevel).toBe(advanced ? 'eventual' : undefined);
	});

	test.each([
		'display name',
		'displayName down',
		'displayName desc desc',
		'displayName,',
		', displayName',
		"displayName&$filter=city eq 'x'",
		'-displayName',
		'1',
		5,
		true,
		['displayName'],
	])('%j is refused', async (orderBy) => {
		await expect(withOptions({ orderBy })).rejects.toThrow(InvalidParameterError);
		await expect(withOptions({ orderBy })).rejects.toThrow(/^'Sort' /);
	});

	test.each(['', '  ', null])('%j means none', async (orderBy) => {
		expect((await withOptions({ orderBy })).qs).toEqual({});
	});

	test('together with a search term it takes advanced mode', async () => {
		const { qs, headers } = await withOptions({ orderBy: 'displayName' }, 'na');
		expect(qs).toMatchObject({ $orderby: 'displayName', $count: 'true' });
		expect(headers.ConsistencyLevel).toBe('eventual');
	});
});
