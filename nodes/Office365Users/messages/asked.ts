/** What a message needs to know of a request. */
import { quoted } from '../checks/text';
import type { GraphError } from '../transport/graphError';
import type { FieldSelection } from '../users/fieldAccess';
import type { UserRef } from '../users/userRef';

/** What a failure means, and what to do about it. */
export interface Sentence {
	message: string;
	hint?: string;
}

/** An operation's own words for the failures that are particular to it; undefined for all others. */
export type Explainer = (error: GraphError, asked: Asked) => Sentence | undefined;

export interface AskedOfGraph {
	user?: UserRef;
	/** The column of a list that says who the user is, where the parameter User does not. */
	userColumn?: string;
	/** The manager to assign. */
	manager?: UserRef;
	fields?: FieldSelection;
	/** The request's `$filter` with basic properties only, where that is of use. */
	basicFilter?: string;
	/** The parameters that made the filter, as the editor shows them; Filter where it is not set. */
	filteredBy?: string;
	/** The parameters that chose and sorted the users, as the editor shows them. */
	narrowedBy?: string[];
	/** What Graph calls the permission that this needs; several with "or" between them. */
	permission?: string;
	/** An app asks, and no user is signed in. */
	appOnly?: boolean;
	/** The permissions that the signed-in user has granted; undefined where that is not known. */
	scopes?: readonly string[];
	/** The fields that are changed, if any. */
	changes?: readonly string[];
	maxRetries: number;
	explain?: Explainer;
	/** What options take besides. */
	needs?: readonly Need[];
}

/** What an option takes besides the operation's own permission. */
export interface Need {
	/** As the editor shows it. */
	readonly option: string;
	readonly permission: string;
	/** The license that the tenant needs. */
	readonly license?: string;
}

export interface Asked {
	readonly graph: AskedOfGraph;
	/** `$filter`, `$orderby` and so on as they were sent. */
	readonly query: Readonly<Record<string, string>>;
	/** Below /v1.0. */
	readonly path: string;
}

/** Whose data a message is about. */
export const inQuotes = ({ user }: AskedOfGraph): string =>
	user === undefined ? 'the signed-in user' : quoted(user.label);
