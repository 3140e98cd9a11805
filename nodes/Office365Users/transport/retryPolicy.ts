/**
 * What is sent again, when, and for how long at most (docs/rate-limiter.md). Notes for the limiters
 * what each answer says about Graph's limits.
 */
import { longestBackoff, longestBackoffs } from './backoff';
import { UnansweredError } from './batch';
import { type HttpRequest, type HttpResponse, ConnectionError } from './http';
import type { Closing } from './closures';
import type { Job, Outcome } from './job';
import type { Limits } from './limits';
import type { Mailboxes } from './mailboxes';
import type { RateLimiter } from './rateLimiter';
import { retryAfterOf } from './retryAfter';

/** A longer Retry-After is not waited for: the run says so instead of hanging. */
export const LONGEST_RETRY_AFTER_MS = 300_000;

/** So long after Graph has first refused a request it is given up, whatever Graph says. */
export const LONGEST_WAIT_MS = 40 * 60_000;

/** Where nothing has got through for as long as so many retries take, all that waits is given up. */
const RETRIES_OF_ALL = 8;

const BROKEN_CONNECTION = new Set([
	'ECONNRESET',
	'ECONNABORTED',
	'EPIPE',
	'ETIMEDOUT',
	'EAI_AGAIN',
]);

/** A gateway or server failed in passing; it may have carried the request out. */
const PASSING_FAILURES = new Set([408, 500, 502, 503, 504]);

/** Whether a connection broke that may hold the next time. A refused one or an unknown name will not. */
export const isBrokenConnection = (error: unknown): boolean =>
	error instanceof ConnectionError && BROKEN_CONNECTION.has(error.code);

/**
 * Whether carrying a request out twice does the same as once. Changes name users by their ID, so
 * only what creates something does not, unless its sender sees to that.
 */
const isRepeatable = ({ method, reusable, repeatable }: HttpRequest): boolean =>
	method !== 'POST' || reusable === true || repeatable === true;

export type Verdict =
	| { readonly is: 'settled'; readonly outcome: Outcome; readonly closes?: Closing }
	/** To be sent again from that time on. */
	| { readonly is: 'again'; readonly at: number };

export class RetryPolicy {
	/**
	 * @param now time that never goes back
	 * @param wallClock milliseconds since 1970
	 */
	constructor(
		private readonly limits: Limits,
		private readonly mailboxes: Mailboxes<Job>,
		private readonly now: () => number,
		private readonly wallClock: () => number,
	) {}

	/** @param chance 0 to 1; the same for requests that are to go together again */
	judge(job: Job, outcome: Outcome, chance: number): Verdict {
		if ('error' in outcome) {
			const { error } = outcome;
			const isPassing = error instanceof UnansweredError || isBrokenConnection(error);
			if (isPassing && isRepeatable(job.request)) return this.failed(job, outcome, chance);
			this.unrelated(job);
			return { is: 'settled', outcome };
		}
		const { response } = outcome;
		if (response.status === 429) return this.refused(job, response, chance);
		if (this.mayPass(job, response)) return this.failed(job, outcome, chance);
		return this.passed(job, response);
	}

	/**
	 * How long to wait before a failed renewal of the access token is tried again.
	 * @returns undefined where it has not failed in passing
	 */
	renewalDelay(job: Job, outcome: Outcome, tries: number, chance: number): number | undefined {
		const backoff = chance * longestBackoff(tries);
		if ('error' in outcome) return isBrokenConnection(outcome.error) ? backoff : undefined;
		const { response } = outcome;
		if (response.status !== 429 && !this.mayPass(job, response)) return undefined;
		return this.wait(response) ?? backoff;
	}

	/** An answer that says nothing about limits. */
	unrelated(job: Job): void {
		for (const [index, limiter] of this.limits.of(job.kind).entries()) {
			limiter.noteAnswered(job.tickets[index], this.now());
		}
	}

	private mayPass({ request, options }: Job, response: HttpResponse): boolean {
		return (
			PASSING_FAILURES.has(response.status) &&
			isRepeatable(request) &&
			options.isFinal?.(response) !== true
		);
	}

	/** How long Graph asks to wait; not at all says nothing, and would be asked again and again. */
	private wait({ headers }: HttpResponse): number | undefined {
		return retryAfterOf(headers, this.wallClock()) || undefined;
	}

