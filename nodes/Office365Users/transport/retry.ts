/** When to ask again, and after how long (graph-facts 3, "Retry rule"). */
import { ConnectionError } from './http';

/** Without Retry-After. */
const LONGEST_BACKOFF_MS = 60_000;

/** The clock, so that tests need not wait. Times in milliseconds. */
export interface Clock {
	now(): number;
	/** Rejects when the run is cancelled. */
	sleep(milliseconds: number): Promise<void>;
	/** 0 to 1. */
	random(): number;
}

/** A longer Retry-After is not waited for: the run says so instead of hanging. */
export const LONGEST_RETRY_AFTER_MS = 300_000;

const BROKEN_CONNECTION = new Set([
	'ECONNRESET',
	'ECONNABORTED',
	'EPIPE',
	'ETIMEDOUT',
	'EAI_AGAIN',
]);

/** Whether a connection broke that may hold the next time. A refused one or an unknown name will not. */
export const isBrokenConnection = (error: unknown): boolean =>
	error instanceof ConnectionError && BROKEN_CONNECTION.has(error.code);

/** 1 s, 2 s, 4 s, ... a minute. */
export const longestBackoff = (retries: number): number =>
	Math.min(LONGEST_BACKOFF_MS, 1000 * 2 ** retries);

/** Full jitter: anything up to that. */
export const backoff = (retries: number, { random }: Clock): number =>
	random() * longestBackoff(retries);
