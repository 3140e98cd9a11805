/** The names of the fields to ask for: `$select`. */
import { InvalidParameterError } from './invalidParameterError';
import { listedText } from './listedText';
import { quoted, trimmedName } from './text';

/**
 * Graph's names start with a letter; extensions are `extension_<app>_<name>`, schema extensions and
 * open types carry a dot.
 */
const NAME = /^[A-Za-z][A-Za-z0-9_.]*$/;

const isFieldName = (name: string): boolean => NAME.test(name);

/**
 * Names from what the editor or an expression gives: a list, or one text with commas. Trimmed,
 * without repeats, in the order given, `id` always among them.
 * @param given list of names, comma-separated text or JSON text of a list, or empty
 * @param parameter the parameter's name in the editor
 * @param nameOf the name of the field that the editor shows like this
 * @param isAlsoName which names there are besides those of properties
 * @returns [] when nothing was chosen
 * @throws {InvalidParameterError} for a name that no property can have
 */
export function fieldNames(
	given: unknown,
	parameter: string,
	nameOf: (label: string) => string | undefined = () => undefined,
	isAlsoName: (name: string) => boolean = () => false,
): string[] {
	const listed =
		typeof given === 'string' ? (listedText(given) ?? given.split(',')) : (given ?? []);
	if (!Array.isArray(listed)) {
		throw new InvalidParameterError(
			`'${parameter}' must be a list of field names, not ${quoted(given)}`,
			'Choose from the list, or enter names separated by commas, such as department, jobTitle',
		);
	}
	const names: string[] = [];
	for (const entry of listed as unknown[]) {
		const name = typeof entry === 'string' ? trimmedName(entry) : entry;
		if (name === '') continue;
		if (typeof name !== 'string' || !(isFieldName(name) || isAlsoName(name))) {
			const meant = typeof name === 'string' ? nameOf(name) : undefined;
			throw new InvalidParameterError(
				`'${parameter}' contains ${quoted(entry)}, which is not a field name${meant === undefined ? '' : `. Did you mean ${meant}?`}`,
				'Write field names as Microsoft Graph does, with letters and digits and no spaces, such as jobTitle or department',
			);
		}
		if (!names.includes(name)) names.push(name);
	}
	return names.length > 0 && !names.includes('id') ? ['id', ...names] : names;
}
