import { contextUrl, directoryObject } from './directoryObject.ts';
import { notFound } from './errors.ts';
import { demand, permissions } from './permissions.ts';
import { checkCollectionSelect } from './profileAccess.ts';
import { ok, type GraphContext, type GraphResponse } from './request.ts';
import { parseSelect } from './select.ts';
import { targetUser } from './target.ts';

/**
 * GET /me/manager, /users/{id}/manager (docs/graph.md#manager). It is a directoryObject: profile
 * fields are not available here.
 */
export function getManager(context: GraphContext): GraphResponse {
	const user = targetUser(context, permissions.readManager);
	const selection = parseSelect(context.query.select);
	checkCollectionSelect(context, selection);
	if (user.managerId === null) throw notFound('manager');
	return ok({
		'@odata.context': contextUrl(context, 'directoryObjects', selection, true),
		...directoryObject(context, user.managerId, selection),
	});
}

/** GET /directoryObjects/{id}: a user or a contact (docs/graph.md#one-directory-object). */
export function getDirectoryObject(context: GraphContext): GraphResponse {
	demand(context.caller, permissions.readObject, null);
	const id = context.segments[1]?.name.toLowerCase() ?? '';
	const { directory } = context.tenant;
	if (!directory.get(id) && !directory.orgContacts.get(id)) throw notFound(id);
	const selection = parseSelect(context.query.select);
	checkCollectionSelect(context, selection);
	return ok({
		'@odata.context': contextUrl(context, 'directoryObjects', selection, true),
		...directoryObject(context, id, selection),
	});
}
