import type { StoredUser } from './user.ts';

/** Properties that tell users apart; a filter by one of them need not look at everybody. */
export const keyProperties: ReadonlySet<string> = new Set([
	'id',
	'userPrincipalName',
	'mail',
	'employeeId',
	'onPremisesSamAccountName',
]);

interface Placed {
	readonly user: StoredUser;
	readonly place: number;
}

/** Users by the value of such a property, whatever its case; made when first asked for. */
export class KeyIndex {
	private readonly byProperty = new Map<string, Map<string, Placed[]>>();
	private readonly users: () => readonly StoredUser[];

	constructor(users: () => readonly StoredUser[]) {
		this.users = users;
	}

	/** Everyone with one of the values, in the order of all users. */
	find(property: string, values: readonly string[]): StoredUser[] {
		const index = this.byProperty.get(property) ?? this.make(property);
		return [...new Set(values.map((value) => value.toLowerCase()))]
			.flatMap((value) => index.get(value) ?? [])
			.sort((one, other) => one.place - other.place)
			.map(({ user }) => user);
	}

	/** @param properties whose values have changed; without them also who there is */
	forget(properties?: readonly string[]): void {
		if (!properties) this.byProperty.clear();
		else for (const name of properties) this.byProperty.delete(name);
	}

	private make(property: string): Map<string, Placed[]> {
		const index = new Map<string, Placed[]>();
		for (const [place, user] of this.users().entries()) {
			const value = property === 'id' ? user.id : user.properties[property];
			if (typeof value !== 'string') continue;
			const key = value.toLowerCase();
			const others = index.get(key);
			if (others) others.push({ user, place });
			else index.set(key, [{ user, place }]);
		}
		this.byProperty.set(property, index);
		return index;
	}
}
