import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Operation, Parameter } from '../../execution/operation';
import { namedUser, USER_LOCATOR, user } from '../../parameters/user';
import { ME } from '../../users/userRef';
import { comparedManager, managerNotCompared } from './comparedManager';
import { updateSentence } from './messages';
import { isOn, onlyIfChangedOption } from './onlyIfChanged';
import { writeManager } from './writeManager';

const properties: INodeProperties[] = [
	{
		displayName: 'Action',
		name: 'managerAction',
		type: 'options',
		default: 'assign',
		options: [
			{ name: 'Assign', value: 'assign', description: 'Make someone the manager of the user' },
			{
				name: 'Remove',
				value: 'remove',
				description: 'Leave the user without a manager, whether or not there is one now',
			},
		],
	},
	{
		displayName: 'Manager',
		name: 'manager',
		description:
			'The manager: a user principal name, an ID, a mail address, an employee ID, the address of a profile page, or the word me for the signed-in user',
		displayOptions: { show: { managerAction: ['assign'] } },
		...USER_LOCATOR,
	},
];

/** Assigns the chosen manager, or removes the current one (docs/graph.md#manager). */
const assignment: Parameter = {
	properties,
	options: [onlyIfChangedOption],
	step({ graph }, { onlyIfChanged }) {
		const removes = this.getNodeParameter('managerAction', 'assign') === 'remove';
		const manager = removes
			? undefined
			: namedUser(
					this.getNodeParameter('manager', '', { extractValue: true }),
					'Manager',
					this.getNode().parameters.manager,
				);
		const target = graph.user ?? ME;
		graph.manager = manager;
		graph.changes = ['manager'];
		const comparison = isOn(onlyIfChanged)
			? comparedManager(graph, target, manager)
			: () => undefined;
		const uncompared = isOn(onlyIfChanged)
			? () => undefined
			: managerNotCompared(graph, target, manager);
		graph.perform = async (client) => {
			const compared = comparison();
			const writing = compared ?? uncompared();
			// What an earlier item was to leave is only there if that one has succeeded.
			const write = async (): Promise<number | null> =>
				graph.unchanged ? null : await writeManager(client, target, manager);
			const status = writing ? await writing.write(write) : await write();
			return [
				{
					json: {
						success: true,
						statusCode: status,
						user: target.given,
						manager: manager?.given ?? null,
						...(compared && {
							changed: !graph.unchanged,
							changes: compared.changes as unknown as IDataObject[],
						}),
					},
				},
			];
		};
	},
};

export const manager: Operation = {
	value: 'manager',
	name: 'Set Manager',
	action: 'Set manager of user',
	description: 'Assign a manager to a user, or remove the current one',
	builderHint: 'For a list of users and their managers take Sync Users, which has a column manager',
	request: { method: 'PUT', path: '/users/{user}' },
	permission: 'User.ReadWrite.All',
	parameters: [user, assignment],
	explain: updateSentence,
};
