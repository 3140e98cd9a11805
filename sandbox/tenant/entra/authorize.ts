import type { Tenant } from '../tenant.ts';
import { userPrincipalName, type StoredUser } from '../directory/user.ts';
import type { AppRegistration } from './apps.ts';
import { redirectUriMatches } from './apps.ts';
import { EntraError } from './aadsts.ts';
import type { Params } from './parameters.ts';
import { graphPermissions } from './permissions.ts';
import { accountPage, adminApprovalPage, consentPage } from './pages.ts';
import { delegatedScopes } from './scopes.ts';
import { checkAudience, checkTenantSegment, findApp } from './tenantSegment.ts';

export type Answer =
	| { readonly kind: 'page'; readonly status: number; readonly html: string }
	| { readonly kind: 'redirect'; readonly location: string; readonly signedIn?: string };

interface AuthorizeRequest {
	readonly app: AppRegistration;
	readonly redirectUri: string;
	readonly scopes: readonly string[];
	readonly params: Params;
	readonly segment: string;
}

/**
 * GET /{tenant}/oauth2/v2.0/authorize: choose an account, consent to the scopes, redirect back with
 * a code.
 * The pages pass on the whole request; their forms add `account` and `decision`.
 */
export function authorize(
	tenant: Tenant,
	segment: string,
	params: Params,
	session: string | undefined,
): Answer {
	const app = findApp(tenant, params.client_id);
	checkAudience(app, checkTenantSegment(tenant, segment));
	const redirectUri = params.redirect_uri ?? '';
	// Never redirect to an address that is not registered: this error is shown on the page.
	if (!redirectUriMatches(app, redirectUri)) throw new EntraError(50011, redirectUri);
	try {
		if (params.response_type !== 'code') throw new EntraError(900144, 'response_type');
		if (params.response_mode !== undefined && params.response_mode !== 'query')
			throw new EntraError(
				70007,
				`'${params.response_mode}' is not a supported value of 'response_mode' for this sandbox.`,
				{ error: 'invalid_request' },
			);
		if (
			params.code_challenge !== undefined &&
			!['S256', 'plain'].includes(params.code_challenge_method ?? 'plain')
		)
			throw new EntraError(9002313);
		const scopes = delegatedScopes(params.scope ?? '', tenant.origins.graph);
		return signIn(tenant, { app, redirectUri, scopes, params, segment }, session);
	} catch (error) {
		if (error instanceof EntraError)
			return {
				kind: 'redirect',
				location: back(redirectUri, params, {
					error: error.error,
					error_description: error.message,
					...(error.suberror ? { error_subcode: error.suberror } : {}),
				}),
			};
		throw error;
	}
}

function signIn(tenant: Tenant, request: AuthorizeRequest, session: string | undefined): Answer {
	const { params } = request;
	const silent = params.prompt === 'none';
	const account = params.account ?? (silent ? (params.login_hint ?? session) : undefined);
	if (account === undefined) {
		if (silent) throw new EntraError(50058);
		return page(200, accountPage(tenant, request.segment, params));
	}
	const user = tenant.directory.find(account);
	if (!user) {
		if (silent) throw new EntraError(50034, account);
		return page(
			200,
			accountPage(tenant, request.segment, params, new EntraError(50034, account).message),
		);
	}
	if (user.properties.accountEnabled === false) {
		if (silent) throw new EntraError(50057);
		return page(200, accountPage(tenant, request.segment, params, new EntraError(50057).message));
	}
	return consent(tenant, request, user, silent);
}

function consent(
	tenant: Tenant,
	request: AuthorizeRequest,
	user: StoredUser,
	silent: boolean,
): Answer {
	const { app, scopes, params, segment } = request;
	if (params.decision === 'cancel') throw new EntraError(65004);
	const missing = tenant.settings.autoConsent
		? []
		: tenant.consents.missing(app.clientId, user.id, scopes);
	const isAdmin = user.adminRole === 'Global Administrator';
	const forAdmins = missing.filter((scope) => graphPermissions[scope]?.needsAdminConsent);
	if (missing.length > 0 || params.prompt === 'consent') {
		if (silent)
			throw new EntraError(65001, app.clientId, {
				error: forAdmins.length > 0 ? 'interaction_required' : 'consent_required',
			});
		if (forAdmins.length > 0 && !isAdmin)
			return page(200, adminApprovalPage(app, segment, params, user, forAdmins));
		if (params.decision !== 'accept')
			return page(
				200,
				consentPage(
					app,
					segment,
					params,
					user,
					scopes.filter((scope) => scope in graphPermissions),
					isAdmin,
				),
			);
		tenant.consents.grant(
			app.clientId,
			isAdmin && params.everybody === 'on' ? 'everybody' : user.id,
			missing,
		);
	}
	const code = tenant.codes.issue({
		clientId: app.clientId,
		userId: user.id,
		redirectUri: request.redirectUri,
		scopes,
		nonce: params.nonce,
		codeChallenge: params.code_challenge,
		codeChallengeMethod: params.code_challenge_method ?? 'plain',
	});
	return {
		kind: 'redirect',
		location: back(request.redirectUri, params, { code, session_state: user.id }),
		signedIn: userPrincipalName(user),
	};
}

/**
 * GET /{tenant}/adminconsent: an administrator consents for everybody
 * (docs/graph.md#admin-consent-page).
 */
export function adminConsent(tenant: Tenant, segment: string, params: Params): Answer {
	checkTenantSegment(tenant, segment);
	const app = findApp(tenant, params.client_id);
	const redirectUri = params.redirect_uri ?? '';
	if (!redirectUriMatches(app, redirectUri)) throw new EntraError(50011, redirectUri);
	if (params.account === undefined) return page(200, accountPage(tenant, segment, params));
	const user = tenant.directory.find(params.account);
	if (user?.adminRole !== 'Global Administrator') {
		return {
			kind: 'redirect',
			location: back(redirectUri, params, {
				error: 'access_denied',
				error_description: new EntraError(90094).message,
				admin_consent: 'True',
			}),
		};
	}
	const scopes = Object.keys(graphPermissions).filter((name) => graphPermissions[name]?.delegated);
	if (params.decision === 'cancel')
		return {
			kind: 'redirect',
			location: back(redirectUri, params, {
				error: 'access_denied',
				error_description: new EntraError(65004).message,
			}),
		};
	if (params.decision !== 'accept')
		return page(200, consentPage(app, segment, params, user, scopes, true));
	tenant.consents.grant(app.clientId, 'everybody', scopes);
	return {
		kind: 'redirect',
		location: back(redirectUri, params, { admin_consent: 'True', tenant: tenant.tenantId }),
	};
}

function back(redirectUri: string, params: Params, values: Record<string, string>): string {
	const url = new URL(redirectUri);
	for (const [name, value] of Object.entries(values)) url.searchParams.set(name, value);
	if (params.state !== undefined) url.searchParams.set('state', params.state);
	return url.href;
}

const page = (status: number, html: string): Answer => ({ kind: 'page', status, html });
