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
			`'${parameter}' contains half a character: ${quoted(text.replace(/\p{Surrogate}/gu, '?'))}`,
			'An expression has probably cut the text in the middle of an emoji or a rare character',
		);
	}
	return text;
}

/** Space of any kind, and what shows nothing at all: zero-width characters, soft hyphens, marks. */
const INVISIBLE_AT_ENDS = /^[\s\p{Cf}\p{Cc}]+|[\s\p{Cf}\p{Cc}]+$/gu;

/** A name without the invisible characters around it, which come along with copied text. */
export const trimmedName = (text: string): string => text.replace(INVISIBLE_AT_ENDS, '');

/**
 * What a reader would not see or would take for a plain space. Joiners between letters that are not
 * Latin, or inside an emoji, belong there.
 */
const MISLEADING = /(?<![^\0-\u024f])[\u200c\u200d]|[^\P{Cf}\u200c\u200d]|\p{Cc}|[^\P{Z} ]/gu;

/**
 * A value as it may appear in a message: quoted, on one line, shortened if it is long, invisible
 * characters as escapes such as \u200b.
 */
export function quoted(value: unknown): string {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
	const line = text.replace(/[ \t\r\n]+/g, ' ').replace(MISLEADING, escaped);
	return `"${line.length > 80 ? `${line.slice(0, 77)}...` : line}"`;
}

const escaped = (character: string): string => {
	const code = character.codePointAt(0) ?? 0;
	return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, '0')}`;
};
