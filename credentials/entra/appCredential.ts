/** The fields of the app credential, checked before anything is sent. */
import { createHash } from 'node:crypto';

import { type SigningCertificate, signingCertificate } from './certificate';
import { cloudOf, isProtected } from './clouds';
import { SignInFailure } from './signInFailure';

export interface AppCredential {
	/** Tells credentials apart; changes with every field that matters, and does not show any. */
	readonly key: string;
	/** Graph's address, without a version. */
	readonly graph: string;
	readonly signIn: RegisteredApp | ManagedIdentity;
}

export interface RegisteredApp {
	readonly kind: 'app';
	/** Sign-in address, without the tenant. */
	readonly login: string;
	readonly tenantId: string;
	readonly clientId: string;
	readonly proof: { readonly secret: string } | { readonly certificate: SigningCertificate };
}

export interface ManagedIdentity {
	readonly kind: 'managedIdentity';
	/** Empty: the one of the machine itself. */
	readonly clientId: string;
}

type Fields = Readonly<Record<string, unknown>>;

const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const DOMAIN = /^[a-z0-9-]+(\.[a-z0-9-]+)+$/i;

/** Fields that decide whose token it is, without the secrets. */
const OWNER = [
	'cloud',
	'loginBaseUrl',
	'graphBaseUrl',
	'method',
	'tenantId',
	'clientId',
	'managedIdentityClientId',
] as const;
const SECRETS = ['clientSecret', 'certificate', 'privateKey'] as const;

const WHERE =
	'It stands on the overview page of the app registration in the Microsoft Entra admin center';

const text = (value: unknown): string => (typeof value === 'string' ? value.trim() : '');

const hash = (fields: Fields, names: readonly string[]): string =>
	createHash('sha256')
		.update(JSON.stringify(names.map((name) => text(fields[name]))))
		.digest('base64');

/**
 * To whom a token belongs: the same cloud, tenant and client. Kept beside the token, so that a
 * token is never used for another after the fields were changed, or where they differ by item.
 */
export const ownerOf = (fields: Fields): string => hash(fields, OWNER);

/**
 * @param now in milliseconds
 * @throws {SignInFailure} that names the field and what belongs there
 */
export function appCredential(fields: Fields, now: number): AppCredential {
	const { login, graph } = cloudOf(fields);
	if (!isProtected(graph)) {
		throw new SignInFailure(
			`'Graph Address' is ${quoted(graph)}; it must begin with https`,
			'Only a server on this machine may be named with http, such as http://localhost:5000',
		);
	}
	const key = hash(fields, [...OWNER, ...SECRETS]);
	if (fields.method === 'managedIdentity') {
		return { key, graph, signIn: managedIdentity(fields) };
	}
	checkLogin(login);
	return {
		key,
		graph,
		signIn: {
			kind: 'app',
			login,
			tenantId: tenantIn(fields),
			clientId: guidIn(fields.clientId, 'Client ID', `Paste the application (client) ID. ${WHERE}`),
			proof:
				fields.method === 'certificate'
					? {
							certificate: signingCertificate(
								text(fields.certificate),
								text(fields.privateKey),
								now,
							),
						}
					: { secret: secretIn(fields) },
		},
	};
}

function managedIdentity({ managedIdentityClientId: given }: Fields): ManagedIdentity {
	const clientId =
		text(given) === ''
			? ''
			: guidIn(
					given,
					'Managed Identity Client ID',
					'Paste the client ID of a user-assigned managed identity, or leave it empty for the system-assigned one',
				);
	return { kind: 'managedIdentity', clientId };
}

/** MSAL, which signs in, takes https only. */
function checkLogin(login: string): void {
	if (URL.canParse(login) && new URL(login).protocol === 'https:') return;
	throw new SignInFailure(
		`'Sign-In Address' is ${quoted(login)}; it must begin with https`,
		'An app signs in over https only, also on this machine. For a certificate authority of your own, start n8n with NODE_EXTRA_CA_CERTS',
	);
}

function tenantIn({ tenantId }: Fields): string {
	const tenant = text(tenantId);
	const hint = `Paste the directory (tenant) ID or a verified domain such as contoso.onmicrosoft.com. ${WHERE}`;
	if (tenant === '') throw new SignInFailure("'Tenant ID' is empty", hint);
	if (/^(common|organizations|consumers)$/i.test(tenant)) {
		throw new SignInFailure(
			`'Tenant ID' is ${quoted(tenant)}, and an app without a user needs one certain tenant`,
			hint,
		);
	}
	if (!GUID.test(tenant) && !DOMAIN.test(tenant)) {
		throw new SignInFailure(
			// Not shown: it may be something secret in the wrong field.
			"'Tenant ID' is neither an ID such as 87d349ed-44d7-43e1-9a83-5f2406dee5bd nor a domain",
			hint,
		);
	}
	return tenant;
}

function guidIn(given: unknown, field: string, hint: string): string {
	const value = text(given);
	if (GUID.test(value)) return value;
	throw new SignInFailure(
		value === ''
			? `'${field}' is empty`
			: `'${field}' is not an ID such as 87d349ed-44d7-43e1-9a83-5f2406dee5bd`,
		hint,
	);
}

function secretIn({ clientSecret }: Fields): string {
	const secret = text(clientSecret);
	const hint =
		"Paste the secret's Value from the page Certificates & secrets. Microsoft shows it only once, right after it was made; make a new one where it is lost";
	if (secret === '') throw new SignInFailure("'Client Secret' is empty", hint);
	if (GUID.test(secret)) {
		throw new SignInFailure("'Client Secret' is the ID of a secret, not its value", hint);
	}
	return secret;
}

/** An address or a word, cut where it is long, without a name and password in it. */
function quoted(value: string): string {
	const line = value.replace(/\s+/g, ' ').replace(/\/\/[^/]*@/, '//');
	return `"${line.length > 60 ? `${line.slice(0, 57)}...` : line}"`;
}
