/** What a resource asks of the transport: an n8n request and what only Graph needs to know of it. */
import type {
	IDataObject,
	IExecuteSingleFunctions,
	IHttpRequestOptions,
	INodeExecutionData,
	PreSendAction,
} from 'n8n-workflow';

import type { GraphClient } from './client';
import { isAppOnly, itemCredential } from './credential';
import { Run } from './run';
import { runSettings } from './runSettings';
import { appOnlyWarning, checkAppOnly, checkCloud, featureOf } from './signIn';

/** The values of the node's `Options` collection, as the user set them. */
export type Options = IDataObject;

/** Which fields are wanted. */
export interface FieldChoice {
	readonly names: readonly string[];
	/** By the user: then a refusal is said. The default set is narrowed silently instead. */
	readonly chosen: boolean;
	/**
	 * True where Graph gives SharePoint's fields only on the user's own address (lists, manager):
	 * they are read there and put in.
	 */
	readonly profilePerUser: boolean;
}

export interface GraphAsk {
	/** The user as the user of the node wrote it; for messages and outputs. */
	user?: string;
	/** The name that the picker showed for that user; for messages. */
	chosenAs?: string;
	fields?: FieldChoice;
	/** How many entities of a collection; Infinity for all. Not set: one entity. */
	limit?: number;
	/** Largest page that Graph gives here. */
	largestPage?: number;
	/** Graph may leave out the link to a next page; then `$skip` names it. */
	pagedBySkip?: boolean;
	/** What Graph's permission is called that this needs, for messages. */
	permission?: string;
	/** Whose absence is an empty result and no failure. */
	ifNotFound?: 'manager' | 'user';
	maxRetries: number;
	/** False: every request goes by itself. */
	batches: boolean;
	/**
	 * What takes more than one request, or gives more than JSON. Not set: the entity or the list at
	 * the request's address.
	 */
	perform?: (client: GraphClient, readUser: ReadUser) => Promise<INodeExecutionData[]>;
	/**
	 * How the entities are read where they are not simply at the request's address. The fields are
	 * narrowed and completed as usual.
	 */
	read?: (client: GraphClient, names: readonly string[]) => Promise<IDataObject[]>;
	/** The very last step, when all else has gone well. */
	finish?: (items: INodeExecutionData[]) => INodeExecutionData[];
	/** Set where something is changed; changes of one user are made one after the other. */
	writes?: { user: string; fields: readonly string[] };
	/** The manager to assign, as the user of the node wrote them; for messages. */
	manager?: string;
	/** Whose mailbox answers (photo, people, trending). */
	mailbox?: string;
	/** An app asks, and no user is signed in. */
	appOnly?: boolean;
	/** Why this item must not be sent. */
	refusal?: Error;
}

/**
 * Reads one user as Get User Profile does: where default fields are refused, without them.
 * @param path of the user below /v1.0
 */
export type ReadUser = (path: string, fields: FieldChoice) => Promise<IDataObject>;

/** `url` is the path below /v1.0; `qs` holds Graph's query options as they are. */
export interface GraphRequestOptions extends IHttpRequestOptions {
	qs: Record<string, string>;
	headers: Record<string, string>;
	graph: GraphAsk;
}

/**
 * One step from the node's parameters to the request. Steps of one operation run in order and
 * change the request in place.
 * @throws {BadInput} when a value cannot be used
 */
export type Step = (
	this: IExecuteSingleFunctions,
	request: GraphRequestOptions,
	options: Options,
) => void | Promise<void>;

/**
 * The one `preSend` of an operation. It never throws: a refusal travels to the transport, which
 * then sends nothing for anyone (design 2.1, "Stop").
 */
export function beforeSend(...steps: Step[]): PreSendAction[] {
	return [
		async function (this: IExecuteSingleFunctions, requestOptions) {
			const run = Run.start(this.getExecuteData(), this.getItemIndex(), () => runSettings(this));
			const request = requestOptions as GraphRequestOptions;
			request.graph = {
				maxRetries: DEFAULT_MAX_RETRIES,
				batches: true,
				...(isAppOnly(this.getNode()) ? { appOnly: true } : {}),
			};
			try {
				const options = (this.getNodeParameter('options', {}) ?? {}) as Options;
				for (const step of steps) await step.call(this, request, options);
				await checkSignIn(this, request, run);
			} catch (error) {
				request.graph.refusal = error instanceof Error ? error : new Error(String(error));
			}
			return request;
		},
	];
}

/** @throws {BadInput} where an app asks for what only a user may, or the cloud lacks it */
async function checkSignIn(
	context: IExecuteSingleFunctions,
	request: GraphRequestOptions,
	{ credential }: Run,
): Promise<void> {
	if (request.graph.appOnly) {
		checkAppOnly(request, context.getNode().parameters.user !== undefined);
		const warning = appOnlyWarning(request);
		if (warning !== undefined && !credential.warned) {
			credential.warned = true;
			context.logger.warn(warning, { node: context.getNode().name });
		}
	}
	const feature = featureOf(request.url);
	if (feature) checkCloud(feature, (await itemCredential(context, credential)).cloud);
}

export const DEFAULT_MAX_RETRIES = 8;

/** Names the permission that an operation takes, for the message when it is missing. */
export const needs = (permission: string): Step =>
	function (request) {
		request.graph.permission = permission;
	};
