/** What an operation asks of Graph: n8n's request, and what only Graph needs to know of it. */
import type {
	IDataObject,
	IExecuteSingleFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
} from 'n8n-workflow';

import type { AskedOfGraph } from '../messages/asked';
import type { GraphClient } from '../transport/client';
import type { Entity } from '../transport/entity';
import type { FieldSelection } from '../users/fieldAccess';
import type { ReadPlan } from '../users/userReader';
import type { UserLookup } from '../users/userLookup';
import type { UserRef } from '../users/userRef';
import type { Run } from './run';
import type { Shared } from './shared';

/** The values of the node's `Options` collection, as the user set them. */
export type Options = IDataObject;

/** What is not offered in every cloud, or not to an app without a user. */
export interface Feature {
	readonly name: 'people' | 'trending';
	/** For messages, such as: relevant people. */
	readonly label: string;
	readonly signedInUserOnly?: true;
}

/** How an item's request is carried out. */
export interface RequestPlan extends AskedOfGraph, ReadPlan {
	/** The item's run; the checks hand it to the transport here. */
	run?: Run;
	/** The parameter User, where the operation has one. */
	user?: UserRef;
	fields?: FieldSelection;
	/** True if it is about the signed-in user, whom an app lacks. */
	ofSignedInUser?: boolean;
	feature?: Feature;
	/** The relationship whose users are listed, in words, where that is not the operation's own. */
	relationship?: string;
	/** Which failures give an empty result, where the workflow asked for that. */
	isAbsent?: (error: unknown) => boolean;
	/** False: every request is sent separately. */
	batches: boolean;
	/**
	 * What needs more than one request, or returns more than JSON. Not set: the entity or the list at
	 * the request's address.
	 */
	perform?: (client: GraphClient, readUser: ReadUser, kept: Kept) => Promise<INodeExecutionData[]>;
	/** Adds to what was read, such as names for IDs. */
	complete?: (users: Entity[], using: Reading) => Promise<void>;
	/** What to say instead of a refusal, where more can be found out about it. */
	explainRefusal?: (error: unknown, using: Reading) => Promise<unknown>;
	/** What must be known before anything is changed, for this item or another. */
	prepare?: Preparation;
	/** What of this item is counted for the person who runs the workflow. */
	noteAs?: 'unchanged' | 'wouldChange';
	/** Comparing has found that nothing is to be written. */
	unchanged?: boolean;
	/** The last step, once everything else has succeeded. */
	finish?: (items: INodeExecutionData[]) => INodeExecutionData[];
	/** Why this item must not be sent. */
	refusal?: Error;
}

/** What the items of a run have in common. */
export interface Kept {
	/** What the operation keeps for all items with the same credential. */
	readonly shared: Shared;
	/** What it keeps for all items of the run. */
	readonly sharedByRun: Shared;
}

/** What an item that reads may use. */
export interface Reading extends Pick<Kept, 'shared'> {
	readonly client: GraphClient;
	/** A line for the log and for the person who runs the workflow, once in a run. */
	readonly say: (line: string) => void;
}

/** What an item may use before anything is changed. */
export interface Preparing extends Kept {
	readonly client: GraphClient;
	/** Users by key, read for many items at once. */
	readonly lookup: UserLookup;
	/** The same for one user, however an item names them: the ID where the run knows it. */
	readonly keyOf: (user: UserRef) => string;
}

/**
 * Two steps before a change, each done for all items of the run before the next begins: reading, and
 * comparing in the order of the items. A failure is the item's own; when the run stops on failure,
 * nothing is changed for anyone.
 */
export interface Preparation {
	/**
	 * True: the item must know something first, and the others wait for it. False: it only says what it
	 * is going to leave, where others must know something.
	 */
	readonly isNeeded: boolean;
	read?(this: void, using: Preparing): Promise<void>;
	/** Does not wait for anything, so that the order of the items is kept. */
	compare(this: void, using: Preparing): void;
}

/**
 * Reads one user as Get User Profile does: default fields that are refused are left out.
 * @param path of the user below /v1.0
 */
export type ReadUser = (path: string, fields: FieldSelection) => Promise<Entity>;

/** `url` is the path below /v1.0; `qs` holds Graph's query options, not yet encoded. */
export interface GraphRequestOptions extends IHttpRequestOptions {
	qs: Record<string, string>;
	headers: Record<string, string>;
	graph: RequestPlan;
}

/**
 * One step from the node's parameters to the request. The steps of an operation run in order and
 * change the request in place.
 * @throws {InvalidParameterError} when a value cannot be used
 */
export type Step = (
	this: IExecuteSingleFunctions,
	request: GraphRequestOptions,
	options: Options,
) => void | Promise<void>;

export const DEFAULT_MAX_RETRIES = 8;
