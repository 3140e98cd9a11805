import { WRITABLE_FIELDS } from './userProperties';

const labels = new Map([
	...WRITABLE_FIELDS.map(({ name, displayName }) => [name, displayName] as const),
	['manager', 'Manager'] as const,
]);

/** Fields as the editor shows them, comma-separated, for messages. */
export const fieldLabels = (names: readonly string[]): string =>
	names.map((name) => labels.get(name) ?? name).join(', ');
