import { InvalidParameterError } from './invalidParameterError';
import { quoted } from './text';

/**
 * A whole number; an expression may give it as text.
 * @param parameter the parameter's name in the editor
 * @param hint how else to get what is wanted
 * @throws {InvalidParameterError} for anything else, and below the lowest
 */
export function wholeNumber(
	given: unknown,
	parameter: string,
	lowest: number,
	hint?: string,
): number {
	const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
	if (typeof value === 'number' && Number.isInteger(value) && value >= lowest) return value;
	throw new InvalidParameterError(
		`'${parameter}' is ${quoted(given)}; it must be a whole number of ${lowest} or more`,
		hint,
	);
}
