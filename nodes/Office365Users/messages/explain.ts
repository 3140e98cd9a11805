/**
 * What a failure means to the person who built the workflow, and what to do about it. The message
 * alone must be enough: an AI agent sees nothing else (docs/n8n.md#tool-errors).
 */
import { isSignInFailure } from '../../../credentials/entra/signInFailure';
import { InvalidParameterError } from '../checks/invalidParameterError';
import { nearestName } from '../checks/nearestName';
import { quoted } from '../checks/text';
import { UnansweredError } from '../transport/batch';
import { NotAnEntityError } from '../transport/entity';
import { GraphError } from '../transport/graphError';
import { ConnectionError } from '../transport/http';
import { PagingError, TooManyResultsError } from '../transport/paging';
import { LONGEST_RETRY_AFTER_MS } from '../transport/retryPolicy';
import { retryAfterOf } from '../transport/retryAfter';
import { customAttribute } from '../users/customAttributes';
import { fieldLabels } from '../users/fieldLabels';
import { graphSays, refusesAdvanced } from '../users/graphTexts';
import { isGraphs404, isNoManager } from '../users/notFound';
import { isSharePointFailure, sharePointReason } from '../users/sharePoint';
import { ONE_USER_FIELDS, USER_PROPERTY_NAMES } from '../users/userProperties';
import type { UserRef } from '../users/userRef';
import type { Asked, Sentence } from './asked';
import { isForbidden, isPassedOnRefusal } from './forbidden';
import { PartialUpdateError } from './partialUpdateError';
import { notAllowed } from './notAllowed';
import { whoAsked } from './permissionHint';
import { DEFINITION_PERMISSIONS } from './permissionsToList';
import { ATTRIBUTE_NAMES } from './unknownAttribute';
import { asksSharePoint, profileFieldsRefused, who } from './sharePointRefused';
import { noSignedInUser } from './signedInUser';

export interface Explanation {
	readonly message: string;
	readonly description?: string;
	/** For the error output and for support. */
	readonly details: {
		readonly code: string | null;
		readonly statusCode: number | null;
		readonly requestId: string | null;
		readonly date: string | null;
	};
}

/** What a list can carry, as far as known. */
const LIST_FIELDS = new Set(USER_PROPERTY_NAMES.filter((name) => !ONE_USER_FIELDS.has(name)));

const NO_DETAILS = { code: null, statusCode: null, requestId: null, date: null };

/** @returns undefined for errors that are not explained here: n8n's own keep their words */
export function explain(error: unknown, asked: Asked): Explanation | undefined {
	if (
		error instanceof InvalidParameterError ||
		error instanceof PagingError ||
		error instanceof NotAnEntityError
	) {
		return { message: error.message, description: error.description, details: NO_DETAILS };
	}
	if (error instanceof TooManyResultsError) {
		return {
			message: `There are more than ${error.most.toLocaleString('en-US')} results, which is more than n8n can handle for one item`,
			description:
				"Set a 'Limit', or use 'Filter' to read the list in parts, for example by department",
			details: NO_DETAILS,
		};
	}
	if (error instanceof ConnectionError) {
		return {
			message: `Could not reach ${error.host} (${error.code})`,
			description:
				'Check that this n8n can reach the internet (proxy, firewall) and that the credential names the right cloud',
			details: { ...NO_DETAILS, code: error.code },
		};
	}
	if (error instanceof UnansweredError) {
		return {
			message: 'Microsoft Graph answered the other requests of the batch, but not this one',
			description: "Run the workflow again, or turn off 'Batch Requests' in the options",
			details: NO_DETAILS,
		};
	}
	if (error instanceof PartialUpdateError) {
		const rest = explain(error.reason, asked);
		return {
			message: `${rest?.message ?? String(error.reason)}. Already updated: ${fieldLabels(error.written)}`,
			description: rest?.description,
			details: rest?.details ?? NO_DETAILS,
		};
	}
	if (isSignInFailure(error)) {
		return { message: error.message, description: error.description, details: error.signIn };
	}
	if (!(error instanceof GraphError)) return undefined;
	const { message, hint } = asked.graph.explain?.(error, asked) ?? graphSentence(error, asked);
	return {
		message,
		description: [hint, support(error)].filter(Boolean).join('. '),
		details: {
			code: error.code || null,
			statusCode: error.status,
			requestId: error.requestId ?? null,
			date: error.date ?? null,
		},
	};
}

/** Graph's own words, and the IDs that Microsoft's support asks for. */
function support({ code, status, message, requestId, date }: GraphError): string {
	return [
		message && `Microsoft Graph says: ${message.replace(/\.$/, '')}`,
		`code ${code || status}`,
		requestId && `request-id ${requestId}`,
		date && `date ${date}`,
	]
		.filter(Boolean)
		.join(' | ');
}

