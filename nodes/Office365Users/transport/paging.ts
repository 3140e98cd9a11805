/** Reading a whole collection, page by page (graph-facts 2.4). */
import type { IDataObject } from 'n8n-workflow';

import { graphErrorOf } from './graphError';
import { type HttpRequest, property, type Send, textProperty } from './http';
import { sameOrigin } from './url';

/** More results for one input item than this break n8n's engine (n8n-facts, "Executed on n8n-core"). */
export const MOST_RESULTS = 120_000;

/** The largest page of users that Graph gives (graph-facts 2.4). */
export const LARGEST_USER_PAGE = 999;

/** The collection cannot be read on. */
export class PagingStopped extends Error {
	constructor(
		message: string,
		readonly description: string,
	) {
		super(message);
		this.name = 'PagingStopped';
	}
}

export interface Collection {
	/** Asks for the first page; its headers go with every page, ConsistencyLevel above all. */
	readonly first: HttpRequest;
	/** How many entities are wanted; Infinity for all. */
	readonly limit: number;
	readonly send: Send;
	/** Called with the last page as it came, when there is no limit to stop before it. */
	readonly onLastPage?: (body: unknown) => void;
	/** Graph's address: a next page elsewhere is not asked for. */
	readonly root: string;
}

/**
 * All entities up to the limit. `nextLink` is followed as it comes.
 * @throws {GraphError} when a page is refused
 * @throws {PagingStopped} when a next page lies elsewhere, repeats, or there are too many results
 */
export async function readCollection({
	first,
	limit,
	send,
	root,
	onLastPage,
}: Collection): Promise<IDataObject[]> {
	const entities: IDataObject[] = [];
	const asked = new Set<string>();
	for (let url: string | undefined = first.url; url !== undefined; ) {
		asked.add(url);
		const response = await send({ ...first, url });
		if (response.status >= 300) throw graphErrorOf(response);
		const value = property(response.body, 'value');
		if (!Array.isArray(value)) {
			throw new PagingStopped(
				'Microsoft Graph answered with something that is not a list',
				`Asked for ${new URL(url).pathname}`,
			);
		}
		for (const entity of value as IDataObject[]) {
			if (entities.length === limit) return entities;
			entities.push(entity);
		}
		if (entities.length >= limit) return entities;
		if (entities.length > MOST_RESULTS) {
			throw new PagingStopped(
				`There are more than ${MOST_RESULTS.toLocaleString('en-US')} results, which is more than n8n can take from one item`,
				"Set a 'Limit', or narrow the list with 'Filter' (for example by department) and read it in parts",
			);
		}
		const next: string | undefined = textProperty(response.body, '@odata.nextLink');
		if (next !== undefined && !sameOrigin(next, root)) {
			throw new PagingStopped(
				'Microsoft Graph named a next page on another server; it was not asked for, so that the access token stays safe',
				`Expected ${root}`,
			);
		}
		if (next !== undefined && asked.has(next)) {
			throw new PagingStopped(
				'Microsoft Graph named the same next page twice; reading on would never end',
				`${entities.length} results had been read`,
			);
		}
		if (next === undefined) onLastPage?.(response.body);
		url = next;
	}
	return entities;
}
