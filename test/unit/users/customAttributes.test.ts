/** Names of custom attributes, where their values stand in a user, and when two values are the same. */
import { isSameValue } from '../../../nodes/Office365Users/users/compareValues';
import {
	attributeIn,
	type AttributeType,
	type AttributeValue,
	type CustomAttribute,
	customAttribute,
	customField,
	setAttribute,
} from '../../../nodes/Office365Users/users/customAttributes';

const BADGE = 'extension_0123456789abcdef0123456789abcdef_badge';
const attribute = (name: string): CustomAttribute => {
	const found = customAttribute(name);
	if (!found) throw new Error(`${name} is no custom attribute`);
	return found;
};

test.each([
	[BADGE, 'directoryExtension', BADGE, []],
	['ext7k3pq9xd_training/courseId', 'schemaExtension', 'ext7k3pq9xd_training', ['courseId']],
	['contoso_training/courseId', 'schemaExtension', 'contoso_training', ['courseId']],
	[
		'customSecurityAttributes/Set/Level',
		'securityAttribute',
		'customSecurityAttributes',
		['Set', 'Level'],
	],
	['extensions/com.example.x/theme', 'openExtension', 'extensions', ['com.example.x', 'theme']],
])('%s', (name, kind, property, path) => {
	expect(attribute(name)).toEqual({ kind, name, property, path });
});

test.each([
	['Extension_0123456789abcdef0123456789abcdef_badge', BADGE],
	['CUSTOMSECURITYATTRIBUTES/Set/Level', 'customSecurityAttributes/Set/Level'],
	['Extensions/x/y', 'extensions/x/y'],
])("Graph's own part of %s in whatever case", (given, name) => {
	expect(attribute(given).name).toBe(name);
});

test.each([
	'jobTitle',
	'department/x',
	'manager/displayName',
	'customSecurityAttributes',
	'customSecurityAttributes/Set',
	'customSecurityAttributes/Set/Level/x',
	'extensions/com.example.x',
	'extensions/com.example.x/id',
	'extensions/com.example.x/extensionName',
	'ext7k3pq9xd_training',
	'a_b/c?$filter=x',
	'extension_x&$select=y',
	'extensions/../y',
	'',
])('%j is none', (name) => {
	expect(customAttribute(name)).toBeUndefined();
});

test.each<[string, AttributeValue]>([
	[BADGE, 'x'],
	['ext7k3pq9xd_training/courseId', 5],
	['customSecurityAttributes/Set/Level', ['a']],
	['extensions/com.example.x/theme', null],
])('a value of %s is where it was put, and what is beside it stays', (name, value) => {
	const before = {
		ext7k3pq9xd_training: { courseName: 'Fire' },
		customSecurityAttributes: { Set: { Other: 1 }, More: { Level: 2 } },
		extensions: [{ id: 'com.example.x', size: 1 }, { id: 'com.example.y' }],
	};
	const user = structuredClone(before);
	const shared = { ...user };
	setAttribute(shared, attribute(name), value);
	expect(attributeIn(shared, attribute(name))).toEqual(value);
	expect(shared).toMatchObject({
		ext7k3pq9xd_training: { courseName: 'Fire' },
		customSecurityAttributes: { Set: { Other: 1 }, More: { Level: 2 } },
		extensions: expect.arrayContaining([
			expect.objectContaining({ id: 'com.example.x', size: 1 }),
			{ id: 'com.example.y' },
		]) as unknown,
	});
	expect(user).toEqual(before);
});

describe('two values', () => {
	const same = (type: AttributeType | undefined, one: unknown, other: unknown): boolean[] => {
		const field = customField(attribute(BADGE), type && { type, isCollection: false });
		return [isSameValue(field, one, other), isSameValue(field, other, one)];
	};

	test.each<[AttributeType | undefined, unknown, unknown]>([
		['Integer', 5, '5'],
		['LargeInteger', 4_000_000_000, '4000000000'],
		['Boolean', false, 'false'],
		['DateTime', '2024-05-01T00:00:00Z', '2024-05-01T02:00:00+02:00'],
		['String', null, undefined],
		['String', [], null],
		['String', '', null],
		['String', ['a', 'b'], ['b', 'a']],
		[undefined, 5, '5'],
		[undefined, '2024-05-01T00:00:00Z', '2024-05-01T00:00:00.000Z'],
	])('of type %s are the same: %j and %j', (type, one, other) => {
		expect(same(type, one, other)).toEqual([true, true]);
	});

	test.each<[AttributeType | undefined, unknown, unknown]>([
		['Integer', 5, 6],
		['Integer', 0, null],
		['Boolean', false, null],
		['Boolean', true, false],
		['String', 'a', 'A'],
		['String', '2024-05-01T00:00:00Z', '2024-05-01T02:00:00+02:00'],
		['String', ['a'], ['a', 'b']],
		['Binary', 'aGVsbG8=', 'AGVSBG8='],
		['DateTime', '2024-05-01T00:00:00Z', '2024-05-01T00:00:01Z'],
	])('of type %s differ: %j and %j', (type, one, other) => {
		expect(same(type, one, other)).toEqual([false, false]);
	});
});
