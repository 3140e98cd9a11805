/**
 * THE table of user properties. What can be selected, what is asked for by default, what lives in
 * SharePoint and what can be written is derived from here and said nowhere else.
 * Source: docs/graph.md#user (Microsoft Graph v1.0 `user` resource and "Update user").
 */
import type {
	EmployeeOrgData,
	OnPremisesExtensionAttributes,
	PasswordProfile,
	User,
} from '@microsoft/microsoft-graph-types';

export type UserPropertyName = keyof User & string;

/** How a property's value looks in JSON. */
export type UserPropertyKind =
	| 'string'
	| 'boolean'
	| 'dateTime'
	| 'stringList'
	/** Several of a set of words in one text, with commas. */
	| 'flags'
	/** An object or a list of objects; read only here. */
	| 'complex';

/**
 * What filters can compare: `equals` with eq, ne and in, `range` with ge and le, `empty` with eq null
 * or, of a list, with `$count eq 0`.
 */
export type Comparable = 'equals' | 'startsWith' | 'endsWith' | 'range' | 'empty';

export interface UserProperty {
	/** Name in Microsoft Graph. A misspelt name does not compile. */
	readonly name: UserPropertyName;
	/** Name in the editor. */
	readonly displayName: string;
	readonly kind: UserPropertyKind;
	/**
	 * Kept in SharePoint, not in Entra: only readable on one user, never on a list
	 * (docs/graph.md#sharepoint-properties).
	 */
	readonly sharePoint?: true;
	/**
	 * Part of what is asked for when no fields are chosen: `safe` are the 17 that guests and
	 * tenants without SharePoint may read, `wide` the others of the connector's 31
	 * (docs/graph.md#default-fields).
	 */
	readonly default?: 'safe' | 'wide';
	/** Said in the editor under the name, where the name alone does not say it. */
	readonly description?: string;
	/**
	 * How plain queries can filter by it (docs/graph.md#filter-support): with eq, in and startsWith, or
	 * with eq and in; `plainOnly`: advanced queries cannot (docs/graph.md#plain-queries). Without it
	 * only advanced queries can, if at all.
	 */
	readonly filter?: 'startsWith' | 'equals' | 'plainOnly';
	/** What filters by it can compare, in one mode or the other (docs/graph.md#filter-table). */
	readonly compared?: readonly Comparable[];
	/** The only values, where it cannot be written. */
	readonly values?: readonly string[];
	/** A filter by it holds nothing else (docs/graph.md#sign-in-activity). */
	readonly filteredAlone?: true;
	/** Plain queries can sort by it. */
	readonly sort?: 'plain';
	/** Set where reading it takes more than reading users does. */
	readonly reading?: Reading;
	/** Set where Update User can change it. */
	readonly write?: Writing;
}

/**
 * What reading a property takes (docs/graph.md#permissions-of-single-properties,
 * docs/graph.md#sign-in-activity).
 */
export interface Reading {
	/** Besides the permission to read users. */
	readonly permission?: string;
	/** The role that the signed-in account needs besides. */
	readonly role?: string;
	/** The license that the tenant needs. */
	readonly license?: string;
	/** Never on a list, only at the user's own address. */
	readonly oneUserOnly?: true;
	/** Of one user only by ID, not by user principal name nor as `/me`. */
	readonly byIdOnly?: true;
	/** The largest page of a list with it. */
	readonly largestPage?: number;
	/** How many requests Graph accepts in a minute. */
	readonly perMinute?: number;
}

/**
 * What holds when a property is changed (docs/graph.md#user-properties,
 * docs/graph.md#update-properties, docs/graph.md#clearing-values).
 */
