import type { Tenant } from '../tenant.ts';
import type { StoredUser } from '../directory/user.ts';
import type { AppRegistration } from './apps.ts';
import { EntraError } from './aadsts.ts';
import { authenticateClient, type AuthenticatedClient } from './clientAuthentication.ts';
import type { Form } from './parameters.ts';
import { checkAppScope, delegatedScopes } from './scopes.ts';
import { checkAudience, checkTenantSegment } from './tenantSegment.ts';

export type TokenResponse = Readonly<Record<string, string | number>>;

/** POST /{tenant}/oauth2/v2.0/token (docs/graph.md#oauth). */
export async function token(
	tenant: Tenant,
	segment: string,
	form: Form,
	authorization: string | undefined,
): Promise<TokenResponse> {
	const audience = checkTenantSegment(tenant, segment);
	if (form.grant_type === undefined) throw new EntraError(900144, 'grant_type');
	const client = await authenticateClient(
		tenant,
		form,
		authorization,
		`${tenant.origins.login}/${segment}/oauth2/v2.0/token`,
	);
	checkAudience(client.app, audience);
	switch (form.grant_type) {
		case 'authorization_code':
			return redeemCode(tenant, client, form);
		case 'refresh_token':
			return refresh(tenant, client.app, form);
		case 'client_credentials':
			return clientCredentials(tenant, client, form, audience);
		default:
			throw new EntraError(
				70003,
				`The app requested an unsupported grant type '${form.grant_type}'.`,
				{ error: 'unsupported_grant_type' },
			);
	}
}

async function redeemCode(
	tenant: Tenant,
	client: AuthenticatedClient,
	form: Form,
): Promise<TokenResponse> {
	if (form.code === undefined) throw new EntraError(900144, 'code');
	if (form.redirect_uri === undefined) throw new EntraError(900144, 'redirect_uri');
	const code = tenant.codes.redeem(
		form.code,
		client.app.clientId,
		form.redirect_uri,
		form.code_verifier,
	);
	if (!client.confidential && code.codeChallenge === undefined) throw new EntraError(7000218);
	return issue(
		tenant,
		client.app,
		signedInUser(tenant, code.userId),
		code.scopes,
		handlesClaims(form),
		code.nonce,
	);
}

async function refresh(tenant: Tenant, app: AppRegistration, form: Form): Promise<TokenResponse> {
	if (form.refresh_token === undefined) throw new EntraError(900144, 'refresh_token');
	const grant = tenant.tokens.refreshTokens.get(form.refresh_token);
	if (!grant || grant.clientId !== app.clientId) throw new EntraError(70000, 'refresh_token');
	if (grant.revoked) throw new EntraError(50173);
	if (grant.used && tenant.settings.oldRefreshTokens === 'refused') throw new EntraError(700082);
	const user = signedInUser(tenant, grant.userId);
	const scopes =
		form.scope === undefined ? grant.scopes : delegatedScopes(form.scope, tenant.origins.graph);
	if (
		tenant.consents.missing(
			app.clientId,
			user.id,
			scopes.filter((scope) => !grant.scopes.includes(scope)),
		).length > 0
	)
		throw new EntraError(65001, app.clientId);
	grant.used = true;
	// A refresh keeps offline_access even if the request narrows the scopes: a new refresh token is
	// always returned.
	return issue(
		tenant,
		app,
		user,
		[...new Set([...scopes, 'offline_access'])],
		handlesClaims(form),
		undefined,
	);
}

async function clientCredentials(
	tenant: Tenant,
	client: AuthenticatedClient,
	form: Form,
	audience: 'tenant' | 'multi',
): Promise<TokenResponse> {
	// A real tenant is needed: no user signs in from whom it could be inferred
	// (docs/graph.md#tenant).
	if (audience === 'multi') throw new EntraError(50059);
	if (!client.confidential) throw new EntraError(7000218);
	checkAppScope(form.scope, tenant.origins.graph);
	const expiresIn = tenant.settings.accessTokenLifetime;
	const accessToken = await tenant.tokens.accessToken({
		app: client.app,
		roles: client.app.roles,
		expiresIn,
		handlesClaims: handlesClaims(form),
	});
	return {
		token_type: 'Bearer',
		expires_in: expiresIn,
		ext_expires_in: expiresIn,
		access_token: accessToken,
	};
}

export async function issue(
	tenant: Tenant,
	app: AppRegistration,
	user: StoredUser,
	scopes: readonly string[],
	claims: boolean,
	nonce: string | undefined,
	lifetime?: number,
): Promise<TokenResponse> {
	const graphScopes = scopes.filter((scope) => scope !== 'offline_access');
	const expiresIn = lifetime ?? tenant.settings.accessTokenLifetime;
	return {
		token_type: 'Bearer',
		scope: graphScopes.join(' '),
		expires_in: expiresIn,
		ext_expires_in: expiresIn,
		access_token: await tenant.tokens.accessToken({
			app,
			user,
			scopes: graphScopes,
			expiresIn,
			handlesClaims: claims,
		}),
		...(scopes.includes('offline_access')
			? { refresh_token: tenant.tokens.refreshToken(app.clientId, user.id, scopes) }
			: {}),
		...(scopes.includes('openid')
			? { id_token: await tenant.tokens.idToken(user, app.clientId, nonce) }
			: {}),
	};
}

function signedInUser(tenant: Tenant, userId: string): StoredUser {
	const user = tenant.directory.get(userId);
	if (!user) throw new EntraError(50034, userId);
	if (user.properties.accountEnabled === false) throw new EntraError(50057);
	return user;
}

/** Capability cp1: the client understands claims challenges (docs/graph.md#claims-challenges). */
const handlesClaims = (form: Form): boolean => /"cp1"/i.test(form.claims ?? '');
