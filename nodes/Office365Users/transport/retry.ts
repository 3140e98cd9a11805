/** Asking again when Graph has no time just now (graph-facts 3, "Retry rule"). */
import { type HttpResponse, NoAnswer, type Send } from './http';
import { retryAfterMs } from './retryAfter';

/** The clock, so that tests need not wait. Times in milliseconds. */
export interface Clock {
	now(): number;
	/** Ends early, by rejecting or resolving, when the run is cancelled. */
	sleep(milliseconds: number): Promise<void>;
	/** 0 to 1. */
	random(): number;
}

export interface RetryOptions {
	/** How many times a request is sent again at the most. */
	readonly maxRetries: number;
	readonly clock: Clock;
	/** True once nothing more may be sent: cancelled, or the run is stopping. */
	readonly ended: () => boolean;
}

const THROTTLED = new Set([429, 503, 504]);
const BROKEN_CONNECTION = new Set([
	'ECONNRESET',
	'ECONNABORTED',
	'EPIPE',
	'ETIMEDOUT',
	'EAI_AGAIN',
]);

/** Without Retry-After: full jitter under 1 s, 2 s, 4 s, ... at most this. */
const LONGEST_BACKOFF_MS = 60_000;
/** A longer Retry-After is not waited for: the run says so instead of hanging. */
export const LONGEST_RETRY_AFTER_MS = 300_000;

/** How long to wait before try number `retry` + 1; undefined when waiting is pointless. */
export function waitBefore(
	retry: number,
	response: HttpResponse | undefined,
	clock: Clock,
): number | undefined {
	const asked = retryAfterMs(response?.headers['retry-after'], clock.now());
	if (asked !== undefined) return asked > LONGEST_RETRY_AFTER_MS ? undefined : asked;
	return clock.random() * Math.min(LONGEST_BACKOFF_MS, 1000 * 2 ** retry);
}

/** A Send that asks again on 429, 503, 504 and a broken connection. */
export function retrying(send: Send, { maxRetries, clock, ended }: RetryOptions): Send {
	return async (request) => {
		for (let retry = 0; ; retry++) {
			const outcome = await send(request).catch((error: unknown) => error);
			const response = outcome instanceof Error ? undefined : (outcome as HttpResponse);
			const again = response
				? THROTTLED.has(response.status)
				: outcome instanceof NoAnswer && BROKEN_CONNECTION.has(outcome.code);
			const wait =
				again && retry < maxRetries && !ended() ? waitBefore(retry, response, clock) : undefined;
			if (wait !== undefined) await clock.sleep(wait);
			// Cancelling ends the pause early; nothing is sent after it.
			if (wait === undefined || ended()) {
				if (response) return response;
				throw outcome;
			}
		}
	};
}
