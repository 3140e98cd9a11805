import { needsAdvancedMode } from '../../../nodes/Office365Users/users/queryMode';

// The rows of the table in docs/graph.md#filter-support.
const EQ_IN_STARTSWITH = [
	'displayName',
	'userPrincipalName',
	'givenName',
	'surname',
	'mail',
	'mailNickname',
	'city',
	'country',
	'department',
	'state',
	'usageLocation',
	'employeeId',
];
const EQ_IN = ['jobTitle', 'userType', 'ageGroup', 'consentProvidedForMinor'];
const ADVANCED_ONLY = [
	'companyName',
	'mobilePhone',
	'officeLocation',
	'postalCode',
	'streetAddress',
	'preferredLanguage',
	'employeeType',
	'onPremisesExtensionAttributes/extensionAttribute1',
];

const plain = (filter: string): void => expect(needsAdvancedMode({ filter })).toBe(false);
const advanced = (filter: string): void => expect(needsAdvancedMode({ filter })).toBe(true);

test.each(EQ_IN_STARTSWITH)('%s: eq, in and startsWith by default', (name) => {
	plain(`${name} eq 'a'`);
	plain(`${name} in ('a', 'b')`);
	plain(`startsWith(${name},'a')`);
	plain(`startswith( ${name} , 'a')`);
});

test('otherMails, a list: eq, in and startsWith by default', () => {
	plain("otherMails/any(x:x eq 'a@b.c')");
	plain("otherMails/any(m:startswith(m,'a'))");
	plain("otherMails/any(m:m in ('a@b.c'))");
});

test.each(EQ_IN)('%s: eq and in by default, startsWith not', (name) => {
	plain(`${name} eq 'a'`);
	plain(`${name} in ('a','b')`);
	advanced(`startswith(${name},'a')`);
});

test.each(['true', 'false'])('accountEnabled eq %s by default', (value) => {
	plain(`accountEnabled eq ${value}`);
});

test('id: eq and in by default', () => {
	plain("id eq '87d349ed-44d7-43e1-9a83-5f2406dee5bd'");
	plain("id in ('87d349ed-44d7-43e1-9a83-5f2406dee5bd')");
});

test.each(ADVANCED_ONLY)('%s: advanced only', (name) => {
	advanced(`${name} eq 'a'`);
	advanced(`startswith(${name},'a')`);
	advanced(`displayName eq 'a' and ${name} eq 'b'`);
	advanced(`displayName eq 'a' or startswith(${name},'b')`);
});

test.each([
	"displayName ne 'a'",
	"not(displayName eq 'a')",
	"not startswith(displayName,'a')",
	"NOT(displayName eq 'a')",
	"endsWith(mail,'@contoso.com')",
	"endswith(userPrincipalName,'@contoso.com')",
	"otherMails/any(x:endswith(x,'a'))",
	"proxyAddresses/any(x:x eq 'smtp:a@b.c')",
	'mail eq null',
	"department eq 'a' and mail eq null",
	"displayName ge 'a'",
	'createdDateTime ge 2026-01-01T00:00:00Z',
	"contains(displayName,'a')",
	'assignedLicenses/$count eq 0',
	"displayname eq 'a'",
])('always advanced, or not known to be plain: %s', advanced);

test.each([
	"displayName eq 'not null'",
	"displayName eq 'companyName ne endsWith(x)'",
	"surname eq 'O''Brien ne null'",
	"surname eq '''' and startswith(city,'not ''ne''')",
	"(city eq 'a' or (state eq 'b' and country eq 'c')) and accountEnabled eq true",
])('what stands in quotes does not count: %s', plain);

test.each([
	['displayName', false],
	['displayName desc', false],
	['userPrincipalName asc', false],
	['displayName desc, userPrincipalName', false],
	[' displayName', false],
	['createdDateTime', true],
	['displayName,createdDateTime desc', true],
	['surname', true],
	['jobTitle desc', true],
])('sorted by %s: advanced %s', (orderBy, expected) => {
	expect(needsAdvancedMode({ orderBy })).toBe(expected);
});

test.each([
	['nothing', {}, false],
	['empty values', { filter: '', orderBy: '', search: '' }, false],
	['a search', { search: '"displayName:wa"' }, true],
	['a plain filter with a plain sort', { filter: "city eq 'a'", orderBy: 'displayName' }, true],
])('%s: advanced %s', (_, query, expected) => {
	expect(needsAdvancedMode(query)).toBe(expected);
});
