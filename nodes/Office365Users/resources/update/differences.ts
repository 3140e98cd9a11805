/** What of a wanted change is not there already. */
import { isSameValue, valueIn } from '../../users/compareValues';
import type { Entity } from '../../transport/entity';
import { type ObjectProperty, type WritableField } from '../../users/userProperties';
import { type Changes, type CheckedChanges, changesOf, type FieldValues } from './updateFields';
import type { GraphValue } from './updateValues';

/** As the results list it; of a secret only the field. */
export interface FieldChange {
	readonly field: string;
	readonly from?: unknown;
	readonly to?: unknown;
}

/**
 * Properties of a user that have to be read to compare these fields.
 * @param where `onLists`: only those that lists of users can carry
 */
export const namesToRead = (
	fields: Iterable<WritableField>,
	where: 'anywhere' | 'onLists' = 'anywhere',
): string[] => [
	...new Set(
		[...fields]
			.filter(({ secret, sharePoint }) => !secret && !(where === 'onLists' && sharePoint))
			.map(({ name, memberOf }) => memberOf ?? name),
	),
];

/**
 * The fields whose value is not the wanted one. The snapshot is then as the change will leave the
 * user.
 */
export function differences(
	snapshot: Entity,
	wanted: FieldValues,
): { fields: WritableField[]; changes: FieldChange[] } {
	// What a new password asks for at the next sign-in goes with it.
	const hasPassword = [...wanted.keys()].some(({ secret }) => secret);
	const differing = [...wanted].filter(
		([field, value]) =>
			(hasPassword && field.memberOf === 'passwordProfile') ||
			!isSameValue(field, valueIn(snapshot, field), value),
	);
	return {
		fields: differing.map(([field]) => field),
		changes: differing.map(([field, to]) => {
			if (field.secret) return { field: field.name };
			const from = valueIn(snapshot, field) ?? null;
			leave(snapshot, field, to);
			return { field: field.name, from, to };
		}),
	};
}

function leave(snapshot: Entity, { name, memberOf }: WritableField, value: GraphValue): void {
	if (memberOf === undefined) snapshot[name] = value;
	else snapshot[memberOf] = { ...(snapshot[memberOf] as object | null), [name]: value };
}

/**
 * The same change with these fields only.
 * @param user as it will be: employeeOrgData goes to Graph whole (docs/graph.md#employee-org-data)
 */
export function narrowed(
	{ values, cleared }: Pick<CheckedChanges, 'values' | 'cleared'>,
	fields: readonly WritableField[],
	user: Entity,
): Changes {
	const kept = new Map([...values].filter(([field]) => fields.includes(field)));
	const emptied = new Set([...kept.keys()].filter(({ name }) => cleared.includes(name)));
	const changes = changesOf(kept, emptied);
	const whole: ObjectProperty = 'employeeOrgData';
	if (!(whole in changes.directory)) return changes;
	const { division = null, costCenter = null } = user[whole] as Record<string, GraphValue>;
	return { ...changes, directory: { ...changes.directory, [whole]: { division, costCenter } } };
}
