import { createHash, randomBytes } from 'node:crypto';
import { badRequest } from './errors.ts';
import type { GraphContext } from './request.ts';
import { withOptions } from './queryOptions.ts';

interface Snapshot {
	readonly items: readonly unknown[];
	readonly fingerprint: string;
}

const kept = 300;

/** The answers of list requests under way: a further page shows the list as it was when the first was asked for. */
export class Snapshots {
	private readonly snapshots = new Map<string, Snapshot>();

	keep(items: readonly unknown[], fingerprint: string): string {
		const id = randomBytes(12).toString('base64url');
		this.snapshots.set(id, { items, fingerprint });
		if (this.snapshots.size > kept)
			for (const oldest of this.snapshots.keys()) {
				this.snapshots.delete(oldest);
				break;
			}
		return id;
	}

	get(id: string, fingerprint: string): readonly unknown[] | undefined {
		const snapshot = this.snapshots.get(id);
		return snapshot?.fingerprint === fingerprint ? snapshot.items : undefined;
	}

	clear(): void {
		this.snapshots.clear();
	}
}

export interface Page<T> {
	readonly items: readonly T[];
	readonly nextLink?: string;
	/** Known on the first page only (graph-facts 2.4). */
	readonly count?: number;
}

/**
 * One page of what `list` finds. $skiptoken holds the snapshot and the place in it; the options around it must be those of the first request.
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
