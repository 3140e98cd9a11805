/** What Update User takes, and what it refuses before anything is sent. */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import {
	WRITABLE_FIELDS,
	type WritableField,
} from '../../nodes/Office365Users/users/userProperties';
import { EVERY_RIGHT, patches, SAMPLES } from '../support/engine/updating';
import { BOTH_PATHS, type SignIn, user, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 60 });

const all: SignIn = { scopes: EVERY_RIGHT };

/** A value that cannot be used, and what the message says beside the field's name. */
type Bad = [value: unknown, says: RegExp];

const ofKind = (kind: WritableField['kind']): WritableField[] =>
	WRITABLE_FIELDS.filter((field) => field.kind === kind && !field.write.values);
const names = (fields: WritableField[]): string[] => fields.map(({ name }) => name);

/** What is bad for a field follows from what it is; the words are typed in. */
function badFor({ kind, write, secret }: WritableField): Bad[] {
	const { maxLength, maxEntries, values, format } = write;
	const bad: Bad[] = [];
	const long = (length: number): string =>
		format === 'mail' ? `${'x'.repeat(length - 10)}@x.example` : 'x'.repeat(length);
	if (maxLength !== undefined) {
		const tooLong = long(maxLength + 1);
		bad.push([
			kind === 'stringList' ? [tooLong] : tooLong,
			new RegExp(` has ${maxLength + 1} characters; Microsoft allows ${maxLength}$`),
		]);
	}
	if (maxEntries !== undefined) {
		const many = Array.from({ length: maxEntries + 1 }, (_, index) => `a${index}@x.example`);
		const says = new RegExp(
			` has ${maxEntries + 1} values; Microsoft allows ${maxEntries === 1 ? 'only one' : maxEntries}$`,
		);
		bad.push([many, says], [many.join(', '), says]);
	}
	if (values) {
		const says = new RegExp(` is not one of ${values.join(', ')}$`);
		bad.push(['Nonsense', says], [`${values[0]}s`, says], [' ! ', says]);
	}
	if (kind === 'dateTime') {
		for (const value of [
			'tomorrow',
			'31.12.2026',
			'12/31/2026',
			'2026-02-30',
			'2026-02-29T10:00:00Z',
			'2026-13-01',
			'2026-00-10',
			'2026-06-31T00:00:00+02:00',
			'2026-06-01T25:00:00Z',
			'2026-06-01T10:61:00Z',
			'2026-06-01T10:00:00+99:00',
			'20260601',
			'2026-6-1',
			1_767_225_600_000,
			true,
			{ year: 2026 },
			['2026-06-01', '2026-06-02'],
		]) {
			bad.push([value, / is .* which is not a date$/]);
		}
	}
	if (kind === 'boolean') {
		for (const value of ['yes', '1', 'on', 1, 0, { value: true }, [true, false]]) {
			bad.push([value, / must be true or false, not /]);
		}
	}
	if (kind === 'string') {
		const says = secret ? / must be text$/ : / must be text, not /;
		bad.push([true, says], [{ text: 'x' }, says], [['a', 'b'], says], [false, says]);
	}
	if (kind === 'stringList' || kind === 'flags') {
		const says = / must be text, not /;
		bad.push([true, says], [{ text: 'x' }, says], [[{ text: 'x' }], says]);
		if (kind === 'stringList' && maxEntries !== 1) bad.push([['a@b.example', true], says]);
	}
	return [...bad, ...(format ? OF_FORMAT[format] : [])];
}

const OF_FORMAT: Record<NonNullable<WritableField['write']['format']>, Bad[]> = {
	userPrincipalName: [
		'nathan',
		'nathan@',
		'@example.com',
		'na than@example.com',
		'jürgen@example.com',
		'nathan@example',
		'na+than@example.com',
		'nathan@exa_mple.com',
		'a@b@example.com',
	].map((value) => [value, / is not a user principal name$/]),
	mail: ['nathan', 'nathan@', '@example.com', 'na than@example.com', 'jürgen@example.com'].map(
		(value) => [value, / is not a mail address that Microsoft accepts$/],
	),
	countryCode: ['DEU', 'D', 'Germany', '49', 'D1'].map((value) => [
		value,
		/ is not a two-letter country code$/,
	]),
	language: ['english please', 'e', 'en_US', 'english', '-US'].map((value) => [
		value,
		/ is not a language code$/,
	]),
	immutableId: ['a$b', 'a_b'].map((value) => [value, / contains a \$ or a _/]),
	url: ['people.example', 'ftp://people.example', 'https://', 'https://two words.example'].map(
		(value) => [value, / is not a web address$/],
	),
};

