/** The forms in which Update User accepts values: dates, lists, numbers, choices. */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import {
	WRITABLE_FIELDS,
	type WritableField,
} from '../../nodes/Office365Users/users/userProperties';
import { EVERY_RIGHT, patches, SAMPLES } from '../support/engine/updating';
import { type SignIn, user, Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 60 });

const all: SignIn = { scopes: EVERY_RIGHT };

const ofKind = (kind: WritableField['kind']): WritableField[] =>
	WRITABLE_FIELDS.filter((field) => field.kind === kind && !field.write.values);
const names = (fields: WritableField[]): string[] => fields.map(({ name }) => name);

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

describe('Update', () => {
	/** What reached Graph for each value, or why nothing did. */
	const sent = async (
		name: string,
		given: unknown[],
		parameter?: INodeParameters[string],
	): Promise<unknown[]> => {
		const { items } = await bench.run(parameters({ [name]: parameter ?? '={{ $json.value }}' }), {
			items: values(given),
			signIn: all,
			settings: { onError: 'continueRegularOutput' },
		});
		expect(items.filter(({ json }) => json.error).map(({ json }) => json.error)).toEqual([]);
		// All for one user, so in the order of the items.
		return (await patches(bench)).map(({ body }) => (body as IDataObject)[name]);
	};

	describe('accepts dates', () => {
		it.each(names(ofKind('dateTime')))('for %s in every form', async (name) => {
			// The day, and the instant where a time of day counts.
			const forms = {
				'2026-03-31': ['2026-03-31'],
				'2026-03-31T00:00:00': ['2026-03-31'],
				'2026-03-31T09:30:00': ['2026-03-31', '2026-03-31T09:30:00Z'],
				'2026-03-31 09:30': ['2026-03-31', '2026-03-31T09:30:00Z'],
				'2026-03-31T09:30:00Z': ['2026-03-31', '2026-03-31T09:30:00Z'],
				'2026-03-31T09:30:00.123Z': ['2026-03-31', '2026-03-31T09:30:00.123Z'],
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
		])('but not what is not a date: %s', async (expression, message) => {
			const { error } = await bench.run(
				parameters({ employeeHireDate: `={{ ${expression} }}` }),
				{},
			);
			expect(error?.message).toMatch(message);
			expect(await bench.log()).toEqual([]);
		});
	});

	describe('accepts lists', () => {
		const lists = names(ofKind('stringList')).filter(
			(name) => !['businessPhones', 'otherMails'].includes(name),
		);

		it.each(lists)('for %s in every form', async (name) => {
			const two = ['rock climbing', 'go'];
			expect(
				await sent(name, [two, 'rock climbing, go', ' rock climbing ,go,, ', [...two, ''], [two]]),
			).toEqual(Array(5).fill(two));
			expect((await bench.stored(bench.tenant.cast.alice))[name]).toEqual(two);
		});

		it('whose entries keep their commas', async () => {
			const one = ['rock, paper'];
			expect(await sent('skills', [one, [one]])).toEqual([one, one]);
		});

		it('whose only entry in the editor keeps its comma', async () => {
			expect(await sent('skills', [1], ['rock, paper'])).toEqual([['rock, paper']]);
		});

		it('from several editor entries, each unchanged', async () => {
			const [list] = await sent('skills', [1], ['rock, paper', 'go', '={{ "che" + "ss" }}']);
			expect(list).toEqual(['rock, paper', 'go', 'chess']);
		});

		it('from one editor entry that holds an expression', async () => {
			const given = [['a', 'b'], 'a, b', 'a', ['a'], ['a, b']];
			expect(await sent('skills', given, ['={{ $json.value }}'])).toEqual([
				['a', 'b'],
				['a', 'b'],
				['a'],
				['a'],
				['a, b'],
			]);
		});

		it('numbers among them, as text', async () => {
			expect(await sent('skills', [[1, 'two'], 42])).toEqual([['1', 'two'], ['42']]);
		});

		it('one business phone in every form', async () => {
			const phone = '+1 425 555 0100';
			expect(await sent('businessPhones', [phone, [phone], [[phone]], [phone, '']])).toEqual(
				Array(4).fill([phone]),
			);
		});

		it('password policies as a list or text, in any case', async () => {
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

	describe('accepts other values', () => {
		it.each(
			WRITABLE_FIELDS.filter(({ kind, write }) => write.values && kind === 'string').map(
				({ name, write }) => [name, write.values ?? []] as const,
			),
		)('%s: each of its values, also in lower case as on the Okta card', async (name, words) => {
			expect(await sent(name, [...words, ...words.map((word) => word.toLowerCase())])).toEqual([
				...words,
				...words,
			]);
		});

		it.each(names(ofKind('boolean').filter(({ memberOf }) => !memberOf)))(
			'%s: true and false, also as text',
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

		it('numbers for text fields', async () => {
			expect(await sent('postalCode', [98101, '01067'])).toEqual(['98101', '01067']);
		});

		it('text of the maximum length', async () => {
			const { alice } = bench.tenant.cast;
			const limited = WRITABLE_FIELDS.filter(
				({ kind, write }) => kind === 'string' && write.maxLength !== undefined,
			);
			const longest = Object.fromEntries(
				limited.map(({ name, write }) => [name, 'x'.repeat(write.maxLength ?? 0)]),
			);
			await bench.results(parameters(longest));
			const stored = await bench.stored(alice);
			for (const { name, memberOf } of limited) {
				const holder = memberOf ? (stored[memberOf] as IDataObject) : stored;
				expect(holder[name]).toBe(longest[name]);
			}
			expect(limited.length).toBeGreaterThan(25);
		});

		it('false as set in the editor', async () => {
			const { alice } = bench.tenant.cast;
			await bench.results(parameters({ accountEnabled: false }), { signIn: all });
			expect((await bench.stored(alice)).accountEnabled).toBe(false);
		});

		it('the first choice of a list left unchanged in the editor', async () => {
			for (const [name, value] of [
				['ageGroup', 'Adult'],
				['userType', 'Guest'],
				['consentProvidedForMinor', 'Denied'],
			]) {
				expect(SAMPLES[name]).toBeDefined();
				await bench.results(parameters({ [name]: value }));
				expect((await bench.stored(bench.tenant.cast.alice))[name]).toBe(value);
			}
		});

		it('text with all kinds of characters, unchanged', async () => {
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
