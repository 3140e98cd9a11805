import { InvalidParameterError } from './invalidParameterError';
import { quoted } from './text';

/**
 * Whether something is on; an expression may give it as text.
 * @param parameter the parameter's name in the editor
 * @throws {InvalidParameterError} for anything else; empty is off
 */
export function trueOrFalse(given: unknown, parameter: string): boolean {
	const value = typeof given === 'string' ? given.trim().toLowerCase() : (given ?? '');
	if (value === true || value === 'true') return true;
	if (value === false || value === 'false' || value === '') return false;
	throw new InvalidParameterError(`'${parameter}' is ${quoted(given)}; it must be true or false`);
}
