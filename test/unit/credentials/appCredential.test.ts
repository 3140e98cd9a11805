/** Every invalid field of the app credential is explained before anything is sent. */
import { generateKeyPairSync } from 'node:crypto';

import { appCredential, ownerOf } from '../../../credentials/entra/appCredential';
import { SignInFailure } from '../../../credentials/entra/signInFailure';
import {
	certificate,
	hasOpenssl,
	opensslCertificate,
	type Pem,
} from '../../support/engine/certificates';
import { FORBIDDEN_WORDS } from '../../support/forbiddenWords';

const GUID = '87d349ed-44d7-43e1-9a83-5f2406dee5bd';
const SECRET = 'Abc8Q~the-value.of-a_secret~0123456789';
const base = { cloud: 'global', tenantId: GUID, clientId: GUID, clientSecret: SECRET };

let good: Pem;
let other: Pem;
beforeAll(() => {
	good = opensslCertificate();
	other = certificate();
});

function refusal(fields: Record<string, unknown>): SignInFailure {
	try {
		appCredential({ ...base, ...fields }, Date.now());
	} catch (error) {
		expect(error).toBeInstanceOf(SignInFailure);
		const failure = error as SignInFailure;
		expect(failure.message).not.toMatch(FORBIDDEN_WORDS);
		// It also says what belongs there: the credential dialog shows nothing but the message.
		expect(failure.message).toBe(`${failure.says}. ${failure.todo}`);
		expect(failure.todo.length).toBeGreaterThan(20);
		for (const secret of ['clientSecret', 'privateKey', 'certificate']) {
			const value = fields[secret];
			if (typeof value !== 'string' || value.length < 10) continue;
			expect(`${failure.message} ${failure.stack}`).not.toContain(value);
		}
		return failure;
	}
	throw new Error('It was taken');
}

test('accepts a correct secret', () => {
	expect(appCredential(base, Date.now())).toMatchObject({
		graph: 'https://graph.microsoft.com',
		signIn: { login: 'https://login.microsoftonline.com', tenantId: GUID, clientId: GUID },
	});
});

test.each([
	['  ', /^'Tenant ID' is empty$/],
	[undefined, /^'Tenant ID' is empty$/],
	['common', /^'Tenant ID' is "common", and an app without a user needs one certain tenant$/],
	['Organizations', /^'Tenant ID' is "Organizations"/],
	['consumers', /^'Tenant ID' is "consumers"/],
	['contoso', /^'Tenant ID' is neither an ID/],
	['contoso.com/../x', /^'Tenant ID' is neither an ID/],
	['https://contoso.com', /^'Tenant ID' is neither an ID/],
	[`${GUID}?x=1`, /^'Tenant ID' is neither an ID/],
])('tenant %j', (tenantId, says) => {
	expect(refusal({ tenantId }).says).toMatch(says);
});

test.each([GUID.toUpperCase(), ` ${GUID} `, 'contoso.onmicrosoft.com', 'xn--bcher-kva.example'])(
	'tenant %j is taken',
	(tenantId) => {
		expect(appCredential({ ...base, tenantId }, 0).signIn).toMatchObject({
			tenantId: tenantId.trim(),
		});
	},
);

test.each([
	['', /^'Client ID' is empty$/],
	['my app', /^'Client ID' is not an ID such as/],
])('client %j', (clientId, says) => {
	expect(refusal({ clientId }).says).toMatch(says);
});

test('a secret entered as client ID is not shown', () => {
	expect(refusal({ clientId: SECRET, tenantId: GUID }).message).not.toContain(SECRET);
});

test.each([
	['', /^'Client Secret' is empty$/],
	[GUID, /^'Client Secret' is the ID of a secret, not its value$/],
])('secret %j', (clientSecret, says) => {
	expect(refusal({ clientSecret }).says).toMatch(says);
});

