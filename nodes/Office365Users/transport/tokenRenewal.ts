/**
 * What happens when the access token of a batch has expired. n8n renews it when a plain request is
 * answered 401, so one part goes by itself; all others wait for that. The renewal belongs to the
 * credential: if the item whose request it is ends, or that request fails by itself, another one's
 * takes its place.
 */
import { needsNewToken } from './batch';
import type { Clock } from './clock';
import type { Job, Outcome } from './job';
import { LONGEST_RETRY_AFTER_MS, type RetryPolicy } from './retryPolicy';

/** While it waits it is looked so often whether its run has ended. */
const LONGEST_SLEEP_MS = 1000;

/** What a renewal needs of the queue. */
export interface Sender {
	/** Sends a request by itself. */
	readonly send: (job: Job) => Promise<Outcome>;
	/** False for a request whose run has ended; it has got its error. */
	readonly mayStart: (job: Job) => boolean;
	/** Takes out a request that has not been sent yet. */
	readonly another: () => Job | undefined;
	/**
	 * There is no token for these.
	 * @param maxRetries nor for any that may be retried this often
	 */
	readonly giveUp: (jobs: readonly Job[], outcome: Outcome, maxRetries: number) => void;
}

/** The request that has passed with the new token, and those that can be sent again. */
export interface Renewed {
	readonly by: Job;
	readonly outcome: Outcome;
	readonly others: readonly Job[];
}

export class TokenRenewal {
	/** Nothing else is sent meanwhile. */
	isRunning = false;
	/** How many have succeeded. */
	private count = 0;
	private waiting: Job[] = [];

	constructor(
		private readonly retryPolicy: RetryPolicy,
		private readonly clock: Clock,
		private readonly now: () => number,
	) {}

	noteSent(job: Job): void {
		job.renewalsWhenSent = this.count;
	}

	/**
	 * What a part that met an expired token has to do; `wait`: until the renewal is over, which is to be
	 * started if it is not running; `fail`: the renewed one is refused as well.
	 */
	next(job: Job): 'again' | 'fail' | 'wait' {
		// It was sent before the last renewal.
		if (job.renewalsWhenSent < this.count) return 'again';
		if (job.tokenRenewed) return 'fail';
		job.tokenRenewed = true;
		this.waiting.push(job);
		return 'wait';
	}

	/**
	 * Sends requests by themselves, one after the other, until the token has been renewed. What fails
	 * in passing is tried again, for all who wait.
	 * @returns undefined where there is no new token, and nobody waits any more
	 */
	async run(sender: Sender): Promise<Renewed | undefined> {
		this.isRunning = true;
		try {
			for (let tries = 0; ; tries++) {
				const job = this.nextToSend(sender);
				if (!job) return undefined;
				const outcome = await sender.send(job);
				const delay = this.retryPolicy.renewalDelay(job, outcome, tries, this.clock.random());
				if (delay === undefined && 'response' in outcome && !needsNewToken(outcome.response)) {
					this.count++;
					return { by: job, outcome, others: this.leave((one) => one !== job) };
				}
				this.retryPolicy.unrelated(job);
				const isOver = delay === undefined || delay > LONGEST_RETRY_AFTER_MS;
				const most = isOver ? Infinity : tries;
				const givenUp = this.leave(({ options }) => options.maxRetries <= most);
				if (givenUp.length > 0) sender.giveUp(givenUp, outcome, most);
				if (isOver) return undefined;
				job.mayBeDone = true;
				await this.pause(delay, sender);
			}
		} catch (cancelled) {
			for (const job of this.leave(() => true)) job.reject(cancelled);
			return undefined;
		} finally {
			this.waiting = [];
			this.isRunning = false;
		}
	}

	/** Another one each time, so that one whose failure is its own does not hold up the others. */
	private nextToSend({ mayStart, another }: Sender): Job | undefined {
		this.leave((job) => !mayStart(job));
		if (this.waiting.length === 0) return undefined;
		const [first] = this.waiting;
		if (!first.mayBeDone) return first;
		const fresh = this.waiting.find(({ mayBeDone }) => !mayBeDone) ?? another();
		if (fresh && !this.waiting.includes(fresh)) {
			fresh.tokenRenewed = true;
			this.waiting.push(fresh);
		}
		return fresh ?? first;
	}

	/** Takes out those who need not wait any longer. */
	private leave(picks: (job: Job) => boolean): Job[] {
		const left = this.waiting.filter(picks);
		if (left.length > 0) this.waiting = this.waiting.filter((job) => !left.includes(job));
		return left;
	}

	private async pause(milliseconds: number, { mayStart }: Sender): Promise<void> {
		const until = this.now() + milliseconds;
		for (let left = milliseconds; left > 0; left = until - this.now()) {
			await this.clock.sleep(Math.min(left, LONGEST_SLEEP_MS));
			this.leave((job) => !mayStart(job));
			if (this.waiting.length === 0) return;
		}
	}
}
