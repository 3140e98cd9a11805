/** Users as they are, and as the items of the run are going to leave them. */
import { InvalidParameterError } from '../../checks/invalidParameterError';
import { quoted } from '../../checks/text';
import type { Entity } from '../../transport/entity';
import { settled } from '../../transport/settled';

export class Snapshots {
	/** Listing users is refused to this credential: they are read one by one. */
	isListingRefused = false;
	private readonly users = new Map<string, Entity>();
	private readonly originals = new Map<string, unknown>();
	private readonly failed = new Set<string>();

	/**
	 * The one snapshot of a user, with what has been read now added. What it holds already stays: an
	 * earlier item may be going to change that.
	 */
	of(read: Entity): Entity {
		const id = String(read.id);
		const snapshot = this.users.get(id) ?? {};
		for (const [name, value] of Object.entries(read))
			if (!(name in snapshot)) snapshot[name] = value;
		this.users.set(id, snapshot);
		return snapshot;
	}

	/**
	 * What a user had in a field before the run, which is what undoing it restores however many items
	 * change the field.
	 * @param now what the items so far leave there
	 */
	original(id: string, field: string, now: unknown): unknown {
		const name = `${id} ${field}`;
		if (!this.originals.has(name)) this.originals.set(name, now);
		return this.originals.get(name);
	}

	/**
	 * Writes what was found to differ.
	 * @param label of the user, for the message
	 * @throws {InvalidParameterError} where an earlier change to this user has failed: what this one was
	 * compared with is not there
	 */
	async write<T>(id: string, label: string, work: () => Promise<T>): Promise<T> {
		if (this.failed.has(id)) {
			throw new InvalidParameterError(
				`An earlier item was to change ${quoted(label)} and failed, so this one has not been written`,
				'It was compared with what the earlier one would have left; run it again once that succeeds',
			);
		}
		const done = await settled(work());
		if ('value' in done) return done.value;
		this.failed.add(id);
		throw done.error;
	}
}
