/** Lists whose pages Graph does not always link: relevant people (docs/graph.md#people-paging). */
import type { Entity } from '../../transport/entity';
import { property, type Send, textProperty } from '../../transport/http';

/**
 * A Send for the pages of one list: where Graph names no next page although this one was full, the
 * next one is named by `$skip`. Once Graph has named one itself, it does so for all.
 */
export function pagesBySkip(send: Send): Send {
	let linked = false;
	let previous: string | undefined;
	return async (request) => {
		const response = await send(request);
		const value = property(response.body, 'value');
		if (response.status >= 300 || !Array.isArray(value)) return response;
		const top = Number(/[?&]\$top=(\d+)/.exec(request.url)?.[1]);
		linked ||= textProperty(response.body, '@odata.nextLink') !== undefined;
		if (linked || !(value.length >= top)) return response;

		const body = response.body as Entity;
		const firstId = textProperty(value[0], 'id');
		// A server that does not know $skip gives the same page for ever.
		if (firstId !== undefined && firstId === previous) {
			return { ...response, body: { ...body, value: [] } };
		}
		previous = firstId;
		const skipped = Number(/[?&]\$skip=(\d+)/.exec(request.url)?.[1] ?? 0);
		const url = request.url.replace(/&\$skip=\d+/, '');
		const next = `${url}&$skip=${skipped + value.length}`;
		return { ...response, body: { ...body, '@odata.nextLink': next } };
	};
}
