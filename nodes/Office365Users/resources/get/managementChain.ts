import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import { sending } from '../../parameters/options';
import { withFields } from '../../parameters/selectFields';
import { aboutUser } from '../../parameters/user';
import { beforeSend, needs, type Step } from '../../transport/request';
import { DEFAULT_LIST_FIELDS } from '../../userProperties';

/** The managers come nested in one another; Graph wants its advanced mode for that (graph-facts 2.5). */
const upTheChain: Step = function (request) {
	request.graph.read = async (client, names) => {
		const { body } = await client.request({
			method: 'GET',
			path: request.url,
			query: {
				$select: 'id',
				$expand: `manager($levels=max;$select=${names.join(',')})`,
				$count: 'true',
			},
			headers: { ConsistencyLevel: 'eventual' },
		});
		return managersOf(body as IDataObject);
	};
};

/** Nearest first, each with its level. */
function managersOf(user: IDataObject): IDataObject[] {
	const managers: IDataObject[] = [];
	for (let next = user.manager; next !== undefined && next !== null; ) {
		const { manager: above, ...manager } = next as IDataObject;
		managers.push({ ...manager, level: managers.length + 1 });
		next = above;
	}
	return managers;
}

export const managementChain: INodePropertyOptions = {
	name: 'Get Management Chain',
	value: 'managementChain',
	action: 'Get management chain',
	description: "Get a user's manager, the manager's manager and so on to the top",
	routing: {
		request: { method: 'GET', url: '/users/{user}' },
		send: {
			paginate: true,
			preSend: beforeSend(
				needs('User.Read.All'),
				aboutUser,
				withFields(DEFAULT_LIST_FIELDS, { profilePerUser: true }),
				upTheChain,
				sending,
			),
		},
	},
};
