import { KeyIndex } from './keyIndex.ts';
import {
	text,
	userPrincipalName,
	type OrgContact,
	type PropertyValue,
	type StoredUser,
	type UserProperties,
} from './user.ts';

/** One entry in the change log that delta reads (docs/graph.md#delta). */
export interface Change {
	readonly version: number;
	readonly at: number;
	readonly userId: string;
	readonly kind: 'created' | 'changed' | 'softDeleted' | 'deleted';
	readonly properties: readonly string[];
	/** undefined: the user did not exist before. */
	readonly before: UserVersion | undefined;
	/** undefined: the user does not exist any more. */
	readonly after: UserVersion | undefined;
}

/** A user at some time: what changes of the stored record. */
export interface UserVersion {
	readonly user: StoredUser;
	readonly properties: UserProperties;
	readonly managerId: string | null;
}

const versionOf = (user: StoredUser): UserVersion => ({
	user,
	properties: user.properties,
	managerId: user.managerId,
});

const sortOf: Record<string, (user: StoredUser) => string> = {
	displayName: (user) => text(user.properties.displayName),
	userPrincipalName,
	createdDateTime: (user) => text(user.properties.createdDateTime),
};
const collator = new Intl.Collator('en', { sensitivity: 'base' });

/** In the order of a property, regardless of case and accents. */
export function sorted(
	users: readonly StoredUser[],
	property: string,
	descending: boolean,
): StoredUser[] {
	const value = sortOf[property] ?? ((user: StoredUser) => text(user.properties[property]));
	const result = [...users].sort((a, b) => collator.compare(value(a), value(b)));
	return descending ? result.reverse() : result;
}

/**
 * The users of the tenant and their indexes. Every change goes through here, so that delta sees it.
 */
export class Directory {
	readonly orgContacts = new Map<string, OrgContact>();
	readonly changes: Change[] = [];
	readonly deleted = new Map<string, StoredUser>();
	version = 0;
	private list: StoredUser[] = [];
	private readonly byId = new Map<string, StoredUser>();
	private readonly byUpn = new Map<string, StoredUser>();
	private readonly reports = new Map<string, Set<StoredUser>>();
	private readonly sortedLists = new Map<string, StoredUser[]>();
	private readonly keys = new KeyIndex(() => this.list);

	/** Adds without a change log entry: the initial state. */
	seed(user: StoredUser): void {
		this.list.push(user);
		this.byId.set(user.id, user);
		this.byUpn.set(userPrincipalName(user).toLowerCase(), user);
		if (user.managerId !== null) this.reportsOf(user.managerId).add(user);
	}

	add(user: StoredUser): void {
		this.list = [...this.list];
		this.seed(user);
		this.record(user, 'created', Object.keys(user.properties), undefined);
	}

	/** The current users; the array is never modified, so a paged request can keep it. */
	all(): readonly StoredUser[] {
		return this.list;
	}

	get(id: string): StoredUser | undefined {
		return this.byId.get(id.toLowerCase());
	}

	/** The users as they were at an earlier version. */
	asOf(version: number): readonly StoredUser[] {
		const earlier = new Map<string, UserVersion | undefined>();
		for (const { userId, before } of this.changes.slice(version))
			if (!earlier.has(userId)) earlier.set(userId, before);
		const users = this.list.filter(({ id }) => !earlier.has(id));
		for (const then of earlier.values())
			if (then)
				users.push({ ...then.user, properties: then.properties, managerId: then.managerId });
		return users;
	}

	/**
	 * By object ID or userPrincipalName, like Graph's key: a mail address that is not the UPN finds
	 * nobody (2.2).
	 */
	find(key: string): StoredUser | undefined {
		return this.get(key) ?? this.byUpn.get(key.toLowerCase());
	}

	/** A user in the recycle bin, by object ID or former userPrincipalName. */
	deletedUser(key: string): StoredUser | undefined {
		const wanted = key.toLowerCase();
		return [...this.deleted.values()].find(
			(user) => user.id === wanted || userPrincipalName(user).toLowerCase() === wanted,
		);
	}

	/** Everyone with one of these values, in the order of `all`. */
	having(property: string, values: readonly string[]): readonly StoredUser[] {
		return this.keys.find(property, values);
	}

	directReports(id: string): StoredUser[] {
		return [...(this.reports.get(id) ?? [])];
	}

	sortedBy(property: string, descending: boolean): StoredUser[] {
		const key = `${property} ${descending}`;
		const known = this.sortedLists.get(key);
		if (known) return known;
		const users = sorted(this.list, property, descending);
		this.sortedLists.set(key, users);
		return users;
	}

	update(user: StoredUser, values: UserProperties): void {
		const before = versionOf(user);
		const oldUpn = userPrincipalName(user).toLowerCase();
		user.properties = { ...user.properties, ...values };
		const newUpn = userPrincipalName(user).toLowerCase();
		if (newUpn !== oldUpn) {
			this.byUpn.delete(oldUpn);
			this.byUpn.set(newUpn, user);
		}
		this.record(user, 'changed', Object.keys(values), before);
	}

	setManager(user: StoredUser, managerId: string | null): void {
		const before = versionOf(user);
		if (user.managerId !== null) this.reports.get(user.managerId)?.delete(user);
		user.managerId = managerId;
		if (managerId !== null) this.reportsOf(managerId).add(user);
		this.record(user, 'changed', ['manager'], before);
	}

	/**
	 * soft: moved to the recycle bin (delta: "changed"); otherwise deleted for good (delta:
	 * "deleted").
	 */
	remove(user: StoredUser, soft: boolean): void {
		this.list = this.list.filter((other) => other !== user);
		this.byId.delete(user.id);
		this.byUpn.delete(userPrincipalName(user).toLowerCase());
		if (user.managerId !== null) this.reports.get(user.managerId)?.delete(user);
		for (const report of this.directReports(user.id)) this.setManager(report, null);
		if (soft) this.deleted.set(user.id, user);
		this.record(user, soft ? 'softDeleted' : 'deleted', [], versionOf(user));
	}

	value(user: StoredUser, property: string): PropertyValue | undefined {
		return property === 'id' ? user.id : user.properties[property];
	}

	private reportsOf(managerId: string): Set<StoredUser> {
		const known = this.reports.get(managerId);
		if (known) return known;
		const created = new Set<StoredUser>();
		this.reports.set(managerId, created);
		return created;
	}

	private record(
		user: StoredUser,
		kind: Change['kind'],
		properties: readonly string[],
		before: UserVersion | undefined,
	): void {
		this.sortedLists.clear();
		this.keys.forget(kind === 'changed' ? properties : undefined);
		this.version += 1;
		this.changes.push({
			version: this.version,
			at: Date.now(),
			userId: user.id,
			kind,
			properties,
			before,
			after: kind === 'changed' || kind === 'created' ? versionOf(user) : undefined,
		});
	}
}
