/** The option Only If Changed: what is there already is not written again. */
import type { INodeProperties } from 'n8n-workflow';

import { trueOrFalse } from '../../checks/trueOrFalse';
import type { Preparation, RequestPlan } from '../../execution/request';
import type { Entity } from '../../transport/entity';
import { isUserId, type UserRef } from '../../users/userRef';
import { settled } from '../../transport/settled';
import { isNow } from '../../users/namedByKey';
import { idOf } from '../../users/userId';
import { readCurrent } from './currentUser';
import { differences, type FieldChange, namesToRead, narrowed } from './differences';
import { Snapshots } from './snapshots';
import type { Changes, CheckedChanges } from './changes';

export const onlyIfChangedOption: INodeProperties = {
	displayName: 'Only If Changed',
	name: 'onlyIfChanged',
	type: 'boolean',
	default: false,
	description:
		'Whether to read the user first and write only what is different. The result says what was changed, from what and to what.',
};

/** @throws {InvalidParameterError} */
export const isOn = (onlyIfChanged: unknown): boolean =>
	trueOrFalse(onlyIfChanged, onlyIfChangedOption.displayName);

/** How an item writes where some items of the run compare first. */
export interface Writing {
	readonly write: <T>(work: () => Promise<T>) => Promise<T>;
	/** What was written turned out not to be there. */
	readonly noteFailed: () => void;
}

/** What a comparison has found. */
export interface Compared extends Writing {
	/** What remains to be written. */
	readonly remaining: Changes;
	readonly changes: readonly FieldChange[];
}

/**
 * Reads the user and compares before anything is written.
 * @param wanted known once the item has prepared
 * @returns what came of it, once that has been done
 */
export function comparedFirst(
	graph: RequestPlan,
	target: UserRef,
	wanted: () => CheckedChanges,
): () => Compared | undefined {
	let compared: Compared | undefined;
	graph.prepare = {
		isNeeded: true,
		async read(using) {
			const names = namesToRead(wanted().values.keys());
			const user = await readCurrent(using, target, { names }, graph.batches);
			using.shared.of(Snapshots).add(user, using.keyOf(target));
			isFound(target, user);
		},
		compare({ shared, keyOf }) {
			const snapshots = shared.of(Snapshots);
			const key = keyOf(target);
			const turn = snapshots.nextTurn();
			const snapshot = snapshots.of(key);
			const changes = wanted();
			const found = differences(snapshot, changes.values);
			compared = {
				remaining: narrowed(changes, found.fields, snapshot),
				changes: found.changes,
				write: async (work) => await snapshots.writeCompared(key, turn, target.label, work),
				noteFailed: () => snapshots.noteFailed(key, turn),
			};
			graph.unchanged = found.fields.length === 0;
			if (graph.unchanged) graph.noteAs = 'unchanged';
			else graph.changes = found.fields.map(({ name }) => name);
		},
	};
	return () => compared;
}

/**
 * Everything that an item does goes to the user who was read, even if an earlier item gives their name
 * to somebody else. The signed-in user stays `me`: the permissions for oneself hold only there.
 */
export function isFound(user: UserRef, { id }: Entity): void {
	if (user.key !== 'me' && typeof id === 'string') isNow(user, id);
}

/**
 * An item that writes without comparing: where others compare, it says what it is going to leave.
 * @param leave changes the snapshot of the user to that
 * @param read what has to be known for that
 * @returns undefined where no item of the run compares
 */
export function notCompared(
	graph: RequestPlan,
	target: UserRef,
	leave: (snapshot: Entity) => void,
	read?: Preparation['read'],
): () => Writing | undefined {
	let writing: Writing | undefined;
	graph.prepare = {
		isNeeded: false,
		async read(using) {
			await read?.(using);
			// Whoever cannot be found fails by themselves, with their own message.
			if (target.key === 'me' || isUserId(target.key)) return;
			const id = await settled(idOf(using.client, target.path));
			if ('value' in id) isFound(target, { id: id.value });
		},
		compare({ shared, keyOf }) {
			const snapshots = shared.of(Snapshots);
			const key = keyOf(target);
			const turn = snapshots.nextTurn();
			leave(snapshots.of(key));
			writing = {
				write: async (work) => await snapshots.write(key, turn, work),
				noteFailed: () => snapshots.noteFailed(key, turn),
			};
		},
	};
	return () => writing;
}
