/** Reading the entity or the list at a request's address, with the fields that are wanted. */
import type { IDataObject } from 'n8n-workflow';

import type { ClientRequest, GraphClient } from './client';
import { entityIn, withoutAnnotations } from './entity';
import { completeProfiles, type Learnt, withSafeFields } from './fields';
import { pagesBySkip } from './pagesBySkip';
import { LARGEST_USER_PAGE, readCollection } from './paging';
import type { FieldChoice, GraphAsk, GraphRequestOptions } from './request';
import { graphUrl, userPath } from './url';

/**
 * @param learnt what the run knows about refused fields
 * @param say writes a line to n8n's log
 * @returns entities without OData's annotations
 */
export async function readEntities(
	client: GraphClient,
	{ method, url, qs, headers, graph }: GraphRequestOptions,
	learnt: Learnt,
	say: (line: string) => void,
): Promise<IDataObject[]> {
	const read = async (names?: readonly string[]): Promise<IDataObject[]> => {
		if (graph.read) return await graph.read(client, names ?? []);
		const request: ClientRequest = {
			method: method as ClientRequest['method'],
			path: url,
			query: {
				...(names ? { $select: names.join(',') } : {}),
				...qs,
				...(graph.limit === undefined ? {} : { $top: String(pageSize(graph)) }),
			},
			headers,
			...(graph.mailbox === undefined ? {} : { mailbox: graph.mailbox }),
		};
		if (graph.limit === undefined) return [entityIn(await client.request(request))];
		const { path, query, ...rest } = request;
		const first = { ...rest, url: graphUrl(client.root, path, query) };
		return await readCollection({
			first,
			limit: graph.limit,
			send: graph.pagedBySkip ? pagesBySkip(client.send) : client.send,
			root: client.root,
		});
	};
	const { fields } = graph;
	const entities = fields
		? await withProfiles(client, fields, graph.user ?? 'me', learnt, say, read)
		: await read();
	return entities.map(withoutAnnotations);
}

/** The wanted fields, where they are refused the safe ones, and SharePoint's fields put in. */
async function withProfiles(
	client: GraphClient,
	fields: FieldChoice,
	user: string,
	learnt: Learnt,
	say: (line: string) => void,
	read: (names: readonly string[]) => Promise<IDataObject[]>,
): Promise<IDataObject[]> {
	const entities = await withSafeFields(fields, user, learnt, say, read);
	await completeProfiles(entities, fields, learnt, async (id, names) => {
		const query = { $select: names.join(',') };
		return entityIn(await client.request({ method: 'GET', path: userPath(id), query }));
	});
	return entities;
}

/** As large a page as is useful: what is still wanted, at most what Graph gives. */
const pageSize = ({ limit = Infinity, largestPage = LARGEST_USER_PAGE }: GraphAsk): number =>
	Math.min(limit, largestPage);
