import type { StoredUser } from '../directory/user.ts';
import type { UserProperty } from '../directory/userProperties.ts';
import { accessDenied } from './errors.ts';
import { granted } from './permissions.ts';
import type { GraphContext } from './request.ts';

/** The least privileged permission of each sensitive property (docs/graph.md#sensitive-actions). */
const ownPermission: Readonly<Record<string, string>> = {
	accountEnabled: 'User.EnableDisableAccount.All',
	businessPhones: 'User-Phone.ReadWrite.All',
	mobilePhone: 'User-Phone.ReadWrite.All',
	otherMails: 'User-Mail.ReadWrite.All',
	passwordProfile: 'User-PasswordProfile.ReadWrite.All',
};
const overAdmins = new Set(['Global Administrator', 'Privileged Authentication Administrator']);
const overUsers = new Set([...overAdmins, 'User Administrator']);

/**
 * Sensitive actions need their own permission and, if the target is an administrator, a higher
 * Entra role of the caller (docs/graph.md#administrators).
 */
export function checkSensitive(
	context: GraphContext,
	target: StoredUser,
	properties: readonly UserProperty[],
): void {
	const { caller, tenant } = context;
	const names = granted(caller);
	const role = callerRole(context);
	const isSelf = caller.kind === 'delegated' && caller.userId === target.id;
	for (const { name, write } of properties) {
		const needed = ownPermission[name];
		// User.ReadWrite.All covers the others but never a password; `required` demands each
		// property's own permission.
		const strict =
			name === 'passwordProfile' || tenant.settings.sensitivePermissions === 'required';
		if (needed !== undefined && strict && !isSelfPhone(name, isSelf) && !names.has(needed))
			throw accessDenied();
		if (name === 'passwordProfile' && !overUsers.has(role)) throw accessDenied();
		if (write === 'sensitive' && target.adminRole !== null && !isSelf && !overAdmins.has(role))
			throw accessDenied();
		if (name === 'employeeLeaveDateTime') checkLeaveDate(context, role);
	}
}

const isSelfPhone = (name: string, isSelf: boolean): boolean =>
	isSelf && (name === 'mobilePhone' || name === 'businessPhones');

/**
 * A delegated caller must be a Global Administrator, an app needs the permission
 * (docs/graph.md#employee-leave-date).
 */
function checkLeaveDate({ caller }: GraphContext, role: string): void {
	const allowed =
		granted(caller).has('User-LifeCycleInfo.ReadWrite.All') &&
		(caller.kind === 'application' || role === 'Global Administrator');
	if (!allowed) throw accessDenied();
}

function callerRole({ caller, tenant }: GraphContext): string {
	const role =
		caller.kind === 'delegated'
			? tenant.directory.get(caller.userId)?.adminRole
			: tenant.apps.get(caller.clientId)?.adminRole;
	return role ?? '';
}
