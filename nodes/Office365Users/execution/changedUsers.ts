/** The users that a run changes: who is who, however the items name them, and whose turn it is. */

/** How an item names the user whom it changes. */
export interface ChangedUser {
	/** The key of the user; undefined if the item only reads. */
	readonly changes?: string;
	/** Finds the ID of that user, for runs that name users both by ID and by name. */
	readonly findId?: () => Promise<string>;
}

const isId = (key: string): boolean => !key.includes('@') && key !== 'me';

export class ChangedUsers {
	/** Keys of all users that the run changes, those of earlier groups included. */
	private readonly named = new Map<string, ChangedUser['findId']>();
	/** IDs of users that the run names in more than one way, by the key they were named with. */
	private readonly ids = new Map<string, string>();
	private readonly lastChange = new Map<string, Promise<unknown>>();

	/** The same for one user, however an item names them. */
	keyOf(key: string): string {
		return this.ids.get(key) ?? key;
	}

	/** Where some users are named by ID and others by name, two of them may be the same one. */
	async findIds(group: readonly ChangedUser[]): Promise<void> {
		const keys = this.named;
		for (const { changes, findId } of group) if (changes !== undefined) keys.set(changes, findId);
		const names = [...keys].filter(([key]) => !isId(key));
		if (names.length === keys.size && !keys.has('me')) return;
		if (keys.size < 2) return;
		await Promise.all(
			names.map(async ([key, findId]) => {
				if (this.ids.has(key)) return;
				// Whoever cannot be found fails by itself later, with its own message.
				const id = (await findId?.().catch(() => undefined))?.toLowerCase();
				if (id !== undefined) this.isNow(key, id);
			}),
		);
	}

	private isNow(key: string, id: string): void {
		this.ids.set(key, id);
		// What an earlier group has begun under the name comes first.
		const before = [key, id].flatMap((one) => this.lastChange.get(one) ?? []);
		if (before.length > 0) this.lastChange.set(id, Promise.allSettled(before));
	}

	/** Changes to one user, one after the other in the order of the calls. */
	async inOrder<T>(user: string, work: () => Promise<T>): Promise<T> {
		const key = this.keyOf(user);
		const before = this.lastChange.get(key) ?? Promise.resolve();
		const mine = before.then(work, work);
		this.lastChange.set(key, mine);
		return await mine;
	}

	/** Resolves when what has begun for this user so far has ended, however it ended. */
	async whenDone(user: string): Promise<void> {
		await this.lastChange.get(this.keyOf(user))?.catch(() => {});
	}
}