export interface Writing {
	/** Longest text, or longest entry of a list. */
	readonly maxLength?: number;
	/** Most entries of a list. */
	readonly maxEntries?: number;
	/** The only values; for `flags` several of them. */
	readonly values?: readonly string[];
	/** A rule beyond length, see updateValues.ts. */
	readonly format?:
		| 'userPrincipalName'
		| 'mail'
		| 'countryCode'
		| 'language'
		| 'immutableId'
		| 'url';
	/** Cannot be emptied. */
	readonly keeps?: true;
	/** Not in Microsoft's list of what can be updated: accepted at best, so check it. */
	readonly undocumented?: true;
	/**
	 * Microsoft's least permission for it, where that is one of its own
	 * (docs/graph.md#sensitive-actions).
	 */
	readonly permission?: string;
	/** The role that the signed-in account needs besides the permission, whoever the user is. */
	readonly role?: string;
	/** An app without a user needs the role too. */
	readonly roleForApps?: true;
	/** Microsoft says that an app without a user cannot change it; all of SharePoint's are so besides. */
	readonly notByApps?: true;
	/**
	 * Of someone who holds an administrator role only a higher role may change it
	 * (docs/graph.md#administrators).
	 */
	readonly sensitive?: true;
}

/** Members of properties that are objects; each is a field of its own in Update User. */
interface Members {
	employeeOrgData: keyof EmployeeOrgData & string;
	onPremisesExtensionAttributes: keyof OnPremisesExtensionAttributes & string;
	passwordProfile: keyof PasswordProfile & string;
}
export type ObjectProperty = keyof Members;

/** A field of Update User: a property, or a member of one. */
export interface WritableField {
	readonly name: string;
	readonly displayName: string;
	readonly kind: 'string' | 'boolean' | 'dateTime' | 'stringList' | 'flags';
	readonly memberOf?: ObjectProperty;
	readonly sharePoint?: true;
	readonly secret?: true;
	readonly description?: string;
	readonly compared?: readonly Comparable[];
	readonly write: Writing;
}

type MemberField = {
	[Property in ObjectProperty]: Omit<WritableField, 'name' | 'memberOf'> & {
		readonly name: Members[Property];
		readonly memberOf: Property;
	};
}[ObjectProperty];

const EQUALS = ['equals'] as const;
const EQUALS_OR_EMPTY = ['equals', 'empty'] as const;
const START = ['equals', 'startsWith'] as const;
const TEXT = ['equals', 'startsWith', 'empty'] as const;
const ADDRESS = ['equals', 'startsWith', 'endsWith'] as const;
const ADDRESS_OR_EMPTY = ['equals', 'startsWith', 'endsWith', 'empty'] as const;
const DATE = ['range'] as const;
const DATE_OR_EMPTY = ['range', 'empty'] as const;
const EMPTY = ['empty'] as const;

