/**
 * How fast a run may send. Graph does not say how much it allows, so it is learnt: what got through
 * before Graph throttled, and how long it took until Graph took more, make a budget for any stretch
 * of time of that length (graph-facts 3). Times in milliseconds.
 */

import { MOST_PARTS } from './batch';

/** What a shorter time lets through says little about a limit. */
const SHORTEST_STRETCH_MS = 1000;
/** A probe waits at most this share of the time that Graph has been throttling, or its own backoff. */
const PROBE_SHARE = 0.25;
/** A budget of a few requests would grow for minutes otherwise. */
const LEAST_GROWTH = 4;

/** Requests that were sent together; the parts of a batch count each. */
export interface Sending {
	readonly at: number;
	/** How many of them count against the budget. */
	count: number;
	isForgotten: boolean;
	/** How many of them Graph let through, whatever it answered. */
	passed: number;
}

export class Pace {
	/** Oldest first. Those from `first` on count against the budget; they are `used` requests. */
	private readonly sendings: Sending[] = [];
	private first = 0;
	private used = 0;
	/** Nothing is sent before this. */
	private resumeAt = 0;
	/** FieldAccessCache: so many requests in any stretch of that length. */
	private budget = Infinity;
	private stretch = SHORTEST_STRETCH_MS;
	/** Since the last lesson: when the first request was sent, how many passed, when one was refused. */
	private since = Infinity;
	private passed = 0;
	private refusedAt: number | undefined;
	private isGuess = false;
	/** Graph says how long to wait, so that a refusal costs little. */
	private isTold = false;
	/** The present stretch, as it was learnt. */
	private stretchBegan = -Infinity;
	private passedInStretch = Infinity;
	/** Throttled without being told how long: one request at a time, until one gets through. */
	private probing = false;
	private probe: Sending | undefined;
	private refusedProbes: Sending[] = [];
	/** Graph says that the limit is near. */
	private nearLimit = false;
	/** Something more is tried from then on. */
	private growAt = Infinity;
	private growth = 0;
	private hasGrown = false;
	private triesEarlier = false;

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
		if (this.passedInStretch === 0 || this.isNewStretch(now)) return Math.min(1, room);
		return room > 0 ? room : this.beyond();
	}

	/**
	 * Others may have used up a part of the limit when the budget was learnt, and may need it no
	 * longer: where all that the budget holds has passed, it is tried what Graph takes beyond it; a
	 * single request at first. Where Graph does not say how long to wait a refusal costs much: there
	 * only once, after the first throttling.
	 */
	private beyond(): number {
		if ((!this.isGuess && !this.isTold) || this.passedInStretch < this.budget) return 0;
		return this.passedInStretch === this.budget ? 1 : MOST_PARTS;
	}

	/** When `allowance` may be more than 0 again; undefined when an answer decides that. */
	nextAt(now: number): number | undefined {
		if (now < this.resumeAt) return this.resumeAt;
		if (this.probing || this.first === this.sendings.length) return undefined;
		return this.sendings[this.first].at + this.stretch;
	}

	/** One request or batch at a time: the limit may be near, or a stretch may have begun too early. */
	get careful(): boolean {
		if ((this.isGuess || this.isTold) && this.used >= this.budget) return true;
		return this.nearLimit || this.passedInStretch < Math.min(MOST_PARTS, this.budget / 10);
	}

	noteSent(count: number, now: number): Sending {
		const sending: Sending = { at: now, count, isForgotten: false, passed: 0 };
		this.sendings.push(sending);
		this.used += count;
		if (this.probing) this.probe = sending;
		this.begin(now);
		return sending;
	}

	/**
	 * Graph let one request through, whatever it answered.
	 * @param share `x-ms-throttle-limit-percentage`, which is only there from 0.8 on
	 */
	notePassed(sending: Sending, share?: string): void {
		if (sending === this.probe) {
			this.probing = false;
			this.probe = undefined;
			this.learn(sending.at);
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
	 * @param backoff how long to wait then, at most
	 * @param random 0 to 1
	 */
	noteThrottled(
		sending: Sending,
		now: number,
		retryAfter: number | undefined,
		backoff: number,
		random: number,
	): void {
		// A late answer to what was sent before the last lesson teaches nothing new.
		if (sending.at >= this.since) this.refusedAt ??= sending.at;
		const wasProbe = sending === this.probe;
		this.noteLost(sending);
		this.isTold = retryAfter !== undefined;
		if (retryAfter !== undefined) {
			this.discount(sending);
			this.pauseUntil(now + retryAfter);
			return;
		}
		if (wasProbe) this.refusedProbes.push(sending);
		else this.discount(sending);
		if (this.probing && !wasProbe) return;
		this.probing = true;
		this.pauseUntil(now + random * Math.max(backoff, PROBE_SHARE * (now - this.since)));
	}

	/** Graph asks for a pause; nothing else is learnt from it. */
	pauseUntil(time: number): void {
		this.resumeAt = Math.max(this.resumeAt, time);
	}

	/** What the time since the last lesson teaches, now that Graph takes requests again. */
	private learn(now: number): void {
		const lasted = now - this.since;
		const refusedAt = this.refusedAt ?? now;
		const waited = now - refusedAt;
		const few = this.budget / 10;
		if (this.budget === Infinity) {
			this.budget = Math.max(1, this.passed);
			this.stretch = Math.max(SHORTEST_STRETCH_MS, lasted);
			this.isGuess = true;
		} else if (this.isGuess && this.passedInStretch >= this.budget) {
			this.budget = this.passedInStretch;
			this.stretch = Math.max(this.stretch, lasted);
			this.isGuess = false;
		} else if (this.passed < few) {
			// The stretch is longer than it seemed, or others use up the limit.
			const longer = waited < this.stretch / 4 ? 1.25 * this.stretch : this.stretch;
			this.stretch = Math.max(longer, now - this.beginningOf(this.budget));
		} else if (waited > 1.2 * this.stretch || this.isDoubtful(lasted)) {
			// Nobody has to wait longer than a stretch, so it is longer than it seemed.
			this.budget = this.passed;
			this.stretch = lasted;
		} else if (this.passedInStretch < few) {
			// A little too early.
			this.stretch += waited;
		} else {
			// Others use the same limit, or more was tried than there is. Half at most: among many runs
			// at once one has bad luck now and then, and would take minutes to recover.
			const passed = this.passedSince(refusedAt - this.stretch);
			this.budget = Math.max(1, Math.floor(this.budget / 2), Math.min(this.budget, passed));
		}
		this.refusedAt = undefined;
		this.since = Infinity;
		this.passed = 0;
		this.stretchBegan = -Infinity;
		this.passedInStretch = 0;
		this.nearLimit = false;
		this.growth = Math.max(LEAST_GROWTH, Math.floor(this.budget / 20));
		this.growAt = now + 2 * this.stretch;
		this.hasGrown = false;
		this.triesEarlier = this.refusedProbes.length > 0;
		this.forgetProbes();
		this.recount();
	}

	/** Whether what was learnt did not even hold for a second stretch. */
	private isDoubtful(lasted: number): boolean {
		return !this.hasGrown && lasted >= this.stretch && this.passed <= 2 * this.budget;
	}

	/** Refused probes may count at Graph, which matters where they are many. */
	private forgetProbes(): void {
		const probes = this.refusedProbes.splice(0);
		if (probes.length <= this.budget / 20) for (const probe of probes) this.discount(probe);
	}

	private discount(sending: Sending): void {
		sending.count--;
		if (!sending.isForgotten) this.used--;
	}

	private begin(now: number): void {
		this.since = Math.min(this.since, now);
		if (this.budget === Infinity || !this.isNewStretch(now)) return;
		this.stretchBegan = now;
		this.passedInStretch = 0;
	}

	private isNewStretch(now: number): boolean {
		return now >= this.stretchBegan + this.stretch;
	}

	/**
	 * Nothing was throttled for two stretches: more is tried, and from then on in each stretch ever
	 * more. A stretch that was measured by probing is too long rather, so that is tried first.
	 */
	private grow(now: number): void {
		if (this.triesEarlier) {
			this.stretch = Math.max(SHORTEST_STRETCH_MS, 0.75 * this.stretch);
		} else {
			this.budget += this.growth;
			this.growth *= 2;
		}
		this.growAt = now + this.stretch;
		this.hasGrown = true;
	}

	/** What was sent a stretch ago no longer counts. */
	private forget(now: number): void {
		for (; this.first < this.sendings.length; this.first++) {
			const sending = this.sendings[this.first];
			if (sending.at + this.stretch > now) return;
			this.used -= sending.count;
			sending.isForgotten = true;
		}
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
