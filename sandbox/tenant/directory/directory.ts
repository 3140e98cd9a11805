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
}

const sortOf: Record<string, (user: StoredUser) => string> = {
	displayName: (user) => text(user.properties.displayName),
	userPrincipalName,
	createdDateTime: (user) => text(user.properties.createdDateTime),
};
const collator = new Intl.Collator('en', { sensitivity: 'base' });

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
	private readonly sorted = new Map<string, StoredUser[]>();

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
		this.record(user.id, 'created', Object.keys(user.properties));
	}

	/** The current users; the array is never modified, so a paged request can keep it. */
	all(): readonly StoredUser[] {
		return this.list;
	}

	get(id: string): StoredUser | undefined {
		return this.byId.get(id.toLowerCase());
	}

	/**
	 * By object ID or userPrincipalName, like Graph's key: a mail address that is not the UPN finds
	 * nobody (2.2).
	 */
	find(key: string): StoredUser | undefined {
		return this.get(key) ?? this.byUpn.get(key.toLowerCase());
	}

	directReports(id: string): StoredUser[] {
		return [...(this.reports.get(id) ?? [])];
	}

	sortedBy(property: string, descending: boolean): StoredUser[] {
		const key = `${property} ${descending}`;
		const known = this.sorted.get(key);
		if (known) return known;
		const value = sortOf[property] ?? ((user: StoredUser) => text(user.properties[property]));
		const users = [...this.list].sort((a, b) => collator.compare(value(a), value(b)));
		if (descending) users.reverse();
		this.sorted.set(key, users);
		return users;
	}

	update(user: StoredUser, values: UserProperties): void {
		const oldUpn = userPrincipalName(user).toLowerCase();
		user.properties = { ...user.properties, ...values };
		const newUpn = userPrincipalName(user).toLowerCase();
		if (newUpn !== oldUpn) {
			this.byUpn.delete(oldUpn);
			this.byUpn.set(newUpn, user);
		}
		this.record(user.id, 'changed', Object.keys(values));
	}

	setManager(user: StoredUser, managerId: string | null): void {
		if (user.managerId !== null) this.reports.get(user.managerId)?.delete(user);
		user.managerId = managerId;
		if (managerId !== null) this.reportsOf(managerId).add(user);
		this.record(user.id, 'changed', ['manager']);
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
		this.record(user.id, soft ? 'softDeleted' : 'deleted', []);
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

	private record(userId: string, kind: Change['kind'], properties: readonly string[]): void {
		this.sorted.clear();
		this.version += 1;
		this.changes.push({ version: this.version, at: Date.now(), userId, kind, properties });
	}
}
