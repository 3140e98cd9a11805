/**
 * Everything a run sends under one credential goes through here: collected into batches, as fast as
 * the rate limiters allow, sent again where Graph is busy or a connection breaks. Nothing is lost,
 * nothing is sent twice needlessly (docs/rate-limiter.md). Knows nothing of n8n.
 */
import {
	batchRequest,
	isBatchable,
	MOST_BATCH_BYTES,
	MOST_PARTS,
	needsNewToken,
	partAnswers,
	partBytes,
	UnansweredError,
} from './batch';
import { type Clock, steadyTime } from './clock';
import type { HttpRequest, HttpResponse } from './http';
import { type Job, type Outcome, type SendOptions, settle } from './job';
import { type Kind, kindOf, KINDS, Limits } from './limits';
import { type Closing, LONGEST_RETRY_AFTER_MS, RetryPolicy } from './retryPolicy';
import { SharedReads } from './sharedReads';
import { WaitingJobs } from './waitingJobs';

/**
 * Calls in flight at once, batches or single requests. At a second per call twenty batches are all
 * that Graph's documented limit lets through (3,500 in 10 s); more would only take up sockets.
 */
const MOST_CALLS = 20;

/** While something waits it is looked so often whether its run has ended or been cancelled. */
const LONGEST_SLEEP_MS = 1000;

/** Requests that are ended at a time, so that n8n can do other things in between. */
const ENDED_AT_A_TIME = 1000;

/** A batch as such failed in a way that holds for each of its parts. */
const HOLDS_FOR_ALL = new Set([401, 408, 429, 503, 504]);

/** What a call held: a request by itself, the parts of a batch, or a batch that failed as such. */
type CallForm = 'single' | 'parts' | 'whole';

interface Closed extends Closing {
	readonly outcome: Outcome;
}

export class RequestQueue {
	private readonly waiting = new WaitingJobs();
	private readonly sharedReads = new SharedReads();
	private readonly now: () => number;
	private readonly retryPolicy: RetryPolicy;
	private count = 0;
	private callsInFlight = 0;
	private pumpIsDue = false;
	private wakeAt = Infinity;
	/** Who gets which outcome instead of waiting, and for whom that has not been carried out. */
	private closed: Closed[] = [];
	private closing: Closed[] = [];
	private sweepAt = 0;
	/** Set while one request renews the access token; the others wait for it. */
	private renewing = false;
	private renewals = 0;

	/**
	 * @param root Graph's address, without a version
	 * @param nextTick resolves on a later tick, when what is sent together has been collected
	 */
	constructor(
		private readonly root: string,
		private readonly clock: Clock,
		private readonly nextTick: () => Promise<void>,
		private readonly limits = new Limits(clock.random),
	) {
		this.now = steadyTime(clock);
		this.retryPolicy = new RetryPolicy(limits, this.waiting.mailboxes, this.now, clock.now);
	}

	/**
	 * @returns the answer, whatever its status
	 * @throws {NoAnswer} {UnansweredError} when none came, also after the retries
	 */
	async send(request: HttpRequest, options: SendOptions): Promise<HttpResponse> {
		return options.shareReads && request.method === 'GET' && isBatchable(request, this.root)
			? await this.sharedReads.read(request, async () => await this.enqueue(request, options))
			: await this.enqueue(request, options);
	}

	private async enqueue(request: HttpRequest, options: SendOptions): Promise<HttpResponse> {
		return await new Promise((resolve, reject) => {
			const job: Job = {
				request,
				options,
				kind: kindOf(request),
				resolve,
				reject,
				number: this.count++,
				alone: !options.batches || !isBatchable(request, this.root),
				retries: 0,
				refusedSince: undefined,
				mayBeDone: false,
				tokenRenewed: false,
				renewalsWhenSent: 0,
				tickets: [],
			};
			this.wait(job, 0);
		});
	}

	/** Puts a request in the queue, to be sent from that time on. */
	private wait(job: Job, at: number): void {
		const now = this.now();
		this.closed = this.closed.filter(({ until }) => until > now);
		const closed = this.closed.find((each) => concerns(each, job));
		if (closed) {
			settle(job, closed.outcome);
			return;
		}
		if (at > now) this.waiting.addAt(job, at);
		else this.waiting.add(job, now);
		this.pumpSoon();
	}

	private pumpSoon(): void {
		if (this.pumpIsDue) return;
		this.pumpIsDue = true;
		void this.nextTick().then(() => {
			this.pumpIsDue = false;
			this.pump();
		});
	}

