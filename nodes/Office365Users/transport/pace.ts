/**
 * How fast a run may send. Graph does not say how much it allows, so it is learnt: what got through
 * before Graph throttled, and how long it took until Graph took more, make a budget for each
 * following stretch of time (graph-facts 3). Times in milliseconds.
 */

/** Without Retry-After: full jitter under 1 s, 2 s, 4 s, ... at most this. */
export const LONGEST_BACKOFF_MS = 60_000;

export class Pace {
	/** When the present stretch began: its first request. */
	private since: number | undefined;
	/** Requests of this stretch that were sent, and those that Graph let through. */
	private sent = 0;
	private passed = 0;
	private throttled = false;
	/** Nothing is sent before this. */
	private resumeAt = 0;
	/** Learnt: so many requests in so long a stretch. */
	private budget = Infinity;
	private stretch = Infinity;
	private calmStretches = 0;
	/** Throttled without being told how long: one request at a time, until one gets through. */
	private probing = false;
	private probeUnderWay = false;
	private nearLimit = false;

	/** How many requests (parts of a batch count each) may be sent now. */
	allowance(now: number): number {
		if (now < this.resumeAt) return 0;
		if (this.probing) return this.probeUnderWay ? 0 : 1;
		if (this.throttled) this.learn(now);
		else if (this.since !== undefined && now >= this.since + this.stretch) this.begin();
		return Math.max(0, this.budget - this.sent);
	}

	/** When `allowance` may be more than 0 again; undefined when an answer decides that. */
	nextAt(now: number): number | undefined {
		if (now < this.resumeAt) return this.resumeAt;
		if (this.probing || this.since === undefined) return undefined;
		return this.since + this.stretch;
	}

	/**
	 * One request or batch at a time: Graph says that the limit is near, or a stretch has just begun
	 * and may have begun too early.
	 */
	get careful(): boolean {
		return this.nearLimit || (this.budget !== Infinity && this.passed === 0);
	}

	noteSent(count: number, now: number): void {
		this.since ??= now;
		this.sent += count;
		if (this.probing) this.probeUnderWay = true;
	}

	/**
	 * Graph let a request through, whatever it answered.
	 * @param used `x-ms-throttle-limit-percentage`, which is only there from 0.8 on
	 */
	notePassed(now: number, used?: string): void {
		if (this.probing) {
			this.probing = false;
			this.probeUnderWay = false;
			this.learn(now);
			this.noteSent(1, now);
		}
		this.passed++;
		if (used !== undefined) this.nearLimit = true;
	}

	/** No answer, or one that says nothing about the limit. */
	noteLost(): void {
		this.probeUnderWay = false;
	}

	/**
	 * @param retryAfter how long Graph asks to wait; undefined when it does not say
	 * @param retries how often the throttled request has been sent again already
	 * @param random 0 to 1
	 */
	noteThrottled(
		now: number,
		retryAfter: number | undefined,
		retries: number,
		random: number,
	): void {
		this.throttled = true;
		this.probeUnderWay = false;
		if (retryAfter !== undefined) {
			// Where the window slides, the first request's time frees only the first request's share.
			const burst = now - (this.since ?? now);
			this.pauseUntil(now + retryAfter + Math.min(burst, retryAfter / 10));
		} else {
			this.probing = true;
			// One pause for all that were throttled together.
			if (now >= this.resumeAt) {
				this.resumeAt = now + random * Math.min(LONGEST_BACKOFF_MS, 1000 * 2 ** retries);
			}
		}
	}

	/** Graph asks for a pause; nothing else is learnt from it. */
	pauseUntil(time: number): void {
		this.resumeAt = Math.max(this.resumeAt, time);
	}

	/** What the stretch that ended with throttling teaches. */
	private learn(now: number): void {
		const lasted = now - (this.since ?? now);
		if (this.passed === 0) {
			// It began too early, so the one before was longer than it seemed.
			this.stretch += lasted;
		} else if (this.budget === Infinity || this.passed >= this.budget / 2) {
			this.budget = this.passed;
			this.stretch = lasted;
		} else {
			// Others use the same limit, or the limit is moving: less at a time.
			this.budget = Math.max(1, Math.floor(this.budget * 0.7));
		}
		this.calmStretches = -1;
		this.begin();
	}

	private begin(): void {
		// After two calm stretches a little more is tried.
		if (++this.calmStretches >= 2 && this.budget !== Infinity) {
			this.budget += Math.max(1, Math.floor(this.budget / 20));
			this.calmStretches = 0;
		}
		this.since = undefined;
		this.sent = 0;
		this.passed = 0;
		this.throttled = false;
		this.nearLimit = false;
	}
}
