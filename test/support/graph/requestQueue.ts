import type { Clock } from '../../../nodes/Office365Users/transport/clock';
import type { HttpRequest, HttpResponse, Send } from '../../../nodes/Office365Users/transport/http';
import { property } from '../../../nodes/Office365Users/transport/http';
import type { SendOptions } from '../../../nodes/Office365Users/transport/job';
import { RequestQueue } from '../../../nodes/Office365Users/transport/requestQueue';
import { handClock } from './clock';
import { answer } from './send';

export const ROOT = 'https://graph.example';

export const queue = (clock: Clock = handClock()): RequestQueue =>
	new RequestQueue(ROOT, clock, async () => {});

/** An item's options: batches, eight retries, never ended. */
export const sendOptions = (send: Send, change: Partial<SendOptions> = {}): SendOptions => ({
	send,
	maxRetries: 8,
	batches: true,
	shareReads: false,
	throwIfStopped: () => {},
	isEnded: () => false,
	...change,
});

export const get = (path: string, change: Partial<HttpRequest> = {}): HttpRequest => ({
	method: 'GET',
	url: `${ROOT}/v1.0${path}`,
	...change,
});

export interface Part {
	id: string;
	method: string;
	url: string;
	headers?: Record<string, string>;
	body?: unknown;
}

/** The parts of a batch; undefined for a plain request. */
export const partsOf = ({ url, body }: HttpRequest): Part[] | undefined =>
	url === `${ROOT}/v1.0/$batch` ? (property(body, 'requests') as Part[]) : undefined;

export interface PartAnswer {
	status: number;
	headers?: Record<string, string>;
	body?: unknown;
}

/** Graph's answer to a batch, in another order than asked. */
export const batchAnswer = (
	parts: readonly Part[],
	each: (part: Part) => PartAnswer | undefined,
): HttpResponse => {
	const responses = parts.flatMap((part) => {
		const answered = each(part);
		return answered ? [{ id: part.id, ...answered }] : [];
	});
	return answer(200, { responses: responses.reverse() });
};
