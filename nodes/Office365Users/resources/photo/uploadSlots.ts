/**
 * How many uploads of a run have their file in memory. The request queue takes requests with their
 * body, so files are read before it, and only for as many uploads as it sends at once.
 */
import { type Deferred, deferred } from '../../transport/deferred';

/** At once: the request queue sends no more. */
export const MOST_UPLOADS = 20;
/** What a larger file takes besides is room that others could have: 16 MB for all of them. */
const SLOT_BYTES = 800_000;

/** A counting semaphore: so many at once, the others in the order in which they came. */
export class Semaphore {
	private readonly waiting: Array<{ size: number; turn: Deferred<void> }> = [];
	private free: number;

	constructor(private readonly all: number) {
		this.free = all;
	}

	/**
	 * Runs the work when there is room for it.
	 * @param size how much room it takes; at most all that there is
	 */
	async use<T>(work: () => Promise<T>, size = 1): Promise<T> {
		const taken = Math.min(size, this.all);
		const turn = deferred();
		this.waiting.push({ size: taken, turn });
		this.letIn();
		await turn.promise;
		try {
			return await work();
		} finally {
			this.free += taken;
			this.letIn();
		}
	}

	private letIn(): void {
		for (let next = this.waiting[0]; next && next.size <= this.free; next = this.waiting[0]) {
			this.free -= next.size;
			this.waiting.shift();
			next.turn.resolve();
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

/** How many slots a file of this size takes. */
export const slotsFor = (bytes: number): number => Math.max(1, Math.ceil(bytes / SLOT_BYTES));
