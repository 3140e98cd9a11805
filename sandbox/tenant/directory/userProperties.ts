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
	{
		name: 'businessPhones',
		kind: 'stringCollection',
		byDefault: true,
		write: 'sensitive',
		filter: 'advanced',
	},
	string('displayName', {
		byDefault: true,
		maxLength: 256,
		notClearable: true,
		filter: 'default',
		filterEmpty: true,
		orderBy: 'default',
	}),
	string('givenName', { byDefault: true, maxLength: 64, filter: 'default', filterEmpty: true }),
	readOnly('id', 'string', { byDefault: true, filter: 'noStartsWith' }),
	string('jobTitle', { byDefault: true, maxLength: 128, filter: 'default', filterEmpty: true }),
	string('mail', {
		byDefault: true,
		notClearable: true,
		filter: 'default',
		filterEmpty: true,
		endsWith: true,
	}),
	string('mobilePhone', {
		byDefault: true,
		maxLength: 64,
		write: 'sensitive',
		filter: 'advanced',
		filterEmpty: true,
	}),
	string('officeLocation', { byDefault: true, filter: 'advanced', filterEmpty: true }),
	string('preferredLanguage', { byDefault: true, filter: 'advanced', filterEmpty: true }),
	string('surname', { byDefault: true, maxLength: 64, filter: 'default', filterEmpty: true }),
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
	string('city', { maxLength: 128, filter: 'default', filterEmpty: true }),
	string('companyName', { maxLength: 64, filter: 'advanced', filterEmpty: true }),
	string('country', { maxLength: 128, filter: 'default', filterEmpty: true }),
	string('department', { maxLength: 64, filter: 'default', filterEmpty: true }),
	string('mailNickname', {
		maxLength: 64,
		notClearable: true,
		filter: 'default',
		filterEmpty: true,
	}),
	string('postalCode', { maxLength: 40, filter: 'advanced', filterEmpty: true }),
	string('state', { maxLength: 128, filter: 'noStartsWith', filterEmpty: true }),
	string('streetAddress', { maxLength: 1024, filter: 'advanced', filterEmpty: true }),
	string('userType', { values: ['Member', 'Guest'], filter: 'noStartsWith', filterEmpty: true }),

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
	string('employeeId', { maxLength: 16, filter: 'noStartsWith', filterEmpty: true }),
	{
		name: 'employeeLeaveDateTime',
		kind: 'dateTime',
		write: 'writable',
		filter: 'advanced',
		readPermission: ['User-LifeCycleInfo.Read.All', 'User-LifeCycleInfo.ReadWrite.All'],
	},
	{ name: 'employeeOrgData', kind: 'employeeOrgData', write: 'writable', filter: 'advanced' },
	string('employeeType', { filter: 'advanced' }),
	string('faxNumber', { filter: 'advanced', filterEmpty: true }),
	{ name: 'isResourceAccount', kind: 'boolean', write: 'writable', filter: 'noStartsWith' },
	string('onPremisesImmutableId', { write: 'sensitive', filter: 'noStartsWith' }),
	{
		name: 'onPremisesExtensionAttributes',
		kind: 'extensionAttributes',
		write: 'writable',
		filter: 'advanced',
		filterEmpty: true,
	},
	{
		name: 'otherMails',
		kind: 'stringCollection',
		write: 'sensitive',
		filter: 'default',
		filterEmpty: true,
		endsWith: true,
	},
	string('passwordPolicies', { filter: 'nullOnly', filterEmpty: true }),
	{ name: 'passwordProfile', kind: 'passwordProfile', write: 'sensitive' },
	string('preferredDataLocation'),
	{ name: 'showInAddressList', kind: 'boolean', write: 'writable' },
	string('usageLocation', {
		maxLength: 2,
		notClearable: true,
		filter: 'default',
		filterEmpty: true,
	}),

	...extensionProperties,
	schemaExtension,

	// Others that callers may select.
	readOnly('createdDateTime', 'dateTime', {
		filter: 'noStartsWith',
		filterEmpty: true,
		plainRange: true,
		orderBy: 'advanced',
	}),
	readOnly('creationType', 'string', { filter: 'noStartsWith' }),
	readOnly('deletedDateTime', 'dateTime'),
	readOnly('externalUserState', 'string', { filter: 'noStartsWith' }),
	readOnly('imAddresses', 'stringCollection', { filter: 'default' }),
	readOnly('onPremisesDomainName', 'string'),
	readOnly('onPremisesSamAccountName', 'string', { filter: 'advanced' }),
	readOnly('onPremisesSyncEnabled', 'boolean', { filter: 'noStartsWith', filterEmpty: true }),
	readOnly('onPremisesLastSyncDateTime', 'dateTime', { filter: 'noStartsWith', plainRange: true }),
	readOnly('proxyAddresses', 'stringCollection', {
		filter: 'default',
		filterEmpty: true,
		endsWith: true,
	}),
	readOnly('securityIdentifier', 'string', { filter: 'noStartsWith' }),
	readOnly('mailboxSettings', 'object', {
		sharePoint: true,
		readPermission: ['MailboxSettings.Read', 'MailboxSettings.ReadWrite'],
	}),
	readOnly('signInActivity', 'object', {
		readPermission: ['AuditLog.Read.All'],
		filter: 'plainOnly',
	}),
	readOnly('assignedLicenses', 'objectCollection', { filter: 'noStartsWith', filterEmpty: true }),
	readOnly('assignedPlans', 'objectCollection', { filter: 'advanced' }),
	readOnly('provisionedPlans', 'objectCollection'),
	readOnly('licenseAssignmentStates', 'objectCollection'),
	readOnly('authorizationInfo', 'object'),
	readOnly('identities', 'objectCollection', { filter: 'plainOnly' }),
	readOnly('isManagementRestricted', 'boolean'),
	readOnly('lastPasswordChangeDateTime', 'dateTime'),
	readOnly('legalAgeGroupClassification', 'string'),
	readOnly('externalUserStateChangeDateTime', 'dateTime'),
	readOnly('onPremisesDistinguishedName', 'string', { filter: 'advanced', filterEmpty: true }),
	readOnly('onPremisesUserPrincipalName', 'string'),
	readOnly('onPremisesSecurityIdentifier', 'string', { filter: 'noStartsWith', filterEmpty: true }),
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
