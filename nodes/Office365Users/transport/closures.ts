/** Kinds of requests that Graph, or the end of the run, has closed: they get an outcome instead of waiting. */
import type { Job, Outcome } from './job';
import type { Kind } from './limits';

export interface Closing {
	readonly kinds: readonly Kind[];
	readonly until: number;
	/** Those that may be retried more often wait on. */
	readonly maxRetries: number;
}

export interface Closure extends Closing {
	readonly outcome: Outcome;
}

export class Closures {
	/** Those that the waiting requests have yet to be told of. */
	readonly untold: Closure[] = [];
	private all: Closure[] = [];

	add(closing: Closing, outcome: Outcome): void {
		// The parts of a batch that is refused all say the same.
		if (this.all.some((closure) => covers(closure, closing))) return;
		const closure = { ...closing, outcome };
		this.all.push(closure);
		this.untold.push(closure);
	}

	/** What a request gets that is to be sent now. */
	find(job: Job, now: number): Closure | undefined {
		if (this.all.length === 0) return undefined;
		this.all = this.all.filter(({ until }) => until > now);
		return this.all.find((closure) => concerns(closure, job));
	}
}

export const concerns = ({ kinds, maxRetries }: Closing, { kind, options }: Job): boolean =>
	kinds.includes(kind) && options.maxRetries <= maxRetries;

const covers = (closure: Closure, { kinds, until, maxRetries }: Closing): boolean =>
	kinds.every((kind) => closure.kinds.includes(kind)) &&
	until <= closure.until &&
	maxRetries <= closure.maxRetries;
