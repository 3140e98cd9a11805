/** What waits for its time: a binary heap, so that the soonest is found at once. */
export class Timeline<T> {
	private heap: Array<{ at: number; item: T }> = [];

	get length(): number {
		return this.heap.length;
	}

	/** The time of the soonest; Infinity where nothing waits. */
	get nextAt(): number {
		return this.heap[0]?.at ?? Infinity;
	}

	add(at: number, item: T): void {
		const { heap } = this;
		let index = heap.push({ at, item }) - 1;
		for (let parent; index > 0 && heap[index].at < heap[(parent = (index - 1) >> 1)].at; ) {
			[heap[index], heap[parent]] = [heap[parent], heap[index]];
			index = parent;
		}
	}

	/** The soonest, if its time has come. */
	takeDue(now: number): T | undefined {
		const { heap } = this;
		if (this.nextAt > now) return undefined;
		const [{ item }] = heap;
		const last = heap.pop();
		if (heap.length === 0 || !last) return item;
		heap[0] = last;
		for (let index = 0; ; ) {
			const [left, right] = [2 * index + 1, 2 * index + 2];
			const child = right < heap.length && heap[right].at < heap[left].at ? right : left;
			if (child >= heap.length || heap[index].at <= heap[child].at) return item;
			[heap[index], heap[child]] = [heap[child], heap[index]];
			index = child;
		}
	}

	/** Takes out at most so many that the function picks. */
	remove(picks: (item: T) => boolean, most: number): T[] {
		const removed: T[] = [];
		const kept: typeof this.heap = [];
		for (const entry of this.heap) {
			if (removed.length < most && picks(entry.item)) removed.push(entry.item);
			else kept.push(entry);
		}
		if (removed.length > 0) {
			this.heap = [];
			for (const { at, item } of kept) this.add(at, item);
		}
		return removed;
	}
}
