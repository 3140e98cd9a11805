import { createHash } from 'node:crypto';

import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { cloudOf } from '../../../credentials/entra/clouds';
import { BadInput, shown } from './badInput';

/** The credential type a node's items are sent with. */
export const CREDENTIAL_TYPE = 'office365UsersOAuth2Api';

interface CredentialReader {
	getCredentials(type: string): Promise<ICredentialDataDecryptedObject>;
}

/** The credential of a run's first item; kept with the run. */
export interface RunCredential {
	first?: Promise<ICredentialDataDecryptedObject>;
}

export interface ItemCredential {
	/** Graph's address, without a version, e.g. `https://graph.microsoft.com`. */
	readonly root: string;
	/** The same for items with the same credential, and only for those. */
	readonly key: string;
}

/**
 * Where an item's requests go. Reading a credential costs n8n a database read and an evaluation of
 * every expression in it, so it is read once a run; only one whose fields hold expressions is read
 * for each item.
 * @throws {BadInput} when the credential names an address that a token must not go to
 */
export async function itemCredential(
	item: CredentialReader,
	run: RunCredential = {},
): Promise<ItemCredential> {
	run.first ??= item.getCredentials(CREDENTIAL_TYPE);
	const first = await run.first;
	const differs = first.differsByItem === true;
	const own = differs ? await item.getCredentials(CREDENTIAL_TYPE) : first;
	const { graph } = cloudOf(own);
	if (!isProtected(graph)) {
		throw new BadInput(
			`'Graph Address' of the credential is ${shown(graph)}; it must begin with https`,
			'Only a server on this machine may be named with http, such as http://localhost:5000',
		);
	}
	return { root: graph, key: differs ? fingerprint(own) : '' };
}

/** Tells credentials apart without keeping their secrets. The token itself may be renewed meanwhile. */
function fingerprint(credential: ICredentialDataDecryptedObject): string {
	const fields = JSON.stringify({ ...credential, oauthTokenData: undefined });
	return createHash('sha256').update(fields).digest('base64');
}

/** Whether a token may go there: over https, or to this very machine. */
function isProtected(address: string): boolean {
	if (!URL.canParse(address)) return false;
	const { protocol, hostname } = new URL(address);
	return (
		protocol === 'https:' ||
		(protocol === 'http:' && /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname))
	);
}
