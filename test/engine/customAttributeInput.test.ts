/** Custom attributes that cannot be written as they are given: the reason, before anything is sent. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { EVERY_RIGHT, patches } from '../support/engine/updating';
import { BOTH_PATHS, itemsFor, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 60 });
const extension = (name: string): string => `extension_22222222222242228222222222222222_${name}`;
const TRAINING = 'ext7k3pq9xd_training';
const LEVEL = 'customSecurityAttributes/Engineering/Level';
const LISTED = [
	...EVERY_RIGHT,
	'Application.Read.All',
	'CustomSecAttributeDefinition.Read.All',
	'CustomSecAttributeAssignment.ReadWrite.All',
];

const update = (updateFields: unknown, more: INodeParameters = {}): INodeParameters =>
	({ resource: 'update', operation: 'user', user: userOfItem, updateFields, ...more }) as never;
const attributes = (...list: Array<readonly [unknown, unknown]>): IDataObject => ({
	customAttributes: { attribute: list.map(([name, value]) => ({ name, value })) as never },
});
const alice = (): ReturnType<typeof itemsFor> => itemsFor(bench.tenant.cast.alice.id);
const asRole = async (adminRole: string): Promise<void> => {
	await bench.tenant.control('PATCH', `/users/${bench.tenant.cast.admin.id}`, { adminRole });
};
const message = async (
	parameters: INodeParameters,
	scopes: readonly string[] = LISTED,
): Promise<string> =>
	String((await bench.run(parameters, { signIn: { scopes }, items: alice() })).error?.message);

describe('seen without asking Microsoft', () => {
	test.each<[string, unknown, INodeParameters, RegExp]>([
		['no attribute', { customAttributes: {} }, {}, /^'Custom Attributes' has no attribute$/],
		[
			'an expression for all',
			{ customAttributes: '={{ {"attribute": []} }}' },
			{},
			/^'Custom Attributes' has no attribute$/,
		],
		[
			'an expression for the list',
			{ customAttributes: { attribute: '={{ [1] }}' } },
			{},
			/^'Custom Attributes' has an attribute without a name$/,
		],
		['no name', attributes(['', 'x']), {}, /without a name$/],
		['a number for a name', attributes(['={{ 5 }}', 'x']), {}, /whose name is "5"$/],
		[
			'an empty value',
			attributes([LEVEL, '']),
			{},
			/^'customSec.*' in 'Custom Attributes' is empty$/,
		],
		[
			'one name twice',
			attributes([extension('badge'), 'a'], [extension('BADGE'), 'b']),
			{},
			/^'Custom Attributes' has "extension_2+42228?2*_BADGE" twice$|twice$/,
		],
		[
			'set and cleared',
			attributes([extension('badge'), 'a']),
			{ clearFields: [extension('badge')] },
			/is in both 'Custom Attributes' and 'Clear Fields'$/,
		],
		[
			'one expression for all fields',
			'={{ {"city": "Oslo"} }}',
			{},
			/^'Update Fields' is one expression/,
		],
		[
			'one expression for all fields, beside Clear Fields',
			'={{ $json.fields }}',
			{ clearFields: ['city'] },
			/^'Update Fields' is one expression/,
		],
		[
			"a custom attribute of one's own profile",
			{ aboutMe: 'x' },
			{ operation: 'myProfile', clearFields: [extension('badge')] },
			/^'Clear Fields' contains "extension_\w+_badge", which is not a field that can be changed/,
		],
		[
			'an unknown name to clear, by expression',
			{ jobTitle: 'x' },
			{ clearFields: '={{ ["depratment"] }}' },
			/^'Clear Fields' contains "depratment".*Did you mean "department"\?$/,
		],
	])('%s', async (_, updateFields, more, says) => {
		expect(await message(update(updateFields, more))).toMatch(says);
		expect(await bench.log()).toEqual([]);
	});
});

describe('seen in the tenant, before anything is written for anyone', () => {
	test.each<[string, string, unknown, string]>([
		['a misspelt extension', extension('bagde'), 'x', `Did you mean "${extension('badge')}"?`],
		[
			'another app',
			`extension_${'3'.repeat(32)}_badge`,
			'x',
			`Did you mean "${extension('badge')}"?`,
		],
		[
			'dashes in the ID of the app',
			'extension_22222222-2222-4222-8222-222222222222_badge',
			'x',
			`Did you mean "${extension('badge')}"?`,
		],
		[
			'a misspelt prefix',
			extension('badge').replace('extension', 'extention'),
			'x',
			`Did you mean "${extension('badge')}"?`,
		],
		[
			'dots for slashes',
			'customSecurityAttributes.Engineering.Level',
			'4',
			`Did you mean "${LEVEL}"?`,
		],
		['the ID of a definition', 'Engineering_Level', '4', `Did you mean "${LEVEL}"?`],
		['a field that every user has', 'jobTitle', 'x', "add 'Job Title' itself in 'Update Fields'"],
		[
			'what names an open extension',
			'extensions/com.contoso.roaming/id',
			'x',
			'is not a custom attribute',
		],
		['a label', 'Badge', 'x', `Did you mean "${extension('badge')}"?`],
		['nothing like any', extension('zzzzzzzzzzzz'), 'x', `. It has ${extension('badge')}`],
		['an attribute of groups', extension('owner'), 'x', 'for other objects and not for users'],
		['an unknown member', `${TRAINING}/courseID2`, 'x', `Did you mean "${TRAINING}/courseId"?`],
		['an unknown schema extension', 'ext00000000_none/member', 'x', 'is not a custom attribute'],
		[
			'an unknown set',
			'customSecurityAttributes/Enginering/Level',
			'4',
			`Did you mean "${LEVEL}"?`,
		],
		['text for a number', extension('floor'), 'four', 'which is not a whole number'],
		['a fraction', extension('floor'), '={{ 4.5 }}', '"4.5", which is not a whole number'],
		['too large a number', extension('floor'), '3000000000', 'the largest number that can be kept'],
		['true for a number', extension('floor'), '={{ true }}', 'which is not a whole number'],
		['yes for a Boolean', extension('remote'), 'yes', '"yes", which is not true or false'],
		['no date', extension('startedOn'), 'May', '"May", which is not a date'],
		['a day that is none', extension('startedOn'), '2024-02-30', 'which is not a date'],
		[
			'several for one',
			extension('badge'),
			'={{ ["a", "b"] }}',
			'has 2 values; this attribute takes one',
		],
		['no bytes', extension('token'), 'héllo', 'which is not bytes in base64'],
		['one of several wrong', extension('rooms'), '4, x', '"x", which is not a whole number'],
		[
			'too long a text',
			extension('badge'),
			'x'.repeat(257),
			'has 257 characters; Microsoft allows 256',
		],
		['an object', extension('badge'), '={{ {"a": 1} }}', 'which is not text'],
		['an object in an open extension', 'extensions/x/y', '={{ {"a": 1} }}', 'which is not a value'],
		['several kinds', 'extensions/x/y', '={{ [1, "a"] }}', 'has values of different kinds'],
	])('%s', async (_, name, value, says) => {
		await asRole('Attribute Assignment Administrator');
		// That there is no such schema extension is what Graph says to whoever asks for its definition.
		bench.expectRefusal(404, 'Request_ResourceNotFound');
		const { error } = await bench.run(
			update(attributes([name, value]), { options: { emptyValues: 'clear' } }),
			{
				signIn: { scopes: LISTED },
				items: itemsFor(bench.tenant.cast.ceo.id, bench.tenant.cast.alice.id),
			},
		);
		expect(error?.message).toContain(says);
		expect(await patches(bench)).toEqual([]);
		expect((await bench.asked()).length).toBeLessThanOrEqual(2);
	});

	test('under Continue the other items are written', async () => {
		const { items } = await bench.run(
			update(attributes([extension('floor'), '={{ $json.floor }}'])),
			{
				signIn: { scopes: LISTED },
				items: ['4', 'x', ''].map((floor) => ({
					json: { user: bench.tenant.cast.alice.id, floor },
				})),
				settings: { onError: 'continueRegularOutput' },
			},
		);
		expect(items.map(({ json }) => json.error ?? json.success)).toEqual([
			true,
			expect.stringMatching(/is "x", which is not a whole number/),
			expect.stringMatching(/is empty$/),
		]);
	});
});

describe("explained from Graph's refusal, where the definitions may not be read", () => {
	test.each<[string, string, unknown, RegExp]>([
		[
			'an unknown extension',
			extension('bagde'),
			'x',
			/^This tenant has no custom attribute extension_\w+_bagde for users$/,
		],
		[
			'an unknown member',
			`${TRAINING}/nobody`,
			'x',
			/^This tenant has no custom attribute ext7k3pq9xd_training\/nobody/,
		],
		[
			'text for a number',
			extension('floor'),
			'four',
			/_floor was not accepted by Microsoft Graph for /,
		],
	])('%s', async (_, name, value, says) => {
		bench.expectRefusal(400);
		expect(await message(update(attributes([name, value])), EVERY_RIGHT)).toMatch(says);
	});

	test('a name of the wrong form', async () => {
		expect(await message(update(attributes(['badge', 'x'])), EVERY_RIGHT)).toMatch(
			/^'Custom Attributes' names "badge", which is not how a custom attribute is named: names are extension_/,
		);
		expect(await bench.log()).toEqual([]);
	});

	test.each(['customSecurityAttributes.Engineering.Level', `${TRAINING}.courseId`])(
		'dots for slashes: %s',
		async (name) => {
			expect(await message(update(attributes([name, '4'])), EVERY_RIGHT)).toContain(
				`Did you mean "${name.replaceAll('.', '/')}"?`,
			);
		},
	);

	test('values of their own type are taken', async () => {
		const given = attributes(
			[extension('floor'), '={{ 9 }}'],
			[extension('tags'), '={{ ["a"] }}'],
			[extension('startedOn'), '={{ new Date(0) }}'],
			[`${TRAINING}/courseId`, '={{ 9 }}'],
		);
		const signIn = { scopes: EVERY_RIGHT };
		await bench.results(update(given), { signIn, items: alice() });
		expect(await bench.stored(bench.tenant.cast.alice)).toMatchObject({
			[extension('floor')]: 9,
			[extension('tags')]: ['a'],
			[extension('startedOn')]: '1970-01-01T00:00:00Z',
			[TRAINING]: { courseId: 9, courseName: 'Safety' },
		});
		const text = attributes(
			[extension('floor'), '9'],
			[extension('startedOn'), '1970-01-01T01:00:00+01:00'],
		);
		const [same] = await bench.results(update(text, { options: { onlyIfChanged: true } }), {
			signIn,
			items: alice(),
		});
		expect(same).toMatchObject({ changed: false, changes: [] });
	});
});

describe('without the right', () => {
	test.each(BOTH_PATHS)('the role for security attributes; over %s', async (path) => {
		bench.expectRefusal(403);
		const parameters = update(attributes([LEVEL, '={{ 4 }}']));
		const { error } = await bench.run(parameters, {
			path,
			signIn: { scopes: [...EVERY_RIGHT, 'CustomSecAttributeAssignment.ReadWrite.All'] },
			items: alice(),
		});
		expect(error?.message).toMatch(
			/^The signed-in account has the permission to change customSecurityAttributes\/Engineering\/Level of ".*", but not the role: it needs the Entra role Attribute Assignment Administrator$/,
		);
	});

	test('to read them: other fields of the item are not to blame', async () => {
		bench.expectRefusal(403);
		const parameters = update(
			{ jobTitle: 'New', ...attributes([LEVEL, '={{ 4 }}']) },
			{ options: { onlyIfChanged: true } },
		);
		const scopes = [...EVERY_RIGHT, 'CustomSecAttributeAssignment.ReadWrite.All'];
		expect(await message(parameters, scopes)).toMatch(
			/^The signed-in account has the permission to change customSecurityAttributes\/Engineering\/Level of ".*", but not the role/,
		);
		expect(await patches(bench)).toEqual([]);
	});

	test('the permission for security attributes', async () => {
		bench.expectRefusal(403);
		expect(await message(update(attributes([LEVEL, '={{ 4 }}'])), EVERY_RIGHT)).toMatch(
			/has no right to change .*Level of ".*"; it needs the permission CustomSecAttributeAssignment\.ReadWrite\.All with User\.Read\.All; and the Entra role Attribute Assignment Administrator$/,
		);
	});

	test('the permission for extensions', async () => {
		bench.expectRefusal(403);
		const scopes = ['User.Read.All'];
		expect(await message(update(attributes([extension('badge'), 'x'])), scopes)).toMatch(
			/has no right to change extension_\w+_badge of ".*"; it needs the permission User\.ReadUpdate\.All or User\.ReadWrite\.All/,
		);
	});
});
