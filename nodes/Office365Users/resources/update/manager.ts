import type { INodeProperties } from 'n8n-workflow';

import type { Operation, Parameter } from '../../execution/operation';
import { USER_LOCATOR, user } from '../../parameters/user';
import type { GraphClient } from '../../transport/client';
import { GraphError } from '../../transport/graphError';
import { graphUrl } from '../../transport/graphUrl';
import { settled } from '../../transport/settled';
import { isNoUser } from '../../users/notFound';
import { confirmed } from '../../users/responses';
import { idOf } from '../../users/userId';
import { ME, userRef, type UserRef } from '../../users/userRef';
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
			'The manager: a user principal name, an ID, the address of a profile page, or the word me for the signed-in user',
		displayOptions: { show: { managerAction: ['assign'] } },
		...USER_LOCATOR,
	},
];

/** Assigns the chosen manager, or removes the current one (docs/graph.md#manager). */
const assignment: Parameter = {
	properties,
	step({ graph }) {
		const removes = this.getNodeParameter('managerAction', 'assign') === 'remove';
		const manager = removes
			? undefined
			: userRef(this.getNodeParameter('manager', '', { extractValue: true }), 'Manager');
		const target = graph.user ?? ME;
		graph.manager = manager;
		graph.changes = ['manager'];
		graph.perform = async (client) => {
			// Graph has only /users/{id}/manager/$ref, for the signed-in user as well.
			const owner = target.key === 'me' ? await pathById(client, '/me') : target.path;
			const status =
				manager === undefined
					? await removal(client, owner)
					: await assigned(client, owner, await referenceTo(client, manager));
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

/** @returns the status of Graph's response */
async function assigned(client: GraphClient, owner: string, reference: string): Promise<number> {
	const path = `${owner}/manager/$ref`;
	const body = { '@odata.id': graphUrl(client.root, reference) };
	return confirmed(await client.request({ method: 'PUT', path, body })).status;
}

/**
 * Removes the manager; there is none afterwards, whether or not there was one.
 * @returns the status of Graph's response, 204 also where there was nothing to remove
 * @throws {GraphError} when there is no such user, or Graph refuses
 */
async function removal(client: GraphClient, owner: string): Promise<number> {
	const path = `${owner}/manager/$ref`;
	const answered = await settled(client.request({ method: 'DELETE', path }).then(confirmed));
	if ('value' in answered) return answered.value.status;
	const { error } = answered;
	if (!(error instanceof GraphError) || error.status !== 404) throw error;
	// No manager, or no such user: both are 404 with one code. The directory tells which.
	const user = await settled(idOf(client, owner));
	if ('error' in user) throw isNoUser(user.error) ? user.error : error;
	return 204;
}

/**
 * The reference is an address by ID, which holds in every cloud. An ID may be that of a contact, who
 * can be a manager too.
 */
async function referenceTo(client: GraphClient, { key, identity, path }: UserRef): Promise<string> {
	const isName = key === 'me' || identity.includes('@');
	return isName ? await pathById(client, path) : `/directoryObjects/${identity}`;
}

export const manager: Operation = {
	value: 'manager',
	name: 'Set Manager',
	action: 'Set manager',
	description: 'Assign a manager to a user, or remove the current one',
	request: { method: 'PUT', path: '/users/{user}' },
	permission: 'User.ReadWrite.All',
	parameters: [user, assignment],
	explain: updateSentence,
};
