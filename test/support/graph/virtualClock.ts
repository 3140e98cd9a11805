/** Time that passes only while everybody waits: hours of it take milliseconds, and repeatably so. */
import type { Clock } from '../../../nodes/Office365Users/transport/clock';

interface Timer {
	readonly at: number;
	readonly wake: () => void;
	readonly breakOff: (reason: unknown) => void;
}

export class VirtualClock implements Clock {
	private time: number;
	private timers: Timer[] = [];
	private state: number;
	private cancelled: { reason: unknown } | undefined;

	/** @param seed the same seed gives the same chances */
	constructor({ start = 0, seed = 1 } = {}) {
		this.time = start;
		this.state = seed;
	}

	now = (): number => this.time;

	/** As the outbox sleeps: broken off when the run is cancelled. */
	sleep = async (milliseconds: number): Promise<void> =>
		await new Promise((wake, breakOff) => {
			if (this.cancelled) breakOff(this.cancelled.reason as Error);
			else this.timers.push({ at: this.time + milliseconds, wake, breakOff });
		});

	/** As the rest of the world does: nobody cancels that. */
	pass = async (milliseconds: number): Promise<void> =>
		await new Promise((wake) => {
			this.timers.push({ at: this.time + milliseconds, wake, breakOff: () => {} });
		});

	/** mulberry32 */
	random = (): number => {
		this.state = (this.state + 0x6d2b79f5) | 0;
		let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
	};

	/** The run is cancelled: whoever sleeps is woken with this. */
	cancel(reason: unknown): void {
		this.cancelled = { reason };
		for (const { breakOff } of this.timers) breakOff(reason);
	}

	/** Lets time pass until the work is done. */
	async run<T>(work: Promise<T>): Promise<T> {
		let isDone = false;
		const end = (): void => {
			isDone = true;
		};
		work.then(end, end);
		for (;;) {
			await settled();
			if (isDone) return await work;
			if (!this.next()) throw new Error('Everybody waits, and nothing will ever happen');
		}
	}

	/** Lets this much time pass. */
	async advance(milliseconds: number): Promise<void> {
		const until = this.time + milliseconds;
		await settled();
		while (this.next(until)) await settled();
		this.time = until;
	}

	private next(until = Infinity): boolean {
		let first: Timer | undefined;
		for (const timer of this.timers) if (!first || timer.at < first.at) first = timer;
		if (!first || first.at > until) return false;
		this.timers.splice(this.timers.indexOf(first), 1);
		this.time = Math.max(this.time, first.at);
		first.wake();
		return true;
	}
}

/** Everything has happened that is ready to happen. */
const settled = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));
