import { contextUrl, directoryObject } from './directoryObject.ts';
import { notFound } from './errors.ts';
import { permissions } from './permissions.ts';
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
