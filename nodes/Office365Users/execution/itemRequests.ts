/** What one item sends to Graph, and whether it still may. */
import {
	type IDataObject,
	type IExecuteSingleFunctions,
	type INodeExecutionData,
	sleep,
} from 'n8n-workflow';

import { type GraphClient, graphClient } from '../transport/client';
import type { Entity } from '../transport/entity';
import type { HttpRequest } from '../transport/http';
import { RequestQueue } from '../transport/requestQueue';
import { isSharePointFailure } from '../users/sharePoint';
import { idOf } from '../users/userId';
import { type ReadPlan, readEntities } from '../users/userReader';
import { ME } from '../users/userRef';
import { credentialType, itemCredential, withSignIn } from './credential';
import { n8nSend } from './n8nHttp';
import type { CredentialState } from './credentialState';
import type { GraphRequestOptions } from './request';
import type { Run } from './run';

/** Not sent, because another item failed and the run stops. The run is over; nobody sees the result. */
export class RunStoppedError extends Error {}

export class ItemRequests {
	private hasEnded = false;
	/** A change has been sent: it is carried through, so that nothing is left half done. */
	private hasChanged = false;

	constructor(
		private readonly context: IExecuteSingleFunctions,
		private readonly request: GraphRequestOptions,
		private readonly run: Run,
	) {}

	/** The item has its result: what it has not sent yet is not sent any more. */
	end(): void {
		this.hasEnded = true;
	}

	/** The ID of the user whom the item is about. */
	async findId(): Promise<string> {
		const { client } = await this.access();
		return await idOf(client, (this.request.graph.user ?? ME).path);
	}

	/** Sends what the item needs, and returns what came. */
	async results(): Promise<INodeExecutionData[]> {
		const { context, request, run } = this;
		const { graph } = request;
		const { client, fieldAccess, keyedReads } = await this.access();
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
				{ ...plan, most: run.mostResults },
				fieldAccess,
				log,
			);
		if (graph.perform) {
			const { user, mailbox } = graph;
			return await graph.perform(
				client,
				async (path, fields) => (await read(path, { user, mailbox, fields }))[0],
			);
		}
		const keyed = graph.batches ? keyedReads : undefined;
		const entities = await read(request.url, { ...graph, keyed }, request.qs, request.headers);
		return entities.map((entity) => ({ json: entity as IDataObject }));
	}

	/** The item's client, and what its credential shares with the other items of the run. */
	private async access(): Promise<
		{ client: GraphClient } & Pick<CredentialState, 'fieldAccess' | 'keyedReads'>
	> {
		const { context, run, request } = this;
		const { graph } = request;
		const signal = context.getExecutionCancelSignal();
		const { root, key, scopes } = await itemCredential(context, run.credential);
		graph.scopes = scopes;
		const state = run.state(key);
		const clock = {
			now: Date.now,
			random: Math.random,
			sleep: async (ms: number) => await sleep(ms, signal),
		};
		const queue = state.queueFor(() => new RequestQueue(root, clock, async () => await sleep(0)));
		const send = withSignIn(
			state,
			n8nSend(context, credentialType(context.getNode()), n8nSettings(request)),
		);
		const isEnded = (): boolean => this.isEnded();
		const client = graphClient(
			root,
			async (wanted) =>
				await queue.send(wanted, {
					send,
					maxRetries: graph.maxRetries,
					batches: graph.batches,
					shareReads: graph.changes === undefined || wanted.reusable === true,
					throwIfStopped: () => this.throwIfStopped(wanted),
					isEnded,
					// SharePoint's 500s will be the same the next time (docs/graph.md#sharepoint-errors).
					isFinal: (response) => response.status === 500 && isSharePointFailure(response),
				}),
		);
		return { client, fieldAccess: state.fieldAccess, keyedReads: state.keyedReads };
	}

	private isEnded(): boolean {
		const isCancelled = this.context.getExecutionCancelSignal()?.aborted === true;
		return this.hasEnded || isCancelled || (this.run.ended && !this.hasChanged);
	}

	/** @throws {RunStoppedError} when the request must not be sent any more */
	private throwIfStopped({ method }: HttpRequest): void {
		if (this.isEnded()) throw new RunStoppedError();
		// A mere look-up is no beginning.
		if (method !== 'GET') this.hasChanged = true;
	}
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
