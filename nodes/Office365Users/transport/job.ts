/** One request on its way, and how its sender wants it sent. */
import { partBytes } from './batch';
import type { HttpRequest, HttpResponse, Send } from './http';
import { type Kind, kindOf } from './limits';
import type { Ticket } from './rateLimiter';

/** How one item's requests are sent. */
export interface SendOptions {
	/** Sends one request, or a batch, with the item's credential. */
	readonly send: Send;
	readonly maxRetries: number;
	/** False: nothing in this is put into a batch. */
	readonly batches: boolean;
	/** True: the answer to an equal read of this run will do. */
	readonly shareReads: boolean;
	/** Called when a request is about to be sent. @throws when it must not be any more */
	readonly throwIfStopped: (mayBeDone?: boolean) => void;
	/**
	 * True when a request may not be sent again.
	 * @param mayBeDone Graph may have carried it out: then nobody knows what holds unless it is
	 */
	readonly isEnded: (mayBeDone?: boolean) => boolean;
	/** True for an answer that will be the same the next time, although its status is that of a passing failure. */
	readonly isFinal?: (response: HttpResponse) => boolean;
}

/** What became of a request: an answer, whatever its status, or an error that tells why there is none. */
export type Outcome = { readonly response: HttpResponse } | { readonly error: unknown };

export interface Job {
	readonly request: HttpRequest;
	readonly options: SendOptions;
	readonly kind: Kind;
	readonly resolve: (response: HttpResponse) => void;
	readonly reject: (error: unknown) => void;
	/** In the order in which they came; given by the queue. */
	number: number;
	/** Sent by itself, not in a batch. */
	alone: boolean;
	/** Retries after failures that may be this request's own. */
	retries: number;
	/** About how many it takes in a batch. */
	readonly bytes: number;
	/** When Graph first refused it. */
	refusedSince: number | undefined;
	/** Graph may have carried it out although no answer came. */
	mayBeDone: boolean;
	/** It has waited for a new access token once, and the renewals there had been when it was sent. */
	tokenRenewed: boolean;
	renewalsWhenSent: number;
	/** What the limiters of its kind sent it as. */
	tickets: readonly Ticket[];
	/** Called once it is answered, or will not be. */
	noteAnswer: (response?: HttpResponse) => void;
}

export const newJob = (
	request: HttpRequest,
	options: SendOptions,
	alone: boolean,
	resolve: Job['resolve'],
	reject: Job['reject'],
): Job => ({
	request,
	options,
	kind: kindOf(request),
	resolve,
	reject,
	number: 0,
	alone,
	bytes: alone ? 0 : partBytes(request),
	retries: 0,
	refusedSince: undefined,
	mayBeDone: false,
	tokenRenewed: false,
	renewalsWhenSent: 0,
	tickets: [],
	noteAnswer: () => {},
});

export function settle(job: Job, outcome: Outcome): void {
	if ('response' in outcome) job.resolve(outcome.response);
	else job.reject(outcome.error);
}
