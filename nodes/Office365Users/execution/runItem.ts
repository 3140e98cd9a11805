/**
 * One item's way through Graph: every operation's request passes through here
 * (`requestOperations.pagination`).
 */
import {
	type DeclarativeRestApiSettings,
	type IDataObject,
	type IExecutePaginationFunctions,
	type IExecuteSingleFunctions,
	type IN8nHttpFullResponse,
	type INodeExecutionData,
	sleep,
} from 'n8n-workflow';

import { failedItem, nodeError } from '../messages/nodeError';
import { graphClient } from '../transport/client';
import type { Entity } from '../transport/entity';
import { Outbox, type Terms } from '../transport/outbox';
import { type ReadPlan, readEntities } from '../users/userReader';
import { ME } from '../users/userRef';
import { credentialType, itemCredential, withSignIn } from './credential';
import { n8nSend } from './n8nHttp';
import type { GraphRequestOptions, RequestPlan } from './request';
import { Run } from './run';
import { runSettings } from './runSettings';

type RequestData = DeclarativeRestApiSettings.ResultOptions;

/** More results for one input item than this break n8n's engine (docs/n8n.md#result-limit). */
const MOST_RESULTS = 120_000;

/**
 * @returns the item's results; under "On Error: Continue" a failure as an item of its own
 * @throws {NodeApiError} {NodeOperationError} when the item fails and the run stops on failure
 */
export async function runItem(
	this: IExecutePaginationFunctions,
	requestData: RequestData,
): Promise<INodeExecutionData[]> {
	const request = requestData.options as GraphRequestOptions;
	const { graph } = request;
	const execution = this.getExecuteData();
	const index = this.getItemIndex();
	const run = graph.run ?? Run.start(execution, index, () => runSettings(this));
	const { refusal } = graph;

	const failed = async (error: unknown): Promise<INodeExecutionData[]> => {
		if (error instanceof RunStoppedError) return [];
		const reported = nodeError(this, error, { graph, query: request.qs, path: request.url }, index);
		if (this.continueOnFail()) return [failedItem(reported)];
		run.stop();
		if (graph.changes && !refusal) addProgress(reported, await run.progress());
		await run.mayReject();
		throw reported;
	};

	const mayBeSent = await run.whenAllChecked(refusal === undefined);
	const results = refusal
		? failed(refusal)
		: mayBeSent
			? inOrder(run, graph, async () => await resultsOf(this, request, run))
					.catch((error: unknown) => emptyResult(error, graph))
					.then(async (found) => await shaped(this, requestData, found))
					.catch(failed)
			: Promise.resolve([]);
	const items = await results.finally(() => run.settle(execution));
	for (const item of items) item.pairedItem = { item: index };
	return items;
}

/** A run of changes that stops reports how far it got. */
function addProgress(error: Error, progress: string | undefined): void {
	if (progress !== undefined) error.message = `${error.message} (${progress})`;
}

async function inOrder<T>(
	run: Run,
	{ changes, user = ME }: RequestPlan,
	work: () => Promise<T>,
): Promise<T> {
	return changes ? await run.inOrder(user.key, work) : await work();
}

/** Not sent, because another item failed and the run stops. The run is over; nobody sees the result. */
class RunStoppedError extends Error {}

/** Sends what the item needs, and returns what came. */
async function resultsOf(
	context: IExecuteSingleFunctions,
	request: GraphRequestOptions,
	run: Run,
): Promise<INodeExecutionData[]> {
	const { graph } = request;
	const signal = context.getExecutionCancelSignal();
	let hasBegun = false;
	// A change that has begun is carried through, so that nothing is left half done.
	const isStopped = (): boolean => run.ended && !(hasBegun && graph.changes !== undefined);
	const isEnded = (): boolean => isStopped() || signal?.aborted === true;
	const { root, key } = await itemCredential(context, run.credential);
	const outbox = run.outbox(
		key,
		() =>
			new Outbox(
				root,
				{ now: Date.now, random: Math.random, sleep: async (ms) => await sleep(ms, signal) },
				async () => await sleep(0),
			),
	);
	const terms: Terms = {
		send: withSignIn(
			run.credential,
			key,
			n8nSend(context, credentialType(context.getNode()), n8nSettings(request)),
		),
		maxRetries: graph.maxRetries,
		batches: graph.batches,
		shareReads: graph.changes === undefined,
		mayStart: () => {
			if (isEnded()) throw new RunStoppedError();
			hasBegun = true;
		},
		ended: isEnded,
	};
	const client = graphClient(root, async (wanted) => await outbox.send(wanted, terms));
	const log = (line: string): void => context.logger.warn(line, { node: context.getNode().name });
	const read = async (
		path: string,
		plan: ReadPlan,
		query: Record<string, string> = {},
		headers: Record<string, string> = {},
	): Promise<Entity[]> =>
		await readEntities(
			client,
			{ method: 'GET', path, query, headers },
			{ ...plan, most: MOST_RESULTS },
			run.fieldAccess,
			log,
		);
	if (graph.perform) {
		const { user, mailbox } = graph;
		return await graph.perform(
			client,
			async (path, fields) => (await read(path, { user, mailbox, fields }))[0],
		);
	}
	const entities = await read(request.url, graph, request.qs, request.headers);
	return entities.map((entity) => ({ json: entity as IDataObject }));
}

/** What stands for the one who is not there, where the workflow asked for that instead of a failure. */
function emptyResult(error: unknown, { isAbsent, user = ME }: RequestPlan): INodeExecutionData[] {
	if (isAbsent?.(error)) return [{ json: { found: false, user: user.given } }];
	throw error;
}

/** What the user set under Request Options, and n8n's own limits on the credential. */
function n8nSettings({
	timeout,
	proxy,
	skipSslCertificateValidation,
	allowedDomains,
}: GraphRequestOptions): Partial<GraphRequestOptions> {
	return {
		...(timeout === undefined ? {} : { timeout }),
		...(proxy === undefined ? {} : { proxy }),
		...(skipSslCertificateValidation === undefined ? {} : { skipSslCertificateValidation }),
		...(allowedDomains === undefined ? {} : { allowedDomains }),
	};
}

/** Runs the operation's `postReceive` functions over what came. */
async function shaped(
	context: IExecuteSingleFunctions,
	{ postReceive, options }: RequestData,
	found: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	let items = found;
	const response: IN8nHttpFullResponse & { request: unknown } = {
		body: {},
		headers: {},
		statusCode: 200,
		request: options,
	};
	for (const { actions } of postReceive) {
		for (const action of actions) {
			if (typeof action === 'function') items = await action.call(context, items, response);
		}
	}
	return (options as GraphRequestOptions).graph.finish?.(items) ?? items;
}
