/**
 * A value the user gave cannot be used. Thrown before anything is sent; the message names the
 * parameter as the editor shows it.
 */
export class BadInput extends Error {
	/**
	 * @param message what is wrong, with the parameter's display name in quotes
	 * @param description how to put it right
	 */
	constructor(
		message: string,
		readonly description?: string,
	) {
		super(message);
		this.name = 'BadInput';
	}
}

/**
 * A text that can be sent: half a character, as a cut-off emoji leaves it, cannot.
 * @throws {BadInput}
 */
export function sendable(text: string, parameter: string): string {
	if (/\p{Surrogate}/u.test(text)) {
		throw new BadInput(
			`'${parameter}' holds half a character: ${shown(text.replace(/\p{Surrogate}/gu, '?'))}`,
			'An expression seems to have cut the text in the middle of an emoji or a rare letter',
		);
	}
	return text;
}

/** A value as it may stand in a message: quoted, on one line, cut where it is long. */
export function shown(value: unknown): string {
	const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
	const line = text.replace(/\s+/g, ' ');
	return `"${line.length > 80 ? `${line.slice(0, 77)}...` : line}"`;
}
