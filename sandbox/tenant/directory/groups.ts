import { createHash } from 'node:crypto';
import { text, type StoredUser } from './user.ts';

/** A group and its direct members; nested groups are members by ID. */
export interface Group {
	readonly id: string;
	readonly displayName: string;
	readonly mail: string | null;
	readonly userIds: readonly string[];
	readonly groupIds: readonly string[];
	/** Members of other kinds, by their type. */
	readonly others: ReadonlyArray<{ readonly type: string; readonly id: string }>;
}

/** The same name always gives the same ID, so that seeded users keep theirs. */
function idOf(name: string): string {
	const hex = createHash('sha256').update(`group ${name}`).digest('hex');
	return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/**
 * Three levels: All Staff holds the CEO and a group for each department, which holds its first
 * members and a group of all the others. Some users are in more than one of them.
 */
export function seedGroups(users: readonly StoredUser[], contactId: string): Map<string, Group> {
	const groups = new Map<string, Group>();
	const add = (
		displayName: string,
		userIds: readonly string[],
		groupIds: readonly string[] = [],
		others: Group['others'] = [],
	): string => {
		const id = idOf(displayName);
		const mail = `${displayName.replaceAll(' ', '.').toLowerCase()}@contoso.example`;
		groups.set(id, { id, displayName, mail, userIds, groupIds, others });
		return id;
	};
	const departments = new Map<string, string[]>();
	for (const { id, properties } of users) {
		const name = text(properties.department) || 'Unassigned';
		const ids = departments.get(name) ?? [];
		ids.push(id);
		departments.set(name, ids);
	}
	const perDepartment = [...departments].sort().map(([name, ids]) => {
		const team = add(`${name} Team`, ids.slice(1));
		return add(name, ids.slice(0, 3), [team]);
	});
	add(
		'All Staff',
		users.slice(0, 2).map(({ id }) => id),
		perDepartment,
		[
			{ type: 'device', id: idOf('device') },
			{ type: 'orgContact', id: contactId },
		],
	);
	add('Empty Group', []);
	return groups;
}

/** The members of a group, each once; nested ones too where `transitive`. Circles do not matter. */
export function membersOf(
	groups: ReadonlyMap<string, Group>,
	group: Group,
	transitive: boolean,
): { userIds: string[]; groupIds: string[]; others: Array<Group['others'][number]> } {
	const userIds = new Set(group.userIds);
	const groupIds = new Set(group.groupIds);
	const others = new Map(group.others.map((other) => [other.id, other]));
	if (transitive)
		// A set is walked to its end even while it grows.
		for (const id of groupIds) {
			const nested = groups.get(id);
			for (const userId of nested?.userIds ?? []) userIds.add(userId);
			for (const groupId of nested?.groupIds ?? []) groupIds.add(groupId);
			for (const other of nested?.others ?? []) others.set(other.id, other);
		}
	return { userIds: [...userIds], groupIds: [...groupIds], others: [...others.values()] };
}
