/**
 * The transport: every operation's request passes through here (`requestOperations.pagination`).
 * This file ties the concerns to n8n; each of them stands in a file of its own.
 */
import {
	type IDataObject,
	type IExecutePaginationFunctions,
	type IExecuteSingleFunctions,
	type IN8nHttpFullResponse,
	type INodeExecutionData,
	type DeclarativeRestApiSettings,
	sleep,
} from 'n8n-workflow';

import { graphClient } from './client';
import { credentialType, itemCredential, withSignIn } from './credential';
import { failedItem, nodeError } from './nodeError';
import { isNoManager, isNoUser } from './explain';
import { n8nSend } from './n8nHttp';
import { Outbox, type Terms } from './outbox';
import { readEntities } from './read';
import type { GraphRequestOptions } from './request';
import { Run } from './run';
import { runSettings } from './runSettings';

type RequestData = DeclarativeRestApiSettings.ResultOptions;

/**
 * One item's way through Graph.
 * @returns the item's results; under "On Error: Continue" a failure as an item of its own
 * @throws {NodeApiError} when the item fails and the run stops on failure
 */
export async function graphTransport(
	this: IExecutePaginationFunctions,
	requestData: RequestData,
): Promise<INodeExecutionData[]> {
	const request = requestData.options as GraphRequestOptions;
	const execution = this.getExecuteData();
	const index = this.getItemIndex();
	const run = Run.of(execution) ?? Run.start(execution, index, () => runSettings(this));
	const { refusal } = request.graph;

	const failed = async (error: unknown): Promise<INodeExecutionData[]> => {
		if (error instanceof Stopped) return [];
		const reported = nodeError(this, error, request, index);
		if (this.continueOnFail()) return [failedItem(reported)];
		run.stop();
		if (request.graph.writes && !refusal) withProgress(reported, await run.progress());
		await run.mayReject();
		throw reported;
	};

	const admitted = await run.admit(refusal === undefined);
	const results = refusal
		? failed(refusal)
		: admitted
			? inOrder(run, request, async () => await answer(this, request, run))
					.catch((error: unknown) => absent(error, request.graph))
					.then(async (answered) => await shaped(this, requestData, answered))
					.catch(failed)
			: Promise.resolve([]);
	const items = await results.finally(() => run.settle(execution));
	for (const item of items) item.pairedItem = { item: index };
	return items;
}

/** A run of changes that stops says how far it got. */
function withProgress(error: Error, progress: string | undefined): void {
	if (progress !== undefined) error.message = `${error.message} (${progress})`;
}

async function inOrder<T>(
	run: Run,
	{ graph }: GraphRequestOptions,
	work: () => Promise<T>,
): Promise<T> {
	return graph.writes ? await run.inOrder(graph.writes.user, work) : await work();
}

/** Not sent, because another item failed and the run stops. The run is over; nobody sees the result. */
class Stopped extends Error {}

/** What answers one item's request. */
async function answer(
	context: IExecuteSingleFunctions,
	request: GraphRequestOptions,
	run: Run,
): Promise<INodeExecutionData[]> {
	const { graph } = request;
	const signal = context.getExecutionCancelSignal();
	let begun = false;
	// A change that has begun is carried through, so that nothing is left half done.
	const isStopped = (): boolean => run.ended && !(begun && graph.writes !== undefined);
	const isOver = (): boolean => isStopped() || signal?.aborted === true;
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
		shareReads: graph.writes === undefined,
		mayStart: () => {
			if (isOver()) throw new Stopped();
			begun = true;
		},
		ended: isOver,
	};
	const client = graphClient(root, async (asked) => await outbox.send(asked, terms));
	const say = (line: string): void => context.logger.warn(line, { node: context.getNode().name });
	const read = async (wanted: GraphRequestOptions): Promise<IDataObject[]> =>
		await readEntities(client, wanted, run.learnt, say);
	if (graph.perform) {
		return await graph.perform(client, async (url, fields) => {
			const asked = { ...request, method: 'GET' as const, url, qs: {}, headers: {} };
			return (await read({ ...asked, graph: { ...graph, limit: undefined, fields } }))[0];
		});
	}
	return (await read(request)).map((json) => ({ json }));
}

/** What stands for the one who is not there, where the user asked for that instead of a failure. */
function absent(
	error: unknown,
	{ ifNotFound, user }: GraphRequestOptions['graph'],
): INodeExecutionData[] {
	if (
		(ifNotFound === 'manager' && isNoManager(error)) ||
		(ifNotFound === 'user' && isNoUser(error))
	) {
		return [{ json: { found: false, user } }];
	}
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
	answered: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	let items = answered;
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
