/** Conditions as people choose them, as one OData filter. */
import { after, before, equal, notEqual } from './conditionDates';
import type { ConditionField } from './conditionFields';
import { fieldCalled, operatorCalled } from './conditionNames';
import { dateOf, textsOf, valueOf } from './conditionValues';

/** One condition as the editor or an expression gives it. */
export interface GivenCondition {
	readonly field?: unknown;
	readonly operator?: unknown;
	readonly value?: unknown;
}

/**
 * @param match whether all of them must hold, or any
 * @param timezone of the workflow, for dates that have none of their own
 * @returns empty when there are no conditions
 * @throws {InvalidParameterError} for what Graph cannot filter by, and for values of the wrong kind
 */
export function conditionFilter(
	given: readonly GivenCondition[],
	match: 'all' | 'any',
	timezone: string,
): string {
	const terms = given.map((condition, index) => {
		const where = given.length > 1 ? `condition ${index + 1} of 'Conditions'` : "'Conditions'";
		return term(condition, where, timezone);
	});
	if (terms.length === 1) return terms[0];
	return terms
		.map((text) => (/ (?:and|or) /.test(text) ? `(${text})` : text))
		.join(match === 'any' ? ' or ' : ' and ');
}

function term(
	{ field: name, operator: chosen, value }: GivenCondition,
	where: string,
	timezone: string,
): string {
	const field = fieldCalled(name, where);
	const operator = operatorCalled(chosen, field, where);
	const at = `'Value' in ${where}`;
	const { path, kind } = field;
	const isList = kind === 'stringList' || kind === 'idList';
	const textOf = (given: unknown): string =>
		valueOf(field, given, at, {
			isEnd: operator === 'endsWith',
			isStart: operator === 'startsWith',
			timezone,
		});
	switch (operator) {
		case 'isEmpty':
			return isList ? `${path}/$count eq 0` : `${path} eq null`;
		case 'isNotEmpty':
			return isList ? `${path}/$count ne 0` : `${path} ne null`;
		case 'before':
		case 'after':
			return (operator === 'before' ? before : after)(path, dateOf(field, value, at, timezone));
		case 'startsWith':
		case 'endsWith':
			return compare(field, operator.toLowerCase(), textOf(value));
		case 'isOneOf': {
			const texts = textsOf(field, value, at, timezone);
			if (texts.length === 1 || isList) {
				return texts.map((text) => compare(field, 'eq', text)).join(' or ');
			}
			return `${path} in (${texts.join(',')})`;
		}
		case 'equals':
		case 'notEquals': {
			const isEqual = operator === 'equals';
			if (kind === 'dateTime') {
				return (isEqual ? equal : notEqual)(path, dateOf(field, value, at, timezone));
			}
			const text = textOf(value);
			if (isEqual) return compare(field, 'eq', text);
			return isList ? `not(${compare(field, 'eq', text)})` : compare(field, 'ne', text);
		}
	}
}

/** @param text with its quotes */
function compare(
	{ path, kind, entryMember }: ConditionField,
	operator: string,
	text: string,
): string {
	const isList = kind === 'stringList' || kind === 'idList';
	const name = !isList ? path : entryMember === undefined ? 'x' : `x/${entryMember}`;
	const comparison = operator.endsWith('with')
		? `${operator}(${name},${text})`
		: `${name} ${operator} ${text}`;
	return isList ? `${path}/any(x:${comparison})` : comparison;
}
