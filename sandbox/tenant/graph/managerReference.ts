import { callerRole, overUsers } from './callerRole.ts';
import { accessDenied, badRequest, notFound } from './errors.ts';
import { permissions } from './permissions.ts';
import { jsonBody, noContent, type GraphContext, type GraphResponse } from './request.ts';
import { targetUser } from './target.ts';
import { syncedRefusal } from './updateUser.ts';

/** PUT /users/{id}/manager/$ref (docs/graph.md#assign-manager). */
export function setManager(context: GraphContext): GraphResponse {
	const user = targetUser(context, permissions.writeManager);
	checkRole(context);
	const managerId = referenced(context, jsonBody(context)['@odata.id']);
	if (user.synced) throw syncedRefusal();
	context.tenant.directory.setManager(user, managerId);
	return noContent();
}

/** DELETE /users/{id}/manager/$ref. */
export function removeManager(context: GraphContext): GraphResponse {
	const user = targetUser(context, permissions.writeManager);
	checkRole(context);
	if (user.managerId === null) throw notFound('manager');
	if (user.synced) throw syncedRefusal();
	context.tenant.directory.setManager(user, null);
	return noContent();
}

/** A signed-in account needs a role for it, for its own manager too (docs/graph.md#missing-role). */
function checkRole(context: GraphContext): void {
	if (context.caller.kind === 'delegated' && !overUsers.has(callerRole(context)))
		throw accessDenied();
}

/**
 * The id behind `{root}/v1.0/users/{id|upn}` or `.../directoryObjects/{id}`, which has to be this
 * cloud's root.
 */
function referenced(context: GraphContext, reference: unknown): string {
	const { directory, origins } = context.tenant;
	if (typeof reference !== 'string' || reference === '')
		throw badRequest("The request body must contain '@odata.id' with the URL of the manager.");
	if (!reference.startsWith(`${origins.graph}/`))
		throw badRequest(`Invalid URL in '@odata.id': '${reference}'.`);
	const match = /^\/(?:v1\.0|beta)\/(?:users|directoryObjects)\/([^/?]+)$/.exec(
		reference.slice(origins.graph.length),
	);
	if (match?.[1] === undefined) throw badRequest(`Invalid URL in '@odata.id': '${reference}'.`);
	const key = decodeURIComponent(match[1]);
	const id = directory.find(key)?.id ?? directory.orgContacts.get(key)?.id;
	if (id === undefined) throw notFound(key);
	return id;
}