// One line for each property.
// prettier-ignore
export const USER_PROPERTIES = [
	{ name: 'aboutMe', displayName: 'About Me', kind: 'string', sharePoint: true, default: 'wide', write: {} },
	{ name: 'accountEnabled', displayName: 'Account Enabled', kind: 'boolean', filter: 'equals', compared: EQUALS, default: 'safe', write: { keeps: true, permission: 'User.EnableDisableAccount.All', sensitive: true } },
	{ name: 'ageGroup', displayName: 'Age Group', kind: 'string', filter: 'equals', compared: EQUALS, write: { values: ['Minor', 'NotAdult', 'Adult'] } },
	{ name: 'assignedLicenses', displayName: 'Assigned Licenses', kind: 'complex', filter: 'equals', compared: EQUALS_OR_EMPTY },
	{ name: 'assignedPlans', displayName: 'Assigned Plans', kind: 'complex' },
	{ name: 'authorizationInfo', displayName: 'Authorization Info', kind: 'complex', description: 'Identifiers of certificates for the sign-in' },
	{ name: 'birthday', displayName: 'Birthday', kind: 'dateTime', sharePoint: true, default: 'wide', write: { keeps: true } },
	{ name: 'businessPhones', displayName: 'Business Phones', kind: 'stringList', compared: START, default: 'safe', write: { maxEntries: 1, permission: 'User-Phone.ReadWrite.All', sensitive: true } },
	{ name: 'city', displayName: 'City', kind: 'string', filter: 'startsWith', compared: TEXT, default: 'safe', write: { maxLength: 128 } },
	{ name: 'companyName', displayName: 'Company Name', kind: 'string', compared: TEXT, default: 'safe', write: { maxLength: 64 } },
	{ name: 'consentProvidedForMinor', displayName: 'Consent Provided for Minor', kind: 'string', filter: 'equals', compared: EQUALS, write: { values: ['Granted', 'Denied', 'NotRequired'] } },
	{ name: 'country', displayName: 'Country', kind: 'string', filter: 'startsWith', compared: TEXT, default: 'safe', write: { maxLength: 128 } },
	{ name: 'createdDateTime', displayName: 'Created', kind: 'dateTime', compared: DATE_OR_EMPTY },
	{ name: 'creationType', displayName: 'Creation Type', kind: 'string', filter: 'equals', compared: EQUALS, values: ['EmailVerified', 'Invitation', 'LocalAccount', 'SelfServiceSignUp'] },
	{ name: 'customSecurityAttributes', displayName: 'Custom Security Attributes', kind: 'complex', reading: { permission: 'CustomSecAttributeAssignment.Read.All', role: 'Attribute Assignment Reader' } },
	{ name: 'deletedDateTime', displayName: 'Deleted', kind: 'dateTime' },
	{ name: 'department', displayName: 'Department', kind: 'string', filter: 'startsWith', compared: TEXT, default: 'safe', write: { maxLength: 64 } },
	{ name: 'displayName', displayName: 'Display Name', kind: 'string', filter: 'startsWith', compared: TEXT, sort: 'plain', default: 'safe', write: { maxLength: 256, keeps: true } },
	{ name: 'employeeHireDate', displayName: 'Employee Hire Date', kind: 'dateTime', compared: DATE, write: { notByApps: true } },
	{ name: 'employeeId', displayName: 'Employee ID', kind: 'string', filter: 'equals', compared: EQUALS_OR_EMPTY, write: { maxLength: 16 } },
	{ name: 'employeeLeaveDateTime', displayName: 'Employee Leave Date', kind: 'dateTime', compared: DATE, reading: { permission: 'User-LifeCycleInfo.Read.All' }, write: { permission: 'User-LifeCycleInfo.ReadWrite.All', role: 'Global Administrator' } },
	{ name: 'employeeOrgData', displayName: 'Employee Organization Data', kind: 'complex', description: 'Division and cost center' },
	{ name: 'employeeType', displayName: 'Employee Type', kind: 'string', compared: EQUALS, write: {} },
	{ name: 'extensions', displayName: 'Open Extensions', kind: 'complex', reading: { oneUserOnly: true }, description: 'Data that apps keep with the user' },
	{ name: 'externalUserState', displayName: 'External User State', kind: 'string', filter: 'equals', compared: EQUALS, values: ['Accepted', 'PendingAcceptance'] },
	{ name: 'externalUserStateChangeDateTime', displayName: 'External User State Change', kind: 'dateTime' },
	{ name: 'faxNumber', displayName: 'Fax Number', kind: 'string', compared: TEXT, write: { undocumented: true } },
	{ name: 'givenName', displayName: 'First Name', kind: 'string', filter: 'startsWith', compared: TEXT, default: 'safe', write: { maxLength: 64 } },
	{ name: 'hireDate', displayName: 'Hire Date (Profile)', kind: 'dateTime', sharePoint: true, default: 'wide' },
	{ name: 'id', displayName: 'ID', kind: 'string', filter: 'equals', compared: EQUALS, default: 'safe' },
	{ name: 'identities', displayName: 'Identities', kind: 'complex', filter: 'plainOnly' },
	{ name: 'imAddresses', displayName: 'Instant Messaging Addresses', kind: 'stringList', filter: 'startsWith', compared: START },
	{ name: 'interests', displayName: 'Interests', kind: 'stringList', sharePoint: true, default: 'wide', write: {} },
	{ name: 'isManagementRestricted', displayName: 'Is Management Restricted', kind: 'boolean' },
	{ name: 'isResourceAccount', displayName: 'Is Resource Account', kind: 'boolean', filter: 'equals', compared: EQUALS, write: { keeps: true, undocumented: true } },
	{ name: 'jobTitle', displayName: 'Job Title', kind: 'string', filter: 'equals', compared: TEXT, default: 'safe', write: { maxLength: 128 } },
	{ name: 'lastPasswordChangeDateTime', displayName: 'Last Password Change', kind: 'dateTime' },
	{ name: 'licenseAssignmentStates', displayName: 'License Assignment States', kind: 'complex' },
	{ name: 'mail', displayName: 'Mail', kind: 'string', filter: 'startsWith', compared: ADDRESS_OR_EMPTY, default: 'safe', write: { format: 'mail', keeps: true } },
	{ name: 'mailboxSettings', displayName: 'Mailbox Settings', kind: 'complex', reading: { permission: 'MailboxSettings.Read', oneUserOnly: true } },
	{ name: 'mailNickname', displayName: 'Mail Nickname', kind: 'string', filter: 'startsWith', compared: TEXT, default: 'safe', write: { maxLength: 64, keeps: true } },
	{ name: 'mobilePhone', displayName: 'Mobile Phone', kind: 'string', compared: TEXT, default: 'safe', write: { maxLength: 64, permission: 'User-Phone.ReadWrite.All', sensitive: true } },
	{ name: 'mySite', displayName: 'My Site', kind: 'string', sharePoint: true, default: 'wide', write: { format: 'url' } },
	{ name: 'officeLocation', displayName: 'Office Location', kind: 'string', compared: TEXT, default: 'safe', write: {} },
	{ name: 'onPremisesDistinguishedName', displayName: 'On-Premises Distinguished Name', kind: 'string', compared: TEXT },
	{ name: 'onPremisesDomainName', displayName: 'On-Premises Domain Name', kind: 'string' },
	{ name: 'onPremisesExtensionAttributes', displayName: 'On-Premises Extension Attributes', kind: 'complex', description: 'Extension Attribute 1 to 15' },
	{ name: 'onPremisesImmutableId', displayName: 'On-Premises Immutable ID', kind: 'string', compared: EQUALS, write: { format: 'immutableId', sensitive: true } },
	{ name: 'onPremisesLastSyncDateTime', displayName: 'On-Premises Last Sync', kind: 'dateTime', compared: DATE },
	{ name: 'onPremisesProvisioningErrors', displayName: 'On-Premises Provisioning Conflicts', kind: 'complex' },
	{ name: 'onPremisesSamAccountName', displayName: 'On-Premises SAM Account Name', kind: 'string', compared: START },
	{ name: 'onPremisesSecurityIdentifier', displayName: 'On-Premises Security Identifier', kind: 'string', filter: 'equals', compared: EQUALS_OR_EMPTY },
	{ name: 'onPremisesSyncEnabled', displayName: 'On-Premises Sync Enabled', kind: 'boolean', filter: 'equals', compared: EQUALS_OR_EMPTY },
	{ name: 'onPremisesUserPrincipalName', displayName: 'On-Premises User Principal Name', kind: 'string' },
	{ name: 'otherMails', displayName: 'Other Mails', kind: 'stringList', filter: 'startsWith', compared: ADDRESS_OR_EMPTY, write: { format: 'mail', maxLength: 250, maxEntries: 250, permission: 'User-Mail.ReadWrite.All', sensitive: true } },
	{ name: 'passwordPolicies', displayName: 'Password Policies', kind: 'flags', compared: EMPTY, write: { values: ['DisablePasswordExpiration', 'DisableStrongPassword'] } },
	{ name: 'pastProjects', displayName: 'Past Projects', kind: 'stringList', sharePoint: true, default: 'wide', write: {} },
	{ name: 'postalCode', displayName: 'Postal Code', kind: 'string', compared: TEXT, default: 'safe', write: { maxLength: 40 } },
	{ name: 'preferredDataLocation', displayName: 'Preferred Data Location', kind: 'string', write: { undocumented: true } },
	{ name: 'preferredLanguage', displayName: 'Preferred Language', kind: 'string', compared: TEXT, default: 'wide', write: { format: 'language' } },
	{ name: 'preferredName', displayName: 'Preferred Name', kind: 'string', sharePoint: true, default: 'wide', description: 'Microsoft always returns it empty', write: { undocumented: true } },
	{ name: 'proxyAddresses', displayName: 'Proxy Addresses', kind: 'stringList', compared: ADDRESS_OR_EMPTY },
	{ name: 'responsibilities', displayName: 'Responsibilities', kind: 'stringList', sharePoint: true, default: 'wide', write: {} },
	{ name: 'schools', displayName: 'Schools', kind: 'stringList', sharePoint: true, default: 'wide', write: {} },
	{ name: 'securityIdentifier', displayName: 'Security Identifier', kind: 'string', filter: 'equals', compared: EQUALS },
	{ name: 'showInAddressList', displayName: 'Show in Address List', kind: 'boolean', write: { keeps: true, undocumented: true } },
	{ name: 'signInActivity', displayName: 'Sign-In Activity', kind: 'complex', filter: 'plainOnly', filteredAlone: true, reading: { permission: 'AuditLog.Read.All', license: 'Microsoft Entra ID P1', byIdOnly: true, largestPage: 120, perMinute: 10 } },
	{ name: 'signInSessionsValidFromDateTime', displayName: 'Sign-In Sessions Valid From', kind: 'dateTime' },
	{ name: 'skills', displayName: 'Skills', kind: 'stringList', sharePoint: true, default: 'wide', write: {} },
	{ name: 'state', displayName: 'State', kind: 'string', filter: 'equals', compared: EQUALS_OR_EMPTY, default: 'wide', write: { maxLength: 128 } },
	{ name: 'streetAddress', displayName: 'Street Address', kind: 'string', compared: TEXT, default: 'wide', write: { maxLength: 1024 } },
	{ name: 'surname', displayName: 'Last Name', kind: 'string', filter: 'startsWith', compared: TEXT, default: 'safe', write: { maxLength: 64 } },
	{ name: 'usageLocation', displayName: 'Usage Location', kind: 'string', filter: 'startsWith', compared: TEXT, write: { format: 'countryCode', keeps: true } },
	{ name: 'userPrincipalName', displayName: 'User Principal Name', kind: 'string', filter: 'startsWith', compared: ADDRESS, sort: 'plain', default: 'safe', write: { format: 'userPrincipalName', keeps: true, sensitive: true } },
	{ name: 'userType', displayName: 'User Type', kind: 'string', filter: 'equals', compared: EQUALS_OR_EMPTY, default: 'wide', write: { values: ['Member', 'Guest'], keeps: true } },
] as const satisfies readonly UserProperty[];

