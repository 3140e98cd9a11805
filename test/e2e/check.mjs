// What a step has to show, and what it found.
import { isDeepStrictEqual } from 'node:util';

/** @throws with what was expected and what was there instead */
export function equal(what, found, wanted) {
	if (isDeepStrictEqual(found, wanted)) return;
	throw new Error(`${what}: expected ${inShort(wanted)}, but found ${inShort(found)}`);
}

export function check(what, holds, found) {
	if (holds) return;
	throw new Error(found === undefined ? what : `${what}; found ${inShort(found)}`);
}

function inShort(value) {
	const text =
		typeof value === 'string' ? JSON.stringify(value) : (JSON.stringify(value) ?? 'nothing');
	return text.length > 1500 ? `${text.slice(0, 1500)} ...` : text;
}
