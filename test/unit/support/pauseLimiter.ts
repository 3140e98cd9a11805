import { longestBackoff } from '../../../nodes/Office365Users/transport/backoff';
import {
	MOST_IN_FLIGHT,
	RateLimiter,
	type Ticket,
} from '../../../nodes/Office365Users/transport/rateLimiter';

/** To compare with: it only pauses, as long as it is told or by full-jitter backoff. */
export class PauseLimiter extends RateLimiter {
	private flying = 0;

	constructor(private readonly chance: () => number) {
		super(Infinity, chance);
	}

	override allowance(now: number): number {
		return now < this.resumeAt ? 0 : MOST_IN_FLIGHT - this.flying;
	}

	override noteSent(): Ticket {
		this.flying++;
		return { round: 0, isProbe: false };
	}

	override notePassed(): void {
		this.flying--;
		this.stuckSince = undefined;
		this.pausesStuck = 0;
	}

	override noteRefused(_: Ticket, now: number, retryAfter?: number): void {
		this.flying--;
		this.stuckSince ??= now;
		if (retryAfter !== undefined) this.pauseUntil(now + retryAfter);
		else if (now >= this.resumeAt) {
			this.pauseUntil(now + this.chance() * longestBackoff(this.pausesStuck++));
		}
	}

	override noteFailed(): void {
		this.flying--;
	}

	override noteAnswered(): boolean {
		this.flying--;
		return true;
	}
}
