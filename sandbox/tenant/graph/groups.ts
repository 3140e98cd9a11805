import { sorted } from '../directory/directory.ts';
import { membersOf, type Group } from '../directory/groups.ts';
import type { StoredUser } from '../directory/user.ts';
import { contextUrl, userObject } from './directoryObject.ts';
import { badRequest, notFound, unsupportedQuery } from './errors.ts';
import { compileFilter } from './filter.ts';
import { orderItems, userOrder } from './orderBy.ts';
import { page } from './paging.ts';
import { demand, holds, permissions } from './permissions.ts';
import { checkCollectionSelect, readAccess } from './profileAccess.ts';
import { queryMode } from './queryMode.ts';
import { parseTop } from './queryOptions.ts';
import { ok, type GraphContext, type GraphResponse } from './request.ts';
import { compileGroupSearch, compileUserSearch } from './search.ts';
import { parseSelect, type Selection, type UserBody } from './select.ts';
import { compileUserFilter } from './userFilter.ts';
import { countResponse, hidesActivity, pageSize } from './users.ts';

const groupProperties = ['id', 'displayName', 'mail'] as const;

/** GET /groups: by the start of the name, or by words of it (docs/graph.md#groups). */
export function listGroups(context: GraphContext): GraphResponse {
	demand(context.caller, permissions.readGroups, null);
	const { filter, search, orderBy, top, skip } = context.query;
	if (skip !== undefined) throw badRequest("'$skip' is not supported by the service.");
	const { advanced } = queryMode(context);
	const descending = groupOrder(
		orderBy,
		advanced || (filter === undefined && search === undefined),
	);
	const found = search === undefined ? () => true : compileGroupSearch(search);
	const matches =
		filter === undefined
			? () => true
			: compileFilter<Group>(filter, {
					negation: () => undefined,
					property([name, ...rest], operator) {
						const known = groupProperties.find(
							(property) => property.toLowerCase() === name?.toLowerCase(),
						);
						if (!known || rest.length > 0 || !['eq', 'in', 'startswith'].includes(operator))
							throw unsupportedQuery(
								`Unsupported or invalid query filter clause specified for property '${name}' of resource 'Group'.`,
							);
						return (group) => group[known];
					},
				});
	const all = [...context.tenant.groups.values()];
	all.sort((a, b) => a.displayName.localeCompare(b.displayName, 'en') * (descending ? -1 : 1));
	const { items, nextLink, count } = page(context, parseTop(top, 100, 999), () =>
		all.filter((group) => matches(group) && found(group)),
	);
	return ok({
		'@odata.context': `${context.tenant.origins.graph}/v1.0/$metadata#groups`,
		...(advanced && count !== undefined ? { '@odata.count': count } : {}),
		...(nextLink === undefined ? {} : { '@odata.nextLink': nextLink }),
		value: items.map((group) => shownGroup(context, group)),
	});
}

/**
 * Groups are sorted by displayName only; together with $filter or $search that is advanced
 * (docs/graph.md#groups).
 * @returns whether in descending order
 */
function groupOrder(text: string | undefined, mayBeSorted: boolean): boolean {
	if (text === undefined) return false;
	const [item, ...more] = orderItems(text);
	if (item?.path.join('/') !== 'displayName' || more.length > 0 || !mayBeSorted)
		throw unsupportedQuery('Sorting not supported for current query.');
	return item.descending;
}

/** GET /groups/{id}. */
export function getGroup(context: GraphContext): GraphResponse {
	demand(context.caller, permissions.readGroups, null);
	return ok({
		'@odata.context': `${context.tenant.origins.graph}/v1.0/$metadata#groups/$entity`,
		...shownGroup(context, groupOf(context)),
	});
}

/**
 * GET /groups/{id}/members and transitiveMembers: objects of every kind
 * (docs/graph.md#group-members).
 */
export function listMembers(context: GraphContext): GraphResponse {
	demand(context.caller, permissions.readGroups, null);
	const { query, tenant } = context;
	if (query.filter !== undefined || query.search !== undefined)
		throw unsupportedQuery('This tenant supports $filter and $search on members that are users.');
	const selection = parseSelect(query.select);
	checkCollectionSelect(context, selection);
	const { items, nextLink } = page(context, parseTop(query.top, 100, 999), () => {
		const members = membersOf(tenant.groups, groupOf(context), isTransitive(context));
		return [
			...users(context, members.userIds),
			...members.groupIds.flatMap((id) => tenant.groups.get(id) ?? []),
			...members.others,
		];
	});
	return ok({
		'@odata.context': contextUrl(context, 'directoryObjects', selection, false),
		...(nextLink === undefined ? {} : { '@odata.nextLink': nextLink }),
		value: items.map((member) => {
			if ('properties' in member) return shownUser(context, member, selection);
			if ('type' in member)
				return { '@odata.type': `#microsoft.graph.${member.type}`, id: member.id };
			return { '@odata.type': '#microsoft.graph.group', ...shownGroup(context, member) };
		}),
	});
}

