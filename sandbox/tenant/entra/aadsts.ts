import { randomUUID } from 'node:crypto';

interface Catalogued {
	readonly error: string;
	readonly status?: number;
	readonly text: (detail: string) => string;
	readonly suberror?: string;
}

/**
 * The failures in the table of docs/graph.md#sign-in-errors, and a few others that the same
 * requests can cause.
 */
const catalogue: Readonly<Record<number, Catalogued>> = {
	50011: {
		error: 'invalid_request',
		text: (uri) =>
			`The redirect URI '${uri}' specified in the request does not match the redirect URIs configured for the application.`,
	},
	50012: {
		error: 'invalid_client',
		status: 401,
		text: (why) => `Authentication failed. Client assertion contains an invalid signature. ${why}`,
	},
	50020: {
		error: 'invalid_grant',
		text: (user) =>
			`User account '${user}' from identity provider does not exist in tenant 'Contoso' and cannot access the application in that tenant.`,
	},
	50034: {
		error: 'invalid_grant',
		text: (user) =>
			`The user account ${user} does not exist in the Contoso directory. To sign into this application, the account must be added to the directory.`,
	},
	50053: { error: 'invalid_grant', text: () => 'The account is locked.' },
	50055: {
		error: 'invalid_grant',
		text: () => 'The password is expired.',
		suberror: 'user_password_expired',
	},
	50057: { error: 'invalid_grant', text: () => 'The user account is disabled.' },
	50058: {
		error: 'login_required',
		text: () => 'A silent sign-in request was sent but no user is signed in.',
	},
	50059: {
		error: 'invalid_request',
		text: () =>
			'No tenant-identifying information found in either the request or implied by any provided credentials.',
	},
	50076: {
		error: 'interaction_required',
		text: () =>
			'Due to a configuration change made by your administrator, or because you moved to a new location, you must use multi-factor authentication to access the resource.',
		suberror: 'basic_action',
	},
	50079: {
		error: 'interaction_required',
		text: () =>
			'Due to a configuration change made by your administrator, or because you moved to a new location, you must enroll in multi-factor authentication to access the resource.',
		suberror: 'basic_action',
	},
	50105: {
		error: 'invalid_grant',
		text: () =>
			'Your administrator has configured the application to block users unless they are specifically granted access to the application.',
	},
	50148: {
		error: 'invalid_grant',
		text: () =>
			'The code_verifier does not match the code_challenge supplied in the authorization request for PKCE.',
	},
	50173: {
		error: 'invalid_grant',
		text: () =>
			'The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password.',
		suberror: 'bad_token',
	},
	50194: {
		error: 'invalid_request',
		text: (app) =>
			`Application '${app}' is not configured as a multi-tenant application. Usage of the /common endpoint is not supported for such apps. Use a tenant-specific endpoint or configure the application to be multi-tenant.`,
	},
	50196: {
		error: 'invalid_grant',
		text: () =>
			'The server terminated an operation because it encountered a client request loop. Please contact your app vendor.',
	},
	53000: {
		error: 'interaction_required',
		text: () =>
			'Device is not in required device state. Conditional Access policy requires a compliant device, and the device is not compliant.',
		suberror: 'message_only',
	},
	53001: {
		error: 'interaction_required',
		text: () =>
			'Device is not in required device state. Conditional Access policy requires a domain joined device.',
		suberror: 'message_only',
	},
	53003: {
		error: 'interaction_required',
		text: () =>
			'Access has been blocked by Conditional Access policies. The access policy does not allow token issuance.',
		suberror: 'message_only',
	},
	54005: {
		error: 'invalid_grant',
		text: () =>
			'OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.',
	},
	65001: {
		error: 'invalid_grant',
		text: (app) =>
			`The user or administrator has not consented to use the application with ID '${app}'. Send an interactive authorization request for this user and resource.`,
		suberror: 'consent_required',
	},
	65004: {
		error: 'access_denied',
		text: () => 'User declined to consent to access the app.',
		suberror: 'cancel',
	},
	70000: {
		error: 'invalid_grant',
		text: (what) =>
			`Provided grant is invalid or malformed. The provided value for the '${what}' parameter is not valid.`,
	},
	70008: {
		error: 'invalid_grant',
		text: () =>
			'The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.',
	},
	70011: {
		error: 'invalid_scope',
		text: (scope) =>
			`The provided request must include a 'scope' input parameter. The provided value for the input parameter 'scope' is not valid. The scope '${scope}' is not valid.`,
	},
	70043: {
		error: 'invalid_grant',
		text: () =>
			'The refresh token has expired or is invalid due to sign-in frequency checks by conditional access.',
		suberror: 'token_expired',
	},
	70002: { error: 'invalid_client', status: 401, text: () => 'Error validating credentials.' },
	90002: {
		error: 'invalid_request',
		text: (tenant) =>
			`Tenant '${tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.`,
	},
	90014: {
		error: 'invalid_request',
		text: (name) =>
			`The required field '${name}' is missing from the credential. Ensure that you have all the necessary parameters for the login request.`,
	},
	90033: {
		error: 'temporarily_unavailable',
		status: 503,
		text: () => 'A transient error has occurred. Please try again.',
	},
	90038: {
		error: 'invalid_request',
		text: () =>
			'The tenant is located in another national cloud than the sign-in endpoint of this request.',
	},
	90094: {
		error: 'access_denied',
		text: () => 'Admin consent is required for the permissions requested by this application.',
	},
	500011: {
		error: 'invalid_resource',
		text: (resource) =>
			`The resource principal named ${resource} was not found in the tenant named Contoso. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.`,
	},
	500112: {
		error: 'invalid_grant',
		text: (uri) =>
			`The reply address '${uri}' does not match the reply address provided when requesting Authorization code.`,
	},
	530032: {
		error: 'interaction_required',
		text: () => 'Tenant security policy has blocked this request.',
		suberror: 'message_only',
	},
	650053: {
		error: 'invalid_client',
		status: 400,
		text: (scope) =>
			`The application asked for scope '${scope}' that doesn't exist on the resource '00000003-0000-0000-c000-000000000000'. Contact the app vendor.`,
	},
	700016: {
		error: 'unauthorized_client',
		text: (app) =>
			`Application with identifier '${app}' was not found in the directory 'Contoso'. This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant. You may have sent your authentication request to the wrong tenant.`,
	},
	700021: {
		error: 'invalid_client',
		status: 401,
		text: () => "Client assertion application identifier doesn't match 'client_id' parameter.",
	},
	700023: {
		error: 'invalid_client',
		status: 401,
		text: (audience) =>
			`Client assertion audience claim does not match Realm issuer. Audience: ${audience}`,
	},
	700024: {
		error: 'invalid_client',
		status: 401,
		text: () => 'Client assertion is not within its valid time range.',
	},
	700027: {
		error: 'invalid_client',
		status: 401,
		text: (why) =>
			`The certificate with identifier used to sign the client assertion is not registered on application. [Reason - ${why}]`,
	},
	700030: { error: 'invalid_client', status: 401, text: (why) => `Invalid certificate - ${why}` },
	700082: {
		error: 'invalid_grant',
		text: () => 'The refresh token has expired due to inactivity.',
		suberror: 'token_expired',
	},
	900144: {
		error: 'invalid_request',
		text: (name) => `The request body must contain the following parameter: '${name}'.`,
	},
	900382: {
		error: 'invalid_request',
		text: () => 'Confidential Client is not supported in Cross Cloud request.',
	},
	1002012: {
		error: 'invalid_scope',
		text: (scope) =>
			`The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).`,
	},
	7000112: { error: 'unauthorized_client', text: (app) => `Application '${app}' is disabled.` },
	7000215: {
		error: 'invalid_client',
		status: 401,
		text: (app) =>
			`Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${app}'.`,
	},
	7000218: {
		error: 'invalid_client',
		status: 401,
		text: () =>
			"The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
	},
	7000222: {
		error: 'invalid_client',
		status: 401,
		text: (app) =>
			`The provided client secret keys for app '${app}' are expired. Create new keys for your app, or consider using certificate credentials for added security.`,
	},
	9002313: {
		error: 'invalid_request',
		text: () => 'Invalid request. Request is malformed or invalid.',
	},
};

