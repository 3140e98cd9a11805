/** What Microsoft's refusals of a sign-in mean, and what to do (docs/graph.md#sign-in-errors). */
import { type SignInDetails, SignInFailure } from './signInFailure';

/** Who signs in: a user through an app, an app by itself, or the machine. */
export type SignInKind = 'user' | 'app' | 'managedIdentity';

interface Hint {
	/** What is wrong, by itself a sentence without its full stop. */
	readonly says: string;
	readonly todo: string;
	/** Asking again may help. */
	readonly passes?: true;
}

const RECONNECT = 'Open the credential and reconnect it';
const REGISTRATION = 'in the Microsoft Entra admin center under App registrations';
const SECRETS = `${REGISTRATION} > Certificates & secrets`;
const CONSENT = `Have an administrator grant it ${REGISTRATION} > API permissions > Grant admin consent`;
const CHECK_APP = `Check 'Client ID', 'Tenant ID' and 'Cloud' of the credential`;
const CHECK_TENANT = `Check 'Tenant ID' and 'Cloud' of the credential`;

/** One row for all numbers that ask for the same. */
const HINTS: ReadonlyArray<readonly [readonly number[], Hint]> = [
	[
		[50076, 50079, 50158],
		{
			says: 'Microsoft asks for multi-factor authentication',
			todo: `${RECONNECT}, with multi-factor authentication where Microsoft asks for it`,
		},
	],
	[[50173], { says: 'The sign-in was revoked, such as by a changed password', todo: RECONNECT }],
	[[700082], { says: 'The sign-in was not used for too long', todo: RECONNECT }],
	[
		[70043],
		{
			says: "The organization's rules ask for a new sign-in from time to time",
			todo: `${RECONNECT}. For unattended workflows use a credential for an app without a user`,
		},
	],
	[[54005, 70008], { says: 'This sign-in was used up or is too old', todo: RECONNECT }],
	[
		[53003],
		{
			says: 'Conditional Access blocks this sign-in',
			todo: "An administrator has to allow the app, this machine's place or the user in the organization's Conditional Access policies",
		},
	],
	[
		[53000, 53001, 530032],
		{
			says: "The organization's security policy blocks this sign-in",
			todo: 'An administrator has to allow the app or this machine; n8n is no managed device',
		},
	],
	[[65001], { says: 'Nobody has consented to what the app asks for', todo: CONSENT }],
	[[90094], { says: 'An administrator has to consent to what the app asks for', todo: CONSENT }],
	[
		[65004],
		{ says: 'Consent was declined', todo: `${RECONNECT} and accept, or ask an administrator to` },
	],
	[[700016], { says: 'The app is not known in this tenant', todo: CHECK_APP }],
	[
		[7000112],
		{
			says: 'The app is disabled in this tenant',
			todo: 'An administrator can enable it in the Microsoft Entra admin center under Enterprise applications > Properties',
		},
	],
	[
		[7000215],
		{
			says: "'Client Secret' is not right",
			todo: `Paste the secret's Value, not its ID; where the Value is lost, make a new secret ${SECRETS}`,
		},
	],
	[
		[7000222],
		{
			says: "'Client Secret' has expired",
			todo: `Make a new secret ${SECRETS} and paste its Value, or use a certificate`,
		},
	],
	[
		[7000218],
		{
			says: 'The app needs a secret or a certificate, and none was sent',
			todo: "Fill in 'Client Secret', or 'Certificate' and 'Private Key'",
		},
	],
	[
		[700027, 50012, 700030],
		{
			says: 'Microsoft did not accept the certificate of the app',
			todo: `Upload exactly this certificate ${REGISTRATION} > Certificates & secrets; a renewed one has to be uploaded again`,
		},
	],
	[
		[700024],
		{
			says: "The sign-in was not within the time it is valid for; this machine's clock may be wrong",
			todo: "Set this machine's clock right",
		},
	],
	[[700021, 700023], { says: 'Microsoft did not accept what the app signed', todo: CHECK_APP }],
	[[90002], { says: 'Microsoft does not know this tenant', todo: CHECK_TENANT }],
	[
		[90038, 900382],
		{
			says: 'The tenant is in another Microsoft cloud',
			todo: "Choose the tenant's cloud in 'Cloud' of the credential",
		},
	],
	[
		[50059],
		{
			says: 'Microsoft cannot tell which tenant is meant',
			todo: "Put the directory (tenant) ID into 'Tenant ID' of the credential",
		},
	],
	[
		[50194],
		{
			says: 'The app is registered for one organization only',
			todo: "Put the directory (tenant) ID into 'Tenant ID' of the credential instead of common",
		},
	],
	[
		[50020, 50034],
		{
			says: 'The account does not exist in this tenant',
			todo: "Sign in with another account, have this one invited as a guest, or check 'Tenant ID' of the credential",
		},
	],
	[
		[50105],
		{
			says: 'The account is not assigned to the app',
			todo: 'An administrator can assign it in the Microsoft Entra admin center under Enterprise applications > Users and groups',
		},
	],
	[
		[50057, 50053],
		{ says: 'The account is disabled or locked', todo: 'An administrator can enable it' },
	],
	[
		[50055],
		{
			says: 'The password of the account has expired',
			todo: 'Change it, then open the credential and reconnect it',
		},
	],
	[
		[50196],
		{
			says: 'The app asked for too many sign-ins in a row',
			todo: 'Wait some minutes, then run the workflow again',
			passes: true,
		},
	],
	[
		[500011, 70011, 1002012, 650053],
		{
			says: 'What was asked for does not belong to this cloud or is not known to Microsoft',
			todo: `Check 'Cloud' of the credential and, where it has scopes of its own, 'Enabled Scopes'`,
		},
	],
	[
		[90033],
		{
			says: "Microsoft's sign-in is not available just now",
			todo: 'Run the workflow again later; https://status.cloud.microsoft shows known outages',
			passes: true,
		},
	],
];

