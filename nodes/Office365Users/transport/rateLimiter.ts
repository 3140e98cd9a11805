/**
 * How many requests may be sent now. TCP's congestion control for Graph's quotas: slow start up to
 * a threshold (RFC 5681), and after a refusal a decrease in proportion to the share refused, as in
 * DCTCP (RFC 8257). docs/rate-limiter.md explains and measures it. Times in milliseconds.
 */
import { longestBackoff } from './backoff';
import { MOST_PARTS } from './batch';
import { Fifo } from './fifo';

/** In flight at first: four batches. */
const INITIAL_WINDOW = 4 * MOST_PARTS;
/** In flight at most. At a second per call Graph's 3,500 in 10 s need no more. */
export const MOST_IN_FLIGHT = 20 * MOST_PARTS;
/** In the first round, where no limit is known, the window grows by so much with each answer; later by one. */
const CAUTIOUS_GROWTH = 1 / 3;
/** What is known of refusals weighs as much as so many new answers. */
const MEMORY = 8;
/** So many requests beyond the threshold that pass show that Graph counts anew. */
const CONVINCING_PROBES = 7;
/** After so many pauses in a row a whole batch is tried, not only one request. */
const PATIENT_PAUSES = 6;
/** Graph counts over 10 s, so a pause that it does not ask for need not be longer. */
const LONGEST_UNTOLD_PAUSE_MS = 8000;

/** From one pause to the next. */
interface Round {
	readonly startedAt: number;
	sent: number;
	inFlight: number;
	passed: number;
	refused: number;
	/** Beyond the threshold, as few as after a start: slow start from one. */
	probeWindow: number;
	probesInFlight: number;
	/** Place of the first to be refused; how many sent after it were answered, and were refused. */
	firstRefused: number;
	after: number;
	refusedAfter: number;
	/** Graph has said how long to wait. */
	wasTold: boolean;
}

/** What a request was sent as. */
export interface Ticket {
	readonly round: Round;
	readonly place: number;
	/** How many count in the quota window, this one included. */
	readonly used: number;
	readonly isProbe: boolean;
}

export class RateLimiter {
	/** Nothing is sent before this. */
	resumeAt = 0;
	/** Since when nothing but refusals has come, and how many pauses there have been since. */
	stuckSince: number | undefined;
	pausesStuck = 0;
	/** When those were answered that have passed in the last quota window. */
	private readonly recent = new Fifo<number>();
	private round = newRound(-Infinity);
	private isFirstRound = true;
	private window = INITIAL_WINDOW;
	/** How much of what was sent after a refusal is refused too: 1 at a limit, less where it is chance. */
	private alpha = 1;
	private failuresInARow = 0;

	/**
	 * @param threshold so many requests in a quota window go without care; Graph's documented limit at first
	 * @param quotaWindow over which Graph counts
	 * @param random 0 to 1
	 */
	constructor(
		private threshold: number,
		private readonly quotaWindow: number,
		private readonly random: () => number,
	) {}

	/** How many requests may be sent now; 0 or less: none. */
	allowance(now: number): number {
		if (now < this.resumeAt) return 0;
		if (this.round.refused > 0) this.startRound(now);
		this.forget(now - this.quotaWindow);
		const { inFlight, probeWindow, probesInFlight } = this.round;
		const room = Math.floor(this.threshold) - this.recent.length - inFlight;
		return room > 0
			? Math.min(room, Math.floor(this.window) - inFlight)
			: probeWindow - probesInFlight;
	}

	noteSent(): Ticket {
		const { round } = this;
		const used = this.recent.length + round.inFlight + round.probesInFlight + 1;
		const isProbe = this.recent.length + round.inFlight >= Math.floor(this.threshold);
		if (isProbe) round.probesInFlight++;
		else round.inFlight++;
		return { round, place: round.sent++, used, isProbe };
	}

