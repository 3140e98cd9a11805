import { z } from 'zod';
import type { Tenant } from '../tenant.ts';
import type { StoredUser } from '../directory/user.ts';
import { graphPermissions } from '../entra/permissions.ts';
import { issue, type TokenResponse } from '../entra/token.ts';
import { ControlError } from './controlError.ts';
import { findUser } from './rawUsers.ts';

const schema = z.strictObject({
	user: z.string().optional(),
	scopes: z.array(z.string()).optional(),
	roles: z.array(z.string()).optional(),
	clientId: z.string().optional(),
	/** Seconds; 0 or less gives an expired token. */
	expiresIn: z.number().int().optional(),
	/** The client declared capability cp1 (claims challenges). */
	handlesClaims: z.boolean().default(false),
});

const defaultScopes = [
	'openid',
	'offline_access',
	'User.Read.All',
	'People.Read.All',
	'Sites.Read.All',
];

/**
 * POST /tokens: the tokens that sign-in would issue, with or without consent. `roles` (or an app's
 * own) without `user` gives an app-only token.
 */
export async function issueTokens(tenant: Tenant, body: unknown): Promise<TokenResponse> {
	const { user, scopes, roles, clientId, expiresIn, handlesClaims } = schema.parse(body ?? {});
	const appOnly = roles !== undefined && user === undefined;
	const named = appOnly ? tenant.namedApps.appOnly : tenant.namedApps.delegated;
	const app = clientId === undefined ? named : tenant.apps.get(clientId);
	if (!app) throw new ControlError(404, `No app '${clientId ?? ''}' is registered.`);
	for (const name of [...(scopes ?? []), ...(roles ?? [])]) {
		if (
			!(name in graphPermissions) &&
			!['openid', 'profile', 'email', 'offline_access'].includes(name)
		)
			throw new ControlError(400, `This tenant knows no permission '${name}'.`);
	}
	if (appOnly) {
		const lifetime = expiresIn ?? tenant.settings.accessTokenLifetime;
		return {
			token_type: 'Bearer',
			expires_in: lifetime,
			scope: '',
			access_token: await tenant.tokens.accessToken({
				app,
				roles,
				expiresIn: lifetime,
				handlesClaims,
			}),
		};
	}
	const signedIn: StoredUser =
		user === undefined ? tenant.seeded.cast.alice : findUser(tenant, user);
	return issue(
		tenant,
		app,
		signedIn,
		[...new Set([...(scopes ?? defaultScopes), 'offline_access'])],
		handlesClaims,
		undefined,
		expiresIn,
	);
}
