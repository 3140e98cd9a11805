/**
 * Everything a run sends under one credential goes through here: collected into batches, as fast as
 * the rate limiters allow, sent again where Graph is busy or a connection breaks. Nothing is lost,
 * nothing is sent twice needlessly (docs/rate-limiter.md). Knows nothing of n8n.
 */
import { AnswerBytes } from './answerBytes';
import { isBatchable, needsNewToken, UnansweredError } from './batch';
import { call, type Called } from './call';
import { type Clock, steadyTime } from './clock';
import { Closures, concerns } from './closures';
import type { HttpRequest, HttpResponse } from './http';
import { type Job, newJob, type Outcome, type SendOptions, settle } from './job';
import { KINDS, Limits } from './limits';
import { nextJobs } from './nextJobs';
import { RetryPolicy } from './retryPolicy';
import { SharedReads } from './sharedReads';
import { TokenRenewal } from './tokenRenewal';
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

/** What a batch as such may be answered that holds for each of its parts. */
const HOLDS_FOR_ALL = new Set([401, 408, 429, 503, 504]);

export class RequestQueue {
	private readonly now: () => number;
	private readonly waiting = new WaitingJobs();
	private readonly sharedReads = new SharedReads();
	private readonly closures = new Closures();
	private readonly answers = new AnswerBytes();
	private readonly retryPolicy: RetryPolicy;
	private readonly tokenRenewal: TokenRenewal;
	private callsInFlight = 0;
	private pumpIsDue = false;
	private wakeAt = Infinity;
	private sweepAt = 0;

	/**
	 * @param root Graph's address, without a version
	 * @param nextTick resolves on a later tick, when what is sent together has been collected
	 * @param limits what Graph allows; the documented limits at first
	 */
	constructor(
		private readonly root: string,
		private readonly clock: Clock,
		private readonly nextTick: () => Promise<void>,
		private readonly limits = new Limits(clock.random),
	) {
		this.now = steadyTime(clock);
		this.retryPolicy = new RetryPolicy(limits, this.waiting.mailboxes, this.now, clock.now);
		this.tokenRenewal = new TokenRenewal(this.retryPolicy, clock, this.now);
	}

	/**
	 * @returns the answer, whatever its status
	 * @throws {ConnectionError} {UnansweredError} when none came, also after the retries
	 */
	async send(request: HttpRequest, options: SendOptions): Promise<HttpResponse> {
		return options.shareReads && request.method === 'GET' && isBatchable(request, this.root)
			? await this.sharedReads.read(request, options, async () => {
					return await this.enqueue(request, options);
				})
			: await this.enqueue(request, options);
	}

	private async enqueue(request: HttpRequest, options: SendOptions): Promise<HttpResponse> {
		const alone =
			!options.batches || request.signInActivity === true || !isBatchable(request, this.root);
		return await new Promise((resolve, reject) => {
			this.wait(newJob(request, options, alone, resolve, reject), 0);
		});
	}

