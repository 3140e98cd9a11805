import type { Tenant } from '../tenant.ts';
import { text, userPrincipalName, type StoredUser } from '../directory/user.ts';
import type { AppRegistration } from './apps.ts';
import type { Params } from './parameters.ts';
import { graphPermissions } from './permissions.ts';

const escaped = (value: string): string =>
	value
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;')
		.replaceAll("'", '&#39;');

const style = `
  body { font: 15px/1.4 "Segoe UI", system-ui, sans-serif; background: #f2f2f2; margin: 0; display: grid; place-items: center; min-height: 100vh; color: #1b1b1b }
  main { background: #fff; box-shadow: 0 2px 6px #0003; padding: 40px; width: 380px }
  h1 { font-size: 23px; font-weight: 600; margin: 12px 0 }
  .brand { color: #0067b8; font-weight: 600 } .note, small { color: #555 } .error { color: #b10e1c }
  ul { padding-left: 20px } li { margin: 6px 0 }
  button { font: inherit; border: 1px solid #8a8a8a; background: #f5f5f5; padding: 8px 16px; cursor: pointer }
  button.primary { background: #0067b8; border-color: #0067b8; color: #fff } button:focus-visible { outline: 2px solid #1b1b1b; outline-offset: 2px }
  button.account { display: block; width: 100%; overflow-wrap: anywhere; text-align: left; margin: 6px 0; border-radius: 0; background: #fff; border-color: #ddd } button.account:hover { background: #f2f2f2 }
  input[type=text] { font: inherit; width: 100%; box-sizing: border-box; padding: 6px; margin: 4px 0 12px }
`;

const layout = (title: string, body: string): string =>
	`<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${style}</style></head>` +
	`<body><main><div class="brand">Simulated Microsoft 365 sign-in</div>${body}<p class="note"><small>This is the sandbox tenant. No password is asked for.</small></p></main></body></html>`;

/** The original request as hidden fields, so that each step is a plain form. */
function carried(params: Params, except: readonly string[]): string {
	return Object.entries(params)
		.filter(([name, value]) => value !== undefined && !except.includes(name))
		.map(
			([name, value]) =>
				`<input type="hidden" name="${escaped(name)}" value="${escaped(value ?? '')}">`,
		)
		.join('');
}

export function accountPage(
	tenant: Tenant,
	segment: string,
	params: Params,
	error?: string,
): string {
	const { cast } = tenant.seeded;
	const accounts = [cast.admin, cast.alice, cast.ceo, cast.guest];
	const button = (user: StoredUser): string =>
		`<button class="account" name="account" value="${escaped(userPrincipalName(user))}"><b>${escaped(text(user.properties.displayName))}</b><br><small>${escaped(userPrincipalName(user))}</small></button>`;
	return layout(
		'Sign in to your account',
		`<h1>Pick an account</h1>${error ? `<p class="error" role="alert">${escaped(error)}</p>` : ''}
    <form method="get" data-tenant="${escaped(segment)}">${carried(params, ['account', 'decision'])}${accounts.map(button).join('')}</form>
    <form method="get">${carried(params, ['account', 'decision'])}<label>Use another account<input type="text" name="account" value="${escaped(params.login_hint ?? '')}" autocomplete="username"></label>
    <button class="primary">Next</button></form>`,
	);
}

export function consentPage(
	app: AppRegistration,
	segment: string,
	params: Params,
	user: StoredUser,
	scopes: readonly string[],
	isAdmin: boolean,
): string {
	const items = scopes
		.map(
			(scope) =>
				`<li data-scope="${escaped(scope)}">${escaped(graphPermissions[scope]?.text ?? scope)} <small>(${escaped(scope)})</small></li>`,
		)
		.join('');
	const everybody = isAdmin
		? '<p><label><input type="checkbox" name="everybody"> Consent on behalf of your organization</label></p>'
		: '';
	return layout(
		'Permissions requested',
		`<p>${escaped(userPrincipalName(user))}</p><h1>Permissions requested</h1><p><b>${escaped(app.name)}</b> would like to:</p><ul>${items}</ul>
    <form method="get" data-tenant="${escaped(segment)}">${carried(params, ['decision', 'everybody'])}${everybody}
    <button name="decision" value="cancel">Cancel</button> <button class="primary" name="decision" value="accept">Accept</button></form>`,
	);
}

/** AADSTS90094: an ordinary user cannot consent to these. */
export function adminApprovalPage(
	app: AppRegistration,
	segment: string,
	params: Params,
	user: StoredUser,
	scopes: readonly string[],
): string {
	return layout(
		'Need admin approval',
		`<p>${escaped(userPrincipalName(user))}</p><h1>Need admin approval</h1>
    <p><b>${escaped(app.name)}</b> needs permission to access resources in your organization that only an admin can grant (AADSTS90094):</p>
    <ul>${scopes.map((scope) => `<li data-scope="${escaped(scope)}">${escaped(scope)}</li>`).join('')}</ul>
    <form method="get" data-tenant="${escaped(segment)}">${carried(params, ['decision'])}<button name="decision" value="cancel">Return to the application without granting consent</button></form>`,
	);
}

export const failurePage = (message: string): string =>
	layout(
		'Sign in to your account',
		`<h1>Sorry, but we’re having trouble signing you in.</h1><p class="error" role="alert">${escaped(message)}</p>`,
	);
