import type { Clock } from '../../../nodes/Office365Users/transport/clock';
import { turn } from './turns';

export interface HandClock extends Clock {
	/** Every pause that was asked for, in milliseconds. */
	readonly slept: number[];
}

/**
 * A clock that stands still but for the pauses, which are over on the next turn.
 * @param random what chance says, 0 to 1
 * @param whileAsleep runs in each pause
 */
export function handClock({
	start = 0,
	random = 0.5,
	whileAsleep = (): void => {},
} = {}): HandClock {
	let time = start;
	const slept: number[] = [];
	return {
		slept,
		now: () => time,
		random: () => random,
		sleep: async (milliseconds) => {
			slept.push(milliseconds);
			time += milliseconds;
			await turn();
			whileAsleep();
		},
	};
}
