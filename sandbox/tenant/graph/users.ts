import { sorted } from '../directory/directory.ts';
import type { StoredUser } from '../directory/user.ts';
import type { Tenant } from '../tenant.ts';
import { accessDenied, badRequest } from './errors.ts';
import { contextUrl } from './directoryObject.ts';
import { expand, parseExpansion } from './expand.ts';
import { userOrder, type UserOrder } from './orderBy.ts';
import { page } from './paging.ts';
import { demand, holds, permissions } from './permissions.ts';
import { checkCollectionSelect, checkSingleUserSelect, readAccess } from './profileAccess.ts';
import { queryMode, type QueryMode } from './queryMode.ts';
import { parseTop } from './queryOptions.ts';
import { isEventual, ok, type GraphContext, type GraphResponse } from './request.ts';
import { compileUserSearch } from './search.ts';
import { parseSelect, project, type Selection, type UserBody } from './select.ts';
import { deletedFromSharePoint } from './sharePointFailure.ts';
import { callerIsGuest, targetUser } from './target.ts';
import { compileUserFilter } from './userFilter.ts';

/** GET /me, GET /users/{id|upn} (docs/graph.md#reading-one-user). */
export function getUser(context: GraphContext): GraphResponse {
	const selection = parseSelect(context.query.select);
	checkDeleted(context, selection);
	const user = targetUser(context, permissions.readUser);
	const expansion = parseExpansion(context, 'user');
	checkActivityKey(context, selection);
	checkSingleUserSelect(context, selection, user);
	const body: UserBody = {
		'@odata.context': contextUrl(context, 'users', selection, true, expansion?.suffix),
		...project(user, selection, readAccess(context, user.id)),
	};
	if (expansion) expand(context, user, expansion, body);
	return ok(body);
}

/** Asked for the profile of a deleted user, it is SharePoint that answers (docs/graph.md#sharepoint-errors). */
function checkDeleted(context: GraphContext, selection: Selection): void {
	const { caller, segments, tenant } = context;
	const key = segments[0]?.key ?? segments[1]?.name ?? '';
	if (
		selection.properties.some(({ sharePoint }) => sharePoint) &&
		tenant.directory.deletedUser(key) &&
		holds(caller, permissions.readUser, null)
	)
		throw deletedFromSharePoint();
}

/** signInActivity of one user is read by ID only (docs/graph.md#sign-in-activity). */
function checkActivityKey({ segments }: GraphContext, selection: Selection): void {
	const [first, second] = segments;
	if (first?.name.toLowerCase() === 'me') return;
	const key = first?.key ?? second?.name ?? '';
	if (
		selection.properties.some(({ name }) => name === 'signInActivity') &&
		!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(key)
	)
		throw badRequest('Get By Key only supports UserId and the key has to be a valid Guid');
}

/** GET /users (docs/graph.md#paging). */
export function listUsers(context: GraphContext): GraphResponse {
	checkMayList(context);
	const { query } = context;
	if (query.skip !== undefined) throw badRequest("'$skip' is not supported by the service.");
	const mode = queryMode(context);
	const selection = parseSelect(query.select);
	checkCollectionSelect(context, selection);
	const expansion = parseExpansion(context, 'collection');
	const find = finder(context, mode);
	const { items, nextLink, count } = page(context, pageSize(context, selection), find);
	const access = readAccess(context, null);
	const isHidden = hidesActivity(context, mode.advanced);
	const value = items.map((user) => {
		const body = project(user, selection, access);
		if (isHidden && 'signInActivity' in body) body.signInActivity = null;
		if (expansion) expand(context, user, expansion, body);
		return body;
	});
	return ok({
		'@odata.context': contextUrl(context, 'users', selection, false, expansion?.suffix),
		// Without the header $count=true is silently ignored (docs/graph.md#paging).
		...(mode.advanced && count !== undefined ? { '@odata.count': count } : {}),
		...(nextLink === undefined ? {} : { '@odata.nextLink': nextLink }),
		value,
	});
}

/** GET /users/$count: text/plain; always needs the header. */
export function countUsers(context: GraphContext): GraphResponse {
	checkMayList(context);
	return countResponse(context, () => finder(context, { eventual: true, advanced: true })().length);
}

export function countResponse(context: GraphContext, count: () => number): GraphResponse {
	if (!isEventual(context) || context.tenant.settings.b2c)
		throw badRequest('$count is not currently supported.');
	return { status: 200, headers: { 'content-type': 'text/plain' }, body: String(count()) };
}

/** Pages with signInActivity are cut to their maximum, not refused (docs/graph.md#paging). */
const maxActivityPage = 500;
/** On larger pages of an advanced query its values are silently empty (docs/graph.md#sign-in-activity). */
const maxAdvancedActivity = 120;

export const hidesActivity = ({ query }: GraphContext, advanced: boolean): boolean =>
	advanced && Number(query.top ?? 100) > maxAdvancedActivity;

/** With `$expand` they are cut, too (docs/graph.md#expand). */
const maxExpandedPage = 100;

export function pageSize({ query }: GraphContext, selection: Selection): number {
	const most = query.expand === undefined ? 999 : maxExpandedPage;
	const size = Math.min(parseTop(query.top, 100, 999), most);
	const isNamed =
		selection.properties.some(({ name }) => name === 'signInActivity') ||
		/\bsignInActivity\b/i.test(query.filter ?? '');
	return isNamed ? Math.min(size, maxActivityPage) : size;
}

function checkMayList(context: GraphContext): void {
	// Guests may read one user, but not list them unless the tenant allows it (docs/graph.md#guests).
	if (callerIsGuest(context) && !context.tenant.settings.guestsMayList) throw accessDenied();
	demand(context.caller, permissions.listUsers, null);
}

function usersIn(
	tenant: Tenant,
	{ eventual }: QueryMode,
	order: UserOrder | undefined,
): readonly StoredUser[] {
	if (eventual && tenant.frozenIndex !== undefined) {
		const users = tenant.indexedUsers();
		return order ? sorted(users, order.property, order.descending) : users;
	}
	return order
		? tenant.directory.sortedBy(order.property, order.descending)
		: tenant.directory.all();
}

function finder(context: GraphContext, mode: QueryMode): () => readonly StoredUser[] {
	const { filter, search, orderBy } = context.query;
	const matches = [
		...(filter === undefined ? [] : [compileUserFilter(context, filter, mode)]),
		...(search === undefined ? [] : [compileUserSearch(search)]),
	];
	const order =
		orderBy === undefined ? undefined : userOrder(orderBy, mode.advanced, matches.length > 0);
	return () => {
		const { tenant } = context;
		const users = usersIn(tenant, mode, order);
		return matches.length === 0
			? users
			: users.filter((user) => matches.every((match) => match(user)));
	};
}
