/**
 * Users who are read one by one, asked for together: Graph answers up to fifteen keys in one `in`
 * filter for the price of one or two single reads (docs/graph.md#reads-by-key).
 */
import type { GraphClient } from '../transport/client';
import type { Entity } from '../transport/entity';
import { GraphError } from '../transport/graphError';
import { property, textProperty } from '../transport/http';
import { groupedBy } from './groupedBy';
import { keyFilter, type KeyProperty, portions } from './keyFilter';
import type { UserRef } from './userRef';

interface Wanted {
	readonly client: GraphClient;
	readonly user: UserRef;
	readonly names: readonly string[];
	readonly resolve: (found: Entity | undefined) => void;
	readonly reject: (error: unknown) => void;
}

export class KeyedReads {
	private wanted: Wanted[] = [];
	/** Listing users is refused to this credential. */
	private isRefused = false;

	/** @param nextTick resolves on a later tick, when what is read together has been collected */
	constructor(private readonly nextTick: () => Promise<void>) {}

	/**
	 * @param names fields that lists of users can carry
	 * @returns undefined where the user has to be read singly: alone, refused, or not found this way
	 * @throws what the request throws when Graph cannot be reached, also after retries
	 */
	async read(
		client: GraphClient,
		user: UserRef,
		names: readonly string[],
	): Promise<Entity | undefined> {
		if (this.isRefused) return undefined;
		return await new Promise((resolve, reject) => {
			this.wanted.push({ client, user, names, resolve, reject });
			if (this.wanted.length === 1) void this.nextTick().then(() => this.send());
		});
	}

	private send(): void {
		const wanted = this.wanted;
		this.wanted = [];
		for (const alike of grouped(wanted)) {
			for (const group of together(alike)) void this.sendGroup(group);
		}
	}

	private async sendGroup(group: readonly Wanted[]): Promise<void> {
		const keys = new Set(group.map(({ user }) => user.key));
		const found = keys.size > 1 && !this.isRefused ? await this.findAll(group) : undefined;
		if (found instanceof Error) {
			for (const { reject } of group) reject(found);
			return;
		}
		for (const { user, resolve } of group) {
			const entity = found?.get(user.key);
			// No two items share one object.
			resolve(entity && structuredClone(entity));
		}
	}

	/** @returns users by key; undefined where this way does not work; an error where none would */
	private async findAll(
		group: readonly Wanted[],
	): Promise<Map<string, Entity> | undefined | Error> {
		const [{ client, user, names }] = group;
		const key = keyProperty(user);
		try {
			const { body } = await client.request({
				method: 'GET',
				path: '/users',
				query: {
					$filter: inFilter(key, group),
					$select: [...new Set([...names, key])].join(','),
				},
			});
			return byKey(body, key, names);
		} catch (error) {
			if (!(error instanceof GraphError)) {
				return error instanceof Error ? error : new Error(String(error));
			}
			if (error.status === 401 || error.status === 403) this.isRefused = true;
			// One user may be the reason; read singly, only that one fails.
			return error.status === 429 ? error : undefined;
		}
	}
}

const keyProperty = ({ identity }: UserRef): KeyProperty =>
	identity.includes('@') ? 'userPrincipalName' : 'id';

/** Those that one filter can ask for: the same kind of key, the same fields. */
const grouped = (wanted: readonly Wanted[]): Wanted[][] =>
	groupedBy(wanted, ({ user, names }) => `${keyProperty(user)} ${names.join(',')}`);

/** As many as fit into one request; whoever names the same user goes along. */
const together = (group: readonly Wanted[]): Wanted[][] =>
	portions(
		keyProperty(group[0].user),
		groupedBy(group, ({ user }) => user.key),
		([{ user }]) => user.identity,
	).map((users) => users.flat());

const inFilter = (key: KeyProperty, group: readonly Wanted[]): string => {
	const values = new Map(group.map(({ user }) => [user.key, user.identity]));
	return keyFilter(key, [...values.values()]);
};

/** Only whoever has the key that was asked for, and has it alone. */
function byKey(
	body: unknown,
	key: KeyProperty,
	names: readonly string[],
): Map<string, Entity> | undefined {
	const value = property(body, 'value');
	if (!Array.isArray(value)) return undefined;
	const found = new Map<string, Entity>();
	const doubled = new Set<string>();
	for (const entity of value as unknown[]) {
		const own = textProperty(entity, key)?.toLowerCase();
		if (own === undefined) continue;
		if (found.has(own)) doubled.add(own);
		const { ...user } = entity as Entity;
		if (!names.includes(key)) delete user[key];
		found.set(own, user);
	}
	for (const own of doubled) found.delete(own);
	return found;
}
