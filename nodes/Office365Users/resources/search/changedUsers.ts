/** The entries of a round as users: each once, as they are at its end. */
import type { Entity } from '../../transport/entity';
import { property, textProperty } from '../../transport/http';

/** Tells of a change of manager (docs/graph.md#delta-manager). */
const MANAGER_CHANGE = 'manager@delta';

/**
 * One user may come several times in a round (docs/graph.md#delta-replays). Later entries hold; what
 * only an earlier one has told holds too, since each may name no more than what it is about.
 * @returns users, and `{id, removed}` for those who are gone, in the order of their last entries
 */
export function onePerUser(entries: readonly Entity[]): Entity[] {
	const users = new Map<unknown, Entity>();
	for (const entry of entries) {
		// Nothing that could be told of anybody.
		if (typeof entry !== 'object' || (entry as Entity | null) === null) continue;
		const key = entry.id ?? entry;
		const known = users.get(key);
		users.delete(key);
		users.set(key, merged(known, entry));
	}
	return [...users.values()];
}

function merged(known: Entity | undefined, entry: Entity): Entity {
	const removed = textProperty(property(entry, '@removed'), 'reason');
	if (removed !== undefined) return { id: entry.id, removed };
	// Whoever has come back is a new user.
	const before = known?.removed === undefined ? known : undefined;
	if (!before && !(MANAGER_CHANGE in entry)) return entry;
	const user: Entity = { ...before, ...entry };
	delete user[MANAGER_CHANGE];
	const manager = managerAfter(entry[MANAGER_CHANGE], property(before, 'manager'));
	return manager === undefined ? user : { ...user, manager };
}

/**
 * The manager after a change: `{id}`, or null if there is none any more; undefined if it says nothing.
 * @param change those who are the manager now and those who were, in any order
 * @param before what an earlier entry said
 */
function managerAfter(change: unknown, before: unknown): unknown {
	if (!Array.isArray(change)) return before;
	const remaining = change.filter((entry) => property(entry, '@removed') === undefined);
	const now = textProperty(remaining.at(-1), 'id');
	if (now !== undefined) return { id: now };
	const knownId = textProperty(before, 'id');
	const isAnother =
		knownId !== undefined && !change.some((entry) => textProperty(entry, 'id') === knownId);
	return isAnother ? before : null;
}

/**
 * A full round that is not the first one: who has no manager is told, since there may have been one.
 * @param names of the fields that are watched
 */
export const withManagers = (entities: readonly Entity[], names: readonly string[]): Entity[] =>
	entities.map((entity) =>
		!names.includes('manager') || 'removed' in entity || 'manager' in entity
			? entity
			: { ...entity, manager: null },
	);

/**
 * Everyone, and what has become of them.
 * @param changes read later than everyone
 */
export function everyoneWith(everyone: readonly Entity[], changes: readonly Entity[]): Entity[] {
	const users = new Map(everyone.map((entity) => [entity.id, entity]));
	for (const change of changes) {
		const isGone = 'removed' in change;
		users.set(change.id, isGone ? change : { ...users.get(change.id), ...change });
	}
	return [...users.values()];
}
