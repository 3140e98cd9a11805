import { createHash } from 'node:crypto';

import type {
	ICredentialDataDecryptedObject,
	INode,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { cloudOf } from '../../../credentials/entra/clouds';
import { BadInput, shown } from './badInput';

/** The credential type a node's items are sent with. */
export const CREDENTIAL_TYPE = 'office365UsersOAuth2Api';

interface CredentialReader {
	getCredentials(type: string): Promise<ICredentialDataDecryptedObject>;
	getNode(): INode;
}

/** The credential of a run's first item; kept with the run. */
export interface RunCredential {
	first?: Promise<ICredentialDataDecryptedObject>;
	differsByItem?: Promise<boolean>;
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
	run.differsByItem ??= holdsExpressions(item);
	const first = await run.first;
	const differs = await run.differsByItem;
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

/**
 * Whether the credential may be another one for each item. n8n has no public way to tell; its
 * contexts carry the helper that reads a credential as it is stored. Where it is missing: perhaps.
 */
async function holdsExpressions(item: CredentialReader): Promise<boolean> {
	const { additionalData } = item as { additionalData?: IWorkflowExecuteAdditionalData };
	const stored = item.getNode().credentials?.[CREDENTIAL_TYPE];
	if (!additionalData?.credentialsHelper || !stored) return true;
	const fields = await additionalData.credentialsHelper.getDecrypted(
		additionalData,
		stored,
		CREDENTIAL_TYPE,
		'internal',
		undefined,
		true,
	);
	return Object.values(fields).some((value) => typeof value === 'string' && value.startsWith('='));
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
