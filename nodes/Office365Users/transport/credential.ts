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

/**
 * Graph's address for an item's credential, without a version, e.g. `https://graph.microsoft.com`.
 * Reading a credential costs n8n a database read and an evaluation of every expression in it, so it
 * is read once a run; only one whose fields hold expressions is read for each item.
 */
export async function graphRoot(item: CredentialReader, run: RunCredential = {}): Promise<string> {
	run.first ??= item.getCredentials(CREDENTIAL_TYPE);
	const first = await run.first;
	const own = first.differsByItem === true ? await item.getCredentials(CREDENTIAL_TYPE) : first;
	const { graph } = cloudOf(own);
	if (isProtected(graph)) return graph;
	throw new BadInput(
		`'Graph Address' of the credential is ${shown(graph)}; it must begin with https`,
		'Only a server on this machine may be named with http, such as http://localhost:5000',
	);
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
