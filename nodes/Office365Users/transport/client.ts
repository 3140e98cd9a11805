/** Graph as the operations see it: one answer or a refusal. Knows nothing of n8n. */
import { graphErrorOf } from './graphError';
import type { HttpRequest, HttpResponse, Send } from './http';
import { graphUrl } from './graphUrl';
import type { SendOptions } from './job';

export interface ClientRequest extends Omit<HttpRequest, 'url'> {
	/** Below /v1.0, already encoded. */
	readonly path: string;
	/** Graph's query options, values as they are. */
	readonly query?: Record<string, string>;
}

/** On whose behalf requests are sent: how often they are retried, and whether they are still wanted. */
export type Asker = Pick<SendOptions, 'maxRetries' | 'isEnded'>;

export interface GraphClient {
	/** Graph's address, without a version. */
	readonly root: string;
	/** For what is addressed by a whole URL, such as a next page. */
	readonly send: Send;
	/** Undefined where nobody else's requests could be meant. */
	readonly asker?: Asker;
	/**
	 * @throws {GraphError} when Graph refuses
	 * @throws {ConnectionError} when no answer came
	 */
	request(request: ClientRequest): Promise<HttpResponse>;
}

export function graphClient(root: string, send: Send, asker?: Asker): GraphClient {
	return {
		root,
		send,
		asker,
		async request({ path, query, ...rest }) {
			const response = await send({ ...rest, url: graphUrl(root, path, query) });
			if (response.status >= 300) throw graphErrorOf(response);
			return response;
		},
	};
}

/** Whoever is to be retried differently is not asked for together. */
export const retriesOf = ({ asker }: GraphClient): string => String(asker?.maxRetries ?? '');

/** The end of the asker says nothing of what was asked for. */
export const hasEnded = ({ asker }: GraphClient): boolean => asker?.isEnded() === true;
