import { createHash, X509Certificate } from 'node:crypto';

/** An app registration, together with what the tenant's administrator granted it. */
export interface AppRegistration {
	readonly clientId: string;
	name: string;
	clientSecret: string | null;
	secretExpired: boolean;
	/** Single-tenant apps refuse /common and /organizations (AADSTS50194). */
	singleTenant: boolean;
	disabled: boolean;
	redirectUris: string[];
	/** Granted application permissions: the `roles` of its tokens. */
	roles: string[];
	/**
	 * The Entra role of the service principal, e.g. "User Administrator"
	 * (docs/graph.md#sensitive-actions).
	 */
	adminRole: string | null;
	certificates: AppCertificate[];
}

export interface AppCertificate {
	readonly pem: string;
	readonly sha1: string;
	readonly sha256: string;
	readonly notAfter: number;
}

export function readCertificate(pem: string): AppCertificate {
	const certificate = new X509Certificate(pem);
	const digest = (algorithm: string): string =>
		createHash(algorithm).update(certificate.raw).digest('base64url');
	return {
		pem,
		sha1: digest('sha1'),
		sha256: digest('sha256'),
		notAfter: Date.parse(certificate.validTo),
	};
}

const blank: Omit<AppRegistration, 'clientId' | 'name'> = {
	clientSecret: null,
	secretExpired: false,
	singleTenant: false,
	disabled: false,
	redirectUris: [],
	roles: [],
	adminRole: null,
	certificates: [],
};

export const makeApp = (
	values: Partial<AppRegistration> & { clientId: string; name: string },
): AppRegistration => ({
	...structuredClone(blank),
	...values,
});

const callbacks = [
	'http://localhost/rest/oauth2-credential/callback',
	'http://127.0.0.1/rest/oauth2-credential/callback',
	'http://localhost/callback',
	'http://127.0.0.1/callback',
];
const appOnlyRoles = [
	'User.Read.All',
	'User.ReadWrite.All',
	'ProfilePhoto.ReadWrite.All',
	'People.Read.All',
	'User.EnableDisableAccount.All',
	'User-Phone.ReadWrite.All',
	'User-Mail.ReadWrite.All',
	'User-PasswordProfile.ReadWrite.All',
	'User-LifeCycleInfo.ReadWrite.All',
];

/**
 * The registrations that every test can rely on, by their names in GET /cast. Their IDs are fixed,
 * so that an imported credential keeps working.
 */
export const seededApps = (): Record<string, AppRegistration> => ({
	delegated: makeApp({
		clientId: '11111111-1111-4111-8111-111111111111',
		name: 'n8n (sandbox)',
		clientSecret: 'delegated~secret.Value-1',
		redirectUris: callbacks,
	}),
	appOnly: makeApp({
		clientId: '22222222-2222-4222-8222-222222222222',
		name: 'n8n app-only (sandbox)',
		clientSecret: 'apponly~secret.Value-2',
		roles: appOnlyRoles,
		adminRole: 'User Administrator',
	}),
	singleTenant: makeApp({
		clientId: '33333333-3333-4333-8333-333333333333',
		name: 'Single tenant app',
		clientSecret: 'single~secret.Value-3',
		singleTenant: true,
		redirectUris: callbacks,
	}),
	withoutRoles: makeApp({
		clientId: '44444444-4444-4444-8444-444444444444',
		name: 'App without consent',
		clientSecret: 'noroles~secret.Value-4',
	}),
	expiredSecret: makeApp({
		clientId: '55555555-5555-4555-8555-555555555555',
		name: 'App with an expired secret',
		clientSecret: 'expired~secret.Value-5',
		secretExpired: true,
		redirectUris: callbacks,
	}),
	disabledApp: makeApp({
		clientId: '66666666-6666-4666-8666-666666666666',
		name: 'Disabled app',
		clientSecret: 'disabled~secret.Value-6',
		disabled: true,
		redirectUris: callbacks,
	}),
	/** Managed identities: no secret, no sign-in; their tokens come from the local endpoints only. */
	systemIdentity: makeApp({
		clientId: '88888888-8888-4888-8888-888888888888',
		name: 'System-assigned managed identity',
		roles: ['User.Read.All'],
	}),
	userIdentity: makeApp({
		clientId: '99999999-1111-4999-8999-999999999999',
		name: 'User-assigned managed identity',
		roles: appOnlyRoles,
		adminRole: 'User Administrator',
	}),
	publicClient: makeApp({
		clientId: '77777777-7777-4777-8777-777777777777',
		name: 'Public client',
		redirectUris: callbacks,
	}),
});

/** Entra ignores the port of a loopback redirect URI, but nothing else in it. */
export function redirectUriMatches(app: AppRegistration, redirectUri: string): boolean {
	const portless = (uri: string): string | undefined => {
		if (!URL.canParse(uri)) return undefined;
		const url = new URL(uri);
		if (url.protocol === 'http:' && ['localhost', '127.0.0.1'].includes(url.hostname))
			url.port = '';
		return url.href;
	};
	const wanted = portless(redirectUri);
	return wanted !== undefined && app.redirectUris.some((uri) => portless(uri) === wanted);
}
