/** What the table of user properties makes of Update Fields and Clear Fields, in the editor and in the request. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import {
	changesFrom,
	updateProperties,
} from '../../../../nodes/Office365Users/resources/update/updateFields';
import { InvalidParameterError } from '../../../../nodes/Office365Users/checks/invalidParameterError';
import {
	MY_PROFILE_FIELDS,
	WRITABLE_FIELDS,
} from '../../../../nodes/Office365Users/users/userProperties';

const [updateFields, clearFields] = updateProperties;
// What is hidden nobody can add.
const entries = (updateFields.options as INodeProperties[]).filter(({ type }) => type !== 'hidden');
const clearable = clearFields.options as INodePropertyOptions[];
const changes = (
	given: unknown,
	cleared: unknown = [],
	emptyValues?: unknown,
	fields = WRITABLE_FIELDS,
): ReturnType<typeof changesFrom> => changesFrom(given as never, cleared, emptyValues, fields);
const EVERYTHING = { show: { '/operation': ['user'] } };

describe('in the editor', () => {
	test('one entry for each field, by display name', () => {
		const ofTheTenant = ['customAttributes'];
		const names = entries.map(({ name }) => name).filter((name) => !ofTheTenant.includes(name));
		expect(names).toEqual(WRITABLE_FIELDS.map(({ name }) => name));
		expect(new Set(entries.map(({ displayName }) => displayName)).size).toBe(entries.length);
		// Extension Attribute 10 comes after 9.
		const numbers = entries
			.filter(({ name }) => name.startsWith('extensionAttribute'))
			.map(({ name }) => Number(name.replace(/\D+/, '')));
		expect(numbers).toEqual(Array.from({ length: 15 }, (_, index) => index + 1));
	});

	test('only what can be emptied can be cleared', () => {
		const kept = WRITABLE_FIELDS.filter(({ write }) => write.keeps).map(({ name }) => name);
		expect(kept).toEqual(
			expect.arrayContaining(['displayName', 'mail', 'usageLocation', 'birthday', 'password']),
		);
		expect(clearable.map(({ value }) => value)).toEqual(
			WRITABLE_FIELDS.map(({ name }) => name).filter((name) => !kept.includes(name)),
		);
	});

	test("one's own profile has the eight documented fields", () => {
		expect(MY_PROFILE_FIELDS.map(({ name }) => name).sort()).toEqual(
			[
				...['aboutMe', 'birthday', 'interests', 'mySite', 'pastProjects', 'responsibilities'],
				...['schools', 'skills'],
			].sort(),
		);
		const own = new Set(MY_PROFILE_FIELDS.map(({ name }) => name));
		for (const { name, displayOptions } of entries) {
			expect(displayOptions).toEqual(own.has(name) ? undefined : EVERYTHING);
		}
		for (const { value, displayOptions } of clearable) {
			expect(displayOptions).toEqual(own.has(String(value)) ? undefined : EVERYTHING);
		}
	});

	test('the password is masked, and nothing else', () => {
		const masked = entries.filter(({ typeOptions }) => typeOptions?.password);
		expect(masked.map(({ name }) => name)).toEqual(['password']);
	});

	test('what Microsoft does not document carries a warning', () => {
		const warned = entries.filter(({ description }) => /not document/.test(description ?? ''));
		expect(warned.map(({ name }) => name).sort()).toEqual(
			[
				...['faxNumber', 'isResourceAccount', 'preferredDataLocation', 'preferredName'],
				'showInAddressList',
			].sort(),
		);
	});

	test.each(WRITABLE_FIELDS.filter(({ write }) => write.values))(
		'$name is chosen from its words',
		({ name, write }) => {
			const { options = [], default: preset } = entries.find((entry) => entry.name === name) ?? {};
			const offered = options as INodePropertyOptions[];
			expect(offered.map(({ value }) => value).sort()).toEqual([...(write.values ?? [])].sort());
			expect(offered.map((option) => option.name)).toEqual(
				offered.map((option) => option.name).sort(),
			);
			if (!Array.isArray(preset)) expect(preset).toBe(offered[0].value);
		},
	);
});

describe('in the request', () => {
	test('fields stand where Graph keeps them', () => {
		const { values, ...stored } = changes(
			{
				city: 'Basel',
				aboutMe: 'Hi',
				division: 'North',
				extensionAttribute2: 'x',
				password: 'Pa55word!',
				forceChangePasswordNextSignIn: false,
			},
			['skills', 'department', 'extensionAttribute9'],
		);
		expect([...values].map(([{ name }, value]) => [name, value])).toEqual([
			['city', 'Basel'],
			['aboutMe', 'Hi'],
			['division', 'North'],
			['extensionAttribute2', 'x'],
			['password', 'Pa55word!'],
			['forceChangePasswordNextSignIn', false],
			['skills', []],
			['department', null],
			['extensionAttribute9', null],
		]);
		expect(stored).toEqual({
			directory: {
				city: 'Basel',
				employeeOrgData: { division: 'North' },
				onPremisesExtensionAttributes: { extensionAttribute2: 'x', extensionAttribute9: null },
				passwordProfile: { password: 'Pa55word!', forceChangePasswordNextSignIn: false },
				department: null,
			},
			profile: { aboutMe: 'Hi', skills: [] },
			updated: [
				...['city', 'aboutMe', 'division', 'extensionAttribute2', 'password'],
				'forceChangePasswordNextSignIn',
			],
			cleared: ['skills', 'department', 'extensionAttribute9'],
		});
	});

	test.each([
		['{}', {}],
		['null', null],
		['nothing', undefined],
	])('%s is nothing to update', (_name, given) => {
		expect(() => changes(given)).toThrow(/^There is nothing to update/);
	});

	test.each([
		['shoeSize', undefined],
		['JobTitle', 'jobTitle'],
		['extensionAttribute16', 'extensionAttribute1'],
		['id', undefined],
		['constructor', undefined],
		['__proto__', undefined],
	])('%s is no field', (name, near) => {
		const given = JSON.parse(`{"${name}": "x"}`) as object;
		expect(() => changes(given)).toThrow(InvalidParameterError);
		expect(() => changes(given)).toThrow(`'Update Fields' contains "${name}"`);
		if (near !== undefined) expect(() => changes(given)).toThrow(`Did you mean "${near}"?`);
	});

	test("a directory field is none of one's own profile", () => {
		const mine = (): unknown => changes({ city: 'Basel' }, [], undefined, MY_PROFILE_FIELDS);
		expect(mine).toThrow(
			"'Update Fields' contains City, which Update My Profile cannot change; use Update User",
		);
	});

	test('a field that is emptied by its value may also stand among those to clear', () => {
		expect(changes({ city: '' }, ['city'], 'clear')).toMatchObject({
			directory: { city: null },
			updated: [],
			cleared: ['city'],
		});
		expect(changes({ city: '' }, ['city'], 'skip')).toMatchObject({ cleared: ['city'] });
	});

	test('an option that is not known counts as Refuse', () => {
		expect(() => changes({ city: '' }, [], 'nonsense')).toThrow("'City' is empty");
	});
});