	/**
	 * Graph let a request through, whatever it answered.
	 * @param share `x-ms-throttle-limit-percentage`: how much of the limit is used, from 0.8 on
	 */
	notePassed(ticket: Ticket, now: number, share?: number): void {
		this.stuckSince = undefined;
		this.pausesStuck = this.failuresInARow = 0;
		this.recent.push(now);
		if (!this.noteAnswered(ticket, now)) return;
		this.round.passed++;
		// Later on refusals have shown the limit more exactly.
		if (share && this.isFirstRound) this.threshold = ticket.used / share;
		if (ticket.isProbe) {
			const { round } = this;
			round.probeWindow = Math.min(round.probeWindow + 1, MOST_IN_FLIGHT);
			if (round.probeWindow > CONVINCING_PROBES) this.forget(round.startedAt);
		} else {
			const growth = this.isFirstRound ? CAUTIOUS_GROWTH : 1;
			this.window = Math.min(this.window + growth, MOST_IN_FLIGHT);
		}
	}

	/** @param retryAfter how long Graph asks to wait; undefined where it does not say */
	noteRefused(ticket: Ticket, now: number, retryAfter?: number): void {
		const { round } = this;
		this.stuckSince ??= now;
		if (this.noteAnswered(ticket, now)) {
			if (ticket.place > round.firstRefused) round.refusedAfter++;
			if (round.refused++ === 0) {
				round.firstRefused = ticket.place;
				const longest = Math.min(LONGEST_UNTOLD_PAUSE_MS, longestBackoff(this.pausesStuck++));
				if (retryAfter === undefined) this.pauseUntil(now + this.random() * longest);
			}
		}
		if (retryAfter === undefined) return;
		round.wasTold = true;
		this.pauseUntil(now + retryAfter);
	}

	/** No usable answer. A failure concerns one request; nothing but failures is an outage. */
	noteFailed(ticket: Ticket, now: number): void {
		if (++this.failuresInARow > MOST_PARTS) this.noteRefused(ticket, now);
		else this.noteAnswered(ticket, now);
	}

	/**
	 * An answer that says nothing about this limit.
	 * @returns whether it belongs to the present round
	 */
	noteAnswered(...[{ round, place, isProbe }]: [ticket: Ticket, now: number]): boolean {
		if (isProbe) round.probesInFlight--;
		else round.inFlight--;
		if (place > round.firstRefused) round.after++;
		return round === this.round;
	}

	/** After a pause. What the last round has shown sets threshold and window. */
	private startRound(now: number): void {
		const { passed, after, refusedAfter } = this.round;
		this.alpha = (MEMORY * this.alpha + refusedAfter) / (MEMORY + after);
		if (passed > 0) this.threshold = this.alpha < 0.5 ? Infinity : this.recent.length;
		this.window = Math.max(this.firstWindow(), this.window * (1 - this.alpha));
		this.round = newRound(now);
		this.isFirstRound = false;
	}

	/** What is sent at once after a pause: little where nobody knows whether Graph takes anything yet. */
	private firstWindow(): number {
		const { passed, wasTold } = this.round;
		if (wasTold && passed > 0) {
			return Math.max(MOST_PARTS, Math.min(this.threshold / 50, MOST_IN_FLIGHT));
		}
		const isFirstPause = wasTold && this.pausesStuck === 1;
		return isFirstPause || this.pausesStuck >= PATIENT_PAUSES ? MOST_PARTS : 1;
	}

	private pauseUntil(time: number): void {
		this.resumeAt = Math.max(this.resumeAt, time);
	}

	private forget(until: number): void {
		while ((this.recent.peek() ?? Infinity) <= until) this.recent.shift();
	}
}

const newRound = (startedAt: number): Round => ({
	startedAt,
	sent: 0,
	inFlight: 0,
	passed: 0,
	refused: 0,
	probeWindow: 1,
	probesInFlight: 0,
	firstRefused: Infinity,
	after: 0,
	refusedAfter: 0,
	wasTold: false,
});
