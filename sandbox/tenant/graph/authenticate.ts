import type { Tenant } from '../tenant.ts';
import type { Caller, Rejection } from '../entra/tokens.ts';
import { GraphError } from './errors.ts';

const messages: Record<Rejection, string> = {
	malformed:
		'IDX14100: JWT is not well formed, there are no dots (.). The token needs to be in JWS or JWE Compact Serialization Format.',
	signature: 'Access token validation failure. Invalid signature.',
	audience: 'Access token validation failure. Invalid audience.',
	expired: 'Lifetime validation failed, the token is expired.',
	revoked:
		'Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp',
};

/**
 * 401 InvalidAuthenticationToken unless the token is one of ours, for this Graph, in time and not
 * revoked (docs/graph.md#error-codes).
 */
export async function authenticate(
	tenant: Tenant,
	authorization: string | undefined,
): Promise<Caller> {
	const [scheme, token] = (authorization ?? '').split(/\s+/);
	if (scheme?.toLowerCase() !== 'bearer' || !token)
		throw unauthorized(tenant, 'Access token is empty.');
	const caller = await tenant.tokens.verify(token);
	if (typeof caller !== 'string') return caller;
	throw unauthorized(tenant, messages[caller]);
}

export function unauthorized(tenant: Tenant, message: string, claims?: string): GraphError {
	const authority = `authorization_uri="${tenant.origins.login}/common/oauth2/authorize"`;
	// A claims challenge, as continuous access evaluation sends it
	// (docs/graph.md#claims-challenges).
	const challenge =
		claims === undefined
			? `Bearer realm="", ${authority}, client_id="00000003-0000-0000-c000-000000000000"`
			: `Bearer realm="", ${authority}, error="insufficient_claims", claims="${Buffer.from(claims).toString('base64')}"`;
	return new GraphError(401, 'InvalidAuthenticationToken', message, {
		headers: { 'www-authenticate': challenge },
	});
}
