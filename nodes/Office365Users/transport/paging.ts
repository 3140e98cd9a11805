/** Reading a whole collection, page by page (docs/graph.md#paging). */
import { type Entity } from './entity';
import { graphErrorOf } from './graphError';
import { sameOrigin } from './graphUrl';
import { type HttpRequest, type HttpResponse, property, type Send, textProperty } from './http';

/** The rest of the collection cannot be read. */
export class PagingError extends Error {
	constructor(
		message: string,
		readonly description: string,
	) {
		super(message);
		this.name = 'PagingError';
	}
}

/** The collection has more entities than the caller can take. */
export class TooManyResultsError extends Error {
	constructor(readonly most: number) {
		super(`More than ${most} results`);
		this.name = 'TooManyResultsError';
	}
}

export interface Collection {
	/** The first page's request; its headers go with every page, ConsistencyLevel above all. */
	readonly first: HttpRequest;
	/** How many entities are wanted; Infinity for all. */
	readonly limit: number;
	/** Which entities are wanted; the limit counts these. Without it all of them. */
	readonly keeps?: (entity: Entity) => boolean;
	/** How many the caller can take at most; without it any number. */
	readonly most?: number;
	readonly send: Send;
	/** Called with the body of the last page, unless the limit was reached before it. */
	readonly onLastPage?: (body: unknown) => void;
	/** Graph's address: a next page on another server is not requested. */
	readonly root: string;
}

/**
 * How many entities a collection has, as its first page says (docs/graph.md#counting).
 * @throws {GraphError} when the page is refused
 * @throws {PagingError} when it does not say so
 */
export function countIn(response: HttpResponse): number {
	if (response.status >= 300) throw graphErrorOf(response);
	const count = property(response.body, '@odata.count');
	if (typeof count === 'number') return count;
	throw new PagingError(
		'Microsoft Graph answered without the number that was asked for',
		'Turn off the option that counts, and count the items instead',
	);
}

/**
 * All entities up to the limit. `nextLink` is followed as it is.
 * @throws {GraphError} when a page is refused
 * @throws {PagingError} when a page is not a list, or the next page is on another server or repeats
 * @throws {TooManyResultsError} when there are more than `most`
 */
export async function readCollection({
	first,
	limit,
	keeps = () => true,
	most = Infinity,
	send,
	root,
	onLastPage,
}: Collection): Promise<Entity[]> {
	const entities: Entity[] = [];
	const requested = new Set<string>();
	for (let url: string | undefined = first.url; url !== undefined; ) {
		requested.add(url);
		const response = await send({ ...first, url });
		if (response.status >= 300) throw graphErrorOf(response);
		const value = property(response.body, 'value');
		if (!Array.isArray(value)) {
			throw new PagingError(
				'Microsoft Graph answered with something that is not a list',
				`Asked for ${new URL(url).pathname}`,
			);
		}
		for (const entity of value as Entity[]) {
			if (entities.length === limit) return entities;
			if (keeps(entity)) entities.push(entity);
		}
		if (entities.length >= limit) return entities;
		if (entities.length > most) throw new TooManyResultsError(most);
		const next: string | undefined = textProperty(response.body, '@odata.nextLink');
		if (next !== undefined && !sameOrigin(next, root)) {
			throw new PagingError(
				'Microsoft Graph named a next page on another server; it was not asked for, so that the access token stays safe',
				`Expected ${root}`,
			);
		}
		if (next !== undefined && requested.has(next)) {
			throw new PagingError(
				'Microsoft Graph named the same next page twice; reading on would never end',
				`${entities.length} results had been read`,
			);
		}
		if (next === undefined) onLastPage?.(response.body);
		url = next;
	}
	return entities;
}