function graphSentence(error: GraphError, asked: Asked): Sentence {
	const { graph } = asked;
	if (isPassedOnRefusal(error) && !asksSharePoint(graph)) return refusedBehindGraph(asked);
	if (isSharePointFailure(error) && !graph.changes) {
		return profileFieldsRefused(graph, sharePointReason(error, who(graph)));
	}
	switch (error.status) {
		case 301:
		case 302:
		case 303:
		case 307:
		case 308:
			return {
				message: `Microsoft Graph's address redirects to another one (status ${error.status}), which was not followed, so that the access token and the data stay safe`,
				hint: 'Check that no proxy or firewall answers in its place, and that the credential names the right cloud',
			};
		case 400:
			return badRequest(error, asked);
		case 501:
			return notGivenHere(error, asked);
		case 401:
			return isForbidden(error) ? notAllowed(error, asked) : notSignedIn(error, asked);
		case 403:
			return notAllowed(error, asked);
		case 404:
			return notFound(error, asked);
		case 429:
			return {
				message: `Microsoft Graph is too busy for this app${still(error, asked)}`,
				hint: "Run fewer items at once, run the workflow later, or raise 'Max Retries' in the options",
			};
		case 408:
		case 502:
		case 503:
		case 504:
			return {
				message: `Microsoft Graph is unavailable (status ${error.status})${still(error, asked)}`,
				hint: 'Run the workflow again later; https://status.cloud.microsoft shows known outages',
			};
		default:
			return {
				message: `Microsoft Graph refused this with status ${error.status}${reason(error)}`,
			};
	}
}

/** What Graph itself says, after a sentence; it may say nothing. */
const reason = ({ message, code }: GraphError): string =>
	message || code ? `: ${message || code}` : '';

/** What was tried, or why nothing was: the node does not wait for a long pause. */
function still({ headers }: GraphError, { graph: { maxRetries } }: Asked): string {
	const wait = retryAfterOf(headers, Date.now()) ?? 0;
	if (wait > LONGEST_RETRY_AFTER_MS)
		return ` and asks to wait for ${Math.ceil(wait / 60_000)} minutes`;
	if (maxRetries === 0) return '';
	return `, still after ${maxRetries} ${maxRetries === 1 ? 'retry' : 'retries'}`;
}

function badRequest(error: GraphError, asked: Asked): Sentence {
	const { graph, query, path } = asked;
	if (graphSays(error, 'needsSignedInUser') !== undefined) return noSignedInUser(graph);
	if (isSharePointFailure(error))
		return profileFieldsRefused(graph, sharePointReason(error, who(graph)));
	const unknown = graphSays(error, 'unknownProperty');
	if (unknown) return unknownField(unknown, asked);
	if (isAdvanced(query) && refusesAdvanced(error, query)) {
		const { narrowedBy = [] } = graph;
		const by = narrowedBy.length > 0 ? ` for '${narrowedBy.join("', '")}'` : '';
		return {
			message: `This tenant does not support the kind of query that this needs (an "advanced query"${by}): ${error.message}`,
			hint: `Tenants for customers (Azure AD B2C, Microsoft Entra External ID) do not support search by words, Sort together with Filter, or operators such as ne, not and endsWith. ${sent(query)}`,
		};
	}
	const parameter =
		query.$filter && graphSays(error, 'aboutFilter') !== undefined
			? (graph.filteredBy ?? 'Filter')
			: query.$orderby && graphSays(error, 'aboutOrder') !== undefined
				? 'Sort'
				: undefined;
	if (parameter) {
		return {
			message: `'${parameter}' was not accepted by Microsoft Graph: ${error.message}`,
			hint: `Sent: ${quoted(parameter === 'Sort' ? query.$orderby : query.$filter)}`,
		};
	}
	if (error.code === 'Request_UnsupportedQuery') {
		return {
			message: `Microsoft Graph does not support this combination of 'Filter', 'Sort' and search: ${error.message}`,
		};
	}
	return {
		message: `Microsoft Graph did not accept the request${graph.user ? ` for ${quoted(graph.user.label)}` : ''}${reason(error)}`,
		hint: `Requested: ${path}`,
	};
}

/**
 * Some tenants support neither `$search` nor `$count`, whatever the query
 * (docs/graph.md#advanced-query-refused).
 */
const isAdvanced = ({ $count, $search }: Asked['query']): boolean =>
	$count !== undefined || $search !== undefined;

const sent = ({ $filter, $orderby, $search }: Asked['query']): string =>
	`Sent: ${[$filter && `Filter ${quoted($filter)}`, $orderby && `Sort ${quoted($orderby)}`, $search && `search ${quoted($search)}`].filter(Boolean).join(', ')}`;

