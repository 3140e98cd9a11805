/**
 * How fast a run may send. Graph does not say how much it allows, so it is learnt: what got through
 * before Graph throttled, and how long it took until Graph took more, make a budget for any stretch
 * of time of that length (graph-facts 3). Times in milliseconds.
 */

import { MOST_PARTS } from './batch';

/** Without Retry-After: full jitter under 1 s, 2 s, 4 s, ... at most this. */
export const LONGEST_BACKOFF_MS = 60_000;
/** What a shorter time lets through says little about a limit. */
const SHORTEST_STRETCH_MS = 1000;

/** Requests that were sent together; the parts of a batch count each. */
export interface Sending {
	readonly at: number;
	/** How many of them count against the budget: those that Graph has not refused. */
	count: number;
	/** How many of them Graph let through, whatever it answered. */
	passed: number;
	isForgotten: boolean;
}

export class Pace {
	/** Oldest first. Those from `first` on count against the budget; they are `used` requests. */
	private sendings: Sending[] = [];
	private first = 0;
	private used = 0;
	/** Nothing is sent before this. */
	private resumeAt = 0;
	/** Learnt: so many requests in any stretch of that length. */
	private budget = Infinity;
	private stretch = SHORTEST_STRETCH_MS;
	/** Since the last lesson: when the first request was sent, how many passed, when one was refused. */
	private since = Infinity;
	private passed = 0;
	private refusedAt: number | undefined;
	/** More is tried from then on, by so much. */
	private growAt = Infinity;
	private growth = 0;
	private triesEarlier = false;
	private wasTold = false;
	/** One request at a time, until one gets through. */
	private probing = false;
	private probe: Sending | undefined;
	/** One request or batch at a time: Graph says that the limit is near. */
	private nearLimit = false;
	/** And at the beginning of each stretch, which may be too early. */
	private stretchBegan = -Infinity;
	private passedInStretch = Infinity;

	/** How many requests may be sent now. */
	allowance(now: number): number {
		if (now < this.resumeAt) return 0;
		if (this.refusedAt !== undefined && !this.probing) this.learn(now);
		if (this.probing) return this.probe ? 0 : 1;
		if (this.budget === Infinity) return Infinity;
		if (now >= this.growAt) this.grow(now);
		this.forget(now);
		const room = Math.max(0, this.budget - this.used);
		// The first of a stretch goes alone: it may be too early.
		return this.passedInStretch === 0 || this.beginsStretch(now) ? Math.min(1, room) : room;
	}

	/** When `allowance` may be more than 0 again; undefined when an answer decides that. */
	nextAt(now: number): number | undefined {
		if (now < this.resumeAt) return this.resumeAt;
		if (this.probing || this.first === this.sendings.length) return undefined;
		return this.sendings[this.first].at + this.stretch;
	}

	get careful(): boolean {
		return this.nearLimit || this.passedInStretch < Math.min(MOST_PARTS, this.budget / 10);
	}

	noteSent(count: number, now: number): Sending {
		const sending: Sending = { at: now, count, passed: 0, isForgotten: false };
		this.sendings.push(sending);
		this.used += count;
		if (this.probing) this.probe = sending;
		this.begin(now);
		return sending;
	}

	private begin(now: number): void {
		this.since = Math.min(this.since, now);
		if (this.budget !== Infinity && this.beginsStretch(now)) {
			this.stretchBegan = now;
			this.passedInStretch = 0;
		}
	}

