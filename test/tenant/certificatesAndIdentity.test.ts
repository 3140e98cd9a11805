import { execFileSync } from 'node:child_process';
import {
	constants,
	createHash,
	createPrivateKey,
	randomUUID,
	sign,
	X509Certificate,
} from 'node:crypto';
import { readFileSync } from 'node:fs';
import { get } from 'node:https';
import { join } from 'node:path';
import {
	startTenant,
	tenantNode,
	type Body,
	type RunningTenant,
} from '../support/tenant/startTenant';

let tenant: RunningTenant;
let pem: { cert: string; key: string };
beforeAll(async () => {
	tenant = await startTenant({ users: 50 });
	pem = certificate(30);
	await tenant.control('POST', `/apps/${tenant.apps.appOnly?.clientId}/certificates`, {
		pem: pem.cert,
	});
});
afterAll(() => tenant.stop());

/** A self-signed RSA certificate, made with the tenant's own library. */
function certificate(days: number): { cert: string; key: string } {
	const code = `await import('reflect-metadata'); const x509 = await import('@peculiar/x509');
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', publicExponent: new Uint8Array([1, 0, 1]), modulusLength: 2048 };
    const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
    const cert = await x509.X509CertificateGenerator.createSelfSigned({ serialNumber: '01', name: 'CN=app', notBefore: new Date(Date.now() - 60 * 864e5), notAfter: new Date(Date.now() + ${days} * 864e5), keys, signingAlgorithm: algorithm });
    const key = x509.PemConverter.encode(await crypto.subtle.exportKey('pkcs8', keys.privateKey), 'PRIVATE KEY');
    process.stdout.write(JSON.stringify({ cert: cert.toString('pem'), key }));`;
	return JSON.parse(
		execFileSync(tenantNode(), ['--input-type=module', '-e', code], {
			cwd: join(__dirname, '../../sandbox/tenant'),
			encoding: 'utf8',
		}),
	) as { cert: string; key: string };
}

interface Assertion {
	alg?: string;
	header?: Record<string, unknown>;
	claims?: Record<string, unknown>;
	with?: { cert: string; key: string };
	tenant?: string;
}
const endpoint = (segment = tenant.tenantId): string =>
	`${tenant.login}/${segment}/oauth2/v2.0/token`;

function assertion({
	alg = 'PS256',
	header = {},
	claims = {},
	with: { cert, key } = pem,
}: Assertion = {}): string {
	const clientId = tenant.apps.appOnly?.clientId;
	const thumbprint = (hash: string): string =>
		createHash(hash).update(new X509Certificate(cert).raw).digest('base64url');
	const now = Math.floor(Date.now() / 1000);
	const named =
		alg === 'PS256' ? { 'x5t#S256': thumbprint('sha256') } : { x5t: thumbprint('sha1') };
	const encode = (value: unknown): string =>
		Buffer.from(JSON.stringify(value)).toString('base64url');
	const input = `${encode({ alg, typ: 'JWT', ...named, ...header })}.${encode({ aud: endpoint(), iss: clientId, sub: clientId, jti: randomUUID(), nbf: now, iat: now, exp: now + 600, ...claims })}`;
	const padding =
		alg === 'PS256' ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: 32 } : {};
	return `${input}.${sign('sha256', Buffer.from(input), { key: createPrivateKey(key), ...padding }).toString('base64url')}`;
}

const ask = async (
	clientAssertion: string,
	fields: Record<string, string> = {},
): Promise<{ status: number; body: Body }> => {
	const response = await fetch(`${endpoint()}?client-request-id=${randomUUID()}`, {
		method: 'POST',
		body: new URLSearchParams({
			grant_type: 'client_credentials',
			client_id: String(tenant.apps.appOnly?.clientId),
			scope: `${tenant.graph}/.default`,
			client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
			client_assertion: clientAssertion,
			...fields,
		}),
	});
	return { status: response.status, body: (await response.json()) as Body };
};
const failsWith = async (
	clientAssertion: string,
	aadsts: number,
	fields?: Record<string, string>,
): Promise<void> => {
	const { status, body } = await ask(clientAssertion, fields);
	expect([status, body.error, body.error_codes]).toEqual([
		aadsts === 900144 ? 400 : 401,
		aadsts === 900144 ? 'invalid_request' : 'invalid_client',
		[aadsts],
	]);
};

describe('client assertion', () => {
	it('PS256 with x5t#S256, and the older RS256 with x5t', async () => {
		for (const alg of ['PS256', 'RS256']) {
			const { status, body } = await ask(assertion({ alg }));
			expect([status, body.error]).toEqual([200, undefined]);
			expect((await tenant.get('/users?$top=1', String(body.access_token))).status).toBe(200);
		}
	});
	it('is never shown in the log', async () => {
		const given = assertion();
		await ask(given);
		expect(JSON.stringify((await tenant.control('GET', '/log')).body)).not.toContain(
			given.split('.')[2],
		);
	});
	it('refuses certificates that are not registered, or expired', async () => {
		await failsWith(assertion({ with: certificate(30) }), 700027);
		const old = certificate(-1);
		await tenant.control('POST', `/apps/${tenant.apps.appOnly?.clientId}/certificates`, {
			pem: old.cert,
		});
		await failsWith(assertion({ with: old }), 700027);
	});
	it('refuses a thumbprint of the hex text, a wrong signature, a wrong algorithm, nonsense', async () => {
		const hex = Buffer.from(
			new X509Certificate(pem.cert).fingerprint256.replaceAll(':', ''),
		).toString('base64url');
		await failsWith(assertion({ header: { 'x5t#S256': hex } }), 700027);
		await failsWith(assertion({ with: { cert: pem.cert, key: certificate(30).key } }), 50012);
		await failsWith(assertion({ header: { alg: 'HS256' } }), 50012);
		await failsWith('nonsense', 50012);
	});
	it('refuses another audience, other clients, times out of range, no assertion type', async () => {
		await failsWith(assertion({ claims: { aud: 'https://elsewhere.example/token' } }), 700023);
		await failsWith(assertion({ claims: { iss: 'x', sub: 'x' } }), 700021);
		const past = Math.floor(Date.now() / 1000) - 7_200;
		await failsWith(assertion({ claims: { nbf: past, iat: past, exp: past + 600 } }), 700024);
		await failsWith(assertion({ claims: { nbf: past + 14_400, exp: past + 15_000 } }), 700024);
		await failsWith(assertion(), 900144, { client_assertion_type: '' });
	});
	it('refuses files that are no certificate', async () =>
		expect(
			(
				await tenant.control('POST', `/apps/${tenant.apps.appOnly?.clientId}/certificates`, {
					pem: 'x',
				})
			).status,
		).toBe(400));
});

