/**
 * Which permission helps, and where it is granted: in one way for a signed-in user, in another for
 * an app (docs/graph.md#permissions).
 */
import { PERMISSIONS } from '../../../credentials/entra/scopes';
import type { AskedOfGraph } from './asked';

type Asker = Pick<AskedOfGraph, 'appOnly' | 'scopes'>;

/** Permissions that include another one (docs/graph.md#permissions). */
const INCLUDED_IN: Readonly<Record<string, readonly string[]>> = {
	'User.Read': ['User.ReadWrite', 'User.Read.All'],
	'User.ReadWrite': ['User.ReadWrite.All'],
	'User.ReadBasic.All': ['User.Read.All'],
	'User.Read.All': ['User.ReadWrite.All', 'Directory.Read.All'],
	'User.ReadUpdate.All': ['User.ReadWrite.All'],
	'User.ReadWrite.All': ['Directory.ReadWrite.All'],
	'Directory.Read.All': ['Directory.ReadWrite.All'],
	'GroupMember.Read.All': ['GroupMember.ReadWrite.All', 'Group.Read.All', 'Directory.Read.All'],
	'Group.Read.All': ['Group.ReadWrite.All'],
	'User-LifeCycleInfo.Read.All': ['User-LifeCycleInfo.ReadWrite.All'],
	'ProfilePhoto.Read.All': ['ProfilePhoto.ReadWrite.All', 'User.Read.All'],
	'ProfilePhoto.ReadWrite.All': ['User.ReadWrite.All'],
	'Application.Read.All': ['Application.ReadWrite.All', 'Directory.Read.All'],
	'CustomSecAttributeAssignment.Read.All': ['CustomSecAttributeAssignment.ReadWrite.All'],
	'CustomSecAttributeDefinition.Read.All': ['CustomSecAttributeDefinition.ReadWrite.All'],
	'LicenseAssignment.Read.All': ['LicenseAssignment.ReadWrite.All', 'Organization.Read.All'],
	'Organization.Read.All': ['Organization.ReadWrite.All', 'Directory.Read.All'],
	'People.Read': ['People.Read.All'],
	'Sites.Read.All': ['Sites.ReadWrite.All'],
	'Sites.ReadWrite.All': ['Sites.Manage.All', 'Sites.FullControl.All'],
};

/** The choices of Permissions in the credential, smallest first. */
const CHOICES = [
	['Basic', PERMISSIONS.basic],
	['Read', PERMISSIONS.read],
	['Read and Write', PERMISSIONS.readWrite],
] as const;

export const whoAsked = ({ appOnly }: Asker): string =>
	appOnly ? 'The app' : 'The signed-in account';

/** The permissions that a text such as "User.Read.All or ProfilePhoto.Read.All" names. */
export const permissionsIn = (text = ''): string[] =>
	text.match(/\b[A-Z][\w-]*(?:\.[A-Z]\w*)+/g) ?? [];

/**
 * Whether the sign-in carries a permission, or one that includes it.
 * @returns undefined where that is not known: Microsoft names only a user's permissions
 */
export function isGranted({ scopes }: Asker, permission: string): boolean | undefined {
	if (scopes === undefined) return undefined;
	const has = (name: string): boolean =>
		scopes.some((scope) => scope.toLowerCase() === name.toLowerCase()) ||
		(INCLUDED_IN[name] ?? []).some(has);
	return has(permission);
}

/** Where to get one of these permissions. */
export function toGrant({ appOnly }: Asker, permissions: readonly string[] = []): string {
	if (appOnly) {
		return 'Add the application permission to the app registration and have an administrator consent; then test the credential once, so that it gets a new token';
	}
	const choice = CHOICES.find(([, scopes]) =>
		permissions.some((name) => isGranted({ scopes }, name)),
	)?.[0];
	const [least] = permissions;
	const how =
		choice === undefined
			? `Set 'Permissions' in the credential to Custom${least ? ` and add ${least}` : ' and add what is needed'}`
			: `Choose ${choice}, or Custom with ${least}, under 'Permissions' in the credential`;
	return `${how}; then reconnect it (an administrator may have to consent)`;
}

export const LARGER_DOES_NOT_HELP = "Larger 'Permissions' in the credential do not help";
