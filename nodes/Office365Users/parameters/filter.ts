/** What the options Filter and Sort may hold. */
import { BadInput, sendable, shown } from '../transport/badInput';

/** A field, or a field within a field, and maybe a direction. */
const SORT = /^[A-Za-z]\w*(\/[A-Za-z]\w*)*(\s+(asc|desc))?$/i;

/** A sort order such as `displayName desc`; empty when there is none. */
export function sortText(given: unknown): string {
	const orderBy = textOption(given, 'Sort');
	if (orderBy && !orderBy.split(',').every((part) => SORT.test(part.trim()))) {
		throw new BadInput(
			`'Sort' is ${shown(orderBy)}; it must be a field name, with desc behind it to turn the order round`,
			'Such as: displayName desc',
		);
	}
	return orderBy;
}

/** A filter whose quotes and parentheses match; people paste `$filter=` along. */
export function filterText(given: unknown): string {
	const filter = textOption(given, 'Filter').replace(/^\??\$filter=/i, '');
	let depth = 0;
	for (const character of filter.replace(/'(?:[^']|'')*'/g, '')) {
		if (character === "'") {
			throw new BadInput(
				`'Filter' has a single quote without its partner: ${shown(filter)}`,
				"Texts stand in single quotes; a quote inside a text is doubled, such as surname eq 'O''Brien'",
			);
		}
		if (character === '(') depth++;
		if (character === ')' && --depth < 0) break;
	}
	if (depth !== 0) {
		throw new BadInput(`'Filter' has parentheses that do not match: ${shown(filter)}`);
	}
	return filter;
}

function textOption(given: unknown, parameter: string): string {
	if (given === undefined || given === null) return '';
	if (typeof given !== 'string')
		throw new BadInput(`'${parameter}' must be a text, not ${shown(given)}`);
	return sendable(given.trim(), parameter);
}
