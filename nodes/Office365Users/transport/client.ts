/** Graph as the operations see it: one answer or a refusal. Knows nothing of n8n. */
import { graphErrorOf } from './graphError';
import type { HttpRequest, HttpResponse, Send } from './http';
import { graphUrl } from './graphUrl';

export interface ClientRequest extends Omit<HttpRequest, 'url'> {
	/** Below /v1.0, already encoded. */
	readonly path: string;
	/** Graph's query options, values as they are. */
	readonly query?: Record<string, string>;
}

export interface GraphClient {
	/** Graph's address, without a version. */
	readonly root: string;
	/** For what is addressed by a whole URL, such as a next page. */
	readonly send: Send;
	/**
	 * @throws {GraphError} when Graph refuses
	 * @throws {ConnectionError} when no answer came
	 */
	request(request: ClientRequest): Promise<HttpResponse>;
}

export function graphClient(root: string, send: Send): GraphClient {
	return {
		root,
		send,
		async request({ path, query, ...rest }) {
			const response = await send({ ...rest, url: graphUrl(root, path, query) });
			if (response.status >= 300) throw graphErrorOf(response);
			return response;
		},
	};
}
