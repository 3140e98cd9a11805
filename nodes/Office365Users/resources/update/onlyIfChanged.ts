/** The option Only If Changed: what is there already is not written again. */
import type { INodeProperties } from 'n8n-workflow';

import { trueOrFalse } from '../../checks/trueOrFalse';
import type { Preparation, RequestPlan } from '../../execution/request';
import type { Entity } from '../../transport/entity';
import type { UserRef } from '../../users/userRef';
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
		},
		compare({ shared, keyOf }) {
			const snapshots = shared.of(Snapshots);
			const key = keyOf(target);
			const snapshot = snapshots.of(key);
			const changes = wanted();
			const found = differences(snapshot, changes.values);
			compared = {
				remaining: narrowed(changes, found.fields, snapshot),
				changes: found.changes,
				write: async (work) => await snapshots.writeCompared(key, target.label, work),
				noteFailed: () => snapshots.noteFailed(key),
			};
			graph.unchanged = found.fields.length === 0;
			if (graph.unchanged) graph.noteAs = 'unchanged';
			else graph.changes = found.fields.map(({ name }) => name);
		},
	};
	return () => compared;
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
		read,
		compare({ shared, keyOf }) {
			const snapshots = shared.of(Snapshots);
			const key = keyOf(target);
			leave(snapshots.of(key));
			writing = {
				write: async (work) => await snapshots.write(key, work),
				noteFailed: () => snapshots.noteFailed(key),
			};
		},
	};
	return () => writing;
}
