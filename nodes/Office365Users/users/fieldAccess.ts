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

/** So many items read before the others, who wait for the first response: as many as fit a batch. */
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

/** What one item found out for the others. */
export class FieldAccessCache {
	/** The tenant has no SharePoint, or the caller is a guest: the wide set is refused for everyone. */
	safeFieldsForAll = false;
	/** Keys of the users whose wide set is refused. */
	readonly safeFieldsFor = new Set<string>();
	/** Even the safe set is refused: the fields are not the reason. */
	safeFieldsRefused = false;
	/** The log line has been written. */
	logged = false;
	readonly defaultFields = new FirstReaders();
	readonly sharePointFields = new FirstReaders();
}