function unknownField(name: string, { query, graph }: Asked): Sentence {
	const parameter = query.$select?.split(',').includes(name)
		? 'Fields'
		: query.$filter?.includes(name)
			? (graph.filteredBy ?? 'Filter')
			: query.$orderby?.includes(name)
				? 'Sort'
				: 'Fields';
	if (customAttribute(name)) {
		return {
			message: `'${parameter}' names ${quoted(name)}, which Microsoft Graph does not know`,
			hint: `Custom attributes are named ${ATTRIBUTE_NAMES}. With the permission ${DEFINITION_PERMISSIONS.extensions} this node names the nearest one`,
		};
	}
	const near = nearestName(name, USER_PROPERTY_NAMES);
	return {
		message: `'${parameter}' names ${quoted(name)}, which Microsoft Graph does not know${near ? `. Did you mean "${near}"?` : ''}`,
		hint: 'Write field names as Microsoft Graph does; upper and lower case matter',
	};
}

/**
 * Fields that only a single user has, asked for on a list
 * (docs/graph.md#sharepoint-properties-on-lists).
 */
function notGivenHere(error: GraphError, { graph }: Asked): Sentence {
	const names = graph.fields?.names.filter((name) => !LIST_FIELDS.has(name)) ?? [];
	if (names.length === 0) {
		return { message: `Microsoft Graph does not support this${reason(error)}` };
	}
	return {
		message: `'Fields' asks for ${names.join(', ')}, which Microsoft Graph does not return in a list`,
		hint: 'Leave it out, or read it with Get User Profile',
	};
}

function notSignedIn(error: GraphError, { graph }: Asked): Sentence {
	if (error.headers['www-authenticate']?.includes('claims=')) {
		return {
			message: 'Microsoft requires a new sign-in before it answers (Conditional Access)',
			hint: graph.appOnly
				? "An administrator has to allow the app in the organization's Conditional Access policies"
				: 'Open the credential and reconnect it, with multi-factor authentication where Microsoft asks for it',
		};
	}
	if (graph.fields?.chosen && error.code !== 'InvalidAuthenticationToken') {
		return {
			message: `${whoAsked(graph)} may not read all of the chosen 'Fields': ${graph.fields.names.join(', ')}`,
			hint: `${graph.appOnly ? '' : 'Guests may read only basic fields. '}Leave out the others, in particular About Me, Birthday, Interests, My Site, Responsibilities, Schools and Skills`,
		};
	}
	return {
		message: 'Microsoft did not accept the sign-in of this credential',
		hint: graph.appOnly
			? 'Open the credential and test it; check that its cloud and tenant are right'
			: 'Open the credential and reconnect it; check that its cloud and tenant are right',
	};
}

/** A service that Graph asked, such as SharePoint, has said no (docs/graph.md#sharepoint-errors). */
const refusedBehindGraph = ({ graph }: Asked): Sentence => ({
	message: `A service behind Microsoft Graph refused this${graph.user ? ` for ${quoted(graph.user.label)}` : ''}: ${who(graph)} has no right to the data there`,
	hint: 'An administrator of that service, such as SharePoint or Exchange, can give it the right',
});

function notFound(error: GraphError, { graph }: Asked): Sentence {
	if (!isGraphs404(error)) {
		return {
			message: `Microsoft Graph did not find what was requested${graph.user ? ` for ${quoted(graph.user.label)}` : ''}, or something else answered in its place (status 404 without a code)`,
			hint: 'Check that no proxy or firewall answers in its place, and run the workflow again',
		};
	}
	if (isNoManager(error)) {
		return {
			message: `No manager found for the specified user${graph.user ? `: ${graph.user.label}` : ''}`,
			hint: "To get an empty result instead, set the option 'If Not Found'",
		};
	}
	const missing = graphSays(error, 'missingResource')?.toLowerCase();
	if (graph.manager !== undefined && missing === graph.manager.key) {
		return {
			message: `No user found for ${quoted(graph.manager.identity)} in 'Manager'${byMail(graph.manager)}`,
			hint: 'Give the user principal name or the ID of the manager',
		};
	}
	if (graph.user !== undefined) {
		return {
			message: `No user found for ${quoted(graph.user.label)} in '${graph.userColumn ?? 'User'}'${byMail(graph.user, graph.userColumn)}`,
			hint: "Give the user principal name or the ID. A user created minutes ago may not be there yet: turn on 'Retry On Fail' in the node's settings to wait",
		};
	}
	return {
		message: `Microsoft Graph did not find what was requested${reason(error)}`,
	};
}

/**
 * A mail address looks like a user principal name, and often is not one
 * (docs/graph.md#user-ids-in-paths).
 */
const byMail = ({ identity }: UserRef, column?: string): string =>
	identity.includes('@')
		? `. If this is a mail address, ${column ? 'match by Mail' : 'choose By Mail'}`
		: '';
