/** The options Filter and Sort. */
import type { INodeProperties } from 'n8n-workflow';

import { InvalidParameterError } from '../checks/invalidParameterError';
import { wellFormed, quoted } from '../checks/text';
import type { GraphRequestOptions } from '../execution/request';

/**
 * Narrows a list by one more filter: what was asked for before must hold as well.
 * @param parameter that the filter comes from, as the editor shows it
 */
export function addFilter(
	{ qs, graph }: GraphRequestOptions,
	filter: string,
	parameter: string,
): void {
	const and = (other?: string): string => (other ? `(${other}) and (${filter})` : filter);
	qs.$filter = and(qs.$filter);
	if (graph.basicFilter) graph.basicFilter = and(graph.basicFilter);
	(graph.narrowedBy ??= []).push(parameter);
}

/** A field, or a field within a field, and maybe a direction. */
const SORT = /^[A-Za-z]\w*(\/[A-Za-z]\w*)*(\s+(asc|desc))?$/i;

/** A sort order such as `displayName desc`; empty when there is none. */
export function sortText(given: unknown): string {
	const orderBy = textOption(given, 'Sort');
	if (orderBy && !orderBy.split(',').every((part) => SORT.test(part.trim()))) {
		throw new InvalidParameterError(
			`'Sort' is ${quoted(orderBy)}; it must be a field name, with desc behind it to turn the order round`,
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
			throw new InvalidParameterError(
				`'Filter' has a single quote without its partner: ${quoted(filter)}`,
				"Texts stand in single quotes; a quote inside a text is doubled, such as surname eq 'O''Brien'",
			);
		}
		if (character === '(') depth++;
		if (character === ')' && --depth < 0) break;
	}
	if (depth !== 0) {
		throw new InvalidParameterError(
			`'Filter' has parentheses that do not match: ${quoted(filter)}`,
		);
	}
	return filter;
}

function textOption(given: unknown, parameter: string): string {
	if (given === undefined || given === null) return '';
	if (typeof given !== 'string')
		throw new InvalidParameterError(`'${parameter}' must be text, not ${quoted(given)}`);
	return wellFormed(given.trim(), parameter);
}

export const filterOption: INodeProperties = {
	displayName: 'Filter',
	name: 'filter',
	type: 'string',
	default: '',
	placeholder: "e.g. department eq 'Sales' and accountEnabled eq true",
	description:
		'Only results that match, as an OData filter with the field names of Microsoft Graph. Texts stand in single quotes; a quote inside a text is doubled.',
	hint: '<a href="https://learn.microsoft.com/graph/filter-query-parameter" target="_blank">How to write a filter</a>',
};

export const sortOption: INodeProperties = {
	displayName: 'Sort',
	name: 'orderBy',
	type: 'string',
	default: '',
	placeholder: 'e.g. displayName desc',
	description:
		'The field to sort by: displayName, for users also userPrincipalName or createdDateTime; add desc for descending order',
};