/** Update User of Alice with what each item holds. */
const parameters = (
	updateFields: INodeParameters,
	more: INodeParameters = {},
): INodeParameters => ({
	resource: 'update',
	operation: 'user',
	user: user(bench.tenant.cast.alice.id, 'id'),
	updateFields,
	...more,
});
const values = (given: unknown[]): INodeExecutionData[] =>
	given.map((value) => ({ json: { value } as IDataObject }));

describe.each(BOTH_PATHS)('Update over %s', (path) => {
	describe('refuses before anything is sent', () => {
		it.each(WRITABLE_FIELDS.map((field) => [field.name, field] as const))(
			'%s',
			async (name, field) => {
				const bad = badFor(field);
				const { items, error } = await bench.run(parameters({ [name]: '={{ $json.value }}' }), {
					path,
					items: values(bad.map(([value]) => value)),
					settings: { onError: 'continueRegularOutput' },
				});
				expect(error).toBeUndefined();
				expect(items).toHaveLength(bad.length);
				expect(await bench.log()).toEqual([]);
				for (const [index, [, says]] of bad.entries()) {
					const message = String(items[index].json.error);
					expect(message.slice(0, field.displayName.length + 2)).toBe(`'${field.displayName}'`);
					expect(message).toMatch(says);
				}
			},
		);

		it('everyone, where one item is bad', async () => {
			const { error } = await bench.run(parameters({ usageLocation: '={{ $json.value }}' }), {
				path,
				items: values(['DE', 'US', 'DEU', 'FR']),
			});
			expect(error?.message).toBe(
				`'Usage Location' is "DEU", which is not a two-letter country code`,
			);
			expect(error?.context?.itemIndex).toBe(2);
			expect(await bench.log()).toEqual([]);
		});

		it.each([
			[
				'an update of nothing',
				{},
				{},
				/^There is nothing to update: 'Update Fields' and 'Clear Fields' are empty$/,
			],
			[
				'a field both set and cleared',
				{ city: 'Basel' },
				{ clearFields: ['department', 'city'] },
				/^'City' is in both 'Update Fields' and 'Clear Fields'$/,
			],
			[
				'a member both set and cleared',
				{ extensionAttribute3: 'x' },
				{ clearFields: 'extensionAttribute3' },
				/^'Extension Attribute 3' is in both/,
			],
			[
				'an unknown field to clear',
				{},
				{ clearFields: ['city', 'shoeSize'] },
				/^'Clear Fields' contains "shoeSize", which is not a field that can be changed/,
			],
			[
				'a misspelt field to clear',
				{},
				{ clearFields: ['jobtitle'] },
				/^'Clear Fields' contains "jobtitle", which is not .*Did you mean "jobTitle"\?$/,
			],
			[
				'a field that can only be read',
				{},
				{ clearFields: ['hireDate'] },
				/^'Clear Fields' contains "hireDate", which is not a field that can be changed/,
			],
			[
				'a name that no field can have',
				{},
				{ clearFields: ['job title'] },
				/^'Clear Fields' contains "job title"/,
			],
			[
				'what is no list of names',
				{},
				{ clearFields: '={{ 42 }}' },
				/^'Clear Fields' must be a list of field names/,
			],
		])('%s', async (_name, updateFields, more, message) => {
			const { error } = await bench.run(parameters(updateFields, more as INodeParameters), {
				path,
			});
			expect(error?.message).toMatch(message);
			expect(await bench.log()).toEqual([]);
		});

		it.each(names(WRITABLE_FIELDS.filter(({ write }) => write.keeps)))(
			'emptying %s, which Microsoft wants filled',
			async (name) => {
				const field = WRITABLE_FIELDS.find((one) => one.name === name);
				const cannot = `'${field?.displayName}' cannot be emptied: Microsoft requires a value`;
				const cleared = await bench.run(parameters({}, { clearFields: [name] }), { path });
				expect(cleared.error?.message).toBe(cannot);
				const emptied = await bench.run(
					parameters({ [name]: '={{ $json.value }}' }, { options: { emptyValues: 'clear' } }),
					{ path, items: values(['']) },
				);
				expect(emptied.error?.message).toBe(cannot);
				const refused = await bench.run(parameters({ [name]: '={{ $json.value }}' }), {
					path,
					items: values([null]),
				});
				expect(refused.error?.message).toBe(`'${field?.displayName}' is empty`);
				// It would not help here, so it is not advised.
				expect(refused.error?.description).not.toContain("'Clear Fields'");
				expect(await bench.log()).toEqual([]);
			},
		);

		it('no user', async () => {
			const { error } = await bench.run(
				{ ...parameters({ city: 'Basel' }), user: userOfItem },
				{ path, items: [{ json: {} }] },
			);
			expect(error?.message).toBe("'User' is empty");
			expect(await bench.log()).toEqual([]);
		});
	});

	/** What reached Graph for each of the values, or why not. */
	const sent = async (
		name: string,
		given: unknown[],
		parameter?: INodeParameters[string],
	): Promise<unknown[]> => {
		const { items } = await bench.run(parameters({ [name]: parameter ?? '={{ $json.value }}' }), {
			path,
			items: values(given),
			signIn: all,
			settings: { onError: 'continueRegularOutput' },
		});
		expect(items.filter(({ json }) => json.error).map(({ json }) => json.error)).toEqual([]);
		// All about one user, so in the order of the items.
		return (await patches(bench)).map(({ body }) => (body as IDataObject)[name]);
	};

	describe('takes dates', () => {
		it.each(names(ofKind('dateTime')))('for %s in every form', async (name) => {
			// The day, and the instant where a time of day counts.
			const forms = {
				'2026-03-31': ['2026-03-31'],
				'2026-03-31T00:00:00': ['2026-03-31'],
				'2026-03-31T09:30:00': ['2026-03-31', '2026-03-31T09:30:00Z'],
				'2026-03-31 09:30': ['2026-03-31', '2026-03-31T09:30:00Z'],
				'2026-03-31T09:30:00Z': ['2026-03-31', '2026-03-31T09:30:00Z'],
				'2026-03-31T09:30:00.123Z': ['2026-03-31', '2026-03-31T09:30:00Z'],
				'2026-03-31T00:30:00.000+02:00': ['2026-03-31', '2026-03-30T22:30:00Z'],
				'2026-03-31T23:30:00-0500': ['2026-03-31', '2026-04-01T04:30:00Z'],
				' 2024-02-29 ': ['2024-02-29'],
			};
			expect(await sent(name, Object.keys(forms))).toEqual(
				Object.values(forms).map(([day, instant]) =>
					name === 'employeeLeaveDateTime' && instant ? instant : `${day}T00:00:00Z`,
				),
			);
		});

		it.each([
			['DateTime.fromISO("nonsense")', /'Employee Hire Date' is /],
			['new Date("nonsense")', /'Employee Hire Date' is /],
		])('but not what is no date: %s', async (expression, message) => {
			const { error } = await bench.run(parameters({ employeeHireDate: `={{ ${expression} }}` }), {
				path,
			});
			expect(error?.message).toMatch(message);
			expect(await bench.log()).toEqual([]);
		});
	});

	describe('takes lists', () => {
		const lists = names(ofKind('stringList')).filter(
			(name) => !['businessPhones', 'otherMails'].includes(name),
		);

		it.each(lists)('for %s in every form', async (name) => {
			const two = ['rock climbing', 'go'];
			expect(
				await sent(name, [
					two,
					'rock climbing, go',
					' rock climbing ,go,, ',
					[...two, ''],
					[two],
					[['rock climbing, go']],
				]),
			).toEqual(Array(6).fill(two));
			expect((await bench.stored(bench.tenant.cast.alice))[name]).toEqual(two);
		});

		it('from several editor entries, each as it stands', async () => {
			const [list] = await sent('skills', [1], ['rock, paper', 'go', '={{ "che" + "ss" }}']);
			expect(list).toEqual(['rock, paper', 'go', 'chess']);
		});

		it('from one editor entry that holds an expression', async () => {
			const given = [['a', 'b'], 'a, b', 'a', ['a']];
			expect(await sent('skills', given, ['={{ $json.value }}'])).toEqual([
				['a', 'b'],
				['a', 'b'],
				['a'],
				['a'],
			]);
		});

		it('numbers among them, as texts', async () => {
			expect(await sent('skills', [[1, 'two'], 42])).toEqual([['1', 'two'], ['42']]);
		});

		it('one business phone in every form', async () => {
			const phone = '+1 425 555 0100';
			expect(await sent('businessPhones', [phone, [phone], [[phone]], [phone, '']])).toEqual(
				Array(4).fill([phone]),
			);
		});

		it('password policies as a list, a text, in any case', async () => {
			expect(
				await sent('passwordPolicies', [
					['DisableStrongPassword'],
					'DisablePasswordExpiration, DisableStrongPassword',
					'disablestrongpassword',
					['DisableStrongPassword', 'DisableStrongPassword'],
				]),
			).toEqual([
				'DisableStrongPassword',
				'DisablePasswordExpiration, DisableStrongPassword',
				'DisableStrongPassword',
				'DisableStrongPassword',
			]);
		});
	});

	describe('takes other values', () => {
		it.each(
			WRITABLE_FIELDS.filter(({ kind, write }) => write.values && kind === 'string').map(
				({ name, write }) => [name, write.values ?? []] as const,
			),
		)('%s: each of its words, also in lower case as on the Okta card', async (name, words) => {
			expect(await sent(name, [...words, ...words.map((word) => word.toLowerCase())])).toEqual([
				...words,
				...words,
			]);
		});

		it.each(names(ofKind('boolean').filter(({ memberOf }) => !memberOf)))(
			'%s: true and false, also as texts',
			async (name) => {
				expect(await sent(name, [true, false, 'true', 'FALSE', ' true '])).toEqual([
					true,
					false,
					true,
					false,
					true,
				]);
			},
		);

		it('numbers for texts', async () => {
			expect(await sent('postalCode', [98101, '01067'])).toEqual(['98101', '01067']);
		});

		it('texts of the greatest length', async () => {
			const { alice } = bench.tenant.cast;
			const limited = WRITABLE_FIELDS.filter(
				({ kind, write }) => kind === 'string' && write.maxLength !== undefined,
			);
			const longest = Object.fromEntries(
				limited.map(({ name, write }) => [name, 'x'.repeat(write.maxLength ?? 0)]),
			);
			await bench.results(parameters(longest), { path });
			const stored = await bench.stored(alice);
			for (const { name, memberOf } of limited) {
				const holder = memberOf ? (stored[memberOf] as IDataObject) : stored;
				expect(holder[name]).toBe(longest[name]);
			}
			expect(limited.length).toBeGreaterThan(25);
		});

		it('a false that is typed into the editor', async () => {
			const { alice } = bench.tenant.cast;
			await bench.results(parameters({ accountEnabled: false }), { path, signIn: all });
			expect((await bench.stored(alice)).accountEnabled).toBe(false);
		});

		it('the first choice of a list that is left as it is in the editor', async () => {
			for (const [name, value] of [
				['ageGroup', 'Adult'],
				['userType', 'Guest'],
				['consentProvidedForMinor', 'Denied'],
			]) {
				expect(SAMPLES[name]).toBeDefined();
				await bench.results(parameters({ [name]: value }), { path });
				expect((await bench.stored(bench.tenant.cast.alice))[name]).toBe(value);
			}
		});

		it('texts with everything in them, unchanged', async () => {
			const texts = [
				`O'Brien & "Söhne" <b>`,
				'two\nlines\ttab',
				'日本語 🎉',
				'{{ not evaluated }} =1+1',
			];
			expect(await sent('officeLocation', texts)).toEqual(texts);
			expect((await bench.stored(bench.tenant.cast.alice)).officeLocation).toBe(texts[3]);
		});
	});
});
