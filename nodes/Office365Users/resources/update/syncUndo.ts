/** What restores the user of a row of Sync Users. */
import type { IDataObject } from 'n8n-workflow';

import { WRITABLE_FIELDS } from '../../users/userProperties';

const KEPT_FIELDS = new Set(
	WRITABLE_FIELDS.filter(({ write }) => write.keeps).map(({ name }) => name),
);

/** Not an object, nor a list of different kinds: an open extension can have such from other tools. */
const canBeGiven = (value: unknown): boolean => {
	const kinds = new Set(
		(Array.isArray(value) ? (value as unknown[]) : [value ?? '']).map((one) => typeof one),
	);
	return kinds.size <= 1 && !kinds.has('object');
};

/**
 * A row that restores what was: fed to Sync Users, matched by ID, with Empty Values set to clear.
 * What Microsoft requires a value for cannot be emptied again, and a password is never known.
 */
export function undone(
	id: string,
	before: ReadonlyArray<readonly [string, unknown]>,
): IDataObject | null {
	const restored = before.filter(
		([field, value]) => !(value === null && KEPT_FIELDS.has(field)) && canBeGiven(value),
	);
	return restored.length === 0 ? null : { id, ...(Object.fromEntries(restored) as IDataObject) };
}
