/**
 * Users by key, many at a time: whatever is wanted on one tick is asked for together, up to fifteen
 * keys in a request (docs/graph.md#reads-by-key), which the request queue puts into batches of 20.
 */
import { type GraphClient, hasEnded, retriesOf } from '../transport/client';
import type { Entity } from '../transport/entity';
import { type Deferred, deferred } from '../transport/deferred';
import { GraphError } from '../transport/graphError';
import { property as member, textProperty } from '../transport/http';
import { PagingError } from '../transport/paging';
import { settled } from '../transport/settled';
import { groupedBy } from './groupedBy';
import { keyFilter, type KeyProperty, needsAdvancedQuery, portions } from './keyFilter';
import { isAlwaysReturned } from './userProperties';

/** A property that tells users apart, and its value for one of them. */
export interface UserKey {
	readonly property: KeyProperty;
	readonly value: string;
}

/** What is read of the users. */
export interface LookUpFields {
	/** Properties that lists of users can carry; `id` and `userPrincipalName` are always read. */
	readonly names?: readonly string[];
	/** True: with `manager`, of whom `id` and `userPrincipalName` are read. */
	readonly manager?: boolean;
}

interface Wanted {
	readonly client: GraphClient;
	readonly property: KeyProperty;
	readonly value: string;
	readonly fields: LookUpFields;
	readonly resolve: (found: readonly Entity[]) => void;
	readonly reject: (error: unknown) => void;
}

/** Who asked first, and what came. */
interface Asked {
	readonly client: GraphClient;
	readonly found: Promise<readonly Entity[]>;
}

/** A contact can be a manager, too, and has no user principal name. */
const MANAGER = 'manager($select=id,userPrincipalName)';

export class UserLookup {
	private wanted: Wanted[] = [];
	private readonly asked = new Map<string, Asked>();
	/** Requests by mail that are on their way, and who waits for the last of them. */
	private mailRequests = 0;
	private mailAnswered: Deferred<void> = deferred();

	/** @param nextTick resolves on a later tick, when what is read together has been collected */
	constructor(private readonly nextTick: () => Promise<void>) {}

	/**
	 * All users with this key, in Graph's order. Each key is asked for once, whoever wants it.
	 * @returns entities that the callers share: not to be changed
	 * @throws {GraphError} when listing users is refused; whatever the request throws
	 */
	async find(
		client: GraphClient,
		key: UserKey,
		fields: LookUpFields = {},
	): Promise<readonly Entity[]> {
		// An advanced query has no place for `$expand` (docs/graph.md#expand).
		if (fields.manager && needsAdvancedQuery(key.property, key.value)) {
			const users = await this.find(client, key);
			const byId = users.map(
				async ({ id }) => await this.find(client, { property: 'id', value: String(id) }, fields),
			);
			return (await Promise.all(byId)).flat();
		}
		const name = `${retriesOf(client)} ${askedAs(key, fields)}`;
		let asked = this.asked.get(name);
		if (!asked) {
			asked = { client, found: this.collect({ client, ...key, fields }) };
			this.asked.set(name, asked);
		}
		const waited = asked;
		return await waited.found.catch(async (error: unknown) => {
			// The end of another's item says nothing about this one.
			if (!hasEnded(waited.client) || hasEnded(client)) throw error;
			if (this.asked.get(name) === waited) this.asked.delete(name);
			return await this.find(client, key, fields);
		});
	}

	/**
	 * The users with this mail address, else those who have it among their proxy addresses
	 * (docs/graph.md#user-ids-in-paths: Graph itself finds nobody by a mail address).
	 * @throws as `find`
	 */
	async findByMail(
		client: GraphClient,
		address: string,
		fields: LookUpFields = {},
	): Promise<readonly Entity[]> {
		const users = await this.find(client, { property: 'mail', value: address }, fields);
		if (users.length > 0) return users;
		// Few are left over from each request; together they fit into few.
		if (this.mailRequests > 0) await this.mailAnswered.promise;
		return await this.find(client, { property: 'proxyAddresses', value: address }, fields);
	}

	private async collect(wanted: Omit<Wanted, 'resolve' | 'reject'>): Promise<readonly Entity[]> {
		return await new Promise((resolve, reject) => {
			this.wanted.push({ ...wanted, resolve, reject });
			if (this.wanted.length === 1) void this.nextTick().then(() => this.send());
		});
	}

