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

import { CREDENTIAL_TYPE, graphRoot } from './credential';
import { withoutAnnotations } from './entity';
import { failedItem, nodeError } from './nodeError';
import { isNoManager, isNoUser } from './explain';
import { completeProfiles, withSafeFields } from './fields';
import { graphErrorOf } from './graphError';
import type { HttpRequest, Send } from './http';
import { n8nSend } from './n8nHttp';
import { LARGEST_USER_PAGE, readCollection } from './paging';
import type { GraphRequestOptions } from './request';
import { retrying } from './retry';
import { Run } from './run';
import { runSettings } from './runSettings';
import { graphUrl, userPath } from './url';

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
		await run.mayReject();
		throw reported;
	};

	const admitted = await run.admit(refusal === undefined);
	const results = refusal
		? failed(refusal)
		: admitted
			? answer(this, request, run)
					.catch((error: unknown) => absent(error, request.graph))
					.then(async (entities) => await shaped(this, requestData, entities))
					.catch(failed)
			: Promise.resolve([]);
	const items = await results.finally(() => run.settle(execution));
	for (const item of items) item.pairedItem = { item: index };
	return items;
}

/** Not sent, because another item failed and the run stops. The run is over; nobody sees the result. */
class Stopped extends Error {}

/** The entities that answer one item's request. */
async function answer(
	context: IExecuteSingleFunctions,
	request: GraphRequestOptions,
	run: Run,
): Promise<IDataObject[]> {
	const { graph } = request;
	const root = await graphRoot(context, run.credential);
	const signal = context.getExecutionCancelSignal();
	const send = inTurn(
		run,
		retrying(n8nSend(context, CREDENTIAL_TYPE, n8nSettings(request)), {
			maxRetries: graph.maxRetries,
			ended: () => run.ended || signal?.aborted === true,
			clock: { now: Date.now, random: Math.random, sleep: async (ms) => await sleep(ms, signal) },
		}),
	);
	const http = (names?: readonly string[]): HttpRequest => ({
		method: request.method as HttpRequest['method'],
		url: graphUrl(root, request.url, {
			...(names ? { $select: names.join(',') } : {}),
			...request.qs,
			...(graph.limit === undefined ? {} : { $top: String(pageSize(graph)) }),
		}),
		headers: request.headers,
	});
	const read = async (names?: readonly string[]): Promise<IDataObject[]> =>
		graph.limit === undefined
			? [await readEntity(send, http(names))]
			: await readCollection({ first: http(names), limit: graph.limit, send, root });

	const say = (line: string): void => context.logger.warn(line, { node: context.getNode().name });
	const { fields } = graph;
	if (!fields) return (await read()).map(withoutAnnotations);
	const entities = await withSafeFields(fields, graph.user ?? 'me', run.learnt, say, read);
	await completeProfiles(entities, fields, run.learnt, async (id, names) =>
		readEntity(send, {
			method: 'GET',
			url: graphUrl(root, userPath(id), { $select: names.join(',') }),
		}),
	);
	return entities.map(withoutAnnotations);
}

/** What stands for the one who is not there, where the user asked for that instead of a failure. */
function absent(error: unknown, { ifNotFound, user }: GraphRequestOptions['graph']): IDataObject[] {
	if (
		(ifNotFound === 'manager' && isNoManager(error)) ||
		(ifNotFound === 'user' && isNoUser(error))
	) {
		return [{ found: false, user }];
	}
	throw error;
}

/** As large a page as is useful: what is still wanted, at most what Graph gives. */
const pageSize = ({
	limit = Infinity,
	largestPage = LARGEST_USER_PAGE,
}: GraphRequestOptions['graph']): number => Math.min(limit, largestPage);

async function readEntity(send: Send, request: HttpRequest): Promise<IDataObject> {
	const response = await send(request);
	if (response.status >= 300) throw graphErrorOf(response);
	return response.body as IDataObject;
}

/** Within the run's bound, and not at all once the run is stopping. */
function inTurn(run: Run, send: Send): Send {
	return async (request) =>
		await run.slots.use(async () => {
			if (run.ended) throw new Stopped();
			return await send(request);
		});
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
	entities: IDataObject[],
): Promise<INodeExecutionData[]> {
	let items: INodeExecutionData[] = entities.map((json) => ({ json }));
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
	return items;
}
