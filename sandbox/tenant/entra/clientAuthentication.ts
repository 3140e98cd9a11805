import type { Tenant } from '../tenant.ts';
import type { AppRegistration } from './apps.ts';
import { EntraError } from './aadsts.ts';
import { checkClientAssertion } from './clientAssertion.ts';
import type { Form } from './parameters.ts';
import { findApp } from './tenantSegment.ts';

export interface AuthenticatedClient {
	readonly app: AppRegistration;
	/** false: a public client, which has PKCE only. */
	readonly confidential: boolean;
}

/**
 * The client authenticates in the form or by HTTP Basic, with a secret or a signed assertion.
 * (@node-oauth/oauth2-server was tried for the grants and rejected: it reports each failure in its
 * own words before its model is asked, and supports
 * neither client assertions nor renamed scopes, so all its checks would have to be repeated here
 * first to get the AADSTS numbers.)
 */
export async function authenticateClient(
	tenant: Tenant,
	form: Form,
	authorization: string | undefined,
	tokenEndpoint: string,
): Promise<AuthenticatedClient> {
	const basic = readBasic(authorization);
	const clientId = basic?.id ?? form.client_id;
	const secret = basic?.secret ?? form.client_secret;
	const app = findApp(tenant, clientId);
	if (form.client_assertion !== undefined) {
		await checkClientAssertion(app, form, tokenEndpoint);
		return { app, confidential: true };
	}
	if (secret === undefined || secret === '') {
		if (app.clientSecret === null && app.certificates.length === 0)
			return { app, confidential: false };
		throw new EntraError(7000218);
	}
	if (secret !== app.clientSecret) throw new EntraError(7000215, app.clientId);
	if (app.secretExpired) throw new EntraError(7000222, app.clientId);
	return { app, confidential: true };
}

function readBasic(authorization: string | undefined): { id: string; secret: string } | undefined {
	const encoded = /^basic\s+(.+)$/i.exec(authorization ?? '')?.[1];
	if (encoded === undefined) return undefined;
	const decoded = Buffer.from(encoded, 'base64').toString();
	const colon = decoded.indexOf(':');
	if (colon < 0) throw new EntraError(9002313);
	// RFC 6749 2.3.1: both halves are form-encoded before they are joined; many clients leave that
	// out.
	const plain = (value: string): string => {
		try {
			return decodeURIComponent(value.replaceAll('+', ' '));
		} catch {
			return value;
		}
	};
	return { id: plain(decoded.slice(0, colon)), secret: plain(decoded.slice(colon + 1)) };
}