	private send(): void {
		const groups = groupedBy(this.wanted.splice(0), ({ client, property, value, fields }) => {
			const mode = needsAdvancedQuery(property, value) ? 'advanced' : 'plain';
			return `${retriesOf(client)} ${mode} ${property} ${readAs(fields)}`;
		});
		for (const group of groups) {
			for (const portion of portions(group[0].property, group, ({ value }) => value)) {
				const isByMail = portion[0].property === 'mail';
				if (isByMail) this.mailRequests++;
				void ask(portion).then(() => {
					if (isByMail) this.noteMailAnswered();
				});
			}
		}
	}

	private noteMailAnswered(): void {
		if (--this.mailRequests > 0) return;
		this.mailAnswered.resolve();
		this.mailAnswered = deferred();
	}
}

const readAs = ({ names = [], manager = false }: LookUpFields): string =>
	`${names.join(',')} ${manager}`;
const askedAs = ({ property, value }: UserKey, fields: LookUpFields): string =>
	`${property} ${readAs(fields)} ${value.toLowerCase()}`;

/** Never rejects: each of those who wait learns what became of their own key. */
async function ask(portion: readonly Wanted[]): Promise<void> {
	const answered = await settled(request(portion));
	if ('value' in answered) {
		for (const one of portion) one.resolve(answered.value.filter((user) => hasKey(user, one)));
		return;
	}
	const { error } = answered;
	const left = portion.filter(({ client }) => hasEnded(portion[0].client) && !hasEnded(client));
	if (left.length > 0) {
		for (const one of portion) if (!left.includes(one)) one.reject(error);
		await ask(left);
	} else if (portion.length > 1 && isOfTheGroup(error)) {
		await Promise.all(portion.map(async (one) => await ask([one])));
	} else for (const one of portion) one.reject(error);
}

/** Refused because they are asked for together, or not answered for all of them: singly it may be better. */
const isOfTheGroup = (error: unknown): boolean =>
	error instanceof PagingError ||
	(error instanceof GraphError && ![401, 403, 429].includes(error.status));

/**
 * @returns users, each of whom has one of the keys
 * @throws {GraphError} {PagingError} when the answer is not that, or only a part of it
 */
async function request(portion: readonly Wanted[]): Promise<readonly Entity[]> {
	const [{ client, property, fields, value }] = portion;
	const select = new Set(['id', 'userPrincipalName', property, ...(fields.names ?? [])]);
	const isAdvanced = needsAdvancedQuery(property, value);
	const { body } = await client.request({
		method: 'GET',
		path: '/users',
		query: {
			$filter: keyFilter(
				property,
				portion.map((one) => one.value),
			),
			$select: [...select].join(','),
			...(fields.manager ? { $expand: MANAGER } : {}),
			...(isAdvanced ? { $count: 'true' } : {}),
		},
		...(isAdvanced ? { headers: { ConsistencyLevel: 'eventual' } } : {}),
	});
	const refused = (what: string): PagingError =>
		new PagingError(
			`Microsoft Graph answered with ${what}`,
			`Users were looked up by ${property}. Check that no proxy or firewall answers in its place`,
		);
	const users = member(body, 'value');
	if (!Array.isArray(users)) throw refused('something that is not a list');
	if (!users.every((user) => isOneOf(portion, user, [...select]))) {
		throw refused('other users than those who were asked for');
	}
	if (new Set(users.map(({ id }: Entity) => String(id).toLowerCase())).size < users.length) {
		throw refused('the same user several times');
	}
	// Whoever is missing may be on a later page.
	if (portion.length > 1 && textProperty(body, '@odata.nextLink') !== undefined) {
		throw refused('only a part of the users');
	}
	return users as Entity[];
}

/** Whether this is a whole user, with one of the keys. */
function isOneOf(portion: readonly Wanted[], user: unknown, names: readonly string[]): boolean {
	if (!textProperty(user, 'id')) return false;
	return (
		names.filter(isAlwaysReturned).every((name) => name in (user as Entity)) &&
		portion.some((one) => hasKey(user as Entity, one))
	);
}

/** Graph compares keys without regard to case. */
function hasKey(user: Entity, { property, value }: UserKey): boolean {
	const own = user[property];
	const wanted = (property === 'proxyAddresses' ? `smtp:${value}` : value).toLowerCase();
	const values: unknown[] = Array.isArray(own) ? own : [own];
	return values.some((one) => typeof one === 'string' && one.toLowerCase() === wanted);
}
