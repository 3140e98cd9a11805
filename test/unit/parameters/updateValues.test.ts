import { DateTime } from 'luxon';

import { graphValue, type GraphValue } from '../../../nodes/Office365Users/parameters/updateValues';
import { BadInput } from '../../../nodes/Office365Users/transport/badInput';
import { WRITABLE_FIELDS, type WritableField } from '../../../nodes/Office365Users/userProperties';
import { FORBIDDEN_WORDS } from '../support/forbiddenWords';

function field(name: string): WritableField {
	const found = WRITABLE_FIELDS.find((each) => each.name === name);
	if (!found) throw new Error(`There is no field ${name}`);
	return found;
}
const value = (name: string, given: unknown): GraphValue | undefined =>
	graphValue(field(name), given);

test.each(WRITABLE_FIELDS)('$name: what is empty is no value', (each) => {
	for (const empty of ['', '  ', null, undefined, [], [''], [null, ' ']]) {
		expect(graphValue(each, empty)).toBeUndefined();
	}
});

test.each([
	['jobTitle', 'Clerk', 'Clerk'],
	['jobTitle', '  Clerk ', '  Clerk '],
	['jobTitle', 'x'.repeat(128), 'x'.repeat(128)],
	['employeeId', 12345, '12345'],
	['postalCode', 0, '0'],
	['displayName', 'Jürgen Groß', 'Jürgen Groß'],
	['accountEnabled', true, true],
	['accountEnabled', false, false],
	['accountEnabled', ' FALSE ', false],
	['accountEnabled', 'true', true],
	['ageGroup', 'Minor', 'Minor'],
	['ageGroup', 'notadult', 'NotAdult'],
	['userType', 'guest', 'Guest'],
	['usageLocation', 'DE', 'DE'],
	['preferredLanguage', 'en-US', 'en-US'],
	['mySite', 'https://contoso.example/nathan', 'https://contoso.example/nathan'],
	['userPrincipalName', "o'brien_1@contoso.com", "o'brien_1@contoso.com"],
	['mail', 'nathan@contoso.com', 'nathan@contoso.com'],
	['onPremisesImmutableId', 'abc-123==', 'abc-123=='],
	['passwordPolicies', 'DisableStrongPassword', 'DisableStrongPassword'],
	[
		'passwordPolicies',
		['DisablePasswordExpiration', 'disablestrongpassword'],
		'DisablePasswordExpiration, DisableStrongPassword',
	],
	[
		'passwordPolicies',
		'DisablePasswordExpiration, DisableStrongPassword',
		'DisablePasswordExpiration, DisableStrongPassword',
	],
])('%s: %j is sent as %j', (name, given, sent) => {
	expect(value(name, given)).toBe(sent);
});

describe('a date is sent as UTC without fractions', () => {
	test.each([
		['2026-03-31', '2026-03-31T00:00:00Z'],
		['2026-03-31T09:00:00', '2026-03-31T09:00:00Z'],
		['2026-03-31T09:00', '2026-03-31T09:00:00Z'],
		['2026-03-31 09:00:00', '2026-03-31T09:00:00Z'],
		['2026-03-31T09:00:00Z', '2026-03-31T09:00:00Z'],
		['2026-03-31T09:00:00.123Z', '2026-03-31T09:00:00Z'],
		['2026-03-31T09:00:00+02:00', '2026-03-31T07:00:00Z'],
		['2026-03-31T00:30:00+0200', '2026-03-30T22:30:00Z'],
		['2024-02-29', '2024-02-29T00:00:00Z'],
		['1984-12-31', '1984-12-31T00:00:00Z'],
		[new Date('2026-03-31T09:00:00.500Z'), '2026-03-31T09:00:00Z'],
		[DateTime.fromISO('2026-03-31T09:00:00', { zone: 'Europe/Berlin' }), '2026-03-31T07:00:00Z'],
		[DateTime.fromISO('2026-03-31', { zone: 'utc' }), '2026-03-31T00:00:00Z'],
	])('%j', (given, sent) => {
		expect(value('employeeHireDate', given)).toBe(sent);
	});

	test.each([
		'31.03.2026',
		'03/31/2026',
		'tomorrow',
		'2026',
		'2026-13-01',
		'2026-02-30',
		'2026-02-29',
		'2026-04-31T10:00:00Z',
		'2026-03-31T25:00:00',
		'2026-03-31T09:60',
		1_774_915_200_000,
		true,
		{ year: 2026 },
		new Date(NaN),
		DateTime.invalid('none'),
	])('refused: %j', (given) => {
		expect(() => value('birthday', given)).toThrow(BadInput);
		expect(() => value('birthday', given)).toThrow(/^'Birthday' is .* not a date$/);
	});
});

