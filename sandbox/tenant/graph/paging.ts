import { createHash } from 'node:crypto';
import { badRequest } from './errors.ts';
import type { GraphContext } from './request.ts';
import { withOptions } from './queryOptions.ts';

export interface Page<T> {
	readonly items: readonly T[];
	readonly nextLink?: string;
	/** Known on the first page only (docs/graph.md#paging). */
	readonly count?: number;
}

/**
 * One page of the results of `list`. $skiptoken holds the snapshot and the position in it; the
 * other options must be those of the first request.
 */
export function page<T>(context: GraphContext, size: number, list: () => readonly T[]): Page<T> {
	const fingerprint = createHash('sha256')
		.update(
			`${context.segments.map(({ raw }) => raw).join('/')}?${withOptions(context.query.raw, { $skiptoken: undefined })}`,
		)
		.digest('base64url');
	const { skipToken } = context.query;
	const resumed = skipToken === undefined ? undefined : resume<T>(context, skipToken, fingerprint);
	const items = resumed?.items ?? list();
	const start = resumed?.start ?? 0;
	const end = start + size;
	if (end >= items.length)
		return { items: items.slice(start), ...(resumed ? {} : { count: items.length }) };
	const id = resumed?.id ?? context.tenant.snapshots.keep(items, fingerprint);
	return {
		items: items.slice(start, end),
		nextLink: link(context, { $skiptoken: encodeToken(id, end) }),
		...(resumed ? {} : { count: items.length }),
	};
}

function resume<T>(
	context: GraphContext,
	token: string,
	fingerprint: string,
): { id: string; start: number; items: readonly T[] } {
	const [id = '', place = ''] = Buffer.from(token, 'base64url').toString().split(' ');
	const items = context.tenant.snapshots.get(id, fingerprint) as readonly T[] | undefined;
	const start = Number(place);
	if (!items || !Number.isSafeInteger(start) || start < 1)
		throw badRequest('The skip token is not valid or does not belong to this query.');
	return { id, start, items };
}

const encodeToken = (id: string, place: number): string =>
	Buffer.from(`${id} ${place}`).toString('base64url');

/** This request's URL with some query options changed. */
export function link(
	context: GraphContext,
	values: Readonly<Record<string, string | undefined>>,
): string {
	const path = context.request.url.split('?')[0] ?? '';
	return `${context.tenant.origins.graph}${path}?${withOptions(context.query.raw, values)}`;
}
