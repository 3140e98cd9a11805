/** Values that Update User and Update My Profile refuse before anything is sent. */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import {
	WRITABLE_FIELDS,
	type WritableField,
} from '../../nodes/Office365Users/users/userProperties';
import { BOTH_PATHS, user, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 60 });

/** A value that cannot be used, and what the message says beside the field's name. */
type Bad = [value: unknown, says: RegExp];

const names = (fields: WritableField[]): string[] => fields.map(({ name }) => name);

/** What a field refuses follows from its definition; the messages are typed in. */
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

describe('Update', () => {
	describe('refuses before anything is sent', () => {
		it.each(WRITABLE_FIELDS.map((field) => [field.name, field] as const))(
			'%s',
			async (name, field) => {
				const bad = badFor(field);
				const { items, error } = await bench.run(parameters({ [name]: '={{ $json.value }}' }), {
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

		it.each(BOTH_PATHS)('all items, if one is bad, over %s', async (path) => {
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
			const { error } = await bench.run(parameters(updateFields, more as INodeParameters), {});
			expect(error?.message).toMatch(message);
			expect(await bench.log()).toEqual([]);
		});

		it.each(names(WRITABLE_FIELDS.filter(({ write }) => write.keeps)))(
			'emptying %s, which Microsoft requires',
			async (name) => {
				const field = WRITABLE_FIELDS.find((one) => one.name === name);
				const cannot = `'${field?.displayName}' cannot be emptied: Microsoft requires a value`;
				const cleared = await bench.run(parameters({}, { clearFields: [name] }));
				expect(cleared.error?.message).toBe(cannot);
				const emptied = await bench.run(
					parameters({ [name]: '={{ $json.value }}' }, { options: { emptyValues: 'clear' } }),
					{ items: values(['']) },
				);
				expect(emptied.error?.message).toBe(cannot);
				const refused = await bench.run(parameters({ [name]: '={{ $json.value }}' }), {
					items: values([null]),
				});
				expect(refused.error?.message).toBe(`'${field?.displayName}' is empty`);
				// It would not help here, so it is not suggested.
				expect(refused.error?.description).not.toContain("'Clear Fields'");
				expect(await bench.log()).toEqual([]);
			},
		);

		it('no user', async () => {
			const { error } = await bench.run(
				{ ...parameters({ city: 'Basel' }), user: userOfItem },
				{ items: [{ json: {} }] },
			);
			expect(error?.message).toBe("'User' is empty");
			expect(await bench.log()).toEqual([]);
		});
	});
});
