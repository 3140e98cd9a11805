/** The names of the fields to ask for: `$select`. */
import { BadInput, shown } from './badInput';

/**
 * Graph's names start with a letter; extensions are `extension_<app>_<name>`, schema extensions and
 * open types carry a dot.
 */
const NAME = /^[A-Za-z][A-Za-z0-9_.]*$/;

/**
 * Names from what the editor or an expression gives: a list, or one text with commas. Trimmed,
 * without repeats, in the order given, `id` always among them.
 * @param given list of names, comma-separated text, or empty
 * @param parameter the parameter's name in the editor
 * @returns [] when nothing was chosen
 * @throws {BadInput} for a name that no property can have
 */
export function fieldNames(given: unknown, parameter: string): string[] {
	const listed = typeof given === 'string' ? given.split(',') : (given ?? []);
	if (!Array.isArray(listed)) {
		throw new BadInput(
			`'${parameter}' must be a list of field names, not ${shown(given)}`,
			'Choose from the list, or give names with commas between them, such as: department, jobTitle',
		);
	}
	const names: string[] = [];
	for (const entry of listed as unknown[]) {
		const name = typeof entry === 'string' ? entry.trim() : entry;
		if (name === '') continue;
		if (typeof name !== 'string' || !NAME.test(name)) {
			throw new BadInput(
				`'${parameter}' holds ${shown(entry)}, which is not a field name`,
				'Field names are written as Microsoft Graph writes them: letters and digits without spaces, such as jobTitle or department',
			);
		}
		if (!names.includes(name)) names.push(name);
	}
	return names.length > 0 && !names.includes('id') ? ['id', ...names] : names;
}

/** The known name nearest to a misspelt one, if any is near. */
export function nearestName(misspelt: string, known: readonly string[]): string | undefined {
	const wanted = misspelt.toLowerCase();
	let best: string | undefined;
	let bestDistance = Math.max(2, Math.floor(wanted.length / 3)) + 1;
	for (const name of known) {
		const distance = editDistance(wanted, name.toLowerCase());
		if (distance < bestDistance) {
			best = name;
			bestDistance = distance;
		}
	}
	return best;
}

/** Levenshtein distance: how many letters to insert, delete or replace. */
function editDistance(one: string, other: string): number {
	let previous = Array.from({ length: other.length + 1 }, (_, column) => column);
	for (let row = 1; row <= one.length; row++) {
		const current = [row];
		for (let column = 1; column <= other.length; column++) {
			current[column] = Math.min(
				previous[column] + 1,
				current[column - 1] + 1,
				previous[column - 1] + (one[row - 1] === other[column - 1] ? 0 : 1),
			);
		}
		previous = current;
	}
	return previous[other.length];
}
