/** Assigning and removing a manager (docs/graph.md#manager). */
import type { GraphClient } from '../../transport/client';
import { graphUrl } from '../../transport/graphUrl';
import type { UserRef } from '../../users/userRef';
import { pathById } from './patchUser';

type Named = Pick<UserRef, 'key' | 'identity' | 'path'>;

/**
 * @param manager undefined: the user is to have none
 * @returns the status of the response
 * @throws {GraphError}
 */
export async function writeManager(
	client: GraphClient,
	user: Named,
	manager: Named | undefined,
): Promise<number> {
	// Graph knows /users/{id}/manager/$ref only, also for the signed-in user.
	const owner = user.key === 'me' ? await pathById(client, '/me') : user.path;
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
	return status;
}

/**
 * The reference is an address by ID; whether Graph takes a name there is unconfirmed. An ID may be
 * that of a contact, who can be a manager too.
 */
async function referenceTo(client: GraphClient, { key, identity, path }: Named): Promise<string> {
	const isName = key === 'me' || identity.includes('@');
	return isName ? await pathById(client, path) : `/directoryObjects/${identity}`;
}
