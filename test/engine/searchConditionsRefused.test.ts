/** Search Users, Conditions: what cannot be used is named as the editor shows it; nothing is sent. */
import { BOTH_PATHS, Workbench } from '../support/engine/workbench';

const bench = new Workbench();
const search = { resource: 'search', operation: 'users' };

const expression = (value: unknown): string =>
	value === undefined ? '={{ undefined }}' : `={{ ${JSON.stringify(value)} }}`;

async function refusal(condition: unknown, more: object = {}, path?: 'routing'): Promise<string> {
	const options = { conditions: { condition }, ...more };
	const { error, items } = await bench.run({ ...search, options } as never, { path });
	expect(items).toEqual([]);
	expect(await bench.log()).toEqual([]);
	return String(error?.message);
}
const refused = async (
	field: unknown,
	operator: unknown,
	value: unknown,
	path?: 'routing',
): Promise<string> => await refusal([{ field, operator, value }], {}, path);

const NOTHING = [null, undefined, '', '   ', '\u200b', []];

describe.each(BOTH_PATHS)('over %s', (path) => {
	const through = path === 'routing' ? path : undefined;

	it.each(NOTHING)('no value: %j', async (value) => {
		expect(await refused('department', 'equals', expression(value), through)).toBe(
			"'Value' in 'Conditions' is empty for Department",
		);
	});
});

it.each(NOTHING)('no values: %j', async (value) => {
	const message = "'Value' in 'Conditions' is empty for Job Title";
	expect(await refused('jobTitle', 'isOneOf', expression(value))).toBe(message);
	if (Array.isArray(value)) {
		expect(await refused('jobTitle', 'isOneOf', '={{ [null, ""] }}')).toBe(message);
	}
});

describe('a value of the wrong kind', () => {
	it.each([
		['accountEnabled', 'equals', ['yes', 1, 0, 'on', {}, [true]]],
		[
			'createdDateTime',
			'after',
			['31.03.2026', '03/31/2026', '2026-02-30', 'today', 20260331, true],
		],
		['employeeHireDate', 'equals', ['2026-13-01', '2026', {}, ['2026-01-01']]],
		['userType', 'equals', ['Gust', 'Members', 1, true]],
		['userType', 'isOneOf', ['Guest, Gust', ['Member', 'x'], {}]],
		['id', 'equals', ['alice', 42, 'cf2e386c-2393-4e9e-ac7b', {}]],
		['id', 'isOneOf', [['alice'], 'a,b']],
		['assignedLicenses', 'equals', ['ENTERPRISEPACK', 1, true]],
		['department', 'equals', [true, {}, ['Sales'], ['Sales', 'Legal']]],
		['department', 'isOneOf', [{}, [['Sales']], [{}], true]],
		['department', 'startsWith', [false, ['a']]],
		['otherMails', 'endsWith', [{}, true]],
	])('%s %s', async (field, operator, values) => {
		for (const value of values) {
			const message = await refused(field, operator, expression(value));
			expect([value, message]).toEqual([value, expect.stringMatching(/^'Value' in 'Conditions' /)]);
		}
	});

	it('half an emoji', async () => {
		expect(await refused('department', 'equals', '={{ "😀".slice(0, 1) }}')).toContain(
			"'Value' in 'Conditions' contains half a character",
		);
	});

	it('says which of several conditions it is about', async () => {
		const message = await refusal([
			{ field: 'department', operator: 'equals', value: 'Sales' },
			{ field: 'accountEnabled', operator: 'equals', value: '={{ "maybe" }}' },
		]);
		expect(message).toBe(
			`'Value' in condition 2 of 'Conditions' must be true or false for Account Enabled, not "maybe"`,
		);
	});
});

it.each([
	['nothing', {}],
	['an expression for all of it', '={{ { condition: [] } }}'],
	['a list', [{ field: 'city', operator: 'equals', value: 'Paris' }]],
])('no conditions, but %s', async (_, conditions) => {
	const { error, items } = await bench.run({ ...search, options: { conditions } } as never);
	expect(error?.message).toBe("'Conditions' is empty");
	expect(items).toEqual([]);
	expect(await bench.log()).toEqual([]);
});

describe('a field that there is not', () => {
	it.each([
		['={{ "jobTitel" }}', 'Did you mean "jobTitle"'],
		['={{ "Job Tilte" }}', 'Did you mean "Job Title"'],
		['={{ "x" }}', 'is not a field of users'],
		['={{ "" }}', "'Field' in 'Conditions' is empty"],
		['={{ null }}', "'Field' in 'Conditions' is empty"],
		['={{ 42 }}', "'Field' in 'Conditions' must be the name of a field"],
		['={{ ["department"] }}', "'Field' in 'Conditions' must be the name of a field"],
		['={{ "department eq \'a\' or city" }}', 'is not a field of users'],
		['={{ "extension_1_badge" }}', 'is not a field of users'],
	])('%s', async (field, message) => {
		expect(await refused(field, 'equals', 'x')).toContain(message);
	});

	it('one of several parts', async () => {
		expect(await refused('employeeOrgData', 'equals', 'x')).toBe(
			"Employee Organization Data in 'Conditions' is several fields; choose one of them: Cost Center, Division",
		);
		expect(await refused('onPremisesExtensionAttributes', 'equals', 'x')).toContain(
			'Extension Attribute 1 to 15',
		);
	});

	it('one with an option of its own', async () => {
		expect(await refused('signInActivity', 'before', '2026-01-01')).toBe(
			"Sign-In Activity cannot be used in 'Conditions'; the option 'Inactive For (Days)' finds who has not signed in",
		);
	});
});

describe('an operator that there is not', () => {
	it.each([
		[
			'={{ "contains" }}',
			`is "contains", which is not an operator. Department can be compared with Equals,`,
		],
		['={{ "" }}', 'is empty. Department can be compared with'],
		['={{ null }}', 'is empty'],
		['={{ {} }}', 'is "{}", which is not an operator'],
		['={{ "before" }}', 'is Is Before, which Microsoft Graph does not support for Department'],
	])('%s', async (operator, message) => {
		expect(await refused('department', operator, 'x')).toContain(message);
	});
});

it('Match Conditions that is neither all nor any', async () => {
	const condition = [{ field: 'city', operator: 'equals', value: 'Paris' }];
	expect(await refusal(condition, { matchConditions: '={{ "some" }}' })).toContain(
		'\'Match Conditions\' is "some"',
	);
});

it('conditions with a filter that only plain queries take', async () => {
	const condition = [{ field: 'city', operator: 'notEquals', value: 'Paris' }];
	const filter = "identities/any(i:i/issuer eq 'contoso.example')";
	expect(await refusal(condition, { filter })).toMatch(
		/^'Filter' or 'Conditions' names identities, which Microsoft Graph does not combine/,
	);
});
