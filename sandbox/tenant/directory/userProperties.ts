import { extensionProperties, schemaExtension } from './extensionDefinitions.ts';
import type { PropertyKind, UserProperty } from './userProperty.ts';

export type { PropertyKind, UserProperty } from './userProperty.ts';

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

/**
 * The one table of the user properties that this tenant knows (docs/graph.md#user,
 * docs/graph.md#filter-support). $select, $filter, $orderby, PATCH and the seed are all derived
 * from it.
 */
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
	string('state', { maxLength: 128, filter: 'noStartsWith' }),
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
	string('employeeId', { maxLength: 16, filter: 'noStartsWith' }),
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

	...extensionProperties,
	schemaExtension,

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
	readOnly('mailboxSettings', 'object', {
		sharePoint: true,
		readPermission: ['MailboxSettings.Read', 'MailboxSettings.ReadWrite'],
	}),
	readOnly('signInActivity', 'object', {
		readPermission: ['AuditLog.Read.All'],
		filter: 'plainOnly',
	}),
	readOnly('assignedLicenses', 'objectCollection', { filter: 'noStartsWith' }),
	readOnly('assignedPlans', 'objectCollection', { filter: 'noStartsWith' }),
	readOnly('provisionedPlans', 'objectCollection'),
	readOnly('licenseAssignmentStates', 'objectCollection'),
	readOnly('authorizationInfo', 'object'),
	readOnly('identities', 'objectCollection', { filter: 'plainOnly' }),
	readOnly('isManagementRestricted', 'boolean'),
	readOnly('lastPasswordChangeDateTime', 'dateTime'),
	readOnly('legalAgeGroupClassification', 'string'),
	readOnly('externalUserStateChangeDateTime', 'dateTime'),
	readOnly('onPremisesDistinguishedName', 'string'),
	readOnly('onPremisesUserPrincipalName', 'string'),
	readOnly('onPremisesSecurityIdentifier', 'string', { filter: 'noStartsWith' }),
	readOnly('onPremisesProvisioningErrors', 'objectCollection'),
	readOnly('serviceProvisioningErrors', 'objectCollection'),
	readOnly('signInSessionsValidFromDateTime', 'dateTime'),
	{
		name: 'customSecurityAttributes',
		kind: 'securityAttributes',
		write: 'writable',
		writableWhenSynced: true,
		readPermission: [
			'CustomSecAttributeAssignment.Read.All',
			'CustomSecAttributeAssignment.ReadWrite.All',
		],
		readRoles: ['Attribute Assignment Reader', 'Attribute Assignment Administrator'],
	},
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