	/** Sends what can be sent now. */
	private pump(): void {
		const now = this.now();
		this.waiting.wakeDue(now);
		if (this.endSome(now)) {
			this.pumpSoon();
			return;
		}
		while (!this.renewing && this.callsInFlight < MOST_CALLS) {
			const jobs = this.take(now);
			if (jobs.length === 0) break;
			void this.sendTogether(jobs);
		}
		if (this.waiting.length > 0) this.wake(Math.min(this.nextAt(now), now + LONGEST_SLEEP_MS));
	}

	/** When something that is held up now can be sent, unless an answer decides that. */
	private nextAt(now: number): number {
		const resumed = KINDS.filter((kind) => this.waiting.hasReady(kind))
			.map((kind) => this.limits.resumeAt(kind))
			.filter((at) => at > now);
		return Math.min(this.waiting.nextAt, ...resumed);
	}

	/**
	 * Ends requests that need not wait any longer, because their run has ended or Graph has closed.
	 * @returns whether there may be more of them
	 */
	private endSome(now: number): boolean {
		for (const closed of this.closing) {
			const jobs = this.waiting.remove((job) => concerns(closed, job), ENDED_AT_A_TIME);
			for (const job of jobs) this.end(job, closed.outcome);
			if (jobs.length === ENDED_AT_A_TIME) return true;
		}
		this.closing = [];
		if (now < this.sweepAt) return false;
		const ended = this.waiting.remove(({ options }) => options.isEnded(), ENDED_AT_A_TIME);
		for (const job of ended) this.end(job);
		if (ended.length === ENDED_AT_A_TIME) return true;
		this.sweepAt = now + LONGEST_SLEEP_MS;
		return false;
	}

	/** Ends a request that waits; that its run has ended comes first. */
	private end(job: Job, outcome?: Outcome): void {
		if (job.options.isEnded() && !this.mayStart(job)) return;
		if (outcome) settle(job, outcome);
		else this.wait(job, 0);
	}

	private close(closing: Closing, outcome: Outcome): void {
		const closed = { ...closing, outcome };
		this.closed.push(closed);
		this.closing.push(closed);
	}

	/** The next request, or the next batch. */
	private take(now: number): Job[] {
		const jobs: Job[] = [];
		const may = (kind: Kind, alone: boolean): boolean =>
			!(alone && jobs.length > 0) && this.limits.allows(kind, now);
		for (let bytes = 0; jobs.length < MOST_PARTS; ) {
			const job = this.waiting.peek(now, may);
			if (!job) break;
			bytes += job.alone ? 0 : partBytes(job.request);
			if (jobs.length > 0 && bytes > MOST_BATCH_BYTES) break;
			this.waiting.take(job);
			if (!this.mayStart(job)) {
				this.leave(job);
				continue;
			}
			job.tickets = this.limits.noteSent(job.kind);
			job.renewalsWhenSent = this.renewals;
			jobs.push(job);
			if (job.alone) break;
		}
		return jobs;
	}

	private mayStart(job: Job): boolean {
		try {
			job.options.throwIfStopped();
			return true;
		} catch (stopped) {
			job.reject(stopped);
			return false;
		}
	}

	private async sendTogether(jobs: readonly Job[]): Promise<void> {
		this.callsInFlight++;
		const { form, outcomes } = await this.call(jobs);
		this.callsInFlight--;
		// Those that wait without being told how long wait alike, and go together again.
		const chance = this.clock.random();
		for (const [index, job] of jobs.entries()) {
			this.leave(job);
			this.guarded(job, () => this.conclude(job, form, outcomes[index], chance));
		}
		this.pumpSoon();
	}

	/** Sends a request, or several as a batch, and gives what became of each. */
	private async call(
		jobs: readonly Job[],
	): Promise<{ form: CallForm; outcomes: readonly Outcome[] }> {
		const requests = jobs.map(({ request }) => request);
		const isBatch = jobs.length > 1;
		try {
			const response = await jobs[0].options.send(
				isBatch ? batchRequest(this.root, requests) : requests[0],
			);
			if (!isBatch) return { form: 'single', outcomes: [{ response }] };
			if (response.status >= 300) return { form: 'whole', outcomes: jobs.map(() => ({ response })) };
			const answers = partAnswers(requests, response);
			return {
				form: 'parts',
				outcomes: answers.map((part) =>
					part ? { response: part } : { error: new UnansweredError() },
				),
			};
		} catch (error) {
			return { form: isBatch ? 'whole' : 'single', outcomes: jobs.map(() => ({ error })) };
		}
	}

