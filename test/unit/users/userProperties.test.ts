/**
 * The table against the lists of docs/graph.md#default-fields, docs/graph.md#user-properties and
 * docs/graph.md#update-properties.
 */
import {
	DEFAULT_FIELDS,
	DEFAULT_LIST_FIELDS,
	MY_PROFILE_FIELDS,
	SAFE_FIELDS,
	SHAREPOINT_FIELDS,
	USER_PROPERTIES,
	USER_PROPERTY_NAMES,
	type UserProperty,
	WRITABLE_FIELDS,
} from '../../../nodes/Office365Users/users/userProperties';

const words = (text: string): string[] => text.trim().split(/,?\s+/).sort();
const sorted = (names: Iterable<string>): string[] => [...names].sort();

test('the default fields are the 31 of the connector', () => {
	const connector = words(`
		aboutMe, accountEnabled, birthday, businessPhones, city, companyName, country, department,
		displayName, givenName, hireDate, id, interests, jobTitle, mail, mailNickname, mobilePhone,
		mySite, officeLocation, pastProjects, postalCode, preferredLanguage, preferredName,
		responsibilities, schools, skills, state, streetAddress, surname, userPrincipalName, userType`);
	expect(connector).toHaveLength(31);
	expect(sorted(DEFAULT_FIELDS)).toEqual(connector);
});

test('the safe ones are the 17 for guests', () => {
	const safe = words(`
		id, displayName, givenName, surname, mail, mailNickname, accountEnabled, userPrincipalName,
		department, jobTitle, mobilePhone, businessPhones, city, companyName, country, officeLocation,
		postalCode`);
	expect(safe).toHaveLength(17);
	expect(sorted(SAFE_FIELDS)).toEqual(safe);
});

test("SharePoint's fields", () => {
	expect(sorted(SHAREPOINT_FIELDS)).toEqual(
		words(`aboutMe, birthday, hireDate, interests, mySite, pastProjects, preferredName,
			responsibilities, schools, skills`),
	);
});

test('a list is asked for none of them', () => {
	expect(DEFAULT_LIST_FIELDS.filter((name) => SHAREPOINT_FIELDS.has(name))).toEqual([]);
	expect(sorted([...DEFAULT_LIST_FIELDS, ...SHAREPOINT_FIELDS])).toEqual(sorted(DEFAULT_FIELDS));
});

test('what Update User can change', () => {
	const extensions = Array.from({ length: 15 }, (_, index) => `extensionAttribute${index + 1}`);
	expect(sorted(WRITABLE_FIELDS.map(({ name }) => name))).toEqual(
		sorted([
			...words(`aboutMe, ageGroup, birthday, businessPhones, city, companyName,
				consentProvidedForMinor, country, department, displayName, employeeId, employeeHireDate,
				faxNumber, givenName, interests, isResourceAccount, jobTitle, mailNickname, mobilePhone,
				mySite, officeLocation, onPremisesImmutableId, otherMails, passwordPolicies, password,
				forceChangePasswordNextSignIn, forceChangePasswordNextSignInWithMfa, pastProjects,
				postalCode, preferredDataLocation, preferredLanguage, preferredName, responsibilities,
				schools, showInAddressList, skills, state, streetAddress, surname, usageLocation,
				userPrincipalName, userType, accountEnabled, mail, employeeType, employeeLeaveDateTime,
				division, costCenter`),
			...extensions,
		]),
	);
});

test('what Update My Profile can change', () => {
	expect(sorted(MY_PROFILE_FIELDS.map(({ name }) => name))).toEqual(
		words('aboutMe, birthday, interests, mySite, pastProjects, responsibilities, schools, skills'),
	);
});

test.each([
	['city', 128],
	['country', 128],
	['state', 128],
	['companyName', 64],
	['department', 64],
	['mailNickname', 64],
	['displayName', 256],
	['givenName', 64],
	['surname', 64],
	['jobTitle', 128],
	['mobilePhone', 64],
	['postalCode', 40],
	['streetAddress', 1024],
	['employeeId', 16],
	['extensionAttribute1', 1024],
	['extensionAttribute15', 1024],
	['otherMails', 250],
])('%s holds %i characters', (name, length) => {
	expect(WRITABLE_FIELDS.find((field) => field.name === name)?.write.maxLength).toBe(length);
});

test.each(['displayName', 'mail', 'usageLocation', 'birthday'])('%s cannot be emptied', (name) => {
	expect(WRITABLE_FIELDS.find((field) => field.name === name)?.write.keeps).toBe(true);
});

test.each(['faxNumber', 'isResourceAccount', 'preferredDataLocation', 'showInAddressList'])(
	'%s is not in what Microsoft documents, which the editor says',
	(name) => {
		expect(WRITABLE_FIELDS.find((field) => field.name === name)?.write.undocumented).toBe(true);
	},
);

describe('the table', () => {
	const table: readonly UserProperty[] = USER_PROPERTIES;

	test('names everything once', () => {
		expect(USER_PROPERTY_NAMES).toEqual([...new Set(USER_PROPERTY_NAMES)]);
		const shown = table.map(({ displayName }) => displayName);
		expect(shown).toEqual([...new Set(shown)]);
	});

	test('shows a password nowhere', () => {
		expect(WRITABLE_FIELDS.filter(({ secret }) => secret).map(({ name }) => name)).toEqual([
			'password',
		]);
		expect(USER_PROPERTY_NAMES).not.toContain('passwordProfile');
	});

	test('can be written only where it can be read, members aside', () => {
		for (const { name, memberOf } of WRITABLE_FIELDS) {
			if (memberOf === undefined) expect(USER_PROPERTY_NAMES).toContain(name);
		}
	});
});
