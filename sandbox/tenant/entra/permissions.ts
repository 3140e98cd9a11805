/**
 * Permissions of Microsoft Graph that this tenant can grant (docs/graph.md#permissions,
 * docs/graph.md#sensitive-actions).
 */
export interface GraphPermission {
	readonly delegated: boolean;
	readonly application: boolean;
	/** A user cannot consent to the delegated permission alone (docs/graph.md#admin-consent). */
	readonly needsAdminConsent: boolean;
	/** What the consent page says. */
	readonly text: string;
}

const userConsent = (text: string): GraphPermission => ({
	delegated: true,
	application: false,
	needsAdminConsent: false,
	text,
});
const both = (text: string, needsAdminConsent = true): GraphPermission => ({
	delegated: true,
	application: true,
	needsAdminConsent,
	text,
});

export const graphPermissions: Readonly<Record<string, GraphPermission>> = {
	'User.Read': userConsent('Sign you in and read your profile'),
	'User.ReadWrite': userConsent('Read and update your profile'),
	'User.ReadBasic.All': both("Read all users' basic profiles", false),
	'User.Read.All': both("Read all users' full profiles"),
	'User.ReadWrite.All': both("Read and write all users' full profiles"),
	'User.ReadUpdate.All': both("Read and update all users' full profiles"),
	'Directory.Read.All': both('Read directory data'),
	'Directory.ReadWrite.All': both('Read and write directory data'),
	'People.Read': userConsent('Read your relevant people list'),
	'People.Read.All': both("Read all users' relevant people lists"),
	'Sites.Read.All': both('Read items in all site collections', false),
	'Sites.ReadWrite.All': both('Edit or delete items in all site collections', false),
	'Sites.Manage.All': both(
		'Create, edit, and delete items and lists in all site collections',
		false,
	),
	'Sites.FullControl.All': both('Have full control of all site collections'),
	'ProfilePhoto.Read.All': both('Read profile photos of users and groups'),
	'ProfilePhoto.ReadWrite.All': both('Read and write profile photos of users and groups'),
	'User.EnableDisableAccount.All': both('Enable and disable user accounts'),
	'User-Phone.ReadWrite.All': both('Read and write all user mobile phone and business phones'),
	'User-Mail.ReadWrite.All': both('Read and write secondary mail addresses for users'),
	'User-PasswordProfile.ReadWrite.All': both('Read and write all password profiles'),
	'User-LifeCycleInfo.Read.All': both('Read all users’ lifecycle information'),
	'User-LifeCycleInfo.ReadWrite.All': both('Read and write all users’ lifecycle information'),
	'User.ManageIdentities.All': both('Manage all user identities'),
	'MailboxSettings.Read': {
		delegated: true,
		application: true,
		needsAdminConsent: false,
		text: 'Read your mailbox settings',
	},
	'MailboxSettings.ReadWrite': {
		delegated: true,
		application: true,
		needsAdminConsent: false,
		text: 'Read and write your mailbox settings',
	},
	'AuditLog.Read.All': both('Read audit log data'),
	'CustomSecAttributeDefinition.Read.All': both('Read custom security attribute definitions'),
	'CustomSecAttributeDefinition.ReadWrite.All': both(
		'Read and write custom security attribute definitions',
	),
	'CustomSecAttributeAssignment.Read.All': both('Read custom security attribute assignments'),
	'CustomSecAttributeAssignment.ReadWrite.All': both(
		'Read and write custom security attribute assignments',
	),
	'Application.Read.All': both('Read applications'),
	'Organization.Read.All': both('Read organization information'),
	'LicenseAssignment.Read.All': both('Read all license assignments'),
	'GroupMember.Read.All': both('Read group memberships'),
	'Group.Read.All': both('Read all groups'),
};

export const openIdScopes: ReadonlySet<string> = new Set([
	'openid',
	'profile',
	'email',
	'offline_access',
]);
