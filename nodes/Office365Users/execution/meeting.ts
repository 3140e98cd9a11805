/** Where items that go on together wait for each other, as often as they want. */
import { type Deferred, deferred } from '../transport/deferred';

export class Meeting {
	private readonly waiting = new Map<number, { isIdle: boolean; mine: Deferred<void> }>();

	private readonly over = deferred();

	/**
	 * @param expected how many take part
	 * @param atATime how many are let go on one tick, so that n8n can do other work in between
	 * @param before a meeting that has to be over first
	 */
	constructor(
		private expected: number,
		private readonly atATime: number,
		private readonly nextTick: () => Promise<void>,
		private readonly before?: Meeting,
	) {}

	/**
	 * Resolves when everyone who still takes part is here, in the order of the indexes.
	 * @param isIdle it has nothing to send, and goes on after those who have: what they send then fills
	 * batches
	 */
	async arrive(index: number, isIdle = false): Promise<void> {
		const mine = deferred();
		this.waiting.set(index, { isIdle, mine });
		this.letGoIfComplete();
		await mine.promise;
	}

	/** One of those expected comes no more. */
	leave(): void {
		this.expected--;
		if (this.expected === 0) this.over.resolve();
		this.letGoIfComplete();
	}

	private letGoIfComplete(): void {
		if (this.waiting.size < this.expected) return;
		const inOrder = [...this.waiting].sort(([one], [other]) => one - other);
		this.waiting.clear();
		const all = inOrder.map(([, one]) => one);
		void this.letGo([...all.filter((one) => !one.isIdle), ...all.filter((one) => one.isIdle)]);
	}

	private async letGo(all: ReadonlyArray<{ mine: Deferred<void> }>): Promise<void> {
		// The last one to come does not wait yet: it would go on after the others.
		await (this.before?.over.promise ?? Promise.resolve());
		for (const [place, { mine }] of all.entries()) {
			if (place > 0 && place % this.atATime === 0) await this.nextTick();
			mine.resolve();
		}
	}
}
