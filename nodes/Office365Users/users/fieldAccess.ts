/** Which fields a credential may read, as the first items of a run have found out. */
import { type Deferred, deferred } from '../transport/deferred';

/** Which fields are wanted. */
export interface FieldSelection {
	readonly names: readonly string[];
	/** By the user of the node: then a refusal is reported. The default set is narrowed instead. */
	readonly chosen: boolean;
	/**
	 * True where Graph returns SharePoint's fields only at the user's own address (lists, manager):
	 * they are read there and added.
	 */
	readonly profilePerUser: boolean;
}

/** How many items read before the others, who wait for the first response: as many as fit a batch. */
const FIRST_READERS = 20;

/** The first few read at once, the others after the first response: not all need the same refusal. */
class FirstReaders {
	private count = 0;
	private readonly firstResponse: Deferred<void> = deferred();

	async follow<T>(read: () => Promise<T>): Promise<T> {
		if (this.count++ >= FIRST_READERS) await this.firstResponse.promise;
		return await read().finally(() => this.firstResponse.resolve());
	}
}

/** How much of the default fields is read, each less than the one before. */
export const EXTENTS = [
	/** All of them. */
	'wide',
	/** Without SharePoint's. */
	'directory',
	/** The few that even guests may read (docs/graph.md#safe-fields). */
	'safe',
] as const;
export type Extent = (typeof EXTENTS)[number];

/** What one item found out for the others of the same credential. */
export class FieldAccessCache {
	/** Even the safe fields are refused: the fields are not the reason. */
	safeFieldsRefused = false;
	/** The permission allows filters on basic properties only (docs/graph.md#basic-permission). */
	basicFiltersOnly = false;
	readonly defaultFields = new FirstReaders();
	readonly sharePointFields = new FirstReaders();
	private forEveryone: Extent = 'wide';
	private readonly byUser = new Map<string, Extent>();
	private readonly noted = new Set<string>();

	/** @param key the user's (UserRef) */
	extentFor(key: string): Extent {
		return narrower(this.forEveryone, this.byUser.get(key) ?? 'wide');
	}

	/**
	 * Less than all can be read.
	 * @param key of the user whom it concerns; undefined where it concerns everyone
	 */
	narrow(extent: Extent, key?: string): void {
		if (key === undefined) this.forEveryone = narrower(this.forEveryone, extent);
		else this.byUser.set(key, narrower(this.extentFor(key), extent));
	}

	/** Whether this subject has not been noted in the log yet. */
	isNews(subject: 'defaults' | 'chosen' | 'filter'): boolean {
		return this.noted.size < this.noted.add(subject).size;
	}
}

const narrower = (one: Extent, other: Extent): Extent =>
	EXTENTS[Math.max(EXTENTS.indexOf(one), EXTENTS.indexOf(other))];
