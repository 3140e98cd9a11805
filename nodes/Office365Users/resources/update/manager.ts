import type { INodePropertyOptions } from 'n8n-workflow';

import { sending } from '../../parameters/options';
import { aboutUser, userIdentity } from '../../parameters/user';
import type { GraphClient } from '../../transport/client';
import { beforeSend, needs, type Step } from '../../transport/request';
import { graphUrl, userPath } from '../../transport/url';
import { pathById } from './patchUser';

/** Assigns the chosen manager, or removes the present one (graph-facts 2.5). */
const withManager: Step = function (request) {
	const removes = this.getNodeParameter('managerAction', 'assign') === 'remove';
	const given = removes ? undefined : this.getNodeParameter('manager', '', { extractValue: true });
	const identity = removes ? undefined : userIdentity(given, 'Manager');
	const manager = identity === undefined ? null : String(given).trim();
	const { user } = request.graph;
	request.graph.manager = identity;
	request.graph.writes = { user: user ?? '', fields: ['manager'] };
	request.graph.perform = async (client) => {
		const path = request.url === '/me' ? await pathById(client, '/me') : request.url;
		let statusCode: number;
		if (identity === undefined) {
			({ status: statusCode } = await client.request({
				method: 'DELETE',
				path: `${path}/manager/$ref`,
			}));
		} else {
			({ status: statusCode } = await client.request({
				method: 'PUT',
				path: `${path}/manager/$ref`,
				body: { '@odata.id': graphUrl(client.root, await referenceTo(client, identity)) },
			}));
		}
		return [{ json: { success: true, statusCode, user, manager } }];
	};
};

/**
 * The reference is an address by ID; whether Graph takes a name there is unconfirmed. An ID may be
 * that of a contact, who can be a manager too.
 */
async function referenceTo(client: GraphClient, identity: string): Promise<string> {
	if (identity === 'me') return await pathById(client, '/me');
	const isName = identity.includes('@');
	return isName ? await pathById(client, userPath(identity)) : `/directoryObjects/${identity}`;
}

export const manager: INodePropertyOptions = {
	name: 'Set Manager',
	value: 'manager',
	action: 'Set manager',
	description: 'Assign a manager to a user, or remove the present one',
	routing: {
		request: { method: 'PUT', url: '/users/{user}' },
		send: {
			paginate: true,
			preSend: beforeSend(needs('User.ReadWrite.All'), aboutUser, withManager, sending),
		},
	},
};