/** GET .../members/microsoft.graph.user: the members that are users. */
export function listUserMembers(context: GraphContext): GraphResponse {
	const { query } = context;
	if (query.skip !== undefined) throw badRequest("'$skip' is not supported by the service.");
	const { find, advanced } = userMembers(context, false);
	const selection = parseSelect(query.select);
	checkCollectionSelect(context, selection);
	const { items, nextLink, count } = page(context, pageSize(context, selection), find);
	const isHidden =
		context.tenant.settings.memberSignInActivity === 'empty' || hidesActivity(context, advanced);
	return ok({
		'@odata.context': contextUrl(context, 'users', selection, false),
		...(advanced && count !== undefined ? { '@odata.count': count } : {}),
		...(nextLink === undefined ? {} : { '@odata.nextLink': nextLink }),
		value: items.map((user) => {
			const body = shownUser(context, user, selection);
			if (isHidden && 'signInActivity' in body) body.signInActivity = null;
			return body;
		}),
	});
}

/** GET .../members/microsoft.graph.user/$count needs the header. */
export function countUserMembers(context: GraphContext): GraphResponse {
	const { find } = userMembers(context, true);
	return countResponse(context, () => find().length);
}

function userMembers(
	context: GraphContext,
	isCount: boolean,
): { find: () => StoredUser[]; advanced: boolean } {
	demand(context.caller, permissions.readGroups, null);
	const { filter, search, orderBy } = context.query;
	const mode = queryMode(context);
	const advanced = mode.advanced || isCount;
	const isRefusedPlainly =
		context.tenant.settings.groupCasts === 'advanced' ||
		filter !== undefined ||
		orderBy !== undefined ||
		search !== undefined;
	if (!advanced && isRefusedPlainly)
		throw unsupportedQuery(
			'The specified query on group members is not supported because the required parameters might be missing. Try adding $count=true query parameter and ConsistencyLevel:eventual header. Refer to https://aka.ms/graph-docs/advanced-queries for more information',
		);
	const wanted = { eventual: true, advanced: true };
	const matches = [
		...(filter === undefined ? [] : [compileUserFilter(context, filter, wanted)]),
		...(search === undefined ? [] : [compileUserSearch(search)]),
	];
	const order = orderBy === undefined ? undefined : userOrder(orderBy, true, true);
	const group = groupOf(context);
	return {
		advanced,
		find() {
			const { userIds } = membersOf(context.tenant.groups, group, isTransitive(context));
			const found = users(context, userIds).filter((user) => matches.every((match) => match(user)));
			return order ? sorted(found, order.property, order.descending) : found;
		},
	};
}

const isTransitive = ({ segments }: GraphContext): boolean =>
	segments[2]?.name.toLowerCase() === 'transitivemembers';

function groupOf({ segments, tenant }: GraphContext): Group {
	const id = segments[1]?.name ?? '';
	const group = tenant.groups.get(id.toLowerCase());
	if (!group) throw notFound(id);
	return group;
}

/** Without those that were deleted since. */
const users = ({ tenant }: GraphContext, ids: readonly string[]): StoredUser[] =>
	ids.flatMap((id) => tenant.directory.get(id) ?? []);

/** Without a permission to read users, members have nothing but their IDs. */
function shownUser(context: GraphContext, user: StoredUser, selection: Selection): UserBody {
	const readable = holds(context.caller, permissions.listUsers, null);
	if (!readable) return { '@odata.type': '#microsoft.graph.user', id: user.id };
	return userObject(user, selection, readAccess(context, null));
}

function shownGroup({ query }: GraphContext, group: Group): Record<string, string | null> {
	const wanted = query.select?.split(',').map((name) => name.trim().toLowerCase());
	return Object.fromEntries(
		groupProperties
			.filter((name) => wanted === undefined || wanted.includes(name.toLowerCase()))
			.map((name) => [name, group[name]]),
	);
}
