/** Text that people give: on its way to Graph, and quoted in a message. */
import { InvalidParameterError } from './invalidParameterError';

/**
 * Text that can be encoded. Half of a surrogate pair, as a truncated emoji leaves it, cannot.
 * @param parameter the parameter's name in the editor
 * @throws {InvalidParameterError}
 */
export function wellFormed(text: string, parameter: string): string {
	if (/\p{Surrogate}/u.test(text)) {
		throw new InvalidParameterError(
			`'${parameter}' holds half a character: ${quoted(text.replace(/\p{Surrogate}/gu, '?'))}`,
			'An expression seems to have cut the text in the middle of an emoji or a rare letter',
		);
	}
	return text;
}

/** A value as it may appear in a message: quoted, on one line, shortened if it is long. */
export function quoted(value: unknown): string {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
	const line = text.replace(/\s+/g, ' ');
	return `"${line.length > 80 ? `${line.slice(0, 77)}...` : line}"`;
}
