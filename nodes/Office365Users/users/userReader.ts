/**
 * Reading users: one or a list, with the fields that are wanted. Default fields that are refused
 * are left out; SharePoint's fields, which no list carries, are read user by user
 * (docs/graph.md#reading-sharepoint-properties).
 */
import type { ClientRequest, GraphClient } from '../transport/client';
import { type Entity, entityIn, NotAnEntityError, withoutAnnotations } from '../transport/entity';
import { graphUrl } from '../transport/graphUrl';
import type { Send } from '../transport/http';
import { countIn, readCollection } from '../transport/paging';
import { withBasicFilter } from './basicFilter';
import { askedFor, withSafeFields } from './defaultFields';
import type { FieldAccessCache, FieldSelection } from './fieldAccess';
import type { KeyedReads } from './keyedReads';
import { selectQuery } from './selectQuery';
import { completeSharePointFields } from './sharePointFields';
import { filteredProperties } from './queryMode';
import { isOnLists, READING } from './userProperties';
import { idOf } from './userId';
import { isUserId, ME, userPath, type UserRef } from './userRef';

/** The largest page of users that Graph returns (docs/graph.md#paging). */
export const LARGEST_USER_PAGE = 999;

/** What is read, and how. */
export interface ReadPlan {
	/** Whom it is about, if one user. */
	user?: UserRef;
	fields?: FieldSelection;
	/** How many entities of a collection; Infinity for all. Not set: one entity. */
	limit?: number;
	/** More entities than this cannot be taken; see readCollection. */
	most?: number;
	largestPage?: number;
	/** Which entities of a collection are wanted, where the node itself has to look. */
	chosenBy?: {
		/** What must be read to tell; not returned unless it is a field as well. */
		readonly names: readonly string[];
		readonly keeps: (entity: Entity) => boolean;
		/** Called when all have been looked at. @throws where that was in vain */
		readonly end?: (client: GraphClient) => Promise<void>;
	};
	/** Only how many there are is wanted: one entity, `{count}`. */
	counted?: true;
	mailbox?: string;
	/** The request's `$filter` with basic properties only, where that is of use. */
	basicFilter?: string;
	/** Adds what the pages of this collection lack, such as links to the next one. */
	pages?: (send: Send) => Send;
	/** Where this user, or the user's manager, may be read together with others. */
	keyed?: Pick<KeyedReads, 'read'>;
	/** How the entities are read where they are not simply at the request's address. */
	read?: (client: GraphClient, names: readonly string[], most?: number) => Promise<Entity[]>;
}

/**
 * The entity or the list at an address.
 * @param request without `$select` and `$top`, which follow from the plan
 * @param access what has been found out about refused fields
 * @param log writes a line to n8n's log
 * @returns entities without OData's annotations
 * @throws {GraphError} {NotAnEntityError} {PagingError} {TooManyResultsError}
 */
export async function readEntities(
	client: GraphClient,
	request: ClientRequest,
	plan: ReadPlan,
	access: FieldAccessCache,
	log: (line: string) => void,
): Promise<Entity[]> {
	const { fields, user = ME } = plan;
	const read = async (names?: readonly string[]): Promise<Entity[]> => {
		if (plan.read) return await plan.read(client, names ?? [], plan.most);
		const found = await withOthers(client, request, plan, names);
		if (found) return [found];
		const addressed = await byId(client, request, plan, names);
		return await withBasicFilter(
			addressed,
			plan.basicFilter,
			access,
			log,
			async (filtered) => await readAt(client, withOptions(filtered, plan, names), plan, names),
		);
	};
	if (!fields) return (await read()).map(withoutAnnotations);

	const entities = await withSafeFields(fields, user, access, log, read);
	const readUser = async (id: string, names: readonly string[]): Promise<Entity> => {
		const query = selectQuery(names);
		return entityIn(await client.request({ method: 'GET', path: userPath(id), query }));
	};
	const isList = plan.limit !== undefined || plan.read !== undefined;
	await completeSharePointFields(entities, fields, access, log, readUser, isList);
	return entities.map(withoutAnnotations);
}

