import { GraphError } from './errors.ts';

/** One segment of a resource path: `users`, an id, or `users('key')`. */
export interface Segment {
	/** Decoded, without the key. */
	readonly name: string;
	/**
	 * The key in parentheses and quotes, with doubled apostrophes undone
	 * (docs/graph.md#user-ids-in-paths). Only on `users`.
	 */
	readonly key?: string;
	/** As received. */
	readonly raw: string;
}

/**
 * The path characters of RFC 3986; anything else must be percent-encoded
 * (docs/graph.md#user-ids-in-paths).
 */
const legalPath = /^[A-Za-z0-9\-._~!$&'()*+,;=:@%/]*$/;

export function parsePath(path: string): Segment[] {
	if (!legalPath.test(path)) throw new GraphError(400, 'BadRequest', 'Bad Request - Invalid URL');
	return path
		.split('/')
		.filter((raw, index) => index > 0 || raw !== '')
		.flatMap(parseSegment);
}

function parseSegment(raw: string): Segment[] {
	let name: string;
	try {
		name = decodeURIComponent(raw);
	} catch {
		throw new GraphError(400, 'BadRequest', 'Bad Request - Invalid URL');
	}
	const match = /^(users|photos)\((.*)\)$/is.exec(name);
	if (!match) return [{ name, raw }];
	const [, collection = '', argument = ''] = match;
	const quoted = /^'((?:[^']|'')*)'$/s.exec(argument)?.[1];
	if (quoted === undefined)
		throw new GraphError(
			400,
			'BadRequest',
			`Error in query syntax: the key of '${collection}' must be a quoted string.`,
		);
	const key = quoted.replaceAll("''", "'");
	return collection.toLowerCase() === 'users'
		? [{ name: collection, key, raw }]
		: [
				{ name: collection, raw },
				{ name: key, raw },
			];
}
