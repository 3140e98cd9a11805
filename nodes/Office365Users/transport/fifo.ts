/** First in, first out; every step takes the same time, however many wait. */
export class Fifo<T> {
	private items: T[] = [];
	private head = 0;

	get length(): number {
		return this.items.length - this.head;
	}

	push(item: T): void {
		this.items.push(item);
	}

	peek(): T | undefined {
		return this.items[this.head];
	}

	shift(): T | undefined {
		if (this.head === this.items.length) return undefined;
		const item = this.items[this.head++];
		// Cut off what has gone, so that it can be collected; half at a time keeps that cheap.
		if (this.head >= 64 && this.head * 2 >= this.items.length) {
			this.items = this.items.slice(this.head);
			this.head = 0;
		}
		return item;
	}

	/** Takes out the first `most` that the function picks. */
	remove(picks: (item: T) => boolean, most: number): T[] {
		const removed: T[] = [];
		const kept: T[] = [];
		for (let index = this.head; index < this.items.length; index++) {
			const item = this.items[index];
			(removed.length < most && picks(item) ? removed : kept).push(item);
		}
		if (removed.length > 0) {
			this.items = kept;
			this.head = 0;
		}
		return removed;
	}
}
