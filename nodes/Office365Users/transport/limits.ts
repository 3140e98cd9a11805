/** Graph's limits that a run meets, each with a limiter of its own (docs/graph.md#throttling). */
import { type HttpRequest, type HttpResponse } from './http';
import { PacedLimiter } from './pacedLimiter';
import { RateLimiter, type Ticket } from './rateLimiter';

/** Requests that meet the same limits. */
export const KINDS = ['read', 'write', 'mailbox', 'signInActivity'] as const;
export type Kind = (typeof KINDS)[number];

/** Resource units that Graph allows any tenant in 10 s; most requests cost one. */
const UNITS = { limit: 3500, windowMs: 10_000 };
/** Changes that Graph allows in 150 s. */
const WRITES = { limit: 3000, windowMs: 150_000 };
/** For mailboxes Graph documents none that holds for all of them together. */
const MAILBOXES = UNITS;

/** Requests for sign-in activity in a minute (docs/graph.md#sign-in-activity-limit). */
const SIGN_IN_ACTIVITY = { limit: 10, windowMs: 60_000 };

export function kindOf({ method, mailbox, reusable, signInActivity }: HttpRequest): Kind {
	if (mailbox !== undefined) return 'mailbox';
	if (signInActivity) return 'signInActivity';
	return method === 'GET' || reusable ? 'read' : 'write';
}

export class Limits {
	private readonly limiters: Readonly<Record<Kind, readonly RateLimiter[]>>;

	/** @param random 0 to 1 */
	constructor(
		random: () => number,
		limiter = ({ limit, windowMs }: typeof UNITS): RateLimiter =>
			new RateLimiter(limit, windowMs, random),
	) {
		const units = limiter(UNITS);
		this.limiters = {
			read: [units],
			write: [units, limiter(WRITES)],
			mailbox: [limiter(MAILBOXES)],
			// Known, small and always refused beyond: it is kept, not sought.
			signInActivity: [new PacedLimiter(SIGN_IN_ACTIVITY.limit, SIGN_IN_ACTIVITY.windowMs, random)],
		};
	}

	of(kind: Kind): readonly RateLimiter[] {
		return this.limiters[kind];
	}

	/** The kinds of requests that this limiter holds up. */
	kindsOf(limiter: RateLimiter): Kind[] {
		return KINDS.filter((kind) => this.limiters[kind].includes(limiter));
	}

	/** Whether a request of this kind may be sent now. */
	allows(kind: Kind, now: number): boolean {
		return this.room(kind, now) > 0;
	}

	/** How many requests of this kind may be sent now. */
	room(kind: Kind, now: number): number {
		return Math.min(...this.limiters[kind].map((limiter) => limiter.allowance(now)));
	}

	/** When requests of this kind may be sent again; in the past where no pause holds them up. */
	resumeAt(kind: Kind): number {
		return Math.max(...this.limiters[kind].map(({ resumeAt }) => resumeAt));
	}

	noteSent(kind: Kind): Ticket[] {
		return this.limiters[kind].map((limiter) => limiter.noteSent());
	}

	/** Of a kind's limiters the one that a refusal concerns. */
	refusing(kind: Kind, { headers }: HttpResponse): RateLimiter {
		const [first, second] = this.limiters[kind];
		const information = headers['x-ms-throttle-information'];
		return second && information === 'WriteLimitExceeded' ? second : first;
	}
}