describe('managed identity', () => {
	const identity = (): Record<string, string> =>
		(tenant.cast as unknown as { managedIdentity: Record<string, string> }).managedIdentity;
	const appService = async (
		query: Record<string, string>,
		header = identity().IDENTITY_HEADER,
	): Promise<{ status: number; body: Record<string, string> }> => {
		const response = await fetch(
			`${identity().IDENTITY_ENDPOINT}?${new URLSearchParams({ 'api-version': '2019-08-01', resource: tenant.graph, ...query })}`,
			{ headers: { 'x-identity-header': String(header) } },
		);
		return { status: response.status, body: (await response.json()) as Record<string, string> };
	};
	const imds = async (
		query: Record<string, string>,
		headers: Record<string, string> = { metadata: 'true' },
		slash = '',
	): Promise<{ status: number; body: Record<string, string> }> => {
		const response = await fetch(
			`${identity().AZURE_POD_IDENTITY_AUTHORITY_HOST}/metadata/identity/oauth2/token${slash}?${new URLSearchParams({ 'api-version': '2018-02-01', resource: tenant.graph, ...query })}`,
			{ headers },
		);
		return { status: response.status, body: (await response.json()) as Record<string, string> };
	};

	it('App Service form: system-assigned and user-assigned', async () => {
		const system = await appService({});
		expect(system).toMatchObject({
			status: 200,
			body: {
				token_type: 'Bearer',
				resource: tenant.graph,
				expires_on: expect.stringMatching(/^\d+$/),
			},
		});
		expect((await tenant.get('/users', system.body.access_token ?? '')).status).toBe(200);
		const user = await appService({ client_id: String(identity().userAssignedClientId) });
		expect(user.body.client_id).toBe(identity().userAssignedClientId);
	});
	it('App Service form: refusals', async () => {
		expect((await appService({}, 'wrong')).status).toBe(401);
		expect(await appService({ client_id: randomUUID() })).toMatchObject({
			status: 400,
			body: { statusCode: 400, message: expect.stringContaining('No User Assigned') },
		});
		expect((await appService({ resource: 'https://elsewhere.example' })).body.message).toContain(
			'AADSTS500011',
		);
		expect((await appService({ 'api-version': '2017-09-01' })).status).toBe(400);
	});
	it('IMDS form', async () => {
		expect(await imds({})).toMatchObject({
			status: 200,
			body: {
				token_type: 'Bearer',
				expires_in: expect.any(String),
				not_before: expect.any(String),
			},
		});
		// MSAL ends the address with a slash.
		expect((await imds({}, undefined, '/')).status).toBe(200);
		expect(await imds({}, {})).toMatchObject({ status: 400, body: { error: 'bad_request_102' } });
		expect(await imds({ client_id: randomUUID() })).toMatchObject({
			status: 400,
			body: { error: 'invalid_request' },
		});
	});
	it('gives no token for a secret', async () => {
		const response = await fetch(endpoint(), {
			method: 'POST',
			body: new URLSearchParams({
				grant_type: 'client_credentials',
				client_id: String(tenant.apps.systemIdentity?.clientId),
				client_secret: 'x',
				scope: `${tenant.graph}/.default`,
			}),
		});
		expect(response.status).toBe(401);
	});
});

describe('HTTPS (--tls)', () => {
	it('serves Graph and login under a CA of its own, control in the clear', async () => {
		const secure = await startTenant({ users: 50, args: ['--tls'] });
		const { access_token } = await secure.token({ user: secure.cast.alice.id });
		const ca = readFileSync(String(secure.ready.caFile));
		const fetched = (url: string, trust: boolean): Promise<number | undefined> =>
			new Promise((done, failed) => {
				get(
					url,
					{ headers: { authorization: `Bearer ${access_token}` }, ...(trust ? { ca } : {}) },
					(response) => {
						response.resume();
						done(response.statusCode);
					},
				).on('error', failed);
			});
		expect(
			[secure.graph, secure.login, secure.controlUrl].map((origin) => new URL(origin).protocol),
		).toEqual(['https:', 'https:', 'http:']);
		expect(await fetched(`${secure.graph}/v1.0/me`, true)).toBe(200);
		expect(
			await fetched(`${secure.login}/common/v2.0/.well-known/openid-configuration`, true),
		).toBe(200);
		await expect(fetched(`${secure.graph}/v1.0/me`, false)).rejects.toThrow();
		await secure.stop();
	});
});