/** A request for a list with the options that follow from its plan, as it is sent first. */
export function asSent(request: ClientRequest, plan: ReadPlan): ClientRequest {
	return withOptions(request, plan, plan.fields && askedFor(plan.fields));
}

/** The user as one of many who are read together, where the fields and the address allow that. */
async function withOthers(
	client: GraphClient,
	{ path }: ClientRequest,
	{ keyed, user = ME }: ReadPlan,
	names: readonly string[] = [],
): Promise<Entity | undefined> {
	const whom =
		path === user.path ? 'user' : path === `${user.path}/manager` ? 'manager' : undefined;
	if (!keyed || !whom || user.key === 'me') return undefined;
	if (names.length === 0 || !names.every(isOnLists)) return undefined;
	return await keyed.read(client, user, names, whom);
}

async function readAt(
	client: GraphClient,
	request: ClientRequest,
	plan: ReadPlan,
	names: readonly string[] = [],
): Promise<Entity[]> {
	const { limit, most, pages, chosenBy, counted } = plan;
	if (limit === undefined) {
		return [theOneAsked(entityIn(await client.request(request)), request, plan)];
	}
	const { path, query, ...rest } = request;
	const first = { ...rest, url: graphUrl(client.root, path, query) };
	const send = pages ? pages(client.send) : client.send;
	if (counted && !chosenBy) return [{ count: countIn(await send(first)) }];
	const found = await readCollection({
		first,
		limit,
		keeps: chosenBy?.keeps,
		most: counted ? undefined : most,
		send,
		root: client.root,
	});
	await chosenBy?.end?.(client);
	if (counted) return [{ count: found.length }];
	const besides = chosenBy?.names.filter((name) => !names.includes(name)) ?? [];
	for (const entity of found) for (const name of besides) delete entity[name];
	return found;
}

/** @throws {NotAnEntityError} when it is another one than the ID at the request's address */
function theOneAsked(entity: Entity, { path }: ClientRequest, { user = ME }: ReadPlan): Entity {
	const { id } = entity;
	const isById = path === user.path && isUserId(user.identity);
	const isOther = typeof id === 'string' && isUserId(id) && id.toLowerCase() !== user.key;
	if (isById && isOther) throw new NotAnEntityError(200);
	return entity;
}

/**
 * The same request with the user's ID, where a field is only read by ID
 * (docs/graph.md#sign-in-activity).
 */
async function byId(
	client: GraphClient,
	request: ClientRequest,
	{ user = ME }: ReadPlan,
	names: readonly string[] = [],
): Promise<ClientRequest> {
	const isOnlyById = names.some((name) => READING.get(name)?.byIdOnly);
	if (!isOnlyById || request.path !== user.path || isUserId(user.identity)) return request;
	return { ...request, path: userPath(await idOf(client, request.path)) };
}

/** The largest page of a list that reads these fields, or is filtered by them. */
const largestPageWith = (names: readonly string[], largestPage: number): number =>
	Math.min(largestPage, ...names.map((name) => READING.get(name)?.largestPage ?? largestPage));

function withOptions(
	request: ClientRequest,
	{ limit, largestPage = LARGEST_USER_PAGE, mailbox, chosenBy, counted }: ReadPlan,
	names?: readonly string[],
): ClientRequest {
	const read = [...new Set([...(names ?? []), ...(chosenBy?.names ?? [])])];
	// As large a page as is useful: what is still wanted, at most what Graph returns.
	const useful = chosenBy ? Infinity : counted ? 1 : (limit ?? 1);
	const named = [...read, ...filteredProperties(request.query?.$filter ?? '')];
	return {
		...request,
		query: {
			...(names ? selectQuery(read) : {}),
			...request.query,
			...(limit === undefined
				? {}
				: { $top: String(Math.min(useful, largestPageWith(named, largestPage))) }),
		},
		...(mailbox === undefined ? {} : { mailbox }),
		...(isLimitedByItself(named) ? { signInActivity: true as const } : {}),
	};
}

/** Whether Graph limits requests for one of these by the minute (docs/graph.md#sign-in-activity-limit). */
const isLimitedByItself = (names: readonly string[]): boolean =>
	names.some((name) => READING.get(name)?.perMinute !== undefined);
