/**
 * How many uploads of a run have their file in memory. The request queue takes requests with their
 * body, so files are read before it, and only for as many uploads as it sends at once.
 */
import { type Deferred, deferred } from '../../transport/deferred';

/** With photos of 4 MB, the largest there are, 80 MB. */
export const MOST_UPLOADS = 20;

/** A counting semaphore: so many at once, the others in the order in which they came. */
export class Semaphore {
	private readonly waiting: Array<Deferred<void>> = [];

	constructor(private free: number) {}

	/** Runs the work when there is room for it. */
	async use<T>(work: () => Promise<T>): Promise<T> {
		if (this.free > 0) this.free--;
		else {
			const turn = deferred();
			this.waiting.push(turn);
			await turn.promise;
		}
		try {
			return await work();
		} finally {
			const next = this.waiting.shift();
			if (next) next.resolve();
			else this.free++;
		}
	}
}

const ofRun = new WeakMap<object, Semaphore>();

/** @param run whatever stands for the run: the same object for all its items */
export function uploadSlots(run: object): Semaphore {
	let slots = ofRun.get(run);
	if (!slots) ofRun.set(run, (slots = new Semaphore(MOST_UPLOADS)));
	return slots;
}
