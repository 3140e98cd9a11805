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
		super(Infinity, 0, chance);
	}

	override allowance(now: number): number {
		return now < this.resumeAt ? 0 : MOST_IN_FLIGHT - this.flying;
	}

	override noteSent(): Ticket {
		this.flying++;
		return super.noteSent();
	}

	override notePassed(): void {
		this.flying--;
		this.stuckSince = undefined;
		this.pausesStuck = 0;
	}

	override noteRefused(_: Ticket, now: number, retryAfter?: number): void {
		this.flying--;
		this.stuckSince ??= now;
		const isNew = retryAfter === undefined && now >= this.resumeAt;
		const own = isNew ? this.chance() * longestBackoff(this.pausesStuck++) : 0;
		this.resumeAt = Math.max(this.resumeAt, now + (retryAfter ?? own));
	}

	override noteFailed(): void {
		this.flying--;
	}

	override noteAnswered(): boolean {
		this.flying--;
		return true;
	}
}
