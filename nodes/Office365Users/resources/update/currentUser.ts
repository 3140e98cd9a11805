/** Reading what a user has now, for many users at once where Graph lets them be listed. */
import type { Preparing } from '../../execution/request';
import type { ClientRequest } from '../../transport/client';
import { type Entity, entityIn } from '../../transport/entity';
import { GraphError } from '../../transport/graphError';
import { settled } from '../../transport/settled';
import type { LookUpFields } from '../../users/userLookup';
import { isNoManager } from '../../users/notFound';
import { selectQuery } from '../../users/selectQuery';
import { ONE_USER_FIELDS } from '../../users/userProperties';
import { userPath, type UserRef } from '../../users/userRef';
import { Snapshots } from './snapshots';

/** What is compared. */
export interface Wanted {
	/** Properties by Graph's names. */
	readonly names: readonly string[];
	readonly manager?: boolean;
}

/**
 * The user's `id`, `userPrincipalName` and the wanted properties; `manager` is null where there is
 * none.
 * @param together false: every user is read by a request of their own
 * @throws {GraphError} when there is no such user, or something may not be read
 */
export async function readCurrent(
	using: Preparing,
	user: UserRef,
	wanted: Wanted,
	together: boolean,
): Promise<Entity> {
	const directory = wanted.names.filter((name) => !ONE_USER_FIELDS.has(name));
	const hasProfileOnly = wanted.names.length > 0 && directory.length === 0;
	const listed =
		together && user.key !== 'me' && (!hasProfileOnly || wanted.manager)
			? await readListed(using, user, { names: directory, manager: wanted.manager })
			: undefined;
	if (!listed) return await readSingly(using, user.path, wanted);
	return await withProfile(using, listed, wanted.names);
}

/** Adds what no list carries (docs/graph.md#sharepoint-properties-on-lists). */
export async function withProfile(
	using: Preparing,
	listed: Entity,
	names: readonly string[],
): Promise<Entity> {
	const profile = names.filter((name) => ONE_USER_FIELDS.has(name));
	if (profile.length === 0) return listed;
	return {
		...listed,
		...(await readSingly(using, userPath(String(listed.id)), { names: profile })),
	};
}

/** @returns undefined where the user has to be read singly */
async function readListed(
	{ client, lookup, shared }: Preparing,
	{ identity }: UserRef,
	fields: LookUpFields,
): Promise<Entity | undefined> {
	const snapshots = shared.of(Snapshots);
	if (snapshots.isListingRefused) return undefined;
	const property = identity.includes('@') ? 'userPrincipalName' : 'id';
	const found = await settled(lookup.find(client, { property, value: identity }, fields));
	if ('value' in found) {
		const [user] = found.value;
		return found.value.length === 1 ? withoutManagerAsNull(user, fields) : undefined;
	}
	const { error } = found;
	if (!mayBeReadSingly(error)) throw error;
	if (error.status === 401 || error.status === 403) snapshots.isListingRefused = true;
	return undefined;
}

/** Listing users was refused, and has not just failed in passing. */
export const mayBeReadSingly = (error: unknown): error is GraphError =>
	error instanceof GraphError && error.status !== 429 && error.status < 500;

/** Expanded, a manager that is not there is left out. */
export const withoutManagerAsNull = (user: Entity, { manager }: LookUpFields): Entity =>
	manager ? { ...user, manager: user.manager ?? null } : user;

async function readSingly(
	{ client }: Preparing,
	path: string,
	{ names, manager }: Wanted,
): Promise<Entity> {
	const get = async (request: Omit<ClientRequest, 'method'>): Promise<Entity> =>
		entityIn(await client.request({ ...request, method: 'GET', reusable: true }));
	const query = selectQuery([...new Set(['id', 'userPrincipalName', ...names])]);
	const [user, manages] = await Promise.all([
		settled(get({ path, query })),
		manager
			? settled(get({ path: `${path}/manager`, query: { $select: 'id,userPrincipalName' } }))
			: undefined,
	]);
	if ('error' in user) throw user.error;
	if (!manages) return user.value;
	if ('value' in manages) return { ...user.value, manager: manages.value };
	if (isNoManager(manages.error)) return { ...user.value, manager: null };
	throw manages.error;
}
