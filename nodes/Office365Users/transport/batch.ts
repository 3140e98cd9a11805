/** Several requests in one: Graph's `$batch` (docs/graph.md#batch). */
import { type HttpRequest, type HttpResponse, property, textProperty } from './http';

/** Graph takes no more in one batch. */
export const MOST_PARTS = 20;
/** Graph's limit is 4 MB for the request; the envelope needs some of it. */
export const MOST_BATCH_BYTES = 3_500_000;
/** Headers, id and method of a part. */
const ENVELOPE_BYTES = 200;
/** Longer lists go by themselves: their answers are large, and further pages follow. */
const LONGEST_LIST = 100;

/**
 * Whether a request can be a part of a batch.
 * @param root Graph's address, without a version
 */
export function isBatchable({ url, body }: HttpRequest, root: string): boolean {
	if (Buffer.isBuffer(body) || url.includes('$skiptoken')) return false;
	if (!url.startsWith(`${root}/v1.0/`)) return false;
	const top = /[?&]\$top=(\d+)/.exec(url)?.[1];
	return top === undefined || Number(top) <= LONGEST_LIST;
}

/** About how many bytes a request takes in a batch. */
export const partBytes = ({ url, body }: HttpRequest): number =>
	url.length + (body ? Buffer.byteLength(JSON.stringify(body)) : 0) + ENVELOPE_BYTES;

/**
 * @param root Graph's address, without a version
 * @param requests below that address; part `n` has the id `n + 1`
 */
export function batchRequest(root: string, requests: readonly HttpRequest[]): HttpRequest {
	const parts = requests.map(({ method, url, headers = {}, body }, index) => {
		const all = body === undefined ? headers : { 'Content-Type': 'application/json', ...headers };
		return {
			id: String(index + 1),
			method,
			url: url.slice(`${root}/v1.0`.length),
			...(Object.keys(all).length > 0 ? { headers: all } : {}),
			...(body === undefined ? {} : { body }),
		};
	});
	return { method: 'POST', url: `${root}/v1.0/$batch`, body: { requests: parts } };
}

/**
 * The answer to each part, in the order of the requests; undefined where there is none that can be
 * used: missing, given twice, or not understood.
 */
export function partAnswers(
	requests: readonly HttpRequest[],
	answer: HttpResponse,
): Array<HttpResponse | undefined> {
	const responses = property(answer.body, 'responses');
	const byId = new Map<string, unknown>();
	const twice = new Set<string>();
	for (const response of Array.isArray(responses) ? (responses as unknown[]) : []) {
		const id = property(response, 'id');
		if (typeof id !== 'string' && typeof id !== 'number') continue;
		if (byId.has(String(id))) twice.add(String(id));
		byId.set(String(id), response);
	}
	return requests.map((request, index) => {
		const id = String(index + 1);
		return twice.has(id) ? undefined : partAnswer(request, byId.get(id));
	});
}

function partAnswer(request: HttpRequest, part: unknown): HttpResponse | undefined {
	const status = property(part, 'status');
	if (typeof status !== 'number') return undefined;
	const headers: Record<string, string> = {};
	for (const [name, value] of Object.entries(property(part, 'headers') ?? {})) {
		// Graph sends text; what else a JSON object may hold need not even be convertible to it.
		if (typeof value === 'string' || typeof value === 'number') {
			headers[name.toLowerCase()] = String(value);
		}
	}
	const body = property(part, 'body');
	if (request.binary !== true || status >= 300) return { status, headers, body };
	// Bytes come as base64 text inside a batch; a part that has none is no answer.
	if (typeof body !== 'string' || body === '') return undefined;
	return { status, headers, body: Buffer.from(body, 'base64') };
}

/** Graph's batch answer did not hold a usable answer to a part, time and again. */
export class UnansweredError extends Error {}

/** Whether a part met an access token that has expired: asked by itself, n8n renews the token. */
export const needsNewToken = ({ status, body }: HttpResponse): boolean =>
	status === 401 && textProperty(property(body, 'error'), 'code') === 'InvalidAuthenticationToken';
