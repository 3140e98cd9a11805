import { InvalidParameterError } from './invalidParameterError';
import { quoted, trimmedName } from './text';

/**
 * Whether something is on; an expression may give it as text.
 * @param parameter the parameter's name in the editor
 * @param ifEmpty what null, undefined and empty text mean: the parameter's default
 * @throws {InvalidParameterError} for anything else
 */
export function trueOrFalse(given: unknown, parameter: string, ifEmpty = false): boolean {
	const value = typeof given === 'string' ? trimmedName(given).toLowerCase() : (given ?? '');
	if (value === '') return ifEmpty;
	if (value === true || value === 'true') return true;
	if (value === false || value === 'false') return false;
	throw new InvalidParameterError(`'${parameter}' is ${quoted(given)}; it must be true or false`);
}