describe('a list', () => {
	test.each([
		['a list', ['a', 'b'], ['a', 'b']],
		['a text with commas', 'a, b ,c', ['a', 'b', 'c']],
		['one value', 'a', ['a']],
		['an editor entry that holds a text with commas', ['a, b'], ['a', 'b']],
		['an editor entry that holds a list', [['a', 'b']], ['a', 'b']],
		['several entries, one with a comma of its own', ['a, b', 'c'], ['a, b', 'c']],
		['empty ones among them', ['a', '', null, 'b'], ['a', 'b']],
		['a number', 5, ['5']],
	])('from %s', (_, given, sent) => {
		expect(value('skills', given)).toEqual(sent);
	});

	test('of phones has one entry', () => {
		expect(value('businessPhones', ['+1 555'])).toEqual(['+1 555']);
		expect(() => value('businessPhones', ['+1 555', '+1 666'])).toThrow(
			/^'Business Phones' has 2 values; .*only one/,
		);
	});

	test('of mail addresses is checked one by one', () => {
		expect(value('otherMails', 'a@x.y,b@x.y')).toEqual(['a@x.y', 'b@x.y']);
		expect(() => value('otherMails', ['a@x.y', 'nobody'])).toThrow(/^'Other Mails' is "nobody"/);
		const many = Array.from({ length: 251 }, (_, index) => `a${index}@x.y`);
		expect(() => value('otherMails', many)).toThrow(/251 values.*250/);
	});
});

test.each([
	['jobTitle', 'x'.repeat(129), /^'Job Title' has 129 characters; .*128/],
	['employeeId', 'x'.repeat(17), /^'Employee ID' has 17 characters; .*16/],
	['jobTitle', { a: 1 }, /^'Job Title' must be a text/],
	['jobTitle', true, /^'Job Title' must be a text/],
	['jobTitle', ['a', 'b'], /^'Job Title' must be a text/],
	['accountEnabled', 'yes', /^'Account Enabled' must be true or false/],
	['accountEnabled', 1, /^'Account Enabled' must be true or false/],
	['ageGroup', 'Child', /^'Age Group' is "Child".*Minor, NotAdult, Adult/],
	['passwordPolicies', 'None', /^'Password Policies' is "None"/],
	['usageLocation', 'Germany', /^'Usage Location' is "Germany".*two letters/],
	['preferredLanguage', 'English!', /^'Preferred Language' is/],
	['mySite', 'contoso', /^'My Site' is "contoso".*web address/],
	['userPrincipalName', 'nathan', /^'User Principal Name' is "nathan"/],
	['userPrincipalName', 'jürgen@contoso.com', /^'User Principal Name' is/],
	['userPrincipalName', 'nathan@contoso', /^'User Principal Name' is/],
	['mail', 'nathan smith@contoso.com', /^'Mail' is/],
	['mail', 'müller@contoso.com', /^'Mail' is/],
	['onPremisesImmutableId', 'a$b', /^'On-Premises Immutable ID' is/],
	['onPremisesImmutableId', 'a_b', /^'On-Premises Immutable ID' is/],
] as Array<[string, unknown, RegExp]>)('refused, %s: %j', (name, given, why) => {
	try {
		value(name, given);
	} catch (error) {
		const { message, description = '' } = error as BadInput;
		expect(error).toBeInstanceOf(BadInput);
		expect(message).toMatch(why);
		expect(`${message} ${description}`).not.toMatch(FORBIDDEN_WORDS);
	}
	expect.assertions(3);
});

test.each([{ a: 's3cret' }, ['s3cret', 'x'], true])(
	'a password never stands in a message: %j',
	(given) => {
		try {
			value('password', given);
		} catch (error) {
			expect(
				JSON.stringify([(error as BadInput).message, (error as BadInput).description]),
			).toMatch(/^(?!.*s3cret).*'Password'/);
		}
		expect.assertions(1);
	},
);