/** For what has no number in the table: by the word that Microsoft says to go by. */
const BY_WORD: Readonly<Record<string, Hint>> = {
	invalid_grant: { says: 'The sign-in is not valid any more', todo: RECONNECT },
	interaction_required: {
		says: 'Microsoft asks for a new sign-in',
		todo: `${RECONNECT}, with multi-factor authentication where Microsoft asks for it`,
	},
	login_required: { says: 'Microsoft asks for a new sign-in', todo: RECONNECT },
	consent_required: { says: 'Nobody has consented to what the app asks for', todo: CONSENT },
	invalid_client: {
		says: 'Microsoft did not accept the secret or the certificate of the app',
		todo: `Check 'Client ID' and the secret or the certificate of the credential`,
	},
	unauthorized_client: { says: 'The app may not sign in to this tenant', todo: CHECK_APP },
	invalid_scope: {
		says: 'What was asked for is not known to Microsoft in this cloud',
		todo: `Check 'Cloud' of the credential and, where it has scopes of its own, 'Enabled Scopes'`,
	},
	invalid_resource: {
		says: 'What was asked for does not belong to this cloud',
		todo: `Check 'Cloud' of the credential`,
	},
	temporarily_unavailable: {
		says: "Microsoft's sign-in is not available just now",
		todo: 'Run the workflow again later; https://status.cloud.microsoft shows known outages',
		passes: true,
	},
};

const OTHERWISE: Readonly<Record<SignInKind, Hint>> = {
	user: { says: 'Microsoft refused the sign-in', todo: RECONNECT },
	app: { says: 'Microsoft refused the sign-in', todo: CHECK_APP },
	managedIdentity: {
		says: 'The managed identity gave no token',
		todo: "Check that the machine n8n runs on has the identity, and 'Managed Identity Client ID' where it is a user-assigned one",
	},
};

/** A user signs in again in the browser; an app has nobody who could. */
const FOR_APPS: ReadonlyMap<string, string> = new Map([
	[
		'Microsoft asks for multi-factor authentication',
		"An administrator has to exempt the app in the organization's Conditional Access policies",
	],
]);

const byNumber = new Map(
	HINTS.flatMap(([numbers, hint]) => numbers.map((n) => [n, hint] as const)),
);

/** The numbers that have a hint of their own. */
export const HINTED: readonly number[] = [...byNumber.keys()];

/** What the token endpoint answered, as far as it is known. */
export interface Refusal {
	/** Such as `invalid_client`. */
	readonly error?: string;
	/** Microsoft's own words, beginning with their number. */
	readonly description?: string;
	readonly status?: number;
}

/** @param secrets that must not show, whatever Microsoft repeats */
export function refusedSignIn(
	{ error = '', description = '', status }: Refusal,
	kind: SignInKind,
	secrets: readonly string[] = [],
): SignInFailure {
	const { number, words, details } = readDescription(description, status);
	const hint = (number && byNumber.get(number)) || BY_WORD[error] || OTHERWISE[kind];
	const said = without(secrets, words || error);
	return new SignInFailure(
		said ? `${hint.says} (${said.replace(/\.$/, '')})` : hint.says,
		(kind === 'user' ? undefined : FOR_APPS.get(hint.says)) ?? hint.todo,
		details,
		hint.passes !== true && (status === undefined || (status < 500 && status !== 429)),
	);
}

/** `AADSTS7000215: Words. Trace ID: ... Correlation ID: ... Timestamp: ...` in its parts. */
function readDescription(
	description: string,
	status = 0,
): { number: number; words: string; details: SignInDetails } {
	const [words] = description.split(/\s*Trace ID:/);
	const number = Number(/AADSTS(\d+)/.exec(words)?.[1] ?? 0);
	return {
		number,
		words: words.replace(/\s+/g, ' ').trim(),
		details: {
			code: number ? `AADSTS${number}` : null,
			statusCode: status || null,
			requestId: /Trace ID: ([0-9a-f-]+)/i.exec(description)?.[1] ?? null,
			date: /Timestamp: ([0-9-]+ [0-9:]+Z)/.exec(description)?.[1] ?? null,
		},
	};
}

/** A text in which no secret stands, nor a part of one. */
function without(secrets: readonly string[], text: string): string {
	return secrets
		.filter((secret) => secret.length > 3)
		.reduce((rest, secret) => rest.split(secret).join('***'), text);
}

/** n8n says that a credential needs to be reconnected, and drops why; these are the likely reasons. */
export const RECONNECT_REASONS =
	'Likely reasons: the password was changed or the sessions were revoked; the credential was not used for 90 days; Conditional Access asks for a new sign-in; consent was withdrawn; the account was disabled. Open the credential and reconnect it';
