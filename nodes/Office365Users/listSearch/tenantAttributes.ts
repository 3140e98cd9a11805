/** The tenant's custom attributes, for lists in the editor. */
import type {
	ICredentialDataDecryptedObject,
	IExecuteSingleFunctions,
	ILoadOptionsFunctions,
} from 'n8n-workflow';

import { credentialType, itemCredential } from '../execution/credential';
import { n8nSend } from '../execution/n8nHttp';
import { isGranted } from '../messages/permissionHint';
import { DEFINITION_PERMISSIONS } from '../messages/permissionsToList';
import { graphClient } from '../transport/client';
import {
	directoryExtensions,
	type KnownAttribute,
	securityAttributes,
} from '../users/attributeDefinitions';

/** The editor waits for its lists. */
const LONGEST_WAIT_MS = 10_000;

/**
 * Directory extensions and custom security attributes of users, as far as the credential may read
 * their definitions. Nobody is kept from working by a list: whatever fails leaves it empty.
 */
export async function tenantAttributes(context: ILoadOptionsFunctions): Promise<KnownAttribute[]> {
	const lists = await openLists(context).catch(() => []);
	const found = await Promise.all(lists.map(async (list) => await list().catch(() => [])));
	return found
		.flat()
		.filter(({ ofUsers, isActive }) => ofUsers && isActive)
		.sort((one, other) => shownAttribute(one).localeCompare(shownAttribute(other), 'en'));
}

async function openLists(
	context: ILoadOptionsFunctions,
): Promise<Array<() => Promise<KnownAttribute[]>>> {
	const { root, scopes } = await itemCredential({
		getNode: () => context.getNode(),
		getCredentials: async (type) =>
			await context.getCredentials<ICredentialDataDecryptedObject>(type),
	});
	const send = n8nSend(
		context as unknown as IExecuteSingleFunctions,
		credentialType(context.getNode()),
		{ timeout: LONGEST_WAIT_MS },
	);
	const client = graphClient(root, send);
	const lists = [
		{ permission: DEFINITION_PERMISSIONS.extensions, read: directoryExtensions },
		{ permission: DEFINITION_PERMISSIONS.securityAttributes, read: securityAttributes },
	];
	return lists
		.filter(({ permission }) => isGranted({ scopes }, permission) !== false)
		.map(
			({ read }) =>
				async () =>
					await read(client),
		);
}

/** Such as: Badge (HR Data). */
export const shownAttribute = ({ label, group }: KnownAttribute): string =>
	group ? `${label} (${group})` : label;
