import { sorted } from '../directory/directory.ts';
import type { StoredUser } from '../directory/user.ts';
import { contextUrl, userObject } from './directoryObject.ts';
import { badRequest, unsupportedQuery } from './errors.ts';
import { expand, parseExpansion } from './expand.ts';
import { userOrder } from './orderBy.ts';
import { page } from './paging.ts';
import { permissions } from './permissions.ts';
import { checkCollectionSelect, readAccess } from './profileAccess.ts';
import { queryMode } from './queryMode.ts';
import { parseTop } from './queryOptions.ts';
import { ok, type GraphContext, type GraphResponse } from './request.ts';
import { parseSelect } from './select.ts';
import { targetUser } from './target.ts';
import { compileUserFilter } from './userFilter.ts';
import { countResponse } from './users.ts';

/** GET /me/directReports, /users/{id}/directReports: one level (docs/graph.md#direct-reports). */
export function listDirectReports(context: GraphContext): GraphResponse {
	const { find, advanced } = reports(context);
	const { query } = context;
	if (query.skip !== undefined) throw badRequest("'$skip' is not supported by the service.");
	const selection = parseSelect(query.select);
	checkCollectionSelect(context, selection);
	const expansion = parseExpansion(context, 'collection');
	const { items, nextLink, count } = page(context, parseTop(query.top, 100, 999), find);
	const access = readAccess(context, null);
	const value = items.map((report) => {
		const body = userObject(report, selection, access);
		if (expansion) expand(context, report, expansion, body);
		return body;
	});
	return ok({
		'@odata.context': contextUrl(context, 'directoryObjects', selection, false, expansion?.suffix),
		...(advanced && count !== undefined ? { '@odata.count': count } : {}),
		...(nextLink === undefined ? {} : { '@odata.nextLink': nextLink }),
		value,
	});
}

/** GET .../directReports/$count needs the header, like every $count. */
export function countDirectReports(context: GraphContext): GraphResponse {
	const { find } = reports(context, true);
	return countResponse(context, () => find().length);
}

function reports(
	context: GraphContext,
	isCount = false,
): { advanced: boolean; find: () => StoredUser[] } {
	const user = targetUser(context, permissions.readReports);
	const mode = queryMode(context);
	const { filter, orderBy, search } = context.query;
	// docs/graph.md#direct-reports
	if (filter !== undefined && !mode.advanced && !isCount)
		throw unsupportedQuery(
			'The specified filter to the reference property query is currently not supported.',
		);
	const match =
		filter === undefined
			? undefined
			: compileUserFilter(context, filter, isCount ? { eventual: true, advanced: true } : mode);
	if (search !== undefined) throw badRequest('$search is not supported on directReports.');
	const order =
		orderBy === undefined ? undefined : userOrder(orderBy, mode.advanced, match !== undefined);
	const find = (): StoredUser[] => {
		const { tenant } = context;
		const all =
			mode.eventual && tenant.frozenIndex !== undefined
				? tenant.indexedUsers().filter(({ managerId }) => managerId === user.id)
				: tenant.directory.directReports(user.id);
		const own = all.filter((report) => match?.(report) ?? true);
		return order ? sorted(own, order.property, order.descending) : own;
	};
	return { advanced: mode.advanced, find };
}
