/** Users as they are, and as the items of the run are going to leave them. */
import { InvalidParameterError } from '../../checks/invalidParameterError';
import { quoted } from '../../checks/text';
import type { Entity } from '../../transport/entity';
import {
	customAttribute,
	holdsCustomAttributes,
	withAttributes,
} from '../../users/customAttributes';
import { WRITABLE_FIELDS } from '../../users/userProperties';

/** Properties of which an item may leave one member only; custom attributes are such, too. */
const OBJECTS = new Set<string>(WRITABLE_FIELDS.flatMap(({ memberOf }) => memberOf ?? []));

export class Snapshots {
	/** Listing users is refused to this credential: they are read one by one. */
	isListingRefused = false;
	/** One for each user, under every name by which the run may know them. */
	private readonly users = new Map<string, Entity>();
	/** What users had in their fields before the run. */
	private readonly originals = new Map<string, unknown>();
	/** Those to whom a change has failed, and whose turn the first of these was. */
	private readonly failed = new Map<Entity, number>();
	private turns = 0;

	/** The place of an item among those that compare or say what they leave, in the order of the items. */
	nextTurn(): number {
		return this.turns++;
	}

	/**
	 * The one snapshot of a user, with what has been read now added. What it holds already stays: an
	 * earlier item may be going to change that.
	 * @param key by which items name the user
	 */
	add(read: Entity, key: string): Entity {
		const { id, userPrincipalName } = read;
		const names = [id, userPrincipalName, key].flatMap((name) =>
			typeof name === 'string' ? [name.toLowerCase()] : [],
		);
		// A name may have been somebody else's before an earlier group changed it.
		const found = names
			.map((name) => this.users.get(name))
			.find((one) => one && (one.id === undefined || one.id === id));
		const snapshot = found ?? {};
		for (const [name, value] of Object.entries(read)) {
			if (!(name in snapshot)) snapshot[name] = value;
			else if (OBJECTS.has(name)) {
				snapshot[name] = { ...(value as object | null), ...(snapshot[name] as object | null) };
			} else if (holdsCustomAttributes(name)) {
				snapshot[name] = withAttributes(name, value, snapshot[name]);
			}
		}
		for (const name of names) this.users.set(name, snapshot);
		return snapshot;
	}

	/** The snapshot of a user; empty if nothing has been read yet. */
	of(key: string): Entity {
		let snapshot = this.users.get(key);
		if (!snapshot) this.users.set(key, (snapshot = {}));
		return snapshot;
	}

	/**
	 * Writes what has not been compared.
	 * @param key by which items name the user
	 */
	async write<T>(key: string, turn: number, work: () => Promise<T>): Promise<T> {
		return await work().catch((error: unknown) => {
			this.noteFailed(key, turn);
			throw error;
		});
	}

	/** A change was not carried out: items of later turns must not rely on it. */
	noteFailed(key: string, turn: number): void {
		const user = this.of(key);
		this.failed.set(user, Math.min(turn, this.failed.get(user) ?? turn));
	}

	/**
	 * What a user had in a field before the run, which is what undoing it restores however many items
	 * change the field.
	 * @param now what the items so far leave there
	 */
	original(id: string, field: string, now: unknown): unknown {
		const name = `${id} ${inAnyCase(field)}`;
		if (!this.originals.has(name)) this.originals.set(name, now);
		return this.originals.get(name);
	}

	/**
	 * Writes what was found to differ.
	 * @param key by which items name the user
	 * @param label of the user, for the message
	 * @throws {InvalidParameterError} where an earlier change to this user has failed: what this one was
	 * compared with is not there
	 */
	async writeCompared<T>(
		key: string,
		turn: number,
		label: string,
		work: () => Promise<T>,
	): Promise<T> {
		// Those without a difference come last, after failures that do not concern them.
		if ((this.failed.get(this.of(key)) ?? turn) < turn) {
			throw new InvalidParameterError(
				`An earlier item was to change ${quoted(label)} and failed, so this one has not been written`,
				'It was compared with what the earlier one would have left; run it again once that succeeds',
			);
		}
		return await this.write(key, turn, work);
	}
}

/** The same for a field however its name is written; members of open extensions differ by case. */
function inAnyCase(field: string): string {
	const attribute = customAttribute(field);
	if (attribute?.kind !== 'openExtension') return field.toLowerCase();
	const [extension, ...members] = attribute.path;
	return [attribute.property, extension.toLowerCase(), ...members].join('/');
}
