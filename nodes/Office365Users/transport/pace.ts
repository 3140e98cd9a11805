/**
 * How fast a run may send. Graph does not say how much it allows, so it is learnt: what got through
 * before Graph throttled, and how long it took until Graph took more, make a budget for any stretch
 * of time of that length (graph-facts 3). Times in milliseconds.
 */

/** Without Retry-After: full jitter under 1 s, 2 s, 4 s, ... at most this. */
export const LONGEST_BACKOFF_MS = 60_000;
/** Shorter stretches say nothing about a limit. */
const SHORTEST_STRETCH_MS = 1000;

/** Requests that were sent together (the parts of a batch count each). */
export interface Sending {
	readonly at: number;
	readonly count: number;
	/** How many of them Graph let through, whatever it answered. */
	passed: number;
}

export class Pace {
	/** What counts against the budget, oldest first. */
	private sendings: Sending[] = [];
	/** Nothing is sent before this. */
	private resumeAt = 0;
	/** Learnt: so many requests in any stretch of that length. */
	private budget = Infinity;
	private stretch = SHORTEST_STRETCH_MS;
	/** When the first request after the last pause was sent, and when Graph refused one. */
	private since = 0;
	private refusedAt: number | undefined;
	/** A little more is tried from then on. */
	private growAt = Infinity;
	private growth = 0;
	/** Throttled without being told how long: one request at a time, until one gets through. */
	private probing = false;
	private probe: Sending | undefined;
	/** One request or batch at a time. */
	private nearLimit = false;
	private unproven = false;

	/** How many requests may be sent now. */
	allowance(now: number): number {
		if (now < this.resumeAt) return 0;
		if (this.probing) return this.probe ? 0 : 1;
		if (this.refusedAt !== undefined) this.learn(now);
		if (this.budget === Infinity) return Infinity;
		if (now >= this.growAt) this.grow(now);
		this.forget(now);
		return Math.max(0, this.budget - this.sentWithin(this.sendings));
	}

	/** When `allowance` may be more than 0 again; undefined when an answer decides that. */
	nextAt(now: number): number | undefined {
		if (now < this.resumeAt) return this.resumeAt;
		if (this.probing || this.sendings.length === 0) return undefined;
		return this.sendings[0].at + this.stretch;
	}

	/**
	 * One request or batch at a time: Graph says that the limit is near, or has just throttled and
	 * not let anything through since.
	 */
	get careful(): boolean {
		return this.nearLimit || this.unproven;
	}

	noteSent(count: number, now: number): Sending {
		const sending: Sending = { at: now, count, passed: 0 };
		this.sendings.push(sending);
		if (this.probing) this.probe = sending;
		return sending;
	}

	/**
	 * Graph let one request through, whatever it answered.
	 * @param used `x-ms-throttle-limit-percentage`, which is only there from 0.8 on
	 */
	notePassed(sending: Sending, now: number, used?: string): void {
		sending.passed++;
		if (sending === this.probe) {
			this.probing = false;
			this.probe = undefined;
			this.learn(sending.at);
			this.since = sending.at;
		}
		if (sending.at >= this.since) this.unproven = false;
		this.nearLimit = used !== undefined;
	}

	/** No answer, or one that says nothing about the limit. */
	noteLost(sending: Sending): void {
		if (sending === this.probe) this.probe = undefined;
	}

	/**
	 * @param retryAfter how long Graph asks to wait; undefined when it does not say
	 * @param retries how often the throttled request has been sent again already
	 * @param random 0 to 1
	 */
	noteThrottled(
		sending: Sending,
		now: number,
		retryAfter: number | undefined,
		retries: number,
		random: number,
	): void {
		const wasProbe = sending === this.probe;
		if (wasProbe) this.probe = undefined;
		// A late answer to what was sent before the last pause teaches nothing new.
		if (sending.at >= this.since) this.refusedAt ??= sending.at;
		if (retryAfter !== undefined) {
			this.pauseUntil(now + retryAfter);
		} else if (wasProbe || !this.probing) {
			this.probing = true;
			const waited = now - this.since;
			const most = Math.max(Math.min(LONGEST_BACKOFF_MS, 1000 * 2 ** retries), 0.4 * waited);
			this.pauseUntil(now + random * Math.min(most, LONGEST_BACKOFF_MS));
		}
	}

	/** Graph asks for a pause; nothing else is learnt from it. */
	pauseUntil(time: number): void {
		this.resumeAt = Math.max(this.resumeAt, time);
	}

	/** What the time since the last pause teaches, now that it ended with throttling. */
	private learn(now: number): void {
		const lasted = now - this.since;
		const ofThisTime = this.sendings.filter(({ at }) => at >= this.since);
		const passed = this.passedWithin(ofThisTime);
		if (this.budget === Infinity) {
			this.budget = Math.max(1, passed);
			this.stretch = Math.max(SHORTEST_STRETCH_MS, lasted);
		} else if (passed === 0) {
			// It began too early, so the stretch is longer than it seemed.
			this.stretch += lasted;
		} else if (passed < this.budget / 2) {
			// Others use the same limit, or the limit is moving: less at a time.
			this.budget = Math.max(1, Math.floor(this.budget * 0.7));
		} else if (lasted <= 1.5 * this.stretch) {
			this.budget = passed;
			this.stretch = Math.max(SHORTEST_STRETCH_MS, lasted);
		} else {
			const from = (this.refusedAt ?? now) - this.stretch;
			this.budget = Math.max(1, this.passedWithin(this.sendings.filter(({ at }) => at > from)));
		}
		this.refusedAt = undefined;
		this.since = now;
		this.unproven = true;
		this.nearLimit = false;
		this.growth = Math.max(1, Math.floor(this.budget / 20));
		this.growAt = now + 2 * this.stretch;
	}

	/** Nothing was throttled for a while: a little more is tried. */
	private grow(now: number): void {
		this.budget += this.growth;
		this.growth *= 2;
		this.growAt = now + 2 * this.stretch;
	}

	/** What no longer counts. */
	private forget(now: number): void {
		const from = Math.min(now - this.stretch);
		let old = 0;
		while (old < this.sendings.length && this.sendings[old].at <= from) old++;
		if (old > 0) this.sendings.splice(0, old);
	}

	private sentWithin(sendings: readonly Sending[]): number {
		return sendings.reduce((sum, { count }) => sum + count, 0);
	}

	private passedWithin(sendings: readonly Sending[]): number {
		return sendings.reduce((sum, { passed }) => sum + passed, 0);
	}
}
