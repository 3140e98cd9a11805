import { GraphError } from './errors.ts';

/** One segment of a resource path: `users`, an id, or `users('key')`. */
export interface Segment {
  /** Decoded, without the key. */
  readonly name: string;
  /** The key in parentheses and quotes, its doubled apostrophes undone (graph-facts 2.2). */
  readonly key?: string;
  /** false: it was a key of its own, as in /users/{id}. */
  readonly raw: string;
}

/** RFC 3986 path characters; anything else had to be percent-encoded (graph-facts 2.2). */
const legalPath = /^[A-Za-z0-9\-._~!$&'()*+,;=:@%/]*$/;

export function parsePath(path: string): Segment[] {
  if (!legalPath.test(path)) throw new GraphError(400, 'BadRequest', 'Bad Request - Invalid URL');
  return path.split('/').filter((raw, index) => index > 0 || raw !== '').map(parseSegment);
}

function parseSegment(raw: string): Segment {
  let name: string;
  try {
    name = decodeURIComponent(raw);
  } catch {
    throw new GraphError(400, 'BadRequest', 'Bad Request - Invalid URL');
  }
  const match = /^(users|photos|trending|people)\((.*)\)$/s.exec(name);
  if (!match) return { name, raw };
  const [, collection = '', argument = ''] = match;
  const quoted = /^'((?:[^']|'')*)'$/s.exec(argument)?.[1];
  if (quoted === undefined) throw new GraphError(400, 'BadRequest', `Error in query syntax: the key of '${collection}' must be a quoted string.`);
  return { name: collection, key: quoted.replaceAll("''", "'"), raw };
}
