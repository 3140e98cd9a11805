import type { Operation, Parameter } from '../../execution/operation';
import { selectFields } from '../../parameters/selectFields';
import { user } from '../../parameters/user';
import { type Entity, entityIn, NotAnEntityError } from '../../transport/entity';
import { propertyIn } from '../../users/responses';
import { DEFAULT_LIST_FIELDS } from '../../users/userProperties';

/**
 * The managers come nested in one another, which needs an advanced query
 * (docs/graph.md#management-chain).
 */
const expandedManagers: Parameter = {
	step(request) {
		request.graph.read = async (client, names) => {
			const response = await client.request({
				method: 'GET',
				path: request.url,
				query: {
					$select: 'id',
					$expand: `manager($levels=max;$select=${names.join(',')})`,
					$count: 'true',
				},
				headers: { ConsistencyLevel: 'eventual' },
			});
			// Without the ID it is no user, and says nothing about managers.
			propertyIn(response, 'id');
			return managersOf(entityIn(response), response.status);
		};
	},
};

/** Nearest first, each with its level. */
function managersOf(user: Entity, status: number): Entity[] {
	const managers: Entity[] = [];
	for (let next = user.manager; next !== undefined && next !== null; ) {
		if (typeof next !== 'object' || Array.isArray(next)) throw new NotAnEntityError(status);
		const { manager: above, ...manager } = next as Entity;
		managers.push({ ...manager, level: managers.length + 1 });
		next = above;
	}
	return managers;
}

export const managementChain: Operation = {
	value: 'managementChain',
	name: 'Get Management Chain',
	action: 'Get management chain of user',
	description: "Get a user's manager, the manager's manager and so on to the top",
	builderHint:
		'Everyone above a user, one item for each, nearest first, with level 1, 2, …: instead of repeating Get Manager',
	request: { method: 'GET', path: '/users/{user}' },
	permission: 'User.Read.All',
	parameters: [user, selectFields(DEFAULT_LIST_FIELDS, { profilePerUser: true }), expandedManagers],
};