	/**
	 * Graph let one request through, whatever it answered.
	 * @param share `x-ms-throttle-limit-percentage`, which is only there from 0.8 on
	 */
	notePassed(sending: Sending, share?: string): void {
		if (sending === this.probe) {
			this.probing = false;
			this.probe = undefined;
			if (this.refusedAt !== undefined) this.learn(sending.at);
			this.begin(sending.at);
		}
		sending.passed++;
		if (sending.at >= this.since) this.passed++;
		if (sending.at >= this.stretchBegan) this.passedInStretch++;
		this.nearLimit = share !== undefined;
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
		sending.count--;
		if (!sending.isForgotten) this.used--;
		const wasProbe = sending === this.probe;
		this.noteLost(sending);
		// A late answer to what was sent before the last pause teaches nothing new.
		if (sending.at >= this.since) this.refusedAt ??= sending.at;
		this.wasTold = retryAfter !== undefined;
		if (retryAfter !== undefined) {
			this.pauseUntil(now + retryAfter);
		} else if (wasProbe || !this.probing) {
			this.probing = true;
			// Not much longer than it has lasted already, else most of the waiting is for nothing.
			const most = Math.max(1000 * 2 ** retries, 0.4 * (now - this.since));
			this.pauseUntil(now + random * Math.min(LONGEST_BACKOFF_MS, most));
		}
	}

	/** Graph asks for a pause; nothing else is learnt from it. */
	pauseUntil(time: number): void {
		this.resumeAt = Math.max(this.resumeAt, time);
	}

	/** What the time since the last lesson teaches, now that Graph has throttled. */
	private learn(now: number): void {
		const lasted = now - this.since;
		const refusedAt = this.refusedAt ?? now;
		const waited = now - refusedAt;
		if (this.budget === Infinity) {
			this.budget = Math.max(1, this.passed);
			this.stretch = Math.max(SHORTEST_STRETCH_MS, lasted);
		} else if (this.passed < this.budget / 10) {
			// The stretch is longer than it seemed, or others use up the limit.
			this.stretch = Math.max(1.25 * this.stretch, now - this.beginningOf(this.budget));
		} else if (waited > 1.2 * this.stretch) {
			// Nobody has to wait longer than a stretch, so it is longer than it seemed.
			this.budget = this.passed;
			this.stretch = lasted;
		} else if (this.passedInStretch >= this.budget / 10) {
			// Others use the same limit, or more was tried than there is.
			this.budget = Math.max(1, this.passedSince(refusedAt - this.stretch));
		} else {
			// Too early.
			this.stretch += waited;
		}
		this.recount();
		this.refusedAt = undefined;
		this.since = Infinity;
		this.passed = 0;
		this.stretchBegan = -Infinity;
		this.passedInStretch = 0;
		this.nearLimit = false;
		this.growth = Math.max(1, Math.floor(this.budget / 20));
		this.growAt = now + 2 * this.stretch;
	}

	/** Nothing was throttled for a while: by turns an earlier beginning is tried, and ever more. */
	private grow(now: number): void {
		this.triesEarlier = !this.wasTold && !this.triesEarlier;
		if (this.triesEarlier) {
			this.stretch = Math.max(SHORTEST_STRETCH_MS, 0.75 * this.stretch);
		} else {
			this.budget += this.growth;
			this.growth *= 2;
		}
		this.growAt = now + 2 * this.stretch;
	}

	/** What was sent a stretch ago no longer counts. */
	private forget(now: number): void {
		for (; this.first < this.sendings.length; this.first++) {
			const sending = this.sendings[this.first];
			if (sending.at + this.stretch > now) break;
			this.used -= sending.count;
			sending.isForgotten = true;
		}
	}

	private beginsStretch(now: number): boolean {
		return now >= this.stretchBegan + this.stretch;
	}

	private recount(): void {
		this.first = 0;
		this.used = 0;
		for (const sending of this.sendings) {
			this.used += sending.count;
			sending.isForgotten = false;
		}
	}

	private passedSince(time: number): number {
		return this.sendings.reduce((sum, { at, passed }) => sum + (at > time ? passed : 0), 0);
	}

	/** When the last so many that passed began to be sent. */
	private beginningOf(count: number): number {
		let passed = 0;
		let index = this.sendings.length;
		while (index > 0 && passed < count) passed += this.sendings[--index].passed;
		return this.sendings[index].at;
	}
}
