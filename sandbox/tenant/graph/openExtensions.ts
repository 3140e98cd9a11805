import type { JsonObject, StoredUser } from '../directory/user.ts';
import { callerRole, overUsers } from './callerRole.ts';
import { accessDenied, badRequest, GraphError } from './errors.ts';
import { permissions } from './permissions.ts';
import { jsonBody, noContent, ok, type GraphContext, type GraphResponse } from './request.ts';
import { targetUser } from './target.ts';

const type = '#microsoft.graph.openTypeExtension';
const missing = (): GraphError =>
	new GraphError(404, 'ResourceNotFound', 'Extension with given id not found.');

/** GET /users/{id}/extensions (docs/graph.md#extensions); codes and texts of refusals are assumptions. */
export function listOpenExtensions(context: GraphContext): GraphResponse {
	const user = targetUser(context, permissions.readFullProfile);
	return ok({
		'@odata.context': contextOf(context, user),
		value: openExtensionsOf(user),
	});
}

/** GET /users/{id}/extensions/{name}. */
export function getOpenExtension(context: GraphContext): GraphResponse {
	const user = targetUser(context, permissions.readFullProfile);
	const name = nameOf(context);
	const values = user.openExtensions[name];
	if (!values) throw missing();
	return ok({ '@odata.context': `${contextOf(context, user)}/$entity`, ...shown(name, values) });
}

/** POST /users/{id}/extensions. */
export function addOpenExtension(context: GraphContext): GraphResponse {
	const user = writableUser(context);
	const { extensionName: name, ...values } = jsonBody(context) as JsonObject;
	if (typeof name !== 'string' || !/^[\w.]{1,120}$/.test(name))
		throw badRequest('extensionName must be given.');
	if (user.openExtensions[name])
		throw new GraphError(409, 'NameAlreadyExists', 'An extension already exists with given id.');
	user.openExtensions = { ...user.openExtensions, [name]: withoutAnnotations(values) };
	return {
		status: 201,
		body: {
			'@odata.context': `${contextOf(context, user)}/$entity`,
			...shown(name, withoutAnnotations(values)),
		},
	};
}

/**
 * PATCH /users/{id}/extensions/{name}: members that are not sent are deleted
 * (docs/graph.md#open-extensions).
 */
export function updateOpenExtension(context: GraphContext): GraphResponse {
	const user = writableUser(context);
	const name = nameOf(context);
	const before = user.openExtensions[name];
	if (!before) throw missing();
	const { extensionName, ...sent } = withoutAnnotations(jsonBody(context) as JsonObject);
	if (extensionName !== undefined && extensionName !== name)
		throw badRequest('extensionName does not match the extension.');
	const values = Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== null));
	user.openExtensions = { ...user.openExtensions, [name]: values };
	return noContent();
}

/** DELETE /users/{id}/extensions/{name}. */
export function deleteOpenExtension(context: GraphContext): GraphResponse {
	const user = writableUser(context);
	const { [nameOf(context)]: removed, ...rest } = user.openExtensions;
	if (!removed) throw missing();
	user.openExtensions = rest;
	return noContent();
}

/** Of others only with a role (docs/graph.md#missing-role). */
function writableUser(context: GraphContext): StoredUser {
	const user = targetUser(context, permissions.writeOpenExtensions);
	const { caller } = context;
	const ofOthers = caller.kind === 'delegated' && caller.userId !== user.id;
	if (ofOthers && !overUsers.has(callerRole(context))) throw accessDenied();
	return user;
}

/** `$expand=extensions` of one user. */
export const openExtensionsOf = (user: StoredUser): JsonObject[] =>
	Object.entries(user.openExtensions).map(([name, values]) => shown(name, values));

const nameOf = ({ segments }: GraphContext): string => segments.at(-1)?.name ?? '';

const contextOf = ({ tenant }: GraphContext, user: StoredUser): string =>
	`${tenant.origins.graph}/v1.0/$metadata#users('${user.id}')/extensions`;

const withoutAnnotations = (values: JsonObject): JsonObject =>
	Object.fromEntries(Object.entries(values).filter(([name]) => !name.includes('@')));

const shown = (name: string, values: JsonObject): JsonObject => ({
	'@odata.type': type,
	id: name,
	extensionName: name,
	...values,
});
