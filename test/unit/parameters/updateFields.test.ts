import type { IDataObject } from 'n8n-workflow';

import { type Changes, changesFrom } from '../../../nodes/Office365Users/parameters/updateFields';
import { BadInput } from '../../../nodes/Office365Users/transport/badInput';
import { MY_PROFILE_FIELDS, WRITABLE_FIELDS } from '../../../nodes/Office365Users/userProperties';

const changes = (
	updateFields: IDataObject,
	{
		clear = [],
		empty,
		fields = WRITABLE_FIELDS,
	}: {
		clear?: unknown;
		empty?: string;
		fields?: typeof WRITABLE_FIELDS;
	} = {},
): Changes => changesFrom(updateFields, clear, empty, fields);

test('only what was added is sent', () => {
	expect(changes({ jobTitle: 'Clerk', accountEnabled: false })).toEqual({
		directory: { jobTitle: 'Clerk', accountEnabled: false },
		profile: {},
		updated: ['jobTitle', 'accountEnabled'],
		cleared: [],
	});
});

test('directory and SharePoint fields are kept apart', () => {
	const { directory, profile, updated } = changes({
		aboutMe: 'Hello',
		city: 'Oslo',
		skills: 'a,b',
		birthday: '1990-01-01',
	});
	expect(directory).toEqual({ city: 'Oslo' });
	expect(profile).toEqual({
		aboutMe: 'Hello',
		skills: ['a', 'b'],
		birthday: '1990-01-01T00:00:00Z',
	});
	expect(updated).toEqual(['aboutMe', 'city', 'skills', 'birthday']);
});

test('members stand under their property', () => {
	const { directory, updated } = changes({
		division: 'North',
		costCenter: 'C1',
		extensionAttribute1: 'x',
		extensionAttribute15: 'y',
		password: 's3cret!A',
		forceChangePasswordNextSignIn: true,
	});
	expect(directory).toEqual({
		employeeOrgData: { division: 'North', costCenter: 'C1' },
		onPremisesExtensionAttributes: { extensionAttribute1: 'x', extensionAttribute15: 'y' },
		passwordProfile: { password: 's3cret!A', forceChangePasswordNextSignIn: true },
	});
	expect(updated).toHaveLength(6);
});

describe('to empty', () => {
	test('a text is null, a list is empty', () => {
		const given = { clear: ['jobTitle', 'businessPhones', 'aboutMe', 'division'] };
		expect(changes({}, given)).toEqual({
			directory: { jobTitle: null, businessPhones: [], employeeOrgData: { division: null } },
			profile: { aboutMe: null },
			updated: [],
			cleared: ['jobTitle', 'businessPhones', 'aboutMe', 'division'],
		});
	});

	test('names with commas between them do as well', () => {
		expect(changes({}, { clear: 'jobTitle, city' }).cleared).toEqual(['jobTitle', 'city']);
	});

	test.each(WRITABLE_FIELDS.filter(({ write }) => write.keeps))(
		'$name cannot be',
		({ name, displayName }) => {
			expect(() => changes({}, { clear: [name] })).toThrow(BadInput);
			expect(() => changes({}, { clear: [name] })).toThrow(`'${displayName}' cannot be emptied`);
		},
	);

	test('what is given as well cannot be', () => {
		expect(() => changes({ city: 'Oslo' }, { clear: ['city'] })).toThrow(
			/^'City' stands both in 'Update Fields' and in 'Clear Fields'/,
		);
	});
});

describe.each(['', null, undefined, []])('an empty value (%j)', (value) => {
	const given = { city: value, jobTitle: 'Clerk' } as IDataObject;

	test.each([undefined, 'refuse'])('is refused (%s)', (empty) => {
		expect(() => changes(given, { empty })).toThrow(BadInput);
		expect(() => changes(given, { empty })).toThrow(/^'City' is empty$/);
	});

	test('is left out where that is wanted', () => {
		const { directory, updated, cleared } = changes(given, { empty: 'skip' });
		expect(directory).toEqual({ jobTitle: 'Clerk' });
		expect([updated, cleared]).toEqual([['jobTitle'], []]);
	});

	test('empties the field where that is wanted', () => {
		const { directory, updated, cleared } = changes(given, { empty: 'clear' });
		expect(directory).toEqual({ city: null, jobTitle: 'Clerk' });
		expect([updated, cleared]).toEqual([['jobTitle'], ['city']]);
	});

	test('does not empty what Microsoft wants filled', () => {
		const displayName = { displayName: value } as IDataObject;
		expect(() => changes(displayName, { empty: 'clear' })).toThrow(/^'Display Name' cannot/);
	});
});

describe('refused', () => {
	test.each([
		['nothing at all', {}, {}],
		['nothing but what is left out', { city: '' }, { empty: 'skip' }],
	])('%s', (_, given, settings) => {
		expect(() => changes(given, settings)).toThrow(/nothing to update/);
	});

	test.each(['shoeSize', 'id', 'hireDate', 'employeeOrgData', 'passwordProfile', 'constructor'])(
		'%s, which cannot be changed',
		(name) => {
			expect(() => changes({ [name]: 'x' })).toThrow(BadInput);
			expect(() => changes({ [name]: 'x' })).toThrow(/^'Update Fields' holds/);
		},
	);

	test("a directory field in one's own profile", () => {
		const own = { fields: MY_PROFILE_FIELDS };
		expect(() => changes({ jobTitle: 'Clerk' }, own)).toThrow(/Update My Profile cannot change/);
		expect(changes({ aboutMe: 'Hello' }, own).profile).toEqual({ aboutMe: 'Hello' });
	});
});