/** The password takes more than changing users does, whosever it is. */
const PASSWORD: Writing = {
	keeps: true,
	permission: 'User-PasswordProfile.ReadWrite.All',
	role: 'User Administrator',
	roleForApps: true,
	sensitive: true,
};

/** What can be changed of the properties that are objects. */
const MEMBER_FIELDS: readonly MemberField[] = [
	{
		name: 'costCenter',
		memberOf: 'employeeOrgData',
		displayName: 'Cost Center',
		kind: 'string',
		compared: START,
		write: {},
	},
	{
		name: 'division',
		memberOf: 'employeeOrgData',
		displayName: 'Division',
		kind: 'string',
		compared: START,
		write: {},
	},
	{
		name: 'password',
		memberOf: 'passwordProfile',
		displayName: 'Password',
		kind: 'string',
		secret: true,
		write: PASSWORD,
	},
	{
		name: 'forceChangePasswordNextSignIn',
		memberOf: 'passwordProfile',
		displayName: 'Force Change Password Next Sign-In',
		kind: 'boolean',
		write: PASSWORD,
	},
	{
		name: 'forceChangePasswordNextSignInWithMfa',
		memberOf: 'passwordProfile',
		displayName: 'Force Change Password Next Sign-In With MFA',
		kind: 'boolean',
		write: PASSWORD,
	},
	...Array.from({ length: 15 }, (_, index) => ({
		name: `extensionAttribute${index + 1}` as keyof OnPremisesExtensionAttributes & string,
		memberOf: 'onPremisesExtensionAttributes' as const,
		displayName: `Extension Attribute ${index + 1}`,
		kind: 'string' as const,
		compared: TEXT,
		write: { maxLength: 1024 },
	})),
];

