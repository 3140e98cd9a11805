/** The option Only If Changed: what is there already is not written again. */
import type { INodeProperties } from 'n8n-workflow';

import { trueOrFalse } from '../../checks/trueOrFalse';
import type { Preparation, RequestPlan } from '../../execution/request';
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

/** What a comparison has found. */
export interface Compared {
	/** What remains to be written. */
	readonly remaining: Changes;
	readonly changes: readonly FieldChange[];
	readonly write: <T>(work: () => Promise<T>) => Promise<T>;
}

/** A comparison that is made before anything is written. */
export interface Comparison extends Preparation {
	/** What came of it, once it has been made. */
	readonly result: () => Compared | undefined;
}

/** @param wanted known when it is made */
export function comparison(
	graph: RequestPlan,
	target: UserRef,
	wanted: () => CheckedChanges,
): Comparison {
	let compared: Compared | undefined;
	let id: string;
	return {
		async read(using) {
			const names = namesToRead(wanted().values.keys());
			const user = await readCurrent(using, target, { names }, graph.batches);
			id = String(user.id);
			using.shared.of(Snapshots).of(user);
		},
		compare({ shared }) {
			const snapshots = shared.of(Snapshots);
			const snapshot = snapshots.of({ id });
			const changes = wanted();
			const found = differences(snapshot, changes.values);
			compared = {
				remaining: narrowed(changes, found.fields, snapshot),
				changes: found.changes,
				write: async (work) => await snapshots.write(id, target.label, work),
			};
			graph.unchanged = found.fields.length === 0;
			if (graph.unchanged) graph.noteAs = 'unchanged';
			else graph.changes = found.fields.map(({ name }) => name);
		},
		result: () => compared,
	};
}
