/** Only If Changed for a manager: who it is now, and who it is to be. */
import type { Preparing, RequestPlan } from '../../execution/request';
import type { Entity } from '../../transport/entity';
import { settled } from '../../transport/settled';
import { idOf } from '../../users/userId';
import type { UserRef } from '../../users/userRef';
import { readCurrent } from './currentUser';
import type { FieldChange } from './differences';
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
): () => Pick<Compared, 'changes' | 'write'> | undefined {
	let compared: Compared | undefined;
	let id: string;
	let wanted: Manager | null;
	graph.prepare = {
		async read(using) {
			const [user, found] = await Promise.allSettled([
				readCurrent(using, target, { names: [], manager: true }, graph.batches),
				manager ? readManager(using, manager) : null,
			]);
			for (const one of [user, found]) if (one.status === 'rejected') throw one.reason;
			if (user.status === 'rejected' || found.status === 'rejected') return;
			id = String(user.value.id);
			wanted = found.value;
			using.shared.of(Snapshots).of(user.value);
		},
		compare({ shared }) {
			const snapshots = shared.of(Snapshots);
			compared = {
				changes: managerDifference(snapshots.of({ id }), wanted),
				write: async (work) => await snapshots.write(id, target.label, work),
			};
			graph.unchanged = compared.changes.length === 0;
			if (graph.unchanged) graph.noteAs = 'unchanged';
		},
	};
	return () => compared;
}

interface Compared {
	readonly changes: readonly FieldChange[];
	readonly write: <T>(work: () => Promise<T>) => Promise<T>;
}

/** A manager who is named by name or ID; whoever is no user is known by ID only. */
export async function readManager(
	{ client, lookup }: Preparing,
	{ identity, key, path }: UserRef,
): Promise<Manager> {
	if (key === 'me') return { id: await idOf(client, path) };
	const property = identity.includes('@') ? 'userPrincipalName' : 'id';
	const found = await settled(lookup.find(client, { property, value: identity }));
	const user = 'value' in found ? found.value[0] : undefined;
	if (user) return asManager(user);
	return { id: property === 'id' ? identity : await idOf(client, path) };
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
