import { USER_PROPERTIES, WRITABLE_FIELDS } from './userProperties';

const labels = new Map([
	...WRITABLE_FIELDS.map(({ name, displayName }) => [name, displayName] as const),
	['manager', 'Manager'] as const,
]);

/** Fields as the editor shows them, comma-separated, for messages. */
export const fieldLabels = (names: readonly string[]): string =>
	names.map((name) => labels.get(name) ?? name).join(', ');

/** Upper and lower case, blanks and signs aside. */
const plain = (label: string): string => label.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The name of the field that the editor shows like this, or whose name is written like this. */
export function fieldLabelled(label: string): string | undefined {
	const wanted = plain(label);
	return USER_PROPERTIES.find(
		({ name, displayName }) => plain(displayName) === wanted || plain(name) === wanted,
	)?.name;
}
