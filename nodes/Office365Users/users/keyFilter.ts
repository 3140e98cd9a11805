/**
 * Many users asked for by key in one `$filter`: how many keys fit, and how each kind of key is
 * written (docs/graph.md#in-operator, docs/graph.md#filter-support).
 */
import { literal } from '../transport/graphUrl';

/** Graph takes no more values in one `in`, and no more terms joined with `or`. */
const MOST_KEYS = 15;
/** Encoded; Graph's own bound on an address is a little higher. */
const LONGEST_FILTER = 1900;
/** The longest text that plain queries compare; a proxy address has five characters before it. */
const LONGEST_PLAIN_VALUE = 120 - 'smtp:'.length;

export type KeyProperty =
	| 'id'
	| 'userPrincipalName'
	| 'mail'
	| 'proxyAddresses'
	| 'employeeId'
	| 'onPremisesSamAccountName';

/** The `$filter` for users with one of these values. */
export function keyFilter(property: KeyProperty, values: readonly string[]): string {
	return property === 'proxyAddresses'
		? values.map(proxyAddressTerm).join(' or ')
		: `${property} in (${values.map(literal).join(',')})`;
}

const proxyAddressTerm = (address: string): string =>
	`proxyAddresses/any(p:p eq ${literal(`smtp:${address}`)})`;

/**
 * Whether such a filter needs an advanced query, which reads an index that lags behind
 * (docs/graph.md#advanced-queries).
 */
export const needsAdvancedQuery = (property: KeyProperty, value: string): boolean =>
	property === 'onPremisesSamAccountName' || value.length > LONGEST_PLAIN_VALUE;

/**
 * As many as fit into one request each.
 * @param entries all with the same kind of key
 * @param valueOf the entry's key
 */
export function portions<T>(
	property: KeyProperty,
	entries: Iterable<T>,
	valueOf: (entry: T) => string,
): T[][] {
	const all: T[][] = [];
	let length = Infinity;
	let count = MOST_KEYS;
	for (const entry of entries) {
		const value = valueOf(entry);
		const term = property === 'proxyAddresses' ? `${proxyAddressTerm(value)} or ` : literal(value);
		const more = encodeURIComponent(`${term},`).length;
		if (count >= MOST_KEYS || length + more > LONGEST_FILTER) {
			all.push([]);
			length = 0;
			count = 0;
		}
		all[all.length - 1].push(entry);
		length += more;
		count++;
	}
	return all;
}
