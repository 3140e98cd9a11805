/** First in, first out; every step takes the same time, however many wait. */
export class Fifo<T> {
	/** Those that have gone have left their places empty: what they hold, a file perhaps, can be freed. */
	private items: Array<T | undefined> = [];
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
		const item = this.items[this.head];
		this.items[this.head++] = undefined;
		// Cut off the empty places; half at a time keeps that cheap.
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
			const item = this.items[index] as T;
			(removed.length < most && picks(item) ? removed : kept).push(item);
		}
		if (removed.length > 0) {
			this.items = kept;
			this.head = 0;
		}
		return removed;
	}
}
