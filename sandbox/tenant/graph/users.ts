import type { StoredUser } from '../directory/user.ts';
import { accessDenied, badRequest, unsupportedQuery } from './errors.ts';
import { contextUrl } from './directoryObject.ts';
import { expand, parseExpansion } from './expand.ts';
import { userOrder } from './orderBy.ts';
import { page } from './paging.ts';
import { demand, permissions } from './permissions.ts';
import { checkCollectionSelect, checkSingleUserSelect, readAccess } from './profileAccess.ts';
import { parseCount, parseTop } from './queryOptions.ts';
import { isEventual, ok, type GraphContext, type GraphResponse } from './request.ts';
import { compileUserSearch } from './search.ts';
import { parseSelect, project, type UserBody } from './select.ts';
import { callerIsGuest, targetUser } from './target.ts';
import { compileUserFilter } from './userFilter.ts';

/** GET /me, GET /users/{id|upn} (docs/graph.md#reading-one-user). */
export function getUser(context: GraphContext): GraphResponse {
	const user = targetUser(context, permissions.readUser);
	const selection = parseSelect(context.query.select);
	const expansion = parseExpansion(context, 'user');
	checkSingleUserSelect(context, selection, user);
	const body: UserBody = {
		'@odata.context': contextUrl(context, 'users', selection, true, expansion?.suffix),
		...project(user, selection, readAccess(context, user.id)),
	};
	if (expansion) expand(context, user, expansion, body);
	return ok(body);
}

/** GET /users (docs/graph.md#paging). */
export function listUsers(context: GraphContext): GraphResponse {
	checkMayList(context);
	const { query } = context;
	if (query.skip !== undefined) throw badRequest("'$skip' is not supported by the service.");
	const advanced = checkAdvanced(context);
	const selection = parseSelect(query.select);
	checkCollectionSelect(context, selection);
	const expansion = parseExpansion(context, 'collection');
	const max = selection.properties.some(({ name }) => name === 'signInActivity') ? 500 : 999;
	const size = parseTop(query.top, 100, max);
	const find = finder(context, advanced);
	const { items, nextLink, count } = page(context, size, find);
	const access = readAccess(context, null);
	const value = items.map((user) => {
		const body = project(user, selection, access);
		if (expansion) expand(context, user, expansion, body);
		return body;
	});
	return ok({
		'@odata.context': contextUrl(context, 'users', selection, false, expansion?.suffix),
		// Without the header $count=true is silently ignored (docs/graph.md#paging).
		...(advanced && count !== undefined ? { '@odata.count': count } : {}),
		...(nextLink === undefined ? {} : { '@odata.nextLink': nextLink }),
		value,
	});
}

/** GET /users/$count: text/plain; always needs the header. */
export function countUsers(context: GraphContext): GraphResponse {
	checkMayList(context);
	return countResponse(context, () => finder(context, true)().length);
}

export function countResponse(context: GraphContext, count: () => number): GraphResponse {
	if (!isEventual(context)) throw badRequest('$count is not currently supported.');
	return { status: 200, headers: { 'content-type': 'text/plain' }, body: String(count()) };
}

function checkMayList(context: GraphContext): void {
	// Guests may read one user but never list them (docs/graph.md#guests).
	if (callerIsGuest(context)) throw accessDenied();
	demand(context.caller, permissions.listUsers, null);
}

/**
 * Advanced: the header and $count=true together (docs/graph.md#advanced-queries). $search alone
 * needs the header only.
 */
export function checkAdvanced(context: GraphContext): boolean {
	if (context.query.search !== undefined && !isEventual(context)) {
		throw unsupportedQuery(
			"Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
		);
	}
	return isEventual(context) && parseCount(context.query.count);
}

function finder(context: GraphContext, advanced: boolean): () => readonly StoredUser[] {
	const { filter, search, orderBy } = context.query;
	const matches = [
		...(filter === undefined ? [] : [compileUserFilter(filter, advanced)]),
		...(search === undefined ? [] : [compileUserSearch(search)]),
	];
	const order =
		orderBy === undefined ? undefined : userOrder(orderBy, advanced, matches.length > 0);
	return () => {
		const { directory } = context.tenant;
		const users = order ? directory.sortedBy(order.property, order.descending) : directory.all();
		return matches.length === 0
			? users
			: users.filter((user) => matches.every((match) => match(user)));
	};
}