test.each([
	[
		'http://login.example',
		/^'Sign-In Address' is "http:\/\/login.example"; it must begin with https$/,
	],
	['http://127.0.0.1:5000', /^'Sign-In Address' is "http:\/\/127.0.0.1:5000"; it must begin/],
	['login.example', /^'Sign-In Address' is "login.example"; it must begin with https$/],
	['', /^'Sign-In Address' is ""; it must begin with https$/],
	['http://user:password1@login.example', /^'Sign-In Address' is "http:\/\/login.example"/],
])('sign-in address %j', (loginBaseUrl, says) => {
	const fields = { cloud: 'custom', loginBaseUrl, graphBaseUrl: 'https://graph.example' };
	expect(refusal(fields).says).toMatch(says);
});

test('the Graph address: http only on this machine', () => {
	const fields = { cloud: 'custom', loginBaseUrl: 'https://login.example' };
	const far = refusal({ ...fields, graphBaseUrl: 'http://graph.example' });
	expect(far.says).toBe('\'Graph Address\' is "http://graph.example"; it must begin with https');
	const near = { ...base, ...fields, graphBaseUrl: 'http://127.0.0.1:5000/v1.0/' };
	expect(appCredential(near, 0).graph).toBe('http://127.0.0.1:5000');
});

describe('certificate', () => {
	const given = (fields: Record<string, unknown> = {}): Record<string, unknown> => ({
		method: 'certificate',
		certificate: good.certificate,
		privateKey: good.key,
		...fields,
	});
	const rsa = (bits: number) => generateKeyPairSync('rsa', { modulusLength: bits }).privateKey;
	const pkcs8 = { type: 'pkcs8', format: 'pem' } as const;

	test('accepts a correct certificate and computes the thumbprint', () => {
		const { signIn } = appCredential({ ...base, ...given() }, Date.now());
		expect(signIn).toMatchObject({
			proof: { certificate: { thumbprint: expect.stringMatching(/^[0-9A-F]{64}$/) } },
		});
	});

	test.each<[string, () => Record<string, unknown>, RegExp]>([
		['none', () => ({ certificate: '' }), /^'Certificate' is empty$/],
		['no key', () => ({ privateKey: ' ' }), /^'Private Key' is empty$/],
		[
			'not PEM',
			() => ({ certificate: 'MIIC+zCCAeOgAwIBAgIU' }),
			/^'Certificate' is not a certificate in PEM form$/,
		],
		[
			'cut off',
			() => ({ certificate: good.certificate.slice(0, 300) }),
			/^'Certificate' is not a certificate in PEM form$/,
		],
		[
			'damaged',
			() => ({ certificate: good.certificate.replace(/.{200}\n(?=-----END)/s, '\n') }),
			/^'Certificate' cannot be read/,
		],
		[
			'a key in its place',
			() => ({ certificate: good.key }),
			/^'Certificate' holds a private key, not a certificate$/,
		],
		[
			'a request for one in its place',
			() => ({
				certificate: good.certificate.replace(/CERTIFICATE/g, 'CERTIFICATE REQUEST'),
			}),
			/^'Certificate' holds a certificate request, not a certificate$/,
		],
		[
			'a certificate in the place of the key',
			() => ({ privateKey: good.certificate }),
			/^'Private Key' holds a certificate, not a private key$/,
		],
		[
			'a public key in the place of the key',
			() => ({
				privateKey: generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({
					type: 'spki',
					format: 'pem',
				}),
			}),
			/^'Private Key' holds a public key, not a private key$/,
		],
		[
			'the key not PEM',
			() => ({ privateKey: 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQ' }),
			/^'Private Key' is not a private key in PEM form$/,
		],
		[
			'the key damaged',
			() => ({ privateKey: good.key.replace(/.{200}\n(?=-----END)/s, '\n') }),
			/^'Private Key' cannot be read/,
		],
		[
			'another key',
			() => ({ privateKey: other.key }),
			/^'Certificate' and 'Private Key' do not belong together$/,
		],
		[
			'a locked key',
			() => ({
				privateKey: rsa(2048).export({ ...pkcs8, cipher: 'aes-256-cbc', passphrase: 'secret' }),
			}),
			/^'Private Key' is locked with a passphrase$/,
		],
		[
			'a locked key in the older form',
			() => ({
				privateKey: rsa(2048).export({
					type: 'pkcs1',
					format: 'pem',
					cipher: 'aes-256-cbc',
					passphrase: 'secret',
				}),
			}),
			/^'Private Key' is locked with a passphrase$/,
		],
		[
			'another kind of key',
			() => ({
				privateKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export(pkcs8),
			}),
			/^'Private Key' is not an RSA key/,
		],
		[
			'another kind of key in the older form',
			() => ({
				privateKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
					type: 'sec1',
					format: 'pem',
				}),
			}),
			/^'Private Key' is not an RSA key/,
		],
		[
			'too short a key',
			() => ({ privateKey: rsa(1024).export(pkcs8) }),
			/^'Private Key' has 1024 bits, and it takes at least 2048$/,
		],
	])('%s', (_name, fields, says) => {
		expect(refusal(given(fields())).says).toMatch(says);
	});

	test('expired or not yet valid: names the date', () => {
		const old = certificate({ fromDays: -30, toDays: -2 });
		const young = certificate({ fromDays: 2, toDays: 30 });
		const day = (days: number): string =>
			new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
		expect(refusal(given({ certificate: old.certificate, privateKey: old.key })).says).toBe(
			`'Certificate' expired on ${day(-2)}`,
		);
		expect(refusal(given({ certificate: young.certificate, privateKey: young.key })).says).toBe(
			`'Certificate' is valid only from ${day(2)}`,
		);
	});

	(hasOpenssl() ? test : test.skip)('an EC certificate with its key', () => {
		const ec = opensslCertificate('-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256');
		expect(refusal(given({ certificate: ec.certificate, privateKey: ec.key })).says).toMatch(
			/^'Private Key' is not an RSA key/,
		);
	});
});

