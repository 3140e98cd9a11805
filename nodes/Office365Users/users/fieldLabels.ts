import { lettersAndDigits } from '../checks/bareName';
import { USER_PROPERTIES, WRITABLE_FIELDS } from './userProperties';

const labels = new Map([
	...WRITABLE_FIELDS.map(({ name, displayName }) => [name, displayName] as const),
	['manager', 'Manager'] as const,
]);

/** Fields as the editor shows them, comma-separated, for messages. */
export const fieldLabels = (names: readonly string[]): string =>
	names.map((name) => labels.get(name) ?? name).join(', ');

/** The name of the field that the editor shows like this, or whose name is written like this. */
export function fieldLabelled(label: string): string | undefined {
	const wanted = lettersAndDigits(label);
	return USER_PROPERTIES.find(
		({ name, displayName }) =>
			lettersAndDigits(displayName) === wanted || lettersAndDigits(name) === wanted,
	)?.name;
}
