/** The clock, so that tests need not wait. Times in milliseconds. */
export interface Clock {
	now(): number;
	/** Rejects when the run is cancelled. */
	sleep(milliseconds: number): Promise<void>;
	/** 0 to 1. */
	random(): number;
}

/**
 * Time that never goes back: where the computer's clock is set back, waiting goes on as if nothing
 * had happened.
 * @returns milliseconds, from the clock's time on
 */
export function steadyTime(clock: Clock): () => number {
	let seen = clock.now();
	let time = seen;
	return () => {
		const now = clock.now();
		time += Math.max(0, now - seen);
		seen = now;
		return time;
	};
}