	private passed(job: Job, response: HttpResponse): Verdict {
		const { status, headers } = response;
		const share = Number(headers['x-ms-throttle-limit-percentage']);
		for (const [index, limiter] of this.limits.of(job.kind).entries()) {
			limiter.notePassed(
				job.tickets[index],
				this.now(),
				share > 0 && index === 0 ? share : undefined,
			);
		}
		// A repeated DELETE may find nothing left to delete. Only its sender can tell what is missing.
		const isLate = status === 404 && job.mayBeDone;
		return {
			is: 'settled',
			outcome: { response: isLate ? { ...response, mayBeDone: true } : response },
		};
	}

	private refused(job: Job, response: HttpResponse, chance: number): Verdict {
		const { mailbox } = job.request;
		const wait = this.wait(response);
		if (mailbox !== undefined && this.concernsMailbox(response)) {
			return this.refusedByMailbox(job, response, mailbox, wait, chance);
		}
		const limiter = this.noteRefused(job, response, wait);
		return this.again(job, { response }, limiter, this.now(), wait);
	}

	/** The header says whom Graph throttles; without it an app-wide limit shows in several mailboxes. */
	private concernsMailbox({ headers }: HttpResponse): boolean {
		const scope = headers['x-ms-throttle-scope'];
		if (scope !== undefined) return /^(user|resource|mailbox)/i.test(scope);
		return !this.mailboxes.refuseTogether;
	}

	private refusedByMailbox(
		job: Job,
		response: HttpResponse,
		mailbox: string,
		wait: number | undefined,
		chance: number,
	): Verdict {
		this.unrelated(job);
		const now = this.now();
		if ((wait ?? 0) > LONGEST_RETRY_AFTER_MS || this.isSpent(job)) {
			return { is: 'settled', outcome: { response } };
		}
		this.mailboxes.pause(mailbox, now + (wait ?? chance * longestBackoff(job.retries)));
		job.retries++;
		return { is: 'again', at: now };
	}

	/** The limiter that a refusal concerns pauses. */
	private noteRefused(job: Job, response: HttpResponse, wait: number | undefined): RateLimiter {
		const refusing = this.limits.refusing(job.kind, response);
		for (const [index, limiter] of this.limits.of(job.kind).entries()) {
			if (limiter === refusing) limiter.noteRefused(job.tickets[index], this.now(), wait);
			else limiter.noteAnswered(job.tickets[index], this.now());
		}
		return refusing;
	}

	/** No answer, or one that may be better the next time. */
	private failed(job: Job, outcome: Outcome, chance: number): Verdict {
		const now = this.now();
		const wait = 'response' in outcome ? this.wait(outcome.response) : undefined;
		const [limiter] = this.limits.of(job.kind);
		// A busy server has not carried it out.
		if (!('response' in outcome) || outcome.response.status !== 503) job.mayBeDone = true;
		if ('response' in outcome && wait !== undefined) {
			this.noteRefused(job, outcome.response, wait);
		} else {
			for (const [index, each] of this.limits.of(job.kind).entries()) {
				each.noteFailed(job.tickets[index], now);
			}
		}
		const own = wait === undefined ? chance * longestBackoff(job.retries) : 0;
		// With others getting through it is this request that fails.
		if (limiter.stuckSince === undefined && this.isSpent(job)) return { is: 'settled', outcome };
		job.retries++;
		return this.again(job, outcome, limiter, now + own, wait);
	}

	private again(
		job: Job,
		outcome: Outcome,
		limiter: RateLimiter,
		at: number,
		wait: number | undefined,
	): Verdict {
		const now = this.now();
		job.refusedSince ??= now;
		const kinds = this.limits.kindsOf(limiter);
		if (wait !== undefined && wait > LONGEST_RETRY_AFTER_MS) {
			const closes = { kinds, until: now + wait, maxRetries: Infinity };
			return { is: 'settled', outcome, closes };
		}
		const { maxRetries } = job.options;
		if (isStuck(limiter, Math.max(maxRetries, RETRIES_OF_ALL), now)) {
			return { is: 'settled', outcome, closes: { kinds, until: limiter.resumeAt, maxRetries } };
		}
		const isOver = job.options.isEnded(job.mayBeDone) || now - job.refusedSince >= LONGEST_WAIT_MS;
		return isOver || isStuck(limiter, maxRetries, now)
			? { is: 'settled', outcome }
			: { is: 'again', at };
	}

	private isSpent({ retries, options, mayBeDone }: Job): boolean {
		return retries >= options.maxRetries || options.isEnded(mayBeDone);
	}
}

/** Whether nothing has got through for as long as so many retries take at most. */
const isStuck = ({ stuckSince, pausesStuck }: RateLimiter, retries: number, now: number): boolean =>
	stuckSince !== undefined && pausesStuck > retries && now - stuckSince >= longestBackoffs(retries);
