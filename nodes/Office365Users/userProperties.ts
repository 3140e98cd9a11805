/**
 * THE table of user properties. What can be selected, what is asked for by default, what lives in
 * SharePoint and what can be written is derived from here and said nowhere else.
 * Source: graph-facts 1 (Microsoft Graph v1.0 `user` resource and "Update user").
 */
import type { NullableOption, User } from '@microsoft/microsoft-graph-types';

export type UserPropertyName = keyof User & string;

/** How a property's value looks in JSON. */
export type UserPropertyKind =
	| 'string'
	| 'boolean'
	| 'dateTime'
	| 'stringList'
	/** An object or a list of objects; read only here. */
	| 'complex';

export interface UserProperty {
	/** Name in Microsoft Graph. A misspelt name does not compile. */
	readonly name: UserPropertyName;
	/** Name in the editor. */
	readonly displayName: string;
	readonly kind: UserPropertyKind;
	/** Kept in SharePoint, not in Entra: only readable on one user, never on a list (graph-facts 1.3). */
	readonly sharePoint?: true;
	/**
	 * Part of what is asked for when no fields are chosen: `safe` are the 17 that guests and
	 * tenants without SharePoint may read, `wide` the others of the connector's 31 (graph-facts 1.3, 6).
	 */
	readonly default?: 'safe' | 'wide';
	/** Said in the editor under the name, where the name alone does not say it. */
	readonly description?: string;
}

/** The value type of a property, without null and undefined. */
export type UserPropertyValue<Name extends UserPropertyName> = Exclude<
	NullableOption<User[Name]>,
	null | undefined
>;

