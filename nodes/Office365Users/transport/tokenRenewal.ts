/**
 * What happens when the access token of a batch has expired. n8n renews it when a plain request is
 * answered 401, so one part goes by itself; all others wait for that.
 */
import { needsNewToken } from './batch';
import type { Clock } from './clock';
import type { Job, Outcome } from './job';
import { LONGEST_RETRY_AFTER_MS, type RetryPolicy } from './retryPolicy';

/** While it waits it is looked so often whether its run has ended. */
const LONGEST_SLEEP_MS = 1000;

export class TokenRenewal {
	/** Nothing else is sent meanwhile. */
	isRunning = false;
	/** How many have succeeded. */
	count = 0;

	constructor(
		private readonly retryPolicy: RetryPolicy,
		private readonly clock: Clock,
		private readonly now: () => number,
	) {}

	/** What a part that met an expired token has to do; `fail`: the renewed one is refused as well. */
	next(job: Job): 'fail' | 'wait' | 'renew' {
		// It was sent before the last renewal.
		if (job.renewalsWhenSent < this.count) return 'wait';
		if (job.tokenRenewed) return 'fail';
		job.tokenRenewed = true;
		return this.isRunning ? 'wait' : 'renew';
	}

	/**
	 * Sends a request by itself until the token has been renewed. What fails in passing is tried again,
	 * for all who wait.
	 * @returns what became of the request, and whether there is a token for the others
	 */
	async renew(
		job: Job,
		send: () => Promise<Outcome>,
	): Promise<{ outcome: Outcome; hasToken: boolean }> {
		const { maxRetries, throwIfStopped } = job.options;
		this.isRunning = true;
		try {
			for (let tries = 0; ; tries++) {
				throwIfStopped();
				const outcome = await send();
				const delay = this.retryPolicy.renewalDelay(job, outcome, tries, this.clock.random());
				if (delay === undefined && 'response' in outcome && !needsNewToken(outcome.response)) {
					this.count++;
					return { outcome, hasToken: true };
				}
				this.retryPolicy.unrelated(job);
				const isOver = delay === undefined || delay > LONGEST_RETRY_AFTER_MS;
				if (isOver || tries >= maxRetries) {
					return { outcome, hasToken: false };
				}
				job.mayBeDone = true;
				await this.pause(delay, throwIfStopped);
			}
		} finally {
			this.isRunning = false;
		}
	}

	private async pause(milliseconds: number, throwIfStopped: () => void): Promise<void> {
		const until = this.now() + milliseconds;
		for (let left = milliseconds; left > 0; left = until - this.now()) {
			await this.clock.sleep(Math.min(left, LONGEST_SLEEP_MS));
			throwIfStopped();
		}
	}
}
