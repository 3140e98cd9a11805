/** What one item sends to Graph, and whether it still may. */
import {
	type IDataObject,
	type IExecuteSingleFunctions,
	type INodeExecutionData,
	sleep,
} from 'n8n-workflow';

import { type GraphClient, graphClient } from '../transport/client';
import type { Entity } from '../transport/entity';
import type { Send } from '../transport/http';
import { RequestQueue } from '../transport/requestQueue';
import type { KeyedReads } from '../users/keyedReads';
import { lookUpUser, UNKNOWN_USER } from '../users/namedByKey';
import { isSharePointFailure } from '../users/sharePoint';
import { idOf } from '../users/userId';
import { type ReadPlan, readEntities } from '../users/userReader';
import { isOnLists } from '../users/userProperties';
import { ME, type UserRef } from '../users/userRef';
import { credentialType, itemCredential, withSignIn } from './credential';
import { n8nSend } from './n8nHttp';
import type { CredentialState } from './credentialState';
import type { GraphRequestOptions, Preparing } from './request';
import { type Run, RunStoppedError } from './run';

export class ItemRequests {
	private hasEnded = false;
	/** A change has been made: the item is carried through, so that nothing is left half done. */
	private hasChanged = false;
	private using?: Preparing;
	/** What looking the user up has read of them. */
	private known?: Entity;

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

	/** Whether something must be known of users before the item's own requests are sent. */
	get mustPrepare(): boolean {
		const { prepare, user, manager } = this.request.graph;
		return (
			prepare?.isNeeded === true || user?.lookUp !== undefined || manager?.lookUp !== undefined
		);
	}

	/**
	 * Finds the users who are named by mail or employee ID, and reads what the operation wants to know
	 * before it changes anything.
	 * @throws whatever looking up and reading throw
	 */
	async prepare(): Promise<void> {
		const { request, run } = this;
		const { graph } = request;
		const { user, manager, mailbox } = graph;
		const { client, lookup, shared } = await this.access();
		const keyOf = ({ key }: UserRef): string => run.changed.keyOf(key);
		const using = { client, lookup, shared, sharedByRun: run.shared, keyOf };
		this.using = using;
		const namedBy = user?.key;
		const [found, manages] = await Promise.allSettled([
			user && lookUpUser(user, lookup, client, this.wantedOfUser),
			manager && lookUpUser(manager, lookup, client),
		]);
		for (const one of [found, manages]) if (one.status === 'rejected') throw one.reason;
		if (found.status === 'fulfilled') this.known = found.value;
		if (user) request.url = request.url.replace(UNKNOWN_USER, user.path);
		if (user && mailbox === namedBy) graph.mailbox = user.key;
		if (!graph.prepare) return;
		// What an earlier group has begun is not to be read half done.
		await run.changed.whenDone((user ?? ME).key);
		await graph.prepare.read?.(using);
	}

	/** The fields that looking the user up may read along, so that this is all that is asked. */
	private get wantedOfUser(): readonly string[] {
		const { url, graph } = this.request;
		const isAllThatIsRead = url === UNKNOWN_USER && !graph.perform && !graph.read && graph.batches;
		const { names = [], chosen = false } = graph.fields ?? {};
		return isAllThatIsRead && chosen && names.every(isOnLists) ? names : [];
	}

	/** Reads users together; one who has been looked up has been read. */
	private keyed(keyedReads: KeyedReads): Pick<KeyedReads, 'read'> {
		const { known } = this;
		return {
			read: async (client, user, names, whom) =>
				whom === 'user' && known && names.every((name) => name in known)
					? Object.fromEntries(names.map((name) => [name, structuredClone(known[name])]))
					: await keyedReads.read(client, user, names, whom),
		};
	}

	/** The second step of preparing. @throws whatever comparing throws */
	compare(): void {
		if (this.using) this.request.graph.prepare?.compare(this.using);
	}

	/** Sends what the item needs, and returns what came. */
	async results(): Promise<INodeExecutionData[]> {
		const { context, request, run } = this;
		const { graph } = request;
		const { client, fieldAccess, keyedReads, shared } = await this.access();
		const log = (line: string): void => {
			context.logger.warn(line, { node: context.getNode().name });
			run.notes.say(line);
		};
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
				{ shared, sharedByRun: run.shared },
			);
		}
		const keyed = graph.batches ? this.keyed(keyedReads) : undefined;
		const using = { client, shared, say: (line: string) => this.sayOnce(line) };
		const entities = await read(
			request.url,
			{ ...graph, keyed },
			request.qs,
			request.headers,
		).catch(async (error: unknown) => {
			throw (await graph.explainRefusal?.(error, using)) ?? error;
		});
		await graph.complete?.(entities, using);
		return entities.map((entity) => ({ json: entity as IDataObject }));
	}

	private sayOnce(line: string): void {
		const { context, run } = this;
		if (run.notes.say(line)) context.logger.warn(line, { node: context.getNode().name });
	}

	/** The item's client, and what its credential shares with the other items of the run. */
	private async access(): Promise<
		{ client: GraphClient } & Pick<
			CredentialState,
			'fieldAccess' | 'keyedReads' | 'lookup' | 'shared'
		>
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
		const isEnded = (mayBeDone?: boolean): boolean => this.isEnded(mayBeDone);
		const asker = { maxRetries: graph.maxRetries, isEnded };
		const sendOne: Send = async (wanted) => {
			const response = await queue.send(wanted, {
				send,
				...asker,
				batches: graph.batches,
				shareReads: graph.changes === undefined || wanted.reusable === true,
				throwIfStopped: (mayBeDone) => this.throwIfStopped(mayBeDone),
				// SharePoint's 500s will be the same the next time (docs/graph.md#sharepoint-errors).
				isFinal: (failed) => failed.status === 500 && isSharePointFailure(failed),
			});
			// Refused for now, and the run has stopped meanwhile: it was never carried out.
			if (response.status === 429) this.throwIfStopped();
			// A mere look-up is no beginning.
			const isChange = wanted.method !== 'GET' && !wanted.reusable;
			if (isChange && response.status < 300) this.hasChanged = true;
			return response;
		};
		const client = graphClient(root, sendOne, asker);
		const { fieldAccess, keyedReads, lookup, shared } = state;
		return { client, fieldAccess, keyedReads, lookup, shared };
	}

	private isEnded(mayBeDone = false): boolean {
		const isCancelled = this.context.getExecutionCancelSignal()?.aborted === true;
		const isCarriedThrough = this.hasChanged || mayBeDone;
		return this.hasEnded || isCancelled || (this.run.ended && !isCarriedThrough);
	}

	/** @throws {RunStoppedError} when nothing must be sent any more */
	private throwIfStopped(mayBeDone?: boolean): void {
		if (this.isEnded(mayBeDone)) throw new RunStoppedError();
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