	/** Settles a request by what became of it, or sends it again. */
	private conclude(job: Job, form: CallForm, outcome: Outcome, chance: number): void {
		if ('response' in outcome) {
			const { response } = outcome;
			if (form === 'whole' && !HOLDS_FOR_ALL.has(response.status)) {
				// The batch as such was refused; that says nothing about its parts.
				this.again(job, { alone: true, mayBeDone: job.mayBeDone || response.status >= 500 });
				return;
			}
			if (form === 'parts' && needsNewToken(response) && this.awaitsToken(job)) return;
		} else if (outcome.error instanceof UnansweredError) {
			// Whoever garbles batches may let single requests through.
			job.alone = true;
		}
		const verdict = this.retryPolicy.judge(job, outcome, chance);
		if (verdict.is === 'again') {
			this.wait(job, verdict.at);
			return;
		}
		if (verdict.closes) this.close(verdict.closes, verdict.outcome);
		settle(job, verdict.outcome);
	}

	/** Sends a request once more that has not been refused itself. */
	private again(job: Job, change: Partial<Job>): void {
		this.retryPolicy.unrelated(job);
		this.wait(Object.assign(job, change), 0);
	}

	/**
	 * A part whose access token has expired. The first one goes by itself, so that n8n renews the
	 * token; the others wait for that and are sent again.
	 * @returns false where the token has been renewed for it already: the refusal is final
	 */
	private awaitsToken(job: Job): boolean {
		const isOutdated = job.renewalsWhenSent < this.renewals;
		if (!isOutdated && job.tokenRenewed) return false;
		if (isOutdated || this.renewing) {
			this.again(job, { tokenRenewed: !isOutdated });
			return true;
		}
		this.retryPolicy.unrelated(job);
		job.tokenRenewed = true;
		this.renewing = true;
		void this.renewToken(job);
		return true;
	}

	private async renewToken(job: Job): Promise<void> {
		const { maxRetries, isEnded } = job.options;
		try {
			for (let tries = 0; ; tries++) {
				if (!this.mayStart(job)) return;
				job.tickets = this.limits.noteSent(job.kind);
				const { form, outcomes } = await this.call([job]);
				const [outcome] = outcomes;
				const chance = this.clock.random();
				const delay = this.retryPolicy.renewalDelay(job, outcome, tries, chance);
				if (delay === undefined) {
					this.renewals++;
					this.conclude(job, form, outcome, chance);
					return;
				}
				this.retryPolicy.unrelated(job);
				if (tries >= maxRetries || delay > LONGEST_RETRY_AFTER_MS || isEnded()) {
					// Nobody else would fare better without a token.
					this.close({ kinds: KINDS, until: this.now() + LONGEST_SLEEP_MS, maxRetries: Infinity }, outcome);
					settle(job, outcome);
					return;
				}
				job.mayBeDone = true;
				await this.pause(job, delay);
			}
		} catch (error) {
			job.reject(error);
		} finally {
			this.renewing = false;
			this.pumpSoon();
		}
	}

	/** Waits, but no longer than the run lasts. */
	private async pause({ options }: Job, milliseconds: number): Promise<void> {
		const until = this.now() + milliseconds;
		for (let left = milliseconds; left > 0; left = until - this.now()) {
			await this.clock.sleep(Math.min(left, LONGEST_SLEEP_MS));
			options.throwIfStopped();
		}
	}

	private leave({ request: { mailbox } }: Job): void {
		if (mailbox !== undefined) this.waiting.leaveMailbox(mailbox, this.now());
	}

	/** Whatever Graph answers, and whatever breaks over it: nobody is left waiting. */
	private guarded(job: Job, work: () => void): void {
		try {
			work();
		} catch (error) {
			job.reject(error);
		}
	}

	/** Looks again at that time, or sooner; a cancelled run ends everything that waits. */
	private wake(at: number): void {
		const now = this.now();
		if (at >= this.wakeAt && this.wakeAt > now) return;
		this.wakeAt = at;
		void this.clock.sleep(Math.max(0, at - now)).then(
			() => {
				if (this.wakeAt === at) this.wakeAt = Infinity;
				this.pump();
			},
			(cancelled: unknown) => {
				this.close({ kinds: KINDS, until: Infinity, maxRetries: Infinity }, { error: cancelled });
				this.pump();
			},
		);
	}
}

const concerns = ({ kinds, maxRetries }: Closing, { kind, options }: Job): boolean =>
	kinds.includes(kind) && options.maxRetries <= maxRetries;
