/** Only If Changed for a manager: who it is now, and who it is to be. */
import type { Preparing, RequestPlan } from '../../execution/request';
import { type Entity, entityIn } from '../../transport/entity';
import { settled } from '../../transport/settled';
import { isNoUser } from '../../users/notFound';
import { selectQuery } from '../../users/selectQuery';
import { idOf } from '../../users/userId';
import type { UserRef } from '../../users/userRef';
import { mayBeReadSingly, readCurrent } from './currentUser';
import type { FieldChange } from './differences';
import { isFound, notCompared, type Writing } from './onlyIfChanged';
import { Snapshots } from './snapshots';

/** A manager as far as the results name one; a contact has no user principal name. */
export interface Manager {
	readonly id: string;
	readonly userPrincipalName?: string;
}

/**
 * Reads both before anything is written.
 * @param manager undefined: the user is to have none
 * @returns what came of it, once that has been done
 */
export function comparedManager(
	graph: RequestPlan,
	target: UserRef,
	manager: UserRef | undefined,
): () => Compared | undefined {
	let compared: Compared | undefined;
	let wanted: Manager | null;
	graph.prepare = {
		isNeeded: true,
		async read(using) {
			const [user, found] = await Promise.allSettled([
				readCurrent(using, target, { names: [], manager: true }, graph.batches),
				manager ? readManager(using, manager) : null,
			]);
			for (const one of [user, found]) if (one.status === 'rejected') throw one.reason;
			if (user.status === 'rejected' || found.status === 'rejected') return;
			wanted = found.value;
			using.shared.of(Snapshots).add(user.value, using.keyOf(target));
			isFound(target, user.value);
			if (manager && wanted) isFound(manager, { id: wanted.id });
		},
		compare({ shared, keyOf }) {
			const snapshots = shared.of(Snapshots);
			const key = keyOf(target);
			const turn = snapshots.nextTurn();
			compared = {
				changes: managerDifference(snapshots.of(key), wanted),
				write: async (work) => await snapshots.writeCompared(key, turn, target.label, work),
			};
			graph.unchanged = compared.changes.length === 0;
			if (graph.unchanged) graph.noteAs = 'unchanged';
		},
	};
	return () => compared;
}

/** Set without comparing: where others compare, they must know who the manager is going to be. */
export function managerNotCompared(
	graph: RequestPlan,
	target: UserRef,
	manager: UserRef | undefined,
): () => Pick<Writing, 'write'> | undefined {
	let wanted: Manager | null = null;
	return notCompared(
		graph,
		target,
		(user) => void managerDifference(user, wanted),
		async (using) => {
			if (manager) wanted = await readManager(using, manager);
		},
	);
}

interface Compared extends Pick<Writing, 'write'> {
	readonly changes: readonly FieldChange[];
}

/**
 * A manager who is named by name or ID; whoever is no user is known by ID only.
 * @throws what looking up fails with, unless it says that there is no such user
 */
export async function readManager(using: Preparing, manager: UserRef): Promise<Manager> {
	const { client } = using;
	const { identity, key, path } = manager;
	if (key === 'me') return { id: await idOf(client, path) };
	const user = await knownUser(using, manager);
	return user ?? { id: identity.includes('@') ? await idOf(client, path) : identity };
}

/**
 * The user of this name or ID; who may not list users may still read one.
 * @returns undefined where there is none
 */
export async function knownUser(
	{ client, lookup }: Preparing,
	{ identity, path }: UserRef,
): Promise<Manager | undefined> {
	const property = identity.includes('@') ? 'userPrincipalName' : 'id';
	const found = await settled(lookup.find(client, { property, value: identity }));
	if ('value' in found) return found.value.map(asManager)[0];
	if (!mayBeReadSingly(found.error)) throw found.error;
	const query = selectQuery(['id', 'userPrincipalName']);
	const read = await settled(
		client.request({ method: 'GET', path, query, reusable: true }).then(entityIn),
	);
	if ('value' in read) return asManager(read.value);
	if (isNoUser(read.error)) return undefined;
	throw read.error;
}

export const asManager = ({ id, userPrincipalName }: Entity): Manager => ({
	id: String(id),
	...(typeof userPrincipalName === 'string' ? { userPrincipalName } : {}),
});

/** A manager in a result: by name where there is one. */
const shown = (manager: Manager | null): string | null =>
	manager && (manager.userPrincipalName ?? manager.id);

/** @returns [] when the user has this manager already. The snapshot then has the wanted one. */
export function managerDifference(snapshot: Entity, wanted: Manager | null): FieldChange[] {
	const now = snapshot.manager ? asManager(snapshot.manager as Entity) : null;
	if (now?.id.toLowerCase() === wanted?.id.toLowerCase()) return [];
	snapshot.manager = wanted;
	return [{ field: 'manager', from: shown(now), to: shown(wanted) }];
}
