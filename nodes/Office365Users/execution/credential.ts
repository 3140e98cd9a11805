import { createHash } from 'node:crypto';

import type {
	ICredentialDataDecryptedObject,
	INode,
	IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { cloudOf, isProtected } from '../../../credentials/entra/clouds';
import { isSignInFailure } from '../../../credentials/entra/signInFailure';
import { InvalidParameterError } from '../checks/invalidParameterError';
import { quoted } from '../checks/text';
import { type Send, textProperty } from '../transport/http';
import type { CredentialState } from './credentialState';

/** The values of Authentication, and the credential type that goes with each. */
export const SIGNED_IN_USER = 'oAuth2';
export const APP_ONLY = 'appOnly';
export const USER_TYPE = 'office365UsersOAuth2Api';
export const APP_TYPE = 'office365UsersAppApi';

/** Whether an app asks, without a user. Authentication takes no expression, so it is read as it stands. */
export const isAppOnly = ({ parameters }: INode): boolean => parameters.authentication === APP_ONLY;

/** The credential type that the node's items are sent with. */
export const credentialType = (node: INode): string => (isAppOnly(node) ? APP_TYPE : USER_TYPE);

interface CredentialReader {
	getCredentials(type: string): Promise<ICredentialDataDecryptedObject>;
	getNode(): INode;
}

/** The credential of a run's first item; kept with the run. */
export interface RunCredential {
	first?: Promise<ICredentialDataDecryptedObject>;
	differsByItem?: Promise<boolean>;
	/** What has been said once in the log. */
	warned?: boolean;
}

export interface ItemCredential {
	/** Graph's address, without a version, e.g. `https://graph.microsoft.com`. */
	readonly root: string;
	/** The same for items with the same credential, and only for those. */
	readonly key: string;
	/** The same for one app in one tenant, also when its secret has been renewed. */
	readonly account: string;
	/** Such as `china`. */
	readonly cloud: unknown;
	/** The permissions that came with a user's token; undefined where Microsoft named none. */
	readonly scopes?: readonly string[];
}

/**
 * Where an item's requests go. Reading a credential costs n8n a database read and an evaluation of
 * every expression in it, so it is read once a run; only one whose fields hold expressions is read
 * for each item.
 * @throws {InvalidParameterError} when the credential names an address that a token must not go to
 */
export async function itemCredential(
	item: CredentialReader,
	run: RunCredential = {},
): Promise<ItemCredential> {
	const type = credentialType(item.getNode());
	run.first ??= item.getCredentials(type);
	run.differsByItem ??= holdsExpressions(item);
	const first = await run.first;
	const differs = await run.differsByItem;
	const own = differs ? await item.getCredentials(type) : first;
	const { graph } = cloudOf(own);
	if (!isProtected(graph)) {
		throw new InvalidParameterError(
			`'Graph Address' of the credential is ${quoted(graph)}; it must begin with https`,
			'Only a server on this machine may be named with http, such as http://localhost:5000',
		);
	}
	return {
		root: graph,
		key: differs ? fingerprint(own) : '',
		account: differs ? fingerprint(accountOf(own)) : '',
		cloud: own.cloud,
		scopes: grantedScopes(own),
	};
}

/** Microsoft may write them with Graph's address in front. */
function grantedScopes({
	oauthTokenData,
}: ICredentialDataDecryptedObject): readonly string[] | undefined {
	const scope = textProperty(oauthTokenData, 'scope');
	if (!scope) return undefined;
	return scope.split(/\s+/).map((name) => name.slice(name.lastIndexOf('/') + 1));
}

/**
 * Whether the credential may be another one for each item. n8n has no public way to tell; its
 * contexts carry the helper that reads a credential as it is stored. Where it is missing: perhaps.
 */
async function holdsExpressions(item: CredentialReader): Promise<boolean> {
	const { additionalData } = item as { additionalData?: IWorkflowExecuteAdditionalData };
	const type = credentialType(item.getNode());
	const stored = item.getNode().credentials?.[type];
	if (!additionalData?.credentialsHelper || !stored) return true;
	const fields = await additionalData.credentialsHelper.getDecrypted(
		additionalData,
		stored,
		type,
		'internal',
		undefined,
		true,
	);
	return Object.values(fields).some((value) => typeof value === 'string' && value.startsWith('='));
}

/** Tells credentials apart without keeping their secrets. The token itself may be renewed meanwhile. */
function fingerprint(credential: ICredentialDataDecryptedObject): string {
	const fields = JSON.stringify({
		...credential,
		oauthTokenData: undefined,
		accessToken: undefined,
		accessTokenOwner: undefined,
	});
	return createHash('sha256').update(fields).digest('base64');
}

const ACCOUNT_FIELDS = ['cloud', 'graphBaseUrl', 'tenantId', 'clientId', 'managedIdentityClientId'];

const accountOf = (credential: ICredentialDataDecryptedObject): ICredentialDataDecryptedObject =>
	Object.fromEntries(ACCOUNT_FIELDS.map((name) => [name, credential[name] ?? '']));

/**
 * Sends, unless the credential's sign-in has been refused before in this run: a wrong secret is not
 * tried once for each item.
 */
export function withSignIn(state: CredentialState, send: Send): Send {
	return async (request) => {
		if (state.refusedSignIn) throw state.refusedSignIn;
		return await send(request).catch((error: unknown) => {
			if (isSignInFailure(error) && error.isFinal) state.refusedSignIn = error;
			throw error;
		});
	};
}
