// What "Org chart of everybody as a tree" has to return for a tenant as it was seeded, in order.

export function orgTree(directory) {
	const people = directory.all();
	const ids = new Set(people.map(({ id }) => id));
	const nameOf = ({ id, properties }) => `${properties.displayName}${id}`;
	const below = (manager) =>
		people
			.filter(({ managerId }) =>
				manager === undefined ? !ids.has(managerId) : managerId === manager,
			)
			.sort((one, other) => (nameOf(one) < nameOf(other) ? -1 : 1));
	const rows = (manager, level) =>
		below(manager).flatMap(({ id, properties }) => [
			{
				level,
				person: '\u2003'.repeat(level) + properties.displayName,
				jobTitle: properties.jobTitle ?? '',
				reports: below(id).length,
			},
			...rows(id, level + 1),
		]);
	return rows(undefined, 0);
}
