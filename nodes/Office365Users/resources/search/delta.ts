/** What has changed since the last time: Graph's delta query (docs/graph.md#delta). */
import type { GraphClient } from '../../transport/client';
import type { Entity } from '../../transport/entity';
import { GraphError } from '../../transport/graphError';
import { type HttpRequest, textProperty } from '../../transport/http';
import { PagingError, readCollection } from '../../transport/paging';
import { graphUrl, sameOrigin } from '../../transport/graphUrl';
import { LARGEST_USER_PAGE } from '../../users/userReader';
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
	const headers = { Prefer: onlyChanged ? `return=minimal, ${LARGEST_PAGE}` : LARGEST_PAGE };
	const next: HttpRequest = { method: 'GET', url: deltaLink, headers };
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

/** Graph may give less: it never refuses a larger page (docs/graph.md#delta-page-size). */
const LARGEST_PAGE = `odata.maxpagesize=${LARGEST_USER_PAGE}`;

const fullRound = (
	{ root }: GraphClient,
	names: readonly string[],
	query: Record<string, string> = {},
): HttpRequest => ({
	method: 'GET',
	url: graphUrl(root, '/users/delta', { $select: names.join(','), ...query }),
	headers: { Prefer: LARGEST_PAGE },
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
			deltaLink = deltaLinkIn(body, root);
		},
	});
	return { entities: onePerUser(entities), deltaLink };
}

/** @throws {PagingError} where the last page has none, or one that is not Graph's: then it is not the last */
function deltaLinkIn(body: unknown, root: string): string {
	const deltaLink = textProperty(body, '@odata.deltaLink');
	if (deltaLink !== undefined && sameOrigin(deltaLink, root)) return deltaLink;
	throw new PagingError(
		deltaLink === undefined
			? 'Microsoft Graph ended the list of changes without a link for the next round'
			: 'Microsoft Graph named a link for the next round on another server',
		'The place stays where it was: run the workflow again. Check that no proxy or firewall answers in place of Microsoft Graph',
	);
}
