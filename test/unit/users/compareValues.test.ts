import { isSameValue } from '../../../nodes/Office365Users/users/compareValues';
import { WRITABLE_FIELDS } from '../../../nodes/Office365Users/users/userProperties';

type Pair = readonly [one: unknown, other: unknown];
interface Pairs {
	readonly equal: readonly Pair[];
	readonly unequal: readonly Pair[];
}

/** Text that Graph keeps as it is. */
const text: Pairs = {
	equal: [
		['Sales', 'Sales'],
		[null, ''],
		[undefined, ''],
		[undefined, null],
	],
	unequal: [
		['Sales', 'sales'],
		['Sales', 'Sales '],
		['Sales', ''],
		['Sales', null],
		['Sales', undefined],
	],
};
const address: Pairs = {
	equal: [
		['Nora@Contoso.example', 'nora@contoso.example'],
		[null, undefined],
	],
	unequal: [
		['nora@contoso.example', 'nora@fabrikam.example'],
		['nora@contoso.example', null],
	],
};
const choice = (one: string, other: string): Pairs => ({
	equal: [
		[one, one],
		[one, one.toLowerCase()],
		[null, ''],
	],
	unequal: [
		[one, other],
		[one, null],
	],
});
const boolean: Pairs = {
	equal: [
		[true, true],
		[false, false],
		[null, undefined],
	],
	// Graph returns null where nothing was ever set, which is not the same as false.
	unequal: [
		[true, false],
		[false, null],
		[true, undefined],
	],
};
const day: Pairs = {
	equal: [
		['1990-07-14T00:00:00Z', '1990-07-14T08:00:00Z'],
		['1990-07-14', '1990-07-14T00:00:00Z'],
		['', null],
	],
	unequal: [
		['1990-07-14T00:00:00Z', '1990-07-15T00:00:00Z'],
		['1990-07-14T23:59:59Z', '1990-07-15T00:00:00Z'],
		['1990-07-14T00:00:00Z', null],
	],
};
const instant: Pairs = {
	equal: [
		['2030-12-31T18:00:00Z', '2030-12-31T18:00:00.000Z'],
		['2030-12-31T18:00:00Z', '2030-12-31T19:00:00+01:00'],
		[undefined, null],
	],
	unequal: [
		['2030-12-31T18:00:00Z', '2030-12-31T18:00:01Z'],
		['2030-12-31T18:00:00Z', '2030-12-31T18:00:00+01:00'],
		['2030-12-31T18:00:00Z', null],
	],
};
const orderedList: Pairs = {
	equal: [
		[
			['chess', 'rowing'],
			['chess', 'rowing'],
		],
		[[], null],
		[[], undefined],
		[[''], []],
	],
	unequal: [
		[
			['chess', 'rowing'],
			['rowing', 'chess'],
		],
		[['chess'], ['Chess']],
		[['chess, rowing'], ['chess', 'rowing']],
		[['chess'], ['chess', 'chess']],
		[['chess'], []],
	],
};

/** Every field that can be changed; a new one has to be added here. */
const PAIRS: Readonly<Record<string, Pairs>> = {
	aboutMe: text,
	accountEnabled: boolean,
	ageGroup: choice('NotAdult', 'Adult'),
	birthday: day,
	businessPhones: {
		equal: [
			[['+1 425 555 0100'], ['+1 425 555 0100']],
			[
				['+1 425 555 0100', '+1 425 555 0101'],
				['+1 425 555 0101', '+1 425 555 0100'],
			],
			[[], null],
		],
		unequal: [
			[['+1 425 555 0100'], ['+14255550100']],
			[['+1 425 555 0100'], []],
		],
	},
	city: text,
	companyName: text,
	consentProvidedForMinor: choice('NotRequired', 'Denied'),
	costCenter: text,
	country: text,
	department: text,
	displayName: text,
	division: text,
	employeeHireDate: day,
	employeeId: text,
	employeeLeaveDateTime: instant,
	employeeType: text,
	...Object.fromEntries(
		Array.from({ length: 15 }, (_, index) => [`extensionAttribute${index + 1}`, text]),
	),
	faxNumber: text,
	forceChangePasswordNextSignIn: boolean,
	forceChangePasswordNextSignInWithMfa: boolean,
	givenName: text,
	interests: orderedList,
	isResourceAccount: boolean,
	jobTitle: text,
	mail: address,
	mailNickname: text,
	mobilePhone: text,
	mySite: text,
	officeLocation: text,
	onPremisesImmutableId: text,
	otherMails: {
		equal: [
			[
				['A@home.example', 'b@home.example'],
				['B@home.example', 'a@home.example'],
			],
			[[], undefined],
		],
		unequal: [
			[['a@home.example'], ['a@home.example', 'b@home.example']],
			[['a@home.example'], []],
		],
	},
	// Graph never says what the password is: it is always another one.
	password: {
		equal: [],
		unequal: [
			['Kx7!vegetable-Otter', 'Kx7!vegetable-Otter'],
			['Kx7!vegetable-Otter', null],
			[null, null],
		],
	},
	passwordPolicies: {
		equal: [
			[
				'DisablePasswordExpiration, DisableStrongPassword',
				'DisableStrongPassword,DisablePasswordExpiration',
			],
			['DisableStrongPassword', 'disablestrongpassword'],
			['', null],
		],
		unequal: [
			['DisableStrongPassword', 'DisablePasswordExpiration'],
			['DisableStrongPassword', 'DisablePasswordExpiration, DisableStrongPassword'],
			['DisableStrongPassword', null],
		],
	},
	pastProjects: orderedList,
	postalCode: text,
	preferredDataLocation: text,
	preferredLanguage: text,
	preferredName: text,
	responsibilities: orderedList,
	schools: orderedList,
	showInAddressList: boolean,
	skills: orderedList,
	state: text,
	streetAddress: text,
	surname: text,
	usageLocation: choice('DE', 'US'),
	userPrincipalName: address,
	userType: choice('Guest', 'Member'),
};

const rows = (kind: keyof Pairs) =>
	WRITABLE_FIELDS.flatMap((field) =>
		(PAIRS[field.name]?.[kind] ?? []).map(
			([one, other]) =>
				[field.name, JSON.stringify(one), JSON.stringify(other), field, one, other] as const,
		),
	);

test('every field that can be changed is in the table, and no other', () => {
	expect(Object.keys(PAIRS).sort()).toEqual(WRITABLE_FIELDS.map(({ name }) => name).sort());
});

test.each(rows('equal'))('%s: %s and %s are the same', (_name, _one, _other, field, one, other) => {
	expect(isSameValue(field, one, other)).toBe(true);
	expect(isSameValue(field, other, one)).toBe(true);
});

test.each(rows('unequal'))('%s: %s and %s differ', (_name, _one, _other, field, one, other) => {
	expect(isSameValue(field, one, other)).toBe(false);
	expect(isSameValue(field, other, one)).toBe(false);
});
