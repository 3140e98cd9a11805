/**
 * Reading users: one or a list, with the fields that are wanted. Default fields that are refused
 * are left out; SharePoint's fields, which no list carries, are read user by user
 * (docs/graph.md#reading-sharepoint-properties).
 */
import type { ClientRequest, GraphClient } from '../transport/client';
import { type Entity, entityIn, isUser, withoutAnnotations } from '../transport/entity';
import { graphUrl } from '../transport/graphUrl';
import type { Send } from '../transport/http';
import { readCollection } from '../transport/paging';
import { settled } from '../transport/settled';
import type { FieldAccessCache, FieldSelection } from './fieldAccess';
import { lacksSharePoint, refusesFields } from './sharePoint';
import { SAFE_FIELDS, SHAREPOINT_FIELDS } from './userProperties';
import { ME, userPath, type UserRef } from './userRef';

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
	mailbox?: string;
	/** Adds what the pages of this collection lack, such as links to the next one. */
	pages?: (send: Send) => Send;
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
	const read = async (names?: readonly string[]): Promise<Entity[]> =>
		plan.read
			? await plan.read(client, names ?? [], plan.most)
			: await readAt(client, withOptions(request, plan, names), plan);
	if (!fields) return (await read()).map(withoutAnnotations);

	const entities = await withSafeFields(fields, user, access, log, read);
	await completeSharePointFields(entities, fields, access, async (id, names) => {
		const query = { $select: names.join(',') };
		return entityIn(await client.request({ method: 'GET', path: userPath(id), query }));
	});
	return entities.map(withoutAnnotations);
}

async function readAt(
	client: GraphClient,
	request: ClientRequest,
	{ limit, most, pages }: ReadPlan,
): Promise<Entity[]> {
	if (limit === undefined) return [entityIn(await client.request(request))];
	const { path, query, ...rest } = request;
	const first = { ...rest, url: graphUrl(client.root, path, query) };
	const send = pages ? pages(client.send) : client.send;
	return await readCollection({ first, limit, most, send, root: client.root });
}

function withOptions(
	request: ClientRequest,
	{ limit, largestPage = LARGEST_USER_PAGE, mailbox }: ReadPlan,
	names?: readonly string[],
): ClientRequest {
	return {
		...request,
		query: {
			...(names ? { $select: names.join(',') } : {}),
			...request.query,
			// As large a page as is useful: what is still wanted, at most what Graph returns.
			...(limit === undefined ? {} : { $top: String(Math.min(limit, largestPage)) }),
		},
		...(mailbox === undefined ? {} : { mailbox }),
	};
}

const withoutSharePoint = (names: readonly string[]): string[] =>
	names.filter((name) => !SHAREPOINT_FIELDS.has(name));
const sharePointOnly = (names: readonly string[]): string[] =>
	names.filter((name) => SHAREPOINT_FIELDS.has(name));
const safeOnly = (names: readonly string[]): string[] =>
	names.filter((name) => SAFE_FIELDS.includes(name));

/**
 * Reads with the wanted fields; where the default set is refused, again with the safe 17.
 * @param user whom the request is about, to remember a refusal that concerns only them
 */
export async function withSafeFields<T>(
	fields: FieldSelection,
	user: Pick<UserRef, 'key' | 'given'>,
	access: FieldAccessCache,
	log: (line: string) => void,
	read: (names: readonly string[]) => Promise<T>,
): Promise<T> {
	const names = fields.profilePerUser ? withoutSharePoint(fields.names) : fields.names;
	if (fields.chosen) return await read(names);
	return await access.defaultFields.follow(
		async () => await wideOrSafe(names, user, access, log, read),
	);
}

async function wideOrSafe<T>(
	names: readonly string[],
	{ key, given }: Pick<UserRef, 'key' | 'given'>,
	access: FieldAccessCache,
	log: (line: string) => void,
	read: (names: readonly string[]) => Promise<T>,
): Promise<T> {
	if (access.safeFieldsForAll || access.safeFieldsFor.has(key)) return await read(safeOnly(names));
	const wide = await settled(read(names));
	if ('value' in wide) return wide.value;
	if (access.safeFieldsRefused || !refusesFields(wide.error)) throw wide.error;

	const safe = await settled(read(safeOnly(names)));
	if ('error' in safe) {
		access.safeFieldsRefused = true;
		throw wide.error;
	}
	const everyone = wide.error.status === 401 || lacksSharePoint(wide.error);
	if (everyone) access.safeFieldsForAll = true;
	else access.safeFieldsFor.add(key);
	if (!access.logged) {
		access.logged = true;
		log(
			`Microsoft Graph refused some of the default fields ${everyone ? 'of all users' : `of ${given}`} (${wide.error.code || wide.error.status}: ${wide.error.message}); read without them`,
		);
	}
	return safe.value;
}

/**
 * Adds SharePoint's fields to entities that were read without them, with one read per user.
 * A default field that is refused is left out; a chosen one fails.
 */
export async function completeSharePointFields(
	entities: Entity[],
	fields: FieldSelection,
	access: FieldAccessCache,
	readUser: (id: string, names: readonly string[]) => Promise<Entity>,
): Promise<void> {
	const names = fields.profilePerUser ? sharePointOnly(fields.names) : [];
	if (names.length === 0) return;
	const complete = async (entity: Entity): Promise<void> => {
		if (!isUser(entity) || typeof entity.id !== 'string' || entity.removed !== undefined) return;
		if (!fields.chosen && access.safeFieldsForAll) return;
		const profile = await settled(readUser(entity.id, names));
		if ('value' in profile) {
			for (const name of names) entity[name] = profile.value[name];
		} else if (fields.chosen || !refusesFields(profile.error)) {
			throw profile.error;
		} else if (profile.error.status === 401 || lacksSharePoint(profile.error)) {
			access.safeFieldsForAll = true;
		}
	};
	await Promise.all(
		entities.map(async (entity) =>
			fields.chosen
				? await complete(entity)
				: await access.sharePointFields.follow(async () => await complete(entity)),
		),
	);
}
