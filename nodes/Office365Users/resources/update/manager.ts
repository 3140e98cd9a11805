import type { INodeProperties } from 'n8n-workflow';

import type { Operation, Parameter } from '../../execution/operation';
import { namedUser, USER_LOCATOR, user } from '../../parameters/user';
import type { GraphClient } from '../../transport/client';
import { graphUrl } from '../../transport/graphUrl';
import { ME, type UserRef } from '../../users/userRef';
import { updateSentence } from './messages';
import { pathById } from './patchUser';

const properties: INodeProperties[] = [
	{
		displayName: 'Action',
		name: 'managerAction',
		type: 'options',
		default: 'assign',
		options: [
			{ name: 'Assign', value: 'assign', description: 'Make someone the manager of the user' },
			{ name: 'Remove', value: 'remove', description: 'Leave the user without a manager' },
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

/** Assigns the chosen manager, or removes the present one (docs/graph.md#manager). */
const assignment: Parameter = {
	properties,
	step({ graph }) {
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
		graph.perform = async (client) => {
			// Graph knows /users/{id}/manager/$ref only, also for the signed-in user.
			const owner = target.key === 'me' ? await pathById(client, '/me') : target.path;
			const path = `${owner}/manager/$ref`;
			const { status } = await client.request(
				manager === undefined
					? { method: 'DELETE', path }
					: {
							method: 'PUT',
							path,
							body: { '@odata.id': graphUrl(client.root, await referenceTo(client, manager)) },
						},
			);
			return [
				{
					json: {
						success: true,
						statusCode: status,
						user: target.given,
						manager: manager?.given ?? null,
					},
				},
			];
		};
	},
};

/**
 * The reference is an address by ID; whether Graph takes a name there is unconfirmed. An ID may be
 * that of a contact, who can be a manager too.
 */
async function referenceTo(client: GraphClient, { key, identity, path }: UserRef): Promise<string> {
	const isName = key === 'me' || identity.includes('@');
	return isName ? await pathById(client, path) : `/directoryObjects/${identity}`;
}

export const manager: Operation = {
	value: 'manager',
	name: 'Set Manager',
	action: 'Set manager',
	description: 'Assign a manager to a user, or remove the present one',
	request: { method: 'PUT', path: '/users/{user}' },
	permission: 'User.ReadWrite.All',
	parameters: [user, assignment],
	explain: updateSentence,
};
