import { checkLength, queryMode } from '../../../nodes/Office365Users/users/queryMode';

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
	'usageLocation',
];
const EQ_IN = [
	'state',
	'employeeId',
	'jobTitle',
	'userType',
	'ageGroup',
	'consentProvidedForMinor',
];
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

const plain = (filter: string): void => expect(queryMode({ filter })).toBe('plain');
const advanced = (filter: string): void => expect(queryMode({ filter })).toBe('advanced');

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
	expect(queryMode({ orderBy })).toBe(expected ? 'advanced' : 'plain');
});

test.each([
	['nothing', {}, false],
	['empty values', { filter: '', orderBy: '', search: '' }, false],
	['a search', { search: '"displayName:wa"' }, true],
	['a plain filter with a plain sort', { filter: "city eq 'a'", orderBy: 'displayName' }, true],
])('%s: advanced %s', (_, query, expected) => {
	expect(queryMode(query)).toBe(expected ? 'advanced' : 'plain');
});

const values = (count: number, length = 3): string =>
	Array.from({ length: count }, (_, index) => `'${String(index).padStart(length, 'x')}'`).join(',');

describe('direct reports', () => {
	test.each(["department eq 'Sales'", 'accountEnabled eq true', "startswith(displayName,'a')"])(
		'every filter is advanced: %s',
		(filter) => {
			plain(filter);
			expect(queryMode({ filter, related: true })).toBe('advanced');
		},
	);

	test('without a filter they are plain', () => {
		expect(queryMode({ related: true })).toBe('plain');
	});
});

describe('many values', () => {
	const or = (count: number): string =>
		Array.from({ length: count }, (_, index) => `city eq '${index}'`).join(' or ');

	test.each([15, 16])('%i in one list, or in one row of "or"', (count) => {
		const check = count > 15 ? advanced : plain;
		check(`city in (${values(count)})`);
		check(or(count));
		check(`accountEnabled eq true and (${or(count)})`);
		check(`city in (${values(count - 1)}) or city eq 'b'`);
	});

	test('separate rows do not add up', () => {
		plain(`(${or(10)}) and city in (${values(10)})`);
		plain(`(${or(8)}) and (${or(8)})`);
	});
});

describe('long text', () => {
	test.each([120, 121])('of %i characters', (length) => {
		const check = length > 120 ? advanced : plain;
		check(`displayName eq '${'a'.repeat(length)}'`);
		check(`startswith(displayName,'${'a'.repeat(length)}')`);
		check(`displayName in ('a','${'b'.repeat(length)}')`);
		// A doubled quote is one character.
		check(`displayName eq '${"''".repeat(length)}'`);
	});
});

describe('what only plain queries take', () => {
	const IDENTITIES =
		"identities/any(c:c/issuerAssignedId eq 'a@b.c' and c/issuer eq 'contoso.example')";
	const SIGN_IN = 'signInActivity/lastSignInDateTime le 2026-01-01T00:00:00Z';

	test('is sent plain', () => {
		plain(IDENTITIES);
		plain(`${IDENTITIES} and accountEnabled eq true`);
		plain(SIGN_IN);
		plain(`${SIGN_IN} and signInActivity/lastSignInDateTime ge 2025-01-01T00:00:00Z`);
	});

	test.each([
		[{ filter: IDENTITIES, orderBy: 'displayName' }, "'Sort'"],
		[{ filter: SIGN_IN, search: '"displayName:a"' }, 'a search by words'],
		[{ filter: `${IDENTITIES} and companyName eq 'a'` }, 'companyName eq'],
		[{ filter: `${IDENTITIES} and not startswith(mail,'a')` }, 'not mail startswith'],
		[{ filter: `${IDENTITIES} and mail eq null` }, 'mail eq null'],
		[{ filter: `${IDENTITIES} and city in (${values(16)})` }, 'more than 15 values'],
		[
			{ filter: `${IDENTITIES} and city eq '${'a'.repeat(121)}'` },
			'text of more than 120 characters',
		],
		[{ filter: IDENTITIES, related: true }, 'a list of direct reports'],
		// Nothing else at all.
		[{ filter: `${SIGN_IN} and accountEnabled eq true` }, 'accountEnabled'],
		[{ filter: `startswith(mail,'a') and (${SIGN_IN})` }, 'mail'],
	])('is refused in company: %j', (query, company) => {
		expect(() => queryMode(query)).toThrow(
			new RegExp(`^'Filter' names (identities|signInActivity), .* combine with ${company}$`),
		);
	});
});

describe('the address of an advanced query', () => {
	const filter = `id in (${values(60, 36)})`;

	test('with many values has a length', () => {
		expect(() => checkLength(filter, 'x'.repeat(2048))).not.toThrow();
		expect(() => checkLength(filter, 'x'.repeat(2049))).toThrow(
			/^'Filter' has 60 values, and the address .* 2,049 characters long/,
		);
	});

	test('with few has one, too', () => {
		expect(() =>
			checkLength("companyName eq 'a'", 'x'.repeat(4000), 'Filter', ['Search Term', 'Filter']),
		).toThrow(/^'Search Term' and 'Filter' would make the address .* 4,000 characters long/);
	});
});

test.each([
	'assignedLicenses/any(x:x/skuId eq 87d349ed-44d7-43e1-9a83-5f2406dee5bd)',
	"id eq '87d349ed-44d7-43e1-9a83-5f2406dee5bd'",
])('plain: %s', plain);

test.each([
	'accountEnabled',
	"city eq 'a' b",
	"city in ('a'",
	"(city eq 'a'",
	'and',
	''.padEnd(3, ')'),
])('what is not understood is left to advanced mode: %s', advanced);
