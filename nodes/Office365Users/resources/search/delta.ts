/** What has changed since the last time: Graph's delta query (docs/graph.md#delta). */
import type { GraphClient } from '../../transport/client';
import type { Entity } from '../../transport/entity';
import { GraphError } from '../../transport/graphError';
import { property, textProperty } from '../../transport/http';
import { readCollection } from '../../transport/paging';
import { graphUrl } from '../../transport/graphUrl';

export interface Round {
	/** Users as they are now; `{id, removed}` for those who are gone. */
	readonly entities: Entity[];
	/** Where the next round begins. */
	readonly deltaLink: string;
}

/**
 * One round.
 * @param names of the fields, for a full round; a later one gives the fields of its first
 * @param deltaLink where the last round ended; undefined for a full round
 * @param say writes a line to n8n's log
 * @param most see readCollection
 */
export async function readChanges(
	client: GraphClient,
	names: readonly string[],
	deltaLink: string | undefined,
	say: (line: string) => void,
	most?: number,
): Promise<Round> {
	const full = graphUrl(client.root, '/users/delta', { $select: names.join(',') });
	if (deltaLink === undefined) return await readRound(client, full, most);
	return await readRound(client, deltaLink, most).catch(async (error: unknown) => {
		if (!refusesLink(error)) throw error;
		say(
			`Microsoft Graph no longer accepts the link to where the last round ended (${error.code || error.status}: ${error.message}); all users are returned once more`,
		);
		return await readRound(client, full, most);
	});
}

/** What says nothing of the link: the sign-in, too many requests, and time-outs. */
const NOT_THE_LINK = new Set([401, 408, 429]);

/**
 * The link has run out, is badly formed or another tenant's, or Graph wants everything to be read
 * anew. Graph says so in many ways (docs/graph.md#delta-expired); a full round settles it: where
 * the link was not the reason, that is refused as well.
 */
const refusesLink = (error: unknown): error is GraphError =>
	error instanceof GraphError &&
	error.status >= 400 &&
	error.status < 500 &&
	!NOT_THE_LINK.has(error.status);

async function readRound({ send, root }: GraphClient, url: string, most?: number): Promise<Round> {
	let deltaLink = '';
	const entities = await readCollection({
		first: { method: 'GET', url },
		limit: Infinity,
		most,
		send,
		root,
		onLastPage: (body) => {
			deltaLink = textProperty(body, '@odata.deltaLink') ?? '';
		},
	});
	return { entities: lastOfEach(entities).map(change), deltaLink };
}

/** One user may come several times in a round; the last one holds (docs/graph.md#delta-replays). */
function lastOfEach(entities: Entity[]): Entity[] {
	const last = new Map(entities.map((entity, index) => [entity.id ?? index, entity]));
	return entities.filter((entity, index) => last.get(entity.id ?? index) === entity);
}

function change(entity: Entity): Entity {
	const reason = textProperty(property(entity, '@removed'), 'reason');
	return reason === undefined ? entity : { id: entity.id, removed: reason };
}