	/** Puts a request in the queue, to be sent from that time on. */
	private wait(job: Job, at: number): void {
		const now = this.now();
		const closure = this.closures.find(job, now);
		if (closure) {
			settle(job, closure.outcome);
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
		while (!this.tokenRenewal.isRunning && this.callsInFlight < MOST_CALLS) {
			const isBusy = this.callsInFlight > 0;
			const mayStart = (job: Job): boolean => this.mayStart(job);
			const jobs = nextJobs(this.waiting, this.limits, this.answers, now, isBusy, mayStart);
			if (jobs.length === 0) break;
			for (const job of jobs) this.tokenRenewal.noteSent(job);
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
	 * Ends requests that need not wait any longer.
	 * @returns whether there may be more of them
	 */
	private endSome(now: number): boolean {
		const { untold } = this.closures;
		for (; untold.length > 0; untold.shift()) {
			const [closure] = untold;
			const jobs = this.waiting.remove((job) => concerns(closure, job), ENDED_AT_A_TIME, now);
			// That a run has ended comes first.
			for (const job of jobs) if (!this.isStopped(job)) settle(job, closure.outcome);
			if (jobs.length === ENDED_AT_A_TIME) return true;
		}
		if (now < this.sweepAt) return false;
		const stopped = this.waiting.remove((job) => this.isStopped(job), ENDED_AT_A_TIME, now);
		if (stopped.length === ENDED_AT_A_TIME) return true;
		this.sweepAt = now + LONGEST_SLEEP_MS;
		return false;
	}

	/** Whether a request's run has ended; if so it has got its error. */
	private isStopped(job: Job): boolean {
		return job.options.isEnded(job.mayBeDone) && !this.mayStart(job);
	}

	private mayStart({ options, reject, mayBeDone }: Job): boolean {
		try {
			options.throwIfStopped(mayBeDone);
			return true;
		} catch (stopped) {
			reject(stopped);
			return false;
		}
	}

	private async sendTogether(jobs: readonly Job[]): Promise<void> {
		this.callsInFlight++;
		const { of, outcomes } = await call(this.root, jobs);
		this.callsInFlight--;
		// Those that wait without being told how long wait alike, and go together again.
		const chance = this.clock.random();
		for (const [index, job] of jobs.entries()) {
			const outcome = outcomes[index];
			this.waiting.leave(job, this.now());
			job.noteAnswer('response' in outcome ? outcome.response : undefined);
			this.conclude(job, of, outcome, chance);
		}
		this.pumpSoon();
	}

	/** Settles a request by what became of it, or sends it again. */
	private conclude(job: Job, of: Called['of'], outcome: Outcome, chance: number): void {
		try {
			if ('response' in outcome) {
				if (this.isAnsweredInVain(job, of, outcome.response)) return;
			} else if (outcome.error instanceof UnansweredError) {
				// Whoever garbles batches may let single requests through.
				job.alone = true;
			}
			const verdict = this.retryPolicy.judge(job, outcome, chance);
			if (verdict.is === 'again') {
				this.wait(job, verdict.at);
				return;
			}
			if (verdict.closes) this.closures.add(verdict.closes, verdict.outcome);
			settle(job, verdict.outcome);
		} catch (error) {
			// Whatever Graph answers, and whatever breaks over it: nobody is left waiting.
			job.reject(error);
		}
	}

	/** Whether an answer says nothing of the request itself, which is then sent again. */
	private isAnsweredInVain(job: Job, of: Called['of'], response: HttpResponse): boolean {
		const { status } = response;
		if (of === 'whole' && !HOLDS_FOR_ALL.has(status)) {
			// The batch as such was refused.
			job.alone = true;
			job.mayBeDone ||= status >= 500;
		} else if (of === 'parts' && needsNewToken(response)) {
			const { isRunning } = this.tokenRenewal;
			// Where there is none for now, it is told so below.
			const isClosed = !isRunning && this.closures.find(job, this.now()) !== undefined;
			const next = isClosed ? 'again' : this.tokenRenewal.next(job);
			if (next === 'fail') return false;
			if (next === 'wait') {
				this.retryPolicy.unrelated(job);
				if (!isRunning) void this.renewToken();
				return true;
			}
		} else {
			return false;
		}
		this.retryPolicy.unrelated(job);
		this.wait(job, 0);
		return true;
	}

	private async renewToken(): Promise<void> {
		const renewed = await this.tokenRenewal.run({
			send: async (job) => {
				job.tickets = this.limits.noteSent(job.kind);
				return (await call(this.root, [job])).outcomes[0];
			},
			mayStart: (job) => this.mayStart(job),
			another: () => this.takeAny(),
			giveUp: (jobs, outcome, maxRetries) => {
				// Without a token nobody else would fare better.
				const until = this.now() + LONGEST_SLEEP_MS;
				this.closures.add({ kinds: KINDS, until, maxRetries }, outcome);
				for (const job of jobs) settle(job, outcome);
			},
		});
		if (renewed) {
			for (const job of renewed.others) this.wait(job, 0);
			this.conclude(renewed.by, 'single', renewed.outcome, this.clock.random());
		}
		this.pumpSoon();
	}

	private takeAny(): Job | undefined {
		const now = this.now();
		const job = this.waiting.peek(now, () => true);
		if (!job) return undefined;
		this.waiting.take(job);
		this.waiting.leave(job, now);
		return this.mayStart(job) ? job : undefined;
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
				const all = { kinds: KINDS, until: Infinity, maxRetries: Infinity };
				this.closures.add(all, { error: cancelled });
				this.pump();
			},
		);
	}
}
