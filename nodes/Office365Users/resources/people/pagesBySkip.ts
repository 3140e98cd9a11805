/**
 * Lists whose next links cannot be relied upon: relevant people. Links are missing, repeat, lead
 * back to the start or never end (docs/graph.md#people-paging).
 */
import type { Entity } from '../../transport/entity';
import { property, type Send, textProperty } from '../../transport/http';

/**
 * A Send for the pages of one list, each person once. It ends at a page that brings nobody new, and
 * where the next link has been followed before.
 */
export function newPeopleOnly(send: Send): Send {
	const known = new Set<string>();
	const followed = new Set<string>();
	return async (request) => {
		followed.add(request.url);
		const response = await send(request);
		const value = property(response.body, 'value');
		if (response.status >= 300 || !Array.isArray(value)) return response;
		const isNew = (person: unknown): boolean => {
			const id = textProperty(person, 'id');
			return id === undefined || known.size < known.add(id).size;
		};
		const people = (value as unknown[]).filter(isNew);
		const { '@odata.nextLink': next, ...page } = response.body as Entity;
		const goesOn = people.length > 0 && typeof next === 'string' && !followed.has(next);
		const body = { ...page, value: people, ...(goesOn ? { '@odata.nextLink': next } : {}) };
		return { ...response, body };
	};
}

/**
 * The same, and where Graph names no next page although this one was full, the next one is named by
 * `$skip`. Once Graph has named one itself, it does so for all.
 */
export function pagesBySkip(send: Send): Send {
	let linked = false;
	return newPeopleOnly(async (request) => {
		const response = await send(request);
		const value = property(response.body, 'value');
		if (response.status >= 300 || !Array.isArray(value)) return response;
		const top = Number(/[?&]\$top=(\d+)/.exec(request.url)?.[1]);
		linked ||= textProperty(response.body, '@odata.nextLink') !== undefined;
		if (linked || !(value.length >= top)) return response;

		const skipped = Number(/[?&]\$skip=(\d+)/.exec(request.url)?.[1] ?? 0);
		const url = request.url.replace(/&\$skip=\d+/, '');
		const next = `${url}&$skip=${skipped + value.length}`;
		return { ...response, body: { ...(response.body as Entity), '@odata.nextLink': next } };
	});
}