describe('managed identity', () => {
	test('system- or user-assigned; tenant and app do not matter', () => {
		const given = { cloud: 'china', method: 'managedIdentity' };
		expect(appCredential(given, 0)).toMatchObject({
			graph: 'https://microsoftgraph.chinacloudapi.cn',
			signIn: { kind: 'managedIdentity', clientId: '' },
		});
		const own = appCredential({ ...given, managedIdentityClientId: ` ${GUID} ` }, 0);
		expect(own.signIn).toEqual({ kind: 'managedIdentity', clientId: GUID });
	});

	test('a name instead of the ID', () => {
		const { says } = refusal({ method: 'managedIdentity', managedIdentityClientId: 'my-vm' });
		expect(says).toMatch(/^'Managed Identity Client ID' is not an ID/);
	});
});

describe('what tells credentials apart', () => {
	const changes = [
		{ cloud: 'usGov' },
		{ tenantId: 'contoso.com' },
		{ clientId: '00000000-44d7-43e1-9a83-5f2406dee5bd' },
	];
	test.each(changes)('%j: another credential, and another owner of the token', (change) => {
		expect(appCredential({ ...base, ...change }, 0).key).not.toBe(appCredential(base, 0).key);
		expect(ownerOf({ ...base, ...change })).not.toBe(ownerOf(base));
	});

	test('another secret: another credential, but the token stays good', () => {
		const change = { clientSecret: 'another~secret' };
		expect(appCredential({ ...base, ...change }, 0).key).not.toBe(appCredential(base, 0).key);
		expect(ownerOf({ ...base, ...change })).toBe(ownerOf(base));
	});

	test('the stored token changes nothing', () => {
		const change = { accessToken: 'x', accessTokenOwner: 'y' };
		expect(appCredential({ ...base, ...change }, 0).key).toBe(appCredential(base, 0).key);
		expect(ownerOf({ ...base, ...change })).toBe(ownerOf(base));
	});
});
