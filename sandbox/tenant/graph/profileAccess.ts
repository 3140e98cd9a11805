import type { StoredUser } from '../directory/user.ts';
import { callerRole } from './callerRole.ts';
import { accessDenied, GraphError, notImplemented } from './errors.ts';
import { granted, holds, permissions } from './permissions.ts';
import type { GraphContext } from './request.ts';
import type { Selection } from './select.ts';
import { sharePointRefusal } from './sharePointFailure.ts';
import { callerIsGuest } from './target.ts';

export const readAccess = (context: GraphContext, userId: string | null): 'full' | 'basic' =>
	holds(context.caller, permissions.readFullProfile, userId) ? 'full' : 'basic';

/** Properties with a permission of their own (docs/graph.md#permissions-of-single-properties). */
export function checkPropertyPermissions(context: GraphContext, selection: Selection): void {
	for (const { readPermission, readRoles } of selection.properties) {
		if (readPermission && !readPermission.some((name) => granted(context.caller).has(name)))
			throw accessDenied();
		if (
			readRoles &&
			context.caller.kind === 'delegated' &&
			!readRoles.includes(callerRole(context))
		)
			throw accessDenied();
	}
	if (selection.properties.some(({ name }) => name === 'signInActivity')) checkPremium(context);
}

/** docs/graph.md#sign-in-activity */
export function checkPremium({ tenant }: GraphContext): void {
	if (!tenant.settings.premium)
		throw new GraphError(
			403,
			'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
			"Neither tenant is B2C or tenant doesn't have premium license",
		);
}

/**
 * Properties stored in SharePoint cannot be selected on a collection
 * (docs/graph.md#sharepoint-properties-on-lists).
 */
export function checkCollectionSelect(context: GraphContext, selection: Selection): void {
	if (selection.properties.some((property) => property.sharePoint)) throw notImplemented();
	checkPropertyPermissions(context, selection);
}

/**
 * On a single user they can, if tenant, license and policy allow it
 * (docs/graph.md#reading-sharepoint-properties).
 */
export function checkSingleUserSelect(
	context: GraphContext,
	selection: Selection,
	target: StoredUser,
): void {
	checkPropertyPermissions(context, selection);
	if (!selection.properties.some((property) => property.sharePoint)) return;
	const { caller, tenant } = context;
	if (!tenant.settings.sharePoint)
		throw new GraphError(400, 'BadRequest', 'Tenant does not have a SPO license.');
	if (callerIsGuest(context))
		throw new GraphError(
			401,
			'Unauthorized',
			'Access denied to the profile properties of this user.',
		);
	const isSelf = caller.kind === 'delegated' && caller.userId === target.id;
	if (tenant.settings.hideProfileFieldsFromOthers && !isSelf)
		throw new GraphError(
			403,
			'accessDenied',
			'Access denied. You do not have permission to perform this action or access this resource.',
		);
	const refusal = sharePointRefusal(target);
	if (refusal) throw refusal;
}
