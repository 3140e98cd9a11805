/** A limit that is documented, small and exact: it is kept, whatever Graph might let through besides. */
import { Fifo } from './fifo';
import { RateLimiter, type Ticket } from './rateLimiter';

/** Below its limit it adapts as every limiter does: other workflows may use the limit too. */
export class PacedLimiter extends RateLimiter {
	private unanswered = 0;
	/**
	 * When the last requests were answered. Graph counted each some time before, so a window from its
	 * answer on is never too short.
	 */
	private readonly answered = new Fifo<number>();

	/**
	 * @param most requests in a window, refused ones included (docs/graph.md#retry-rule)
	 * @param windowMs how long Graph counts a request
	 * @param random 0 to 1
	 */
	constructor(
		private readonly most: number,
		private readonly windowMs: number,
		random: () => number,
	) {
		super(Infinity, windowMs, random);
	}

	override allowance(now: number): number {
		while ((this.answered.peek() ?? Infinity) <= now - this.windowMs) this.answered.shift();
		return Math.min(super.allowance(now), this.most - this.unanswered - this.answered.length);
	}

	override noteSent(): Ticket {
		this.unanswered++;
		return super.noteSent();
	}

	override noteAnswered(ticket: Ticket, now: number): boolean {
		this.unanswered--;
		this.answered.push(now);
		return super.noteAnswered(ticket, now);
	}
}
