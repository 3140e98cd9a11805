/** What has changed since the last time: Graph's delta query (docs/graph.md#delta). */
import type { GraphClient } from '../../transport/client';
import type { Entity } from '../../transport/entity';
import { GraphError } from '../../transport/graphError';
import { type HttpRequest, textProperty } from '../../transport/http';
import { readCollection } from '../../transport/paging';
import { graphUrl } from '../../transport/graphUrl';
import { onePerUser } from './changedUsers';

export interface Round {
	/** Users as they are now; `{id, removed}` for those who are gone. */
	readonly entities: Entity[];
	/** Where the next round begins. */
	readonly deltaLink: string;
}

export interface Reading {
	/** See readCollection. */
	readonly most?: number;
	/** Only what has changed of those who have; everything of those who come for the first time. */
	readonly onlyChanged?: boolean;
}

/**
 * One round.
 * @param names of the fields, for a full round; a later one gives the fields of its first
 * @param deltaLink where the last round ended; undefined for a full round
 * @param onRefused called with a line to say where the link is refused and the round is a full one
 */
export async function readChanges(
	client: GraphClient,
	names: readonly string[],
	deltaLink: string | undefined,
	onRefused: (line: string) => void,
	{ most, onlyChanged = false }: Reading = {},
): Promise<Round> {
	const full = fullRound(client, names);
	if (deltaLink === undefined) return await readRound(client, full, most);
	// Each page says anew which fields are wanted (docs/graph.md#delta-minimal).
	const headers = onlyChanged ? { headers: { Prefer: 'return=minimal' } } : {};
	const next: HttpRequest = { method: 'GET', url: deltaLink, ...headers };
	return await readRound(client, next, most).catch(async (error: unknown) => {
		if (!refusesLink(error)) throw error;
		onRefused(
			`Microsoft Graph no longer accepts the link to where the last round ended (${error.code || error.status}: ${error.message}); all users are returned once more`,
		);
		return await readRound(client, full, most);
	});
}

/** A round without users: the next one begins now (docs/graph.md#delta-latest). */
export async function readFromNow(client: GraphClient, names: readonly string[]): Promise<Round> {
	const { deltaLink } = await readRound(
		client,
		fullRound(client, names, { $deltatoken: 'latest' }),
	);
	return { entities: [], deltaLink };
}

const fullRound = (
	{ root }: GraphClient,
	names: readonly string[],
	query: Record<string, string> = {},
): HttpRequest => ({
	method: 'GET',
	url: graphUrl(root, '/users/delta', { $select: names.join(','), ...query }),
});

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

async function readRound(
	{ send, root }: GraphClient,
	first: HttpRequest,
	most?: number,
): Promise<Round> {
	let deltaLink = '';
	const entities = await readCollection({
		first,
		limit: Infinity,
		most,
		send,
		root,
		onLastPage: (body) => {
			deltaLink = textProperty(body, '@odata.deltaLink') ?? '';
		},
	});
	return { entities: onePerUser(entities), deltaLink };
}
