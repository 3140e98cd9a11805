import { GraphError, badRequest, unsupportedQuery } from './errors.ts';

/**
 * The system query options that this tenant supports; others are ignored, as Graph often does
 * (docs/graph.md#select).
 */
export interface QueryOptions {
	readonly select?: string;
	readonly filter?: string;
	readonly search?: string;
	readonly orderBy?: string;
	readonly expand?: string;
	readonly top?: string;
	readonly skip?: string;
	readonly count?: string;
	readonly skipToken?: string;
	readonly deltaToken?: string;
	/** The query as received, for @odata.nextLink. */
	readonly raw: string;
}

const names: Readonly<Record<string, keyof QueryOptions>> = {
	$select: 'select',
	$filter: 'filter',
	$search: 'search',
	$orderby: 'orderBy',
	$expand: 'expand',
	$top: 'top',
	$skip: 'skip',
	$count: 'count',
	$skiptoken: 'skipToken',
	$deltatoken: 'deltaToken',
};

export function parseQuery(raw: string): QueryOptions {
	if (/%(?![0-9A-Fa-f]{2})/.test(raw))
		throw new GraphError(400, 'BadRequest', 'Bad Request - Invalid URL');
	const options: Partial<Record<keyof QueryOptions, string>> = {};
	for (const [given, value] of new URLSearchParams(raw)) {
		const name = names[given.toLowerCase()];
		if (name === undefined) continue;
		if (options[name] !== undefined)
			throw badRequest(
				`Query option '${given}' was specified more than once, but it must be specified at most once.`,
			);
		options[name] = value;
	}
	return { ...options, raw };
}

/** Rebuilds the query with some options set or (undefined) removed. */
export function withOptions(
	raw: string,
	values: Readonly<Record<string, string | undefined>>,
): string {
	const kept = raw
		.split('&')
		.filter(
			(part) =>
				part !== '' &&
				!(
					decodeURIComponent((part.split('=')[0] ?? '').replaceAll('+', ' ')).toLowerCase() in
					values
				),
		);
	const added = Object.entries(values).flatMap(([name, value]) =>
		value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
	);
	return [...kept, ...added].join('&');
}

export function parseCount(value: string | undefined): boolean {
	if (value === undefined || value.toLowerCase() === 'false') return false;
	if (value.toLowerCase() === 'true') return true;
	throw badRequest(
		`Invalid value '${value}' for $count query option found. Valid values are 'true' and 'false'.`,
	);
}

/** $top from 1 to `max`; anything else is refused (docs/graph.md#paging). */
export function parseTop(
	value: string | undefined,
	byDefault: number,
	max: number,
	refusal: (message: string) => GraphError = unsupportedQuery,
): number {
	if (value === undefined) return byDefault;
	if (!/^\d+$/.test(value))
		throw badRequest(
			`Invalid value '${value}' for $top query option found. The $top query option requires a non-negative integer value.`,
		);
	const top = Number(value);
	if (top < 1 || top > max)
		throw refusal(
			`Invalid page size specified: '${value}'. Must be between 1 and ${max} inclusive.`,
		);
	return top;
}