const properties: readonly UserProperty[] = USER_PROPERTIES;
const names = (wanted: (property: UserProperty) => boolean): string[] =>
	properties.filter(wanted).map(({ name }) => name);

/** The connector's 31: asked for on a single user when no fields are chosen. */
export const DEFAULT_FIELDS = names((property) => property.default !== undefined);

/** The 17 that everyone may read who may read the user at all. */
export const SAFE_FIELDS = names((property) => property.default === 'safe');

/** Of the 31 those that a list may carry. */
export const DEFAULT_LIST_FIELDS = names(
	(property) => property.default !== undefined && !property.sharePoint,
);

export const SHAREPOINT_FIELDS: ReadonlySet<string> = new Set(
	names((property) => property.sharePoint === true),
);

/** Those that no list carries: SharePoint's, and what the mailbox holds. */
export const ONE_USER_FIELDS: ReadonlySet<string> = new Set(
	names(({ sharePoint, reading }) => sharePoint === true || reading?.oneUserOnly === true),
);

const PLAIN_FIELDS: ReadonlySet<string> = new Set(
	names(({ kind, reading }) => kind !== 'complex' && reading === undefined),
);

/** What reading takes beyond reading users, of the properties for which it takes more. */
export const READING: ReadonlyMap<string, Reading> = new Map(
	properties.flatMap(({ name, reading }) => (reading ? [[name, reading] as const] : [])),
);

