/**
 * n8n's own way for a declarative node to get all items at once (`customOperations`): each
 * expression is evaluated once instead of two or three times, and the items are started with
 * breaks, so that n8n stays responsive. It runs the very routing that the operation declares, which
 * n8n itself runs where the node is a tool of an AI agent.
 */
import {
	getCredentialAllowedDomains,
	type ICredentialDataDecryptedObject,
	type IExecuteFunctions,
	type IExecutePaginationFunctions,
	type IHttpRequestOptions,
	type INode,
	type INodeExecutionData,
	type INodeProperties,
	type INodePropertyOptions,
	type INodeType,
	NodeOperationError,
	sleep,
} from 'n8n-workflow';

import { quoted } from '../checks/text';
import { credentialType } from './credential';
import { showNotes } from './notes';
import type { GraphRequestOptions } from './request';
import { Run } from './run';
import { runItem } from './runItem';
import { runInput } from './runSettings';

type CustomOperations = NonNullable<INodeType['customOperations']>;

/** How long the event loop may be held at a stretch while items are prepared, in milliseconds. */
const LONGEST_STRETCH_MS = 50;
/** Reads start when so many items are ready: as many as one batch of reads by key holds. */
const READS_TO_START = 300;
/** n8n's own default where the user sets no timeout (docs/n8n.md#request-timeout). */
const DEFAULT_TIMEOUT_MS = 300_000;

/**
 * The same operations once more, as functions over all items.
 * @param properties those named `operation` count: one for each resource
 */
export function overAllItems(properties: INodeProperties[]): CustomOperations {
	return Object.fromEntries(
		properties
			.filter(({ name }) => name === 'operation')
			.map(({ displayOptions, options }) => [
				String(displayOptions?.show?.resource?.[0]),
				Object.fromEntries(
					(options as INodePropertyOptions[]).map((operation) => [
						String(operation.value),
						async function (this: IExecuteFunctions) {
							return [await runAll(this, operation)];
						},
					]),
				),
			]),
	);
}

async function runAll(
	context: IExecuteFunctions,
	{ routing }: INodePropertyOptions,
): Promise<INodeExecutionData[]> {
	const { input, items } = runInput(context);
	const count = context.getNode().executeOnce === true ? Math.min(1, items.length) : items.length;
	const { size, interval } = groups(context, count);
	const run = Run.open(input, {
		size: count,
		stopsOnFailure: !context.continueOnFail(),
		inGroups: size < count,
		nextTick: async () => await sleep(0),
		overAllItems: true,
	});
	const settings = await requestSettings(context);
	const pause = breaks();
	const postReceive = [
		{ data: { parameterValue: undefined }, actions: routing?.output?.postReceive ?? [] },
	];

	// Not what the items say: one that has nothing to change belongs to a run of changes all the same.
	const isReading = routing?.request?.method === 'GET';
	const results: Array<Promise<INodeExecutionData[]>> = [];
	for (let index = 0, ready = 0; index < count && !run.ended; index++) {
		if (index > 0 && index % size === 0) {
			await run.release();
			await pauseUnlessStopped(run, interval, context.getExecutionCancelSignal());
			if (run.ended) break;
		}
		const item = itemContext(context, index, items[index]);
		let options: IHttpRequestOptions = {
			...settings,
			method: routing?.request?.method,
			url: String(routing?.request?.url),
			qs: {},
			headers: {},
		};
		for (const step of routing?.send?.preSend ?? []) options = await step.call(item, options);
		const result = runItem.call(item, { options, preSend: [], postReceive });
		// Looked at below, when all have ended; until then a rejection is not "unhandled".
		result.catch(() => {});
		results.push(result);
		// Reads need not wait for the checks of the others; look-ups do, so that they fill requests.
		const { user } = (options as GraphRequestOptions).graph;
		if (isReading && !user?.lookUp && ++ready >= READS_TO_START) {
			ready = 0;
			await run.release();
		}
		await pause();
	}
	await run.release();
	const output: INodeExecutionData[] = [];
	for (const outcome of await Promise.allSettled(results)) {
		// The first failure in the order of the items, as RoutingNode has it.
		if (outcome.status === 'rejected') throw outcome.reason;
		for (const item of outcome.value) output.push(item);
	}
	run.succeed();
	showNotes(context, run.notes, count);
	return output;
}

/**
 * The pause between two groups; it ends early when the run stops.
 * @throws when the execution is cancelled
 */
