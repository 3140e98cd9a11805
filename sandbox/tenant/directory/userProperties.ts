/**
 * The one table of the user properties that this tenant knows (docs/graph.md#user,
 * docs/graph.md#filter-support). $select, $filter, $orderby, PATCH and the seed are all derived
 * from it.
 */
export type PropertyKind =
	| 'string'
	| 'boolean'
	| 'dateTime'
	| 'stringCollection'
	| 'employeeOrgData'
	| 'extensionAttributes'
	| 'passwordProfile'
	| 'objectCollection';

/**
 * How PATCH treats a property: sensitive ones need more than User.ReadWrite.All when the target is
 * an admin (docs/graph.md#sensitive-actions).
 */
export type Writability = 'readOnly' | 'writable' | 'sensitive';

/**
 * default: eq, in, startsWith without ConsistencyLevel. noStartsWith: eq, in only. advanced:
 * nothing without it (docs/graph.md#filter-support).
 */
export type FilterSupport = 'default' | 'noStartsWith' | 'advanced';

export interface UserProperty {
	readonly name: string;
	readonly kind: PropertyKind;
	/** Returned without $select (docs/graph.md#default-fields). */
	readonly byDefault?: true;
	/** Stored in SharePoint: only on a single user, only in its own PATCH (docs/graph.md#sharepoint-properties). */
	readonly sharePoint?: true;
	readonly write: Writability;
	readonly maxLength?: number;
	readonly notClearable?: true;
	/** Accepts only these values, or null. */
	readonly values?: readonly string[];
	readonly filter?: FilterSupport;
	readonly endsWith?: true;
	readonly orderBy?: 'default' | 'advanced';
	/** Reading it is refused without one of these permissions. */
	readonly readPermission?: readonly string[];
	/** Writable even if the user is synced from on-premises. */
	readonly writableWhenSynced?: true;
}

const string = (name: string, rest: Partial<UserProperty> = {}): UserProperty => ({
	name,
	kind: 'string',
	write: 'writable',
	...rest,
});
const sharePoint = (
	name: string,
	kind: PropertyKind,
	rest: Partial<UserProperty> = {},
): UserProperty => ({
	name,
	kind,
	write: 'writable',
	sharePoint: true,
	writableWhenSynced: true,
	...rest,
});
const readOnly = (
	name: string,
	kind: PropertyKind,
	rest: Partial<UserProperty> = {},
): UserProperty => ({ name, kind, write: 'readOnly', ...rest });