/**
 * The properties that can be filtered by with User.ReadBasic.All
 * (docs/graph.md#basic-permission).
 */
export const BASIC_FIELDS: ReadonlySet<string> = new Set([
	'displayName',
	'givenName',
	'id',
	'mail',
	'securityIdentifier',
	'surname',
	'userPrincipalName',
]);

/**
 * Whether a list of users gives a property just as the user's own address does. Names that are not
 * in the table may be extensions; a list that does not know one refuses it.
 */
export const isOnLists = (name: string): boolean =>
	!SHAREPOINT_FIELDS.has(name) && !READING.has(name);

/**
 * Whether Graph returns it of every user, null where it has no value. What is not known here, such as
 * an extension, and some objects are left out there.
 */
export const isAlwaysReturned = (name: string): boolean => PLAIN_FIELDS.has(name);

/** Every Graph name in the table. */
export const USER_PROPERTY_NAMES = names(() => true);

const BY_LOWER_CASE = new Map<string, string>(
	USER_PROPERTY_NAMES.map((name) => [name.toLowerCase(), name]),
);

/** A name as Graph spells it, which takes it in upper and lower case; one that is not in the table as given. */
export const asSpelled = (name: string): string => BY_LOWER_CASE.get(name.toLowerCase()) ?? name;

/** Everything that Update User can change. */
export const WRITABLE_FIELDS: readonly WritableField[] = [
	...properties.filter(isWritable),
	...MEMBER_FIELDS,
].sort((one, other) => one.displayName.localeCompare(other.displayName, 'en', { numeric: true }));

/**
 * What users may change of themselves: the documented profile fields
 * (docs/graph.md#update-my-profile).
 */
export const MY_PROFILE_FIELDS: readonly WritableField[] = WRITABLE_FIELDS.filter(
	({ sharePoint, write }) => sharePoint && !write.undocumented,
);

function isWritable(property: UserProperty): property is UserProperty & WritableField {
	return property.write !== undefined;
}
