import type { StoredUser } from '../directory/user.ts';
import type { UserProperty } from '../directory/userProperties.ts';
import { callerRole, overAdministrators, overUsers } from './callerRole.ts';
import { accessDenied } from './errors.ts';
import { covers, fullRead, fullWrite, type Groups } from './permissions.ts';
import type { GraphContext } from './request.ts';

/** The narrow permissions of single properties (docs/graph.md#sensitive-actions). */
const narrow: Readonly<Record<string, Groups>> = {
	accountEnabled: [...fullRead].map((read) => ['User.EnableDisableAccount.All', read]),
	businessPhones: [['User-Phone.ReadWrite.All']],
	mobilePhone: [['User-Phone.ReadWrite.All']],
	otherMails: [['User-Mail.ReadWrite.All']],
	passwordProfile: [['User-PasswordProfile.ReadWrite.All']],
	employeeLeaveDateTime: [['User-LifeCycleInfo.ReadWrite.All']],
	customSecurityAttributes: [['CustomSecAttributeAssignment.ReadWrite.All']],
};
/** Nothing but their narrow permission covers these. */
const narrowOnly = new Set([
	'passwordProfile',
	'employeeLeaveDateTime',
	'customSecurityAttributes',
]);
/** What people without a role change of themselves in the directory. */
const ownFields = new Set(['businessPhones', 'mobilePhone']);
/** Roles that single properties need instead of a user administrator's. */
const ownRoles: Readonly<Record<string, readonly string[]>> = {
	employeeLeaveDateTime: ['Global Administrator'],
	customSecurityAttributes: ['Attribute Assignment Administrator'],
};

/** Refuses what the caller's permissions or Entra role do not cover. */
export function checkMayChange(
	context: GraphContext,
	target: StoredUser,
	properties: readonly UserProperty[],
): void {
	const isSelf = context.caller.kind === 'delegated' && context.caller.userId === target.id;
	for (const property of properties) {
		if (!covers(context.caller, permissionsFor(context, property.name, isSelf)))
			throw accessDenied();
		checkRole(context, target, property, isSelf);
	}
}

/** docs/graph.md#narrow-permissions, docs/graph.md#user-readupdate-all */
function permissionsFor({ tenant }: GraphContext, name: string, isSelf: boolean): Groups {
	const own = narrow[name];
	const wide: Groups = fullWrite.map((permission) => [permission]);
	const oneself: Groups = isSelf ? [['User.ReadWrite']] : [];
	if (own === undefined) return [['User.ReadUpdate.All'], ...wide, ...oneself];
	if (narrowOnly.has(name)) return own;
	if (tenant.settings.sensitivePermissions === 'included') return [...own, ...wide, ...oneself];
	return isSelf && ownFields.has(name) ? [...own, ...wide, ...oneself] : own;
}

/**
 * Changing others takes a role, and so do most of one's own fields
 * (docs/graph.md#missing-role); sensitive fields of administrators take a higher one, of an app too
 * (docs/graph.md#administrators).
 */
function checkRole(
	context: GraphContext,
	target: StoredUser,
	{ name, write }: UserProperty,
	isSelf: boolean,
): void {
	const role = callerRole(context);
	const isApp = context.caller.kind === 'application';
	const needed = ownRoles[name];
	if (needed !== undefined) {
		if (!isApp && !needed.includes(role)) throw accessDenied();
		return;
	}
	const exempt = name === 'passwordProfile' ? false : isApp || (isSelf && ownFields.has(name));
	if (!exempt && !overUsers.has(role)) throw accessDenied();
	if (
		write === 'sensitive' &&
		target.adminRole !== null &&
		!isSelf &&
		!overAdministrators.has(role)
	)
		throw accessDenied();
}
