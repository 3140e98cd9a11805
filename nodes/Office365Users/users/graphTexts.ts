/**
 * Where only Graph's English text tells failures apart: every such text, with its source. Whatever a
 * status, a code or a named property tells is not decided here.
 */
import type { GraphError } from '../transport/graphError';

const TEXTS = {
	/** docs/graph.md#no-manager: the same status and code as for an unknown user. */
	missingResource: /Resource '([^']*(?:''[^']*)*)' does not exist/i,
	/** docs/graph.md#me */
	needsSignedInUser: /\/me request is only valid with delegated/i,
	/** docs/graph.md#select */
	unknownProperty: /property named '([^']+)'/i,
	/** docs/graph.md#advanced-query-refused */
	aboutFilter: /filter|syntax|literal|expression|operator|lambda/i,
	/** docs/graph.md#advanced-query-refused */
	aboutOrder: /sort|order/i,
	/** docs/graph.md#sharepoint-errors: a refusal that a service got from another one. */
	refusalPassedOn: /\b40[13]\s*\(\s*(?:Unauthorized|Forbidden)\s*\)/i,
	/** docs/graph.md#mixed-updates */
	refusesMix: /not supported on the targeted entity set/i,
	/** docs/graph.md#synced-users */
	masteredOnPremises: /on-premises mastered/i,
	/** docs/graph.md#synced-users */
	masteredElsewhere: /originated within an external service/i,
	/** docs/graph.md#password-profile */
	passwordRules: /password complexity|specified password/i,
	/** docs/graph.md#address-conflicts */
	valueTaken: /same value for property (\w+) already exists/i,
	/** docs/graph.md#extensions: a property, a member or an attribute set that the tenant lacks. */
	doesNotExist: /does not exist|could not find a property/i,
	/** docs/graph.md#open-extensions: one that was to be created. */
	alreadyThere: /already exists/i,
	/** docs/graph.md#clearing-values: the three ways in which Graph names a property. */
	namedProperty: /property '(\w+)'|property (\w+) is|the (\w+) property/i,
} as const;

/** What the text of an error says: the first name in it, or "" if it says so without a name. */
export function graphSays({ message }: GraphError, what: keyof typeof TEXTS): string | undefined {
	const found = TEXTS[what].exec(message);
	return found === null ? undefined : (found.slice(1).find(Boolean) ?? '');
}

/** docs/graph.md#advanced-query-refused: tenants that support no advanced queries at all. */
const REFUSES_ADVANCED =
	/(?<!\/)\$search|(?<!\/)\$count|ConsistencyLevel|B2C|not supported by the service/i;
const ABOUT_SYNTAX = /syntax error|invalid filter clause/i;

/**
 * Whether a tenant that supports no advanced queries says so. What the message repeats of the query
 * says nothing about the tenant.
 * @param query what was sent, by the names of Graph's query options
 */
export function refusesAdvanced(
	{ status, message }: GraphError,
	query: Readonly<Record<string, string>> = {},
): boolean {
	if (status !== 400 || ABOUT_SYNTAX.test(message)) return false;
	const own = [query.$filter, query.$search, query.$orderby]
		.filter((sent) => sent !== undefined && sent !== '')
		.reduce((text, sent) => text.split(sent).join(' '), message);
	return REFUSES_ADVANCED.test(own.replace(/'(?!\$)[^']*'/g, ' '));
}
