/** Assigning and removing a manager (docs/graph.md#manager). */
import type { GraphClient } from '../../transport/client';
import { GraphError } from '../../transport/graphError';
import { graphUrl } from '../../transport/graphUrl';
import { settled } from '../../transport/settled';
import { isDirectorys, isNoManager, isNoUser } from '../../users/notFound';
import { confirmed } from '../../users/responses';
import { idOf } from '../../users/userId';
import type { UserRef } from '../../users/userRef';
import { pathById } from './patchUser';

type Named = Pick<UserRef, 'key' | 'identity' | 'path'>;

/**
 * @param manager undefined: the user is to have none
 * @returns the status of Graph's response, 204 also where there was nothing to remove
 * @throws {GraphError} when there is no such user, or Graph refuses
 */
export async function writeManager(
	client: GraphClient,
	user: Named,
	manager: Named | undefined,
): Promise<number> {
	// Graph has only /users/{id}/manager/$ref, for the signed-in user as well.
	const owner = user.key === 'me' ? await pathById(client, '/me') : user.path;
	return manager === undefined
		? await removal(client, owner)
		: await assigned(client, owner, await referenceTo(client, manager));
}

async function assigned(client: GraphClient, owner: string, reference: string): Promise<number> {
	const path = `${owner}/manager/$ref`;
	const body = { '@odata.id': graphUrl(client.root, reference) };
	return confirmed(await client.request({ method: 'PUT', path, body })).status;
}

/** There is none afterwards, whether or not there was one. */
async function removal(client: GraphClient, owner: string): Promise<number> {
	const path = `${owner}/manager/$ref`;
	const answered = await settled(client.request({ method: 'DELETE', path }).then(confirmed));
	if ('value' in answered) return answered.value.status;
	const { error } = answered;
	if (!(error instanceof GraphError) || error.status !== 404) throw error;
	// No manager, or no such user: both are 404 with one code. The directory tells which.
	const told = await settled(
		isDirectorys(error) ? idOf(client, owner) : idOf(client, `${owner}/manager`),
	);
	if ('error' in told && isNoUser(told.error)) throw told.error;
	// A 404 that is not the directory's own says nothing; only that there is no manager settles it.
	const isGone = isDirectorys(error) ? 'value' in told : 'error' in told && isNoManager(told.error);
	if (!isGone) throw error;
	return 204;
}

/**
 * The reference is an address by ID, which holds in every cloud. An ID may be that of a contact, who
 * can be a manager too.
 */
async function referenceTo(client: GraphClient, { key, identity, path }: Named): Promise<string> {
	const isName = key === 'me' || identity.includes('@');
	return isName ? await pathById(client, path) : `/directoryObjects/${identity}`;
}