const table: readonly UserProperty[] = [
	// The 31 of docs/graph.md#user-properties, the default eleven first.
	{ name: 'businessPhones', kind: 'stringCollection', byDefault: true, write: 'sensitive' },
	string('displayName', {
		byDefault: true,
		maxLength: 256,
		notClearable: true,
		filter: 'default',
		orderBy: 'default',
	}),
	string('givenName', { byDefault: true, maxLength: 64, filter: 'default' }),
	readOnly('id', 'string', { byDefault: true, filter: 'noStartsWith' }),
	string('jobTitle', { byDefault: true, maxLength: 128, filter: 'default' }),
	string('mail', { byDefault: true, notClearable: true, filter: 'default', endsWith: true }),
	string('mobilePhone', { byDefault: true, maxLength: 64, write: 'sensitive', filter: 'advanced' }),
	string('officeLocation', { byDefault: true, filter: 'advanced' }),
	string('preferredLanguage', { byDefault: true, filter: 'advanced' }),
	string('surname', { byDefault: true, maxLength: 64, filter: 'default' }),
	string('userPrincipalName', {
		byDefault: true,
		write: 'sensitive',
		notClearable: true,
		filter: 'default',
		endsWith: true,
		orderBy: 'default',
	}),

	{
		name: 'accountEnabled',
		kind: 'boolean',
		write: 'sensitive',
		notClearable: true,
		filter: 'noStartsWith',
	},
	string('city', { maxLength: 128, filter: 'default' }),
	string('companyName', { maxLength: 64, filter: 'advanced' }),
	string('country', { maxLength: 128, filter: 'default' }),
	string('department', { maxLength: 64, filter: 'default' }),
	string('mailNickname', { maxLength: 64, notClearable: true, filter: 'default' }),
	string('postalCode', { maxLength: 40, filter: 'advanced' }),
	string('state', { maxLength: 128, filter: 'default' }),
	string('streetAddress', { maxLength: 1024, filter: 'advanced' }),
	string('userType', { values: ['Member', 'Guest'], filter: 'noStartsWith' }),

	sharePoint('aboutMe', 'string'),
	sharePoint('birthday', 'dateTime', { notClearable: true }),
	sharePoint('hireDate', 'dateTime', { write: 'readOnly', notClearable: true }),
	sharePoint('interests', 'stringCollection'),
	sharePoint('mySite', 'string'),
	sharePoint('pastProjects', 'stringCollection'),
	// Accepted in a PATCH and not kept: it always reads as an empty string
	// (docs/graph.md#user-properties).
	sharePoint('preferredName', 'string'),
	sharePoint('responsibilities', 'stringCollection'),
	sharePoint('schools', 'stringCollection'),
	sharePoint('skills', 'stringCollection'),

	// Those of docs/graph.md#update-properties.
	string('ageGroup', { values: ['Minor', 'NotAdult', 'Adult'], filter: 'noStartsWith' }),
	string('consentProvidedForMinor', {
		values: ['Granted', 'Denied', 'NotRequired'],
		filter: 'noStartsWith',
	}),
	{ name: 'employeeHireDate', kind: 'dateTime', write: 'writable', filter: 'advanced' },
	string('employeeId', { maxLength: 16, filter: 'default' }),
	{
		name: 'employeeLeaveDateTime',
		kind: 'dateTime',
		write: 'writable',
		filter: 'advanced',
		readPermission: ['User-LifeCycleInfo.Read.All', 'User-LifeCycleInfo.ReadWrite.All'],
	},
	{ name: 'employeeOrgData', kind: 'employeeOrgData', write: 'writable' },
	string('employeeType', { filter: 'advanced' }),
	string('faxNumber'),
	{ name: 'isResourceAccount', kind: 'boolean', write: 'writable' },
	string('onPremisesImmutableId', { write: 'sensitive' }),
	{
		name: 'onPremisesExtensionAttributes',
		kind: 'extensionAttributes',
		write: 'writable',
		filter: 'advanced',
	},
	{
		name: 'otherMails',
		kind: 'stringCollection',
		write: 'sensitive',
		filter: 'default',
		endsWith: true,
	},
	string('passwordPolicies'),
	{ name: 'passwordProfile', kind: 'passwordProfile', write: 'sensitive' },
	string('preferredDataLocation'),
	{ name: 'showInAddressList', kind: 'boolean', write: 'writable' },
	string('usageLocation', { maxLength: 2, notClearable: true, filter: 'default' }),

	// A directory extension: selected by its full name, never by default.
	string('extension_22222222222242228222222222222222_badge', { maxLength: 256, filter: 'default' }),

	// Others that callers may select.
	readOnly('createdDateTime', 'dateTime', { filter: 'advanced', orderBy: 'advanced' }),
	readOnly('creationType', 'string'),
	readOnly('deletedDateTime', 'dateTime'),
	readOnly('externalUserState', 'string', { filter: 'noStartsWith' }),
	readOnly('imAddresses', 'stringCollection'),
	readOnly('onPremisesDomainName', 'string'),
	readOnly('onPremisesSamAccountName', 'string', { filter: 'advanced' }),
	readOnly('onPremisesSyncEnabled', 'boolean', { filter: 'noStartsWith' }),
	readOnly('onPremisesLastSyncDateTime', 'dateTime'),
	readOnly('proxyAddresses', 'stringCollection', { filter: 'default', endsWith: true }),
	readOnly('securityIdentifier', 'string'),
	readOnly('mailboxSettings', 'string', {
		sharePoint: true,
		readPermission: ['MailboxSettings.Read', 'MailboxSettings.ReadWrite'],
	}),
	readOnly('signInActivity', 'string', { readPermission: ['AuditLog.Read.All'] }),
];

export const userProperties: ReadonlyMap<string, UserProperty> = new Map(
	table.map((property) => [property.name, property]),
);

const byLowerCaseName = new Map(table.map((property) => [property.name.toLowerCase(), property]));

/** Graph matches property names case-insensitively and responds with its own spelling. */
export const findUserProperty = (name: string): UserProperty | undefined =>
	byLowerCaseName.get(name.toLowerCase());

export const defaultSelect: readonly string[] = table
	.filter((property) => property.byDefault)
	.map((property) => property.name);

/** User.ReadBasic.All reveals no more than these (docs/graph.md#basic-permission). */
export const basicProfile: ReadonlySet<string> = new Set([
	'displayName',
	'givenName',
	'id',
	'mail',
	'securityIdentifier',
	'surname',
	'userPrincipalName',
]);

export const extensionAttributeNames: readonly string[] = Array.from(
	{ length: 15 },
	(_, index) => `extensionAttribute${index + 1}`,
);
