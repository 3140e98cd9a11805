/** What of a wanted change is not there already. */
import { isSameValue, valueIn } from '../../users/compareValues';
import type { Entity } from '../../transport/entity';
import { membersOf, setAttribute } from '../../users/customAttributes';
import { ONE_USER_FIELDS, type ObjectProperty } from '../../users/userProperties';
import {
	type ChangedField,
	type Changes,
	type CheckedChanges,
	changesOf,
	type FieldValues,
} from './changes';
import type { AnyValue, GraphValue } from './updateValues';

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
	fields: Iterable<ChangedField>,
	where: 'anywhere' | 'onLists' = 'anywhere',
): string[] => {
	const names = [...fields].filter(({ secret }) => !secret).map(propertyOf);
	return [...new Set(names)].filter((name) => where === 'anywhere' || !ONE_USER_FIELDS.has(name));
};

/** The property of a user that holds a field. */
const propertyOf = (field: ChangedField): string =>
	field.kind === 'custom' ? field.attribute.property : (field.memberOf ?? field.name);

/**
 * The fields whose value is not the wanted one. The snapshot is then as the change will leave the
 * user.
 */
export function differences(
	snapshot: Entity,
	wanted: FieldValues,
): { fields: ChangedField[]; changes: FieldChange[] } {
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

function leave(snapshot: Entity, field: ChangedField, value: AnyValue): void {
	if (field.kind === 'custom') {
		setAttribute(snapshot, field.attribute, value);
		return;
	}
	const { name, memberOf } = field;
	if (memberOf === undefined) snapshot[name] = value;
	else snapshot[memberOf] = { ...(snapshot[memberOf] as object | null), [name]: value };
}

/**
 * The same change with these fields only.
 * @param user as it will be: employeeOrgData and schema extensions go to Graph whole
 * (docs/graph.md#employee-org-data, docs/graph.md#schema-extensions)
 */
export function narrowed(
	{ values, cleared }: Pick<CheckedChanges, 'values' | 'cleared'>,
	fields: readonly ChangedField[],
	user: Entity,
): Changes {
	const kept = new Map([...values].filter(([field]) => fields.includes(field)));
	const emptied = new Set([...kept.keys()].filter(({ name }) => cleared.includes(name)));
	const changes = changesOf(kept, emptied);
	const directory = { ...changes.directory };
	const orgData: ObjectProperty = 'employeeOrgData';
	if (orgData in directory) {
		const { division = null, costCenter = null } = user[orgData] as Record<string, GraphValue>;
		directory[orgData] = { division, costCenter };
	}
	for (const name of changes.schemaExtensions ?? [])
		directory[name] = membersOf(user[name]) as Record<string, AnyValue>;
	return { ...changes, directory, areWhole: true };
}