export const knownAadstsCodes: readonly number[] = Object.keys(catalogue).map(Number);

/** A sign-in failure as the token endpoint words it (docs/graph.md#sign-in-errors). */
export class EntraError extends Error {
	readonly status: number;
	readonly error: string;
	readonly aadsts: number;
	readonly suberror: string | undefined;
	claims: string | undefined;

	constructor(
		aadsts: number,
		detail = '',
		override: { error?: string; claims?: string; status?: number } = {},
	) {
		const entry = catalogue[aadsts] ?? { error: 'invalid_request', text: () => detail };
		super(`AADSTS${aadsts}: ${entry.text(detail).trim()}`);
		this.status = override.status ?? entry.status ?? 400;
		this.error = override.error ?? entry.error;
		this.aadsts = aadsts;
		this.suberror = entry.suberror;
		this.claims = override.claims;
	}
}

export function entraErrorBody(
	error: EntraError,
	login: string,
	correlationId: string = randomUUID(),
): Record<string, unknown> {
	const timestamp = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`;
	const traceId = randomUUID();
	return {
		error: error.error,
		error_description: `${error.message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
		error_codes: [error.aadsts],
		timestamp,
		trace_id: traceId,
		correlation_id: correlationId,
		error_uri: `${login}/error?code=${error.aadsts}`,
		...(error.suberror === undefined ? {} : { suberror: error.suberror }),
		...(error.claims === undefined ? {} : { claims: error.claims }),
	};
}
