/**
 * Microsoft's own library for tokens. The one file that knows it; loaded only when an app signs in.
 */
import type {
	AuthenticationResult,
	ConfidentialClientApplication,
	ManagedIdentityApplication,
} from '@azure/msal-node';

import type { AppCredential, ManagedIdentity, RegisteredApp } from './appCredential';
import { type HttpRequest, SignInNetwork } from './network';
import { isSignInFailure, SignInFailure } from './signInFailure';
import { type Refusal, refusedSignIn, type SignInKind } from './signInHints';

/** Gets tokens for one credential. */
export interface TokenSource {
	/**
	 * @param fresh true: not the token that MSAL keeps, but a new one
	 * @throws {SignInFailure}
	 */
	token(http: HttpRequest, fresh: boolean): Promise<Token>;
}

export interface Token {
	readonly value: string;
	/** In milliseconds. */
	readonly expires: number;
}

export async function tokenSource({ graph, signIn }: AppCredential): Promise<TokenSource> {
	return signIn.kind === 'app' ? await ofApp(graph, signIn) : await ofMachine(graph, signIn);
}

async function ofApp(graph: string, app: RegisteredApp): Promise<TokenSource> {
	const { ConfidentialClientApplication: Application } = await import('@azure/msal-node');
	const { login, tenantId, clientId, proof } = app;
	const authority = `${login}/${tenantId}`;
	const network = new SignInNetwork(new URL(login).origin);
	const secrets = 'secret' in proof ? [proof.secret] : [];
	const msal: ConfidentialClientApplication = new Application({
		auth: {
			clientId,
			authority,
			knownAuthorities: [new URL(login).host],
			// Written out, so that MSAL asks no server where the token server is.
			authorityMetadata: JSON.stringify({
				authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
				token_endpoint: `${authority}/oauth2/v2.0/token`,
				issuer: `${authority}/v2.0`,
				jwks_uri: `${authority}/discovery/v2.0/keys`,
			}),
			...('secret' in proof
				? { clientSecret: proof.secret }
				: {
						clientCertificate: {
							thumbprintSha256: proof.certificate.thumbprint,
							privateKey: proof.certificate.privateKey,
						},
					}),
		},
		system: { networkClient: network },
	});
	const request = { scopes: [`${graph}/.default`] };
	return {
		async token(http, fresh) {
			network.use(http);
			return await tokenOf(
				msal.acquireTokenByClientCredential({ ...request, skipCache: fresh }),
				'app',
				(error) => network.failure ?? refusedSignIn(refusalIn(error, network), 'app', secrets),
			);
		},
	};
}

/** The machine's own address must bypass proxies: MSAL goes there by itself. */
async function ofMachine(graph: string, { clientId }: ManagedIdentity): Promise<TokenSource> {
	const { ManagedIdentityApplication: Application } = await import('@azure/msal-node');
	const msal: ManagedIdentityApplication = new Application(
		clientId ? { managedIdentityIdParams: { userAssignedClientId: clientId } } : undefined,
	);
	return {
		async token(_http, fresh) {
			return await tokenOf(
				msal.acquireToken({ resource: graph, forceRefresh: fresh }),
				'managedIdentity',
				(error) =>
					isNetworkError(error) ? noIdentity() : refusedSignIn(refusalIn(error), 'managedIdentity'),
			);
		},
	};
}

async function tokenOf(
	asked: Promise<AuthenticationResult | null>,
	kind: SignInKind,
	explained: (error: unknown) => SignInFailure,
): Promise<Token> {
	const result = await asked.catch((error: unknown) => {
		// MSAL's own errors hold no secrets, but they are not for people.
		throw isSignInFailure(error) ? error : explained(error);
	});
	if (!result?.accessToken) throw refusedSignIn({}, kind);
	return { value: result.accessToken, expires: result.expiresOn?.getTime() ?? 0 };
}

interface MsalError {
	name?: string;
	errorCode?: string;
	errorMessage?: string;
	status?: number;
}

const isNetworkError = (error: unknown): boolean =>
	(error as MsalError | null)?.errorCode === 'network_error';

/** What the token endpoint said; MSAL wraps it in a sentence of its own, or repeats it. */
function refusalIn(error: unknown, network?: SignInNetwork): Refusal {
	const { name, errorCode, errorMessage = '', status } = error as MsalError;
	const isServers = name === 'ServerError' || name === 'InteractionRequiredAuthError';
	const answer = isServers ? network?.refusal : undefined;
	if (answer) {
		const body = answer.body as { error?: string; error_description?: string };
		return { error: body.error, description: body.error_description, status: answer.status };
	}
	const said = / - Description: (.*?) - Correlation ID: /s.exec(errorMessage)?.[1];
	return { error: errorCode, description: isServers ? (said ?? errorMessage) : said, status };
}

const noIdentity = (): SignInFailure =>
	new SignInFailure(
		'This machine has no managed identity, or it does not answer',
		"A managed identity is there only where n8n runs in Azure (virtual machine, App Service, Container Apps, Functions) and the identity is switched on. Elsewhere choose Client Secret or Certificate in 'Sign-In Method'",
	);
