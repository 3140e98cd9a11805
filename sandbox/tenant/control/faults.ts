import type { z } from 'zod';
import { faultSchema, type FaultAction } from './faultSchema.ts';

export interface FaultSubject {
	readonly origin: 'graph' | 'login';
	readonly method: string;
	readonly url: string;
	readonly insideBatch: boolean;
}

type Fault = z.infer<typeof faultSchema> & {
	readonly id: number;
	left: number;
	toSkip: number;
	struck: number;
	state: number;
	/** When it first affected a request; `forMs` runs from there. */
	since: number | undefined;
};

/** The requested faults, in order. At most one affects a request. */
export class Faults {
	private faults: Fault[] = [];
	private next = 1;

	add(body: unknown): { id: number } {
		const fault = faultSchema.parse(body);
		const endless = fault.probability !== undefined || fault.forMs !== undefined;
		const left = fault.count ?? (endless ? Number.POSITIVE_INFINITY : 1);
		const id = this.next;
		this.next += 1;
		this.faults.push({
			...fault,
			id,
			left,
			toSkip: fault.skip,
			struck: 0,
			state: fault.seed,
			since: undefined,
		});
		return { id };
	}

	list(): unknown[] {
		return this.faults.map(({ id, match, action, left, struck }) => ({
			id,
			match,
			action,
			left: Number.isFinite(left) ? left : null,
			struck,
		}));
	}

	clear(): void {
		this.faults = [];
	}

	/** The fault that affects this request, if any. */
	strike(subject: FaultSubject): FaultAction | undefined {
		const now = Date.now();
		for (const fault of this.faults) {
			if (fault.left <= 0 || isOver(fault, now) || !matches(fault, subject)) continue;
			if (fault.toSkip > 0) {
				fault.toSkip -= 1;
				continue;
			}
			if (fault.probability !== undefined && draw(fault) >= fault.probability) continue;
			fault.since ??= now;
			fault.left -= 1;
			fault.struck += 1;
			return fault.action;
		}
		return undefined;
	}
}

const isOver = ({ since, forMs }: Fault, now: number): boolean =>
	since !== undefined && forMs !== undefined && now - since >= forMs;

function matches({ match, action }: Fault, subject: FaultSubject): boolean {
	const origin = match.origin ?? (action.type === 'aadsts' ? 'login' : 'graph');
	return (
		(origin === 'any' || origin === subject.origin) &&
		(match.method === undefined || match.method.toUpperCase() === subject.method) &&
		(match.insideBatch === undefined || match.insideBatch === subject.insideBatch) &&
		(action.type !== 'malformedPart' || subject.insideBatch) &&
		(match.pathPattern === undefined || new RegExp(match.pathPattern).test(subject.url))
	);
}

/** The same sequence for the same seed (mulberry32). */
function draw(fault: { state: number }): number {
	fault.state = (fault.state + 0x6d2b79f5) | 0;
	let t = Math.imul(fault.state ^ (fault.state >>> 15), 1 | fault.state);
	t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
	return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
}