async function pauseUnlessStopped(
	run: Run,
	milliseconds: number,
	cancelled: AbortSignal | undefined,
): Promise<void> {
	const stopped = new AbortController();
	void run.whenStopped.then(() => stopped.abort());
	const signals = [stopped.signal, ...(cancelled ? [cancelled] : [])];
	await sleep(milliseconds, AbortSignal.any(signals)).catch((error: unknown) => {
		if (!stopped.signal.aborted) throw error;
	});
}

/** Lets n8n do other things after each stretch of work. */
function breaks(): () => Promise<void> {
	let since = Date.now();
	return async () => {
		if (Date.now() - since < LONGEST_STRETCH_MS) return;
		await sleep(0);
		since = Date.now();
	};
}

/** One item's view of the run: what n8n's ExecuteSingleContext gives to preSend and postReceive. */
function itemContext(
	all: IExecuteFunctions,
	index: number,
	input: INodeExecutionData,
): IExecutePaginationFunctions {
	const { helpers } = all;
	const own = {
		getItemIndex: () => index,
		getInputData: () => input,
		getNodeParameter: (name: string, fallback?: unknown, options?: object) =>
			all.getNodeParameter(name, index, fallback, options as never),
		getCredentials: async (type: string) => await all.getCredentials(type, index),
		helpers: Object.create(helpers, {
			assertBinaryData: { value: (name: string) => helpers.assertBinaryData(index, name) },
			getBinaryDataBuffer: {
				value: async (name: string) => await helpers.getBinaryDataBuffer(index, name),
			},
		}) as object,
	};
	return Object.create(
		all,
		Object.fromEntries(Object.entries(own).map(([name, value]) => [name, { value }])),
	) as IExecutePaginationFunctions;
}

interface RequestOptionsParameter {
	batching?: { batch?: { batchSize?: number; batchInterval?: number } };
	allowUnauthorizedCerts?: boolean;
	proxy?: string;
	timeout?: number;
}

const requestOptions = (context: IExecuteFunctions): RequestOptionsParameter =>
	(context.getNodeParameter('requestOptions', 0, {}) ?? {}) as RequestOptionsParameter;

/** Request Options > Batching: so many items, then a pause in milliseconds. One group without it. */
function groups(context: IExecuteFunctions, count: number): { size: number; interval: number } {
	const { batchSize = 1, batchInterval = 0 } = requestOptions(context).batching?.batch ?? {};
	return batchSize >= 0 && batchInterval > 0
		? { size: Math.max(1, batchSize), interval: batchInterval }
		: { size: Math.max(1, count), interval: 0 };
}

/** Timeout, proxy, certificate check and allowed domains, as RoutingNode sets them on each request. */
async function requestSettings(context: IExecuteFunctions): Promise<Partial<IHttpRequestOptions>> {
	const { allowUnauthorizedCerts, proxy, timeout } = requestOptions(context);
	const allowedDomains = getCredentialAllowedDomains?.({
		node: context.getNode(),
		credentialData: await context.getCredentials<ICredentialDataDecryptedObject>(
			credentialType(context.getNode()),
			0,
		),
		credentialOwnedSurface: true,
	});
	return {
		timeout: timeout || DEFAULT_TIMEOUT_MS,
		...(allowUnauthorizedCerts ? { skipSslCertificateValidation: true } : {}),
		...(proxy ? { proxy: parsedProxy(context.getNode(), proxy) } : {}),
		...(allowedDomains ? { allowedDomains } : {}),
	};
}

function parsedProxy(node: INode, address: string): NonNullable<IHttpRequestOptions['proxy']> {
	const url = URL.canParse(address) ? new URL(address) : undefined;
	if (!url?.hostname) {
		throw new NodeOperationError(
			node,
			`'Proxy' under Request Options is not an address: ${quoted(address.replace(/^([a-z][a-z0-9+.-]*:\/\/)?.*@/is, '$1'))}`,
			{ description: 'Such as: http://proxy.example.com:3128' },
		);
	}
	return {
		host: url.hostname,
		// The address of a default port comes without it.
		port: Number(url.port || (url.protocol === 'https:' ? 443 : 80)),
		protocol: url.protocol.replace(/:$/, ''),
		...(url.username
			? {
					auth: {
						username: decodeURIComponent(url.username),
						password: decodeURIComponent(url.password),
					},
				}
			: {}),
	};
}
