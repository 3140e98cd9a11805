/**
 * One item's way through Graph: every operation's request passes through here
 * (`requestOperations.pagination`).
 */
import {
	type DeclarativeRestApiSettings,
	type IExecutePaginationFunctions,
	type IExecuteSingleFunctions,
	type IN8nHttpFullResponse,
	type INodeExecutionData,
} from 'n8n-workflow';

import { failedItem, nodeError } from '../messages/nodeError';
import { ME } from '../users/userRef';
import { ItemRequests } from './itemRequests';
import type { GraphRequestOptions, RequestPlan } from './request';
import { Run, RunStoppedError } from './run';
import { runInput, runSettings } from './runSettings';

type RequestData = DeclarativeRestApiSettings.ResultOptions;

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
	const { refusal, user = ME } = graph;
	const index = this.getItemIndex();
	const run = graph.run ?? Run.start(runInput(this).input, index, () => runSettings(this));
	const changes = graph.changes ? user.key : undefined;
	const item = new ItemRequests(this, request, run);

	const failed = async (error: unknown): Promise<INodeExecutionData[]> => {
		item.end();
		const isLate = error instanceof RunStoppedError;
		if (!isLate && !this.continueOnFail()) run.stop();
		run.leave(index);
		if (isLate) return [];
		const asked = { graph, query: request.qs, path: request.url };
		const reported = nodeError(this, error, asked, index);
		if (this.continueOnFail()) return [failedItem(reported)];
		if (changes && !refusal) addProgress(reported, await run.progress());
		await run.mayReject();
		throw reported;
	};
	const results = async (): Promise<INodeExecutionData[]> => {
		if (item.mustPrepare || run.meets(index)) await item.prepare();
		if (!changes) return await item.results();
		await run.whenAllPrepared(index);
		item.compare();
		await run.whenAllPrepared(index, graph.unchanged);
		run.leave(index);
		if (graph.noteAs) run.notes.count(graph.noteAs);
		// Only now it is certain who a user is that is named by mail or employee ID.
		return await run.inOrder(
			user.key,
			async () => await item.results(),
			() => graph.unchanged !== true,
		);
	};

	const mayBeSent = await run.whenAllChecked({
		index,
		passed: refusal === undefined,
		changes,
		findId: async () => await item.findId(),
		prepares: item.mustPrepare,
	});
	const outcome = refusal
		? failed(refusal)
		: mayBeSent
			? results()
					.catch((error: unknown) => emptyResult(error, graph, run))
					.then(async (found) => await shaped(this, requestData, found))
					.catch(failed)
			: Promise.resolve([]);
	const items = await outcome.finally(() => run.settle());
	for (const one of items) one.pairedItem = { item: index };
	return items;
}

/** A run of changes that stops reports how far it got. */
function addProgress(error: Error, progress: string | undefined): void {
	if (progress !== undefined) error.message = `${error.message} (${progress})`;
}

/** What stands for the one who is not there, where the workflow asked for that instead of a failure. */
function emptyResult(
	error: unknown,
	{ isAbsent, user = ME }: RequestPlan,
	{ notes }: Run,
): INodeExecutionData[] {
	if (isAbsent?.(error)) {
		notes.count('notFound');
		return [{ json: { found: false, user: user.given } }];
	}
	throw error;
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
