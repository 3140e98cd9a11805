/**
 * How many requests may be sent now. TCP's congestion control for Graph's quotas: slow start up to
 * a threshold (RFC 5681), and after a refusal a decrease in proportion to the share refused, as in
 * DCTCP (RFC 8257). docs/rate-limiter.md explains it. Times in milliseconds.
 */
import { longestBackoff } from './backoff';
import { MOST_PARTS } from './batch';

/** In flight at first: two batches. */
const INITIAL_WINDOW = 2 * MOST_PARTS;
/** What Graph allows in 10 s at most, at a second per request (3,500 resource units). */
export const MOST_IN_FLIGHT = 20 * MOST_PARTS;

/** What a request was sent as. */
export interface Ticket {
	readonly round: number;
	/** Sent beyond the threshold. */
	readonly isProbe: boolean;
}

/** A round is the time from one pause to the next. */
export class RateLimiter {
	/** Nothing is sent before this. */
	resumeAt = 0;
	/** Since when nothing but refusals has come, and how many pauses there have been since. */
	stuckSince: number | undefined;
	pausesStuck = 0;
	private round = 0;
	private window = INITIAL_WINDOW;
	private probeWindow = 1;
	private inFlight = 0;
	private probesInFlight = 0;
	private sent = 0;
	private passedCount = 0;
	private refusedCount = 0;
	/** Answers since the first refusal of this round. */
	private sinceRefusal = 0;
	private failuresInARow = 0;
	private wasTold = false;

	/** @param threshold so many requests are sent in a round without care; Graph's documented limit at first */
	constructor(
		private threshold: number,
		private readonly random: () => number,
	) {}

	/** How many requests may be sent now. */
	allowance(now: number): number {
		if (now < this.resumeAt) return 0;
		if (this.refusedCount > 0) this.startRound();
		const below = this.threshold - this.sent;
		return below > 0
			? Math.min(below, Math.floor(this.window) - this.inFlight)
			: Math.floor(this.probeWindow) - this.probesInFlight;
	}

	noteSent(): Ticket {
		const isProbe = this.sent++ >= this.threshold;
		if (isProbe) this.probesInFlight++;
		else this.inFlight++;
		return { round: this.round, isProbe };
	}

	/**
	 * Graph let a request through, whatever it answered.
	 * @param share `x-ms-throttle-limit-percentage`: how much of the limit is used, from 0.8 on
	 */
	notePassed(ticket: Ticket, share?: number): void {
		this.stuckSince = undefined;
		this.pausesStuck = 0;
		this.failuresInARow = 0;
		if (!this.noteAnswered(ticket)) return;
		this.passedCount++;
		if (ticket.isProbe) this.probeWindow = Math.min(this.probeWindow + 1, MOST_IN_FLIGHT);
		else this.window = Math.min(this.window + 1, MOST_IN_FLIGHT);
		if (share) this.threshold = Math.floor(this.passedCount / share);
	}

	/** @param retryAfter how long Graph asks to wait; undefined where it does not say */
	noteRefused(ticket: Ticket, now: number, retryAfter?: number): void {
		const isOfThisRound = this.noteAnswered(ticket);
		this.stuckSince ??= now;
		if (isOfThisRound) {
			if (this.refusedCount++ === 0) this.pausesStuck++;
			if (this.sinceRefusal === 0) this.sinceRefusal = 1;
		}
		if (retryAfter !== undefined) {
			this.wasTold = true;
			this.pauseUntil(now + retryAfter);
		} else if (isOfThisRound && this.refusedCount === 1) {
			this.wasTold = false;
			this.pauseUntil(now + this.random() * longestBackoff(this.pausesStuck - 1));
		}
	}

	/** No usable answer, or one that says nothing about limits. */
	noteFailed(ticket: Ticket, now: number): void {
		// One failure concerns one request; nothing but failures is an outage.
		if (++this.failuresInARow > MOST_PARTS) this.noteRefused(ticket, now);
		else this.noteAnswered(ticket);
	}

	pauseUntil(time: number): void {
		this.resumeAt = Math.max(this.resumeAt, time);
	}

	/**
	 * An answer that says nothing about this limit.
	 * @returns whether it belongs to this round
	 */
	noteAnswered({ round, isProbe }: Ticket): boolean {
		if (round !== this.round) return false;
		if (isProbe) this.probesInFlight--;
		else this.inFlight--;
		if (this.refusedCount > 0) this.sinceRefusal++;
		return true;
	}

	private startRound(): void {
		const alpha = this.refusedCount / this.sinceRefusal;
		const kept = (1 - alpha) * (this.refusedCount + MOST_PARTS);
		this.threshold = Math.max(1, Math.round(this.passedCount + kept));
		const least = this.wasTold && this.passedCount > 0 ? MOST_PARTS : 1;
		this.window = Math.max(least, this.window * (1 - alpha));
		this.probeWindow = 1;
		this.round++;
		this.inFlight = 0;
		this.probesInFlight = 0;
		this.sent = 0;
		this.passedCount = 0;
		this.refusedCount = 0;
		this.sinceRefusal = 0;
	}
}
