/**
 * Users who are read one by one, or whose managers are, asked for together: Graph answers up to
 * fifteen keys in one `in` filter for the price of one or two single reads
 * (docs/graph.md#reads-by-key).
 */
import { type GraphClient, hasEnded, retriesOf } from '../transport/client';
import { type Entity, isUser } from '../transport/entity';
import { GraphError } from '../transport/graphError';
import { property, textProperty } from '../transport/http';
import { groupedBy } from './groupedBy';
import { keyFilter, type KeyProperty, portions } from './keyFilter';
import { isAlwaysReturned } from './userProperties';
import { isUserId, type UserRef } from './userRef';

/** Who is read: the user who is named, or the user's manager. */
export type Whom = 'user' | 'manager';

interface Wanted {
	readonly client: GraphClient;
	readonly user: UserRef;
	readonly names: readonly string[];
	readonly whom: Whom;
	readonly resolve: (found: Entity | undefined) => void;
	readonly reject: (error: unknown) => void;
}

export class KeyedReads {
	private wanted: Wanted[] = [];
	/** What listing is refused to this credential. */
	private readonly refused = new Set<Whom>();

	/** @param nextTick resolves on a later tick, when what is read together has been collected */
	constructor(private readonly nextTick: () => Promise<void>) {}

	/**
	 * @param names fields that lists of users can carry
	 * @returns undefined where a single read has to tell: alone, refused, not found this way, or no user
	 * @throws what the request throws when Graph cannot be reached, also after retries
	 */
	async read(
		client: GraphClient,
		user: UserRef,
		names: readonly string[],
		whom: Whom,
	): Promise<Entity | undefined> {
		if (this.refused.has(whom)) return undefined;
		return await new Promise((resolve, reject) => {
			this.wanted.push({ client, user, names, whom, resolve, reject });
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
		const isOfUse = keys.size > 1 && !this.refused.has(group[0].whom);
		const found = isOfUse ? await this.findAll(group) : undefined;
		if (found instanceof Error) {
			// What the first one's end has stopped is asked anew for those who go on.
			const left = group.filter(({ client }) => hasEnded(group[0].client) && !hasEnded(client));
			for (const one of group) if (!left.includes(one)) one.reject(found);
			if (left.length > 0) await this.sendGroup(left);
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
		const [{ client, user, names, whom }] = group;
		const key = keyProperty(user);
		const own = whom === 'user' ? names : [];
		try {
			const { body } = await client.request({
				method: 'GET',
				path: '/users',
				query: {
					$filter: inFilter(key, group),
					$select: [...new Set([...own, key, 'id'])].join(','),
					...(whom === 'user' ? {} : { $expand: `${whom}($select=${names.join(',')})` }),
				},
			});
			const users = byKey(body, key, new Set(group.map((one) => one.user.key)));
			return users && asked(users, names, whom);
		} catch (error) {
			if (!(error instanceof GraphError)) {
				return error instanceof Error ? error : new Error(String(error));
			}
			if (error.status === 401 || error.status === 403) this.refused.add(whom);
			// One user may be the reason; read singly, only that one fails.
			return error.status === 429 ? error : undefined;
		}
	}
}

const keyProperty = ({ identity }: UserRef): KeyProperty =>
	identity.includes('@') ? 'userPrincipalName' : 'id';

/** Those that one filter can ask for: the same kind of key, the same fields of the same person, the same retries. */
const grouped = (wanted: readonly Wanted[]): Wanted[][] =>
	groupedBy(
		wanted,
		({ client, user, names, whom }) =>
			`${retriesOf(client)} ${whom} ${keyProperty(user)} ${names.join(',')}`,
	);

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

/**
 * @param wanted the keys that were asked for
 * @returns users by key; undefined where the answer is not what was asked for: then nobody in it is
 * sure to be who they seem
 */
function byKey(
	body: unknown,
	key: KeyProperty,
	wanted: ReadonlySet<string>,
): Map<string, Entity> | undefined {
	const value = property(body, 'value');
	if (!Array.isArray(value)) return undefined;
	const users = new Map<string, Entity>();
	const ids = new Set<string>();
	for (const entity of value as unknown[]) {
		const own = textProperty(entity, key)?.toLowerCase();
		const id = textProperty(entity, 'id')?.toLowerCase();
		if (own === undefined || !wanted.has(own) || users.has(own)) return undefined;
		if (id === undefined || !isUserId(id) || ids.has(id)) return undefined;
		users.set(own, entity as Entity);
		ids.add(id);
	}
	return users;
}

/** What a single read would return of each of them, where that is certain. */
function asked(
	users: Map<string, Entity>,
	names: readonly string[],
	whom: Whom,
): Map<string, Entity> {
	const expected = names.filter(isAlwaysReturned);
	const found = new Map<string, Entity>();
	for (const [key, user] of users) {
		const entity = whom === 'user' ? user : user.manager;
		if (typeof entity !== 'object' || entity === null || Array.isArray(entity)) continue;
		const { ...one } = entity as Entity;
		// A contact has other fields, and so has one whose fields the app may not read.
		if (!isUser(one) || !expected.every((name) => name in one)) continue;
		if (whom === 'user')
			for (const name of ['id', 'userPrincipalName']) if (!names.includes(name)) delete one[name];
		found.set(key, one);
	}
	return found;
}
