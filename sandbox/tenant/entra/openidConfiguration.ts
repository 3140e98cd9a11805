import type { Tenant } from '../tenant.ts';

/**
 * GET /{tenant}/v2.0/.well-known/openid-configuration: MSAL asks for it first
 * (docs/graph.md#msal-custom-host).
 */
export function openidConfiguration(tenant: Tenant, segment: string): Record<string, unknown> {
	const { login, graph } = tenant.origins;
	const root = `${login}/${segment}`;
	const issuerTenant = ['common', 'organizations'].includes(segment.toLowerCase())
		? '{tenantid}'
		: tenant.tenantId;
	return {
		token_endpoint: `${root}/oauth2/v2.0/token`,
		token_endpoint_auth_methods_supported: [
			'client_secret_post',
			'private_key_jwt',
			'client_secret_basic',
		],
		jwks_uri: `${root}/discovery/v2.0/keys`,
		response_modes_supported: ['query'],
		subject_types_supported: ['pairwise'],
		id_token_signing_alg_values_supported: ['RS256'],
		response_types_supported: ['code'],
		scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
		issuer: `${login}/${issuerTenant}/v2.0`,
		request_uri_parameter_supported: false,
		authorization_endpoint: `${root}/oauth2/v2.0/authorize`,
		claims_supported: [
			'sub',
			'iss',
			'aud',
			'exp',
			'iat',
			'nonce',
			'preferred_username',
			'name',
			'tid',
			'oid',
			'ver',
		],
		tenant_region_scope: 'EU',
		cloud_instance_name: new URL(login).host,
		msgraph_host: new URL(graph).host,
	};
}
