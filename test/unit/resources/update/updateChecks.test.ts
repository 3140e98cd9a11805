/** Where a value of an update is just allowed, and where no longer. */
import { changesFrom } from '../../../../nodes/Office365Users/resources/update/updateFields';
import { graphValue } from '../../../../nodes/Office365Users/resources/update/updateValues';
import { InvalidParameterError } from '../../../../nodes/Office365Users/checks/invalidParameterError';
import {
	WRITABLE_FIELDS,
	type WritableField,
} from '../../../../nodes/Office365Users/users/userProperties';
import { FORBIDDEN_WORDS } from '../../../support/forbiddenWords';

const field = (name: string): WritableField => {
	const found = WRITABLE_FIELDS.find((one) => one.name === name);
	if (!found) throw new Error(`There is no field ${name}`);
	return found;
};

test.each(
	WRITABLE_FIELDS.filter(({ kind, write }) => kind === 'string' && write.maxLength !== undefined),
)('$name at its length, and one above', (each) => {
	const { displayName, write } = each;
	const longest = 'x'.repeat(write.maxLength ?? 0);
	expect(graphValue(each, longest)).toBe(longest);
	expect(() => graphValue(each, `${longest}x`)).toThrow(InvalidParameterError);
	expect(() => graphValue(each, `${longest}x`)).toThrow(
		`'${displayName}' has ${longest.length + 1} characters; Microsoft allows ${longest.length}`,
	);
});

test.each([
	['businessPhones', 1],
	['otherMails', 250],
])('%s: %i values, and one more', (name, most) => {
	const entries = Array.from({ length: most }, (_, index) => `a${index}@x.y`);
	expect(graphValue(field(name), entries)).toEqual(entries);
	expect(() => graphValue(field(name), [...entries, 'b@x.y'])).toThrow(/Microsoft allows/);
});

test.each([
	['ageGroup', 'Child'],
	['accountEnabled', 'yes'],
	['usageLocation', 'Germany'],
	['preferredLanguage', 'English!'],
	['mySite', 'contoso'],
	['userPrincipalName', 'nathan'],
	['mail', 'müller@contoso.com'],
	['onPremisesImmutableId', 'a$b'],
	['birthday', 'tomorrow'],
	['passwordPolicies', 'None'],
])('the refusal of %s: %j names the field and leads on', (name, given) => {
	const refused = (): unknown => graphValue(field(name), given);
	expect(refused).toThrow(InvalidParameterError);
	expect(refused).toThrow(new RegExp(`^'${field(name).displayName}' `));
	try {
		refused();
	} catch (error) {
		const { message, description = '' } = error as InvalidParameterError;
		expect(`${message} ${description}`).not.toMatch(FORBIDDEN_WORDS);
	}
});

test('a field both to change and to clear', () => {
	const both = (): unknown => changesFrom({ city: 'Oslo' }, ['city'], undefined, WRITABLE_FIELDS);
	expect(both).toThrow(InvalidParameterError);
	expect(both).toThrow(/^'City' is in both 'Update Fields' and 'Clear Fields'/);
});

test('an empty value that clears may be named in Clear Fields as well', () => {
	const { directory, cleared } = changesFrom({ city: '' }, ['city'], 'clear', WRITABLE_FIELDS);
	expect(directory).toEqual({ city: null });
	expect(cleared).toEqual(['city']);
});
