/** Where items that go on together wait for each other, as often as they want. */
import { type Deferred, deferred } from '../transport/deferred';

export class Meeting {
	private readonly waiting = new Map<number, Deferred<void>>();

	/**
	 * @param expected how many take part
	 * @param atATime how many are let go on one tick, so that n8n can do other work in between
	 */
	constructor(
		private expected: number,
		private readonly atATime: number,
		private readonly nextTick: () => Promise<void>,
	) {}

	/** Resolves when everyone who still takes part is here, in the order of the indexes. */
	async arrive(index: number): Promise<void> {
		const mine = deferred();
		this.waiting.set(index, mine);
		this.letGoIfComplete();
		await mine.promise;
	}

	/** One of those expected comes no more. */
	leave(): void {
		this.expected--;
		this.letGoIfComplete();
	}

	private letGoIfComplete(): void {
		if (this.waiting.size < this.expected) return;
		const all = [...this.waiting].sort(([one], [other]) => one - other);
		this.waiting.clear();
		void this.letGo(all);
	}

	private async letGo(all: ReadonlyArray<[number, Deferred<void>]>): Promise<void> {
		// The last one to come does not wait yet: it would go on after the others.
		await Promise.resolve();
		for (const [place, [, { resolve }]] of all.entries()) {
			if (place > 0 && place % this.atATime === 0) await this.nextTick();
			resolve();
		}
	}
}