export const USER_PROPERTIES = [
	{ name: 'aboutMe', displayName: 'About Me', kind: 'string', sharePoint: true, default: 'wide' },
	{ name: 'accountEnabled', displayName: 'Account Enabled', kind: 'boolean', default: 'safe' },
	{ name: 'ageGroup', displayName: 'Age Group', kind: 'string' },
	{ name: 'assignedLicenses', displayName: 'Assigned Licenses', kind: 'complex' },
	{
		name: 'birthday',
		displayName: 'Birthday',
		kind: 'dateTime',
		sharePoint: true,
		default: 'wide',
	},
	{ name: 'businessPhones', displayName: 'Business Phones', kind: 'stringList', default: 'safe' },
	{ name: 'city', displayName: 'City', kind: 'string', default: 'safe' },
	{ name: 'companyName', displayName: 'Company Name', kind: 'string', default: 'safe' },
	{
		name: 'consentProvidedForMinor',
		displayName: 'Consent Provided for Minor',
		kind: 'string',
	},
	{ name: 'country', displayName: 'Country', kind: 'string', default: 'safe' },
	{ name: 'createdDateTime', displayName: 'Created', kind: 'dateTime' },
	{ name: 'creationType', displayName: 'Creation Type', kind: 'string' },
	{ name: 'department', displayName: 'Department', kind: 'string', default: 'safe' },
	{ name: 'displayName', displayName: 'Display Name', kind: 'string', default: 'safe' },
	{ name: 'employeeHireDate', displayName: 'Employee Hire Date', kind: 'dateTime' },
	{ name: 'employeeId', displayName: 'Employee ID', kind: 'string' },
	{
		name: 'employeeLeaveDateTime',
		displayName: 'Employee Leave Date',
		kind: 'dateTime',
		description: 'Needs the permission User-LifeCycleInfo.Read.All',
	},
	{
		name: 'employeeOrgData',
		displayName: 'Employee Organization Data',
		kind: 'complex',
		description: 'Division and cost center',
	},
	{ name: 'employeeType', displayName: 'Employee Type', kind: 'string' },
	{ name: 'externalUserState', displayName: 'External User State', kind: 'string' },
	{ name: 'faxNumber', displayName: 'Fax Number', kind: 'string' },
	{ name: 'givenName', displayName: 'First Name', kind: 'string', default: 'safe' },
	{
		name: 'hireDate',
		displayName: 'Hire Date (Profile)',
		kind: 'dateTime',
		sharePoint: true,
		default: 'wide',
	},
	{ name: 'id', displayName: 'ID', kind: 'string', default: 'safe' },
	{ name: 'identities', displayName: 'Identities', kind: 'complex' },
	{ name: 'imAddresses', displayName: 'Instant Messaging Addresses', kind: 'stringList' },
	{
		name: 'interests',
		displayName: 'Interests',
		kind: 'stringList',
		sharePoint: true,
		default: 'wide',
	},
	{ name: 'isResourceAccount', displayName: 'Is Resource Account', kind: 'boolean' },
	{ name: 'jobTitle', displayName: 'Job Title', kind: 'string', default: 'safe' },
	{
		name: 'lastPasswordChangeDateTime',
		displayName: 'Last Password Change',
		kind: 'dateTime',
	},
	{ name: 'mail', displayName: 'Mail', kind: 'string', default: 'safe' },
	{ name: 'mailNickname', displayName: 'Mail Nickname', kind: 'string', default: 'safe' },
	{ name: 'mobilePhone', displayName: 'Mobile Phone', kind: 'string', default: 'safe' },
	{ name: 'mySite', displayName: 'My Site', kind: 'string', sharePoint: true, default: 'wide' },
	{ name: 'officeLocation', displayName: 'Office Location', kind: 'string', default: 'safe' },
	{
		name: 'onPremisesDistinguishedName',
		displayName: 'On-Premises Distinguished Name',
		kind: 'string',
	},
	{ name: 'onPremisesDomainName', displayName: 'On-Premises Domain Name', kind: 'string' },
	{
		name: 'onPremisesExtensionAttributes',
		displayName: 'On-Premises Extension Attributes',
		kind: 'complex',
		description: 'Extension Attribute 1 to 15',
	},
	{ name: 'onPremisesImmutableId', displayName: 'On-Premises Immutable ID', kind: 'string' },
	{ name: 'onPremisesLastSyncDateTime', displayName: 'On-Premises Last Sync', kind: 'dateTime' },
	{ name: 'onPremisesSamAccountName', displayName: 'On-Premises SAM Account Name', kind: 'string' },
	{ name: 'onPremisesSyncEnabled', displayName: 'On-Premises Sync Enabled', kind: 'boolean' },
	{
		name: 'onPremisesUserPrincipalName',
		displayName: 'On-Premises User Principal Name',
		kind: 'string',
	},
	{ name: 'otherMails', displayName: 'Other Mails', kind: 'stringList' },
	{ name: 'passwordPolicies', displayName: 'Password Policies', kind: 'string' },
	{
		name: 'pastProjects',
		displayName: 'Past Projects',
		kind: 'stringList',
		sharePoint: true,
		default: 'wide',
	},
	{ name: 'postalCode', displayName: 'Postal Code', kind: 'string', default: 'safe' },
	{ name: 'preferredDataLocation', displayName: 'Preferred Data Location', kind: 'string' },
	{ name: 'preferredLanguage', displayName: 'Preferred Language', kind: 'string', default: 'wide' },
	{
		name: 'preferredName',
		displayName: 'Preferred Name',
		kind: 'string',
		sharePoint: true,
		default: 'wide',
		description: 'Microsoft always returns it empty',
	},
	{ name: 'proxyAddresses', displayName: 'Proxy Addresses', kind: 'stringList' },
	{
		name: 'responsibilities',
		displayName: 'Responsibilities',
		kind: 'stringList',
		sharePoint: true,
		default: 'wide',
	},
	{
		name: 'schools',
		displayName: 'Schools',
		kind: 'stringList',
		sharePoint: true,
		default: 'wide',
	},
	{ name: 'securityIdentifier', displayName: 'Security Identifier', kind: 'string' },
	{ name: 'showInAddressList', displayName: 'Show in Address List', kind: 'boolean' },
	{ name: 'skills', displayName: 'Skills', kind: 'stringList', sharePoint: true, default: 'wide' },
	{ name: 'state', displayName: 'State', kind: 'string', default: 'wide' },
	{ name: 'streetAddress', displayName: 'Street Address', kind: 'string', default: 'wide' },
	{ name: 'surname', displayName: 'Last Name', kind: 'string', default: 'safe' },
	{ name: 'usageLocation', displayName: 'Usage Location', kind: 'string' },
	{
		name: 'userPrincipalName',
		displayName: 'User Principal Name',
		kind: 'string',
		default: 'safe',
	},
	{ name: 'userType', displayName: 'User Type', kind: 'string', default: 'wide' },
] as const satisfies readonly UserProperty[];

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

/** Every Graph name in the table. */
export const USER_PROPERTY_NAMES = names(() => true);
