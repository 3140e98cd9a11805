/** Every address requested in each cloud, seen by a proxy: nothing else is contacted. */
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import { MemoryCredentials, type StoredCredential } from '../support/engine/credentials';
import { testCredential } from '../support/engine/credentialTest';
import { additionalDataFor, type Outcome, runNode } from '../support/engine/engine';
import { json, Microsoft } from '../support/engine/microsoft';
import { opensslCertificate } from '../support/engine/certificates';
import { user } from '../support/engine/workbench';

const microsoft = new Microsoft();

const TENANT = '85ac7ae7-286c-4c27-84fe-66b947ea9e4f';
const CUSTOM = {
	loginBaseUrl: 'https://login.contoso.example',
	graphBaseUrl: 'https://graph.contoso.example',
};

/**
 * Cloud, its fields, sign-in host, Graph host, what it lacks (docs/graph.md#clouds,
 * docs/graph.md#cloud-availability).
 */
const CLOUDS: Array<[string, ICredentialDataDecryptedObject, string, string, string[]]> = [
	['global', {}, 'login.microsoftonline.com', 'graph.microsoft.com', []],
	['usGov', {}, 'login.microsoftonline.us', 'graph.microsoft.us', ['trending']],
	['usGovDod', {}, 'login.microsoftonline.us', 'dod-graph.microsoft.us', ['trending']],
	[
		'china',
		{},
		'login.chinacloudapi.cn',
		'microsoftgraph.chinacloudapi.cn',
		['people', 'trending'],
	],
	['custom', CUSTOM, 'login.contoso.example', 'graph.contoso.example', []],
];

const profile: INodeParameters = {
	resource: 'get',
	operation: 'userProfile',
	user: user('u1@contoso.example'),
	selectFields: ['mail'],
};
const asApp = { ...profile, authentication: 'appOnly' };

let made = 0;
const app = (fields: ICredentialDataDecryptedObject): StoredCredential => ({
	type: 'office365UsersAppApi',
	data: {
		tenantId: TENANT,
		clientId: '22222222-2222-4222-8222-222222222222',
		clientSecret: `never-used-before~${made++}`,
		...fields,
	},
});
const signedIn = (fields: ICredentialDataDecryptedObject): StoredCredential => ({
	type: 'office365UsersOAuth2Api',
	data: {
		tenantId: TENANT,
		clientId: '22222222-2222-4222-8222-222222222222',
		clientSecret: 'user~secret',
		oauthTokenData: { access_token: 'expired-token', refresh_token: 'first-refresh-token' },
		...fields,
	},
});

const run = async (parameters: INodeParameters, credential: StoredCredential): Promise<Outcome> =>
	await runNode({ parameters, credentials: { '1': credential } });

const requests = (): string[] => microsoft.visits.map(({ request }) => request);

describe.each(CLOUDS)('cloud %s', (cloud, fields, login, graph, lacks) => {
	const tokenUrl = `POST https://${login}/${TENANT}/oauth2/v2.0/token`;
	const profileUrl = `GET https://${graph}/v1.0/users/u1%40contoso.example`;

	it('an app with a secret', async () => {
		const { error } = await run(asApp, app({ cloud, ...fields }));
		expect(error).toBeUndefined();
		expect(requests()).toEqual([tokenUrl, profileUrl]);
		expect([...microsoft.hosts]).toEqual([login, graph]);
		const [{ body }, { authorization }] = microsoft.visits;
		expect(body.get('scope')).toBe(`https://${graph}/.default`);
		expect(body.get('grant_type')).toBe('client_credentials');
		expect(authorization).toBe(`Bearer for:https://${graph}/.default`);
	});

	it('an app with a certificate: the assertion is for the same address', async () => {
		const { certificate, key } = opensslCertificate();
		const { error } = await run(
			asApp,
			app({ cloud, ...fields, method: 'certificate', certificate, privateKey: key }),
		);
		expect(error).toBeUndefined();
		expect(requests()).toEqual([tokenUrl, profileUrl]);
		const assertion = microsoft.visits[0].body.get('client_assertion') ?? '';
		const [header, claims] = assertion
			.split('.')
			.slice(0, 2)
			.map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as object);
		expect(header).toMatchObject({ alg: 'PS256', 'x5t#S256': expect.any(String) });
		expect(claims).toMatchObject({ aud: tokenUrl.replace('POST ', '') });
	});

	it('a signed-in user: the authorize page, the token server, Graph', async () => {
		microsoft.instead = (_request, response, { authorization }) => {
			if (authorization !== 'Bearer expired-token') return false;
			json(response, 401, { error: { code: 'InvalidAuthenticationToken', message: 'Expired' } });
			return true;
		};
		const credential = signedIn({ cloud, ...fields });
		const helper = new MemoryCredentials({ '1': credential });
		const { authUrl, scope } = await helper.getDecrypted(
			additionalDataFor(helper, []),
			{ id: '1', name: '1' },
			credential.type,
			'manual',
		);
		expect(authUrl).toBe(`https://${login}/${TENANT}/oauth2/v2.0/authorize`);
		const graphScopes = String(scope)
			.split(' ')
			.filter((name) => !['openid', 'offline_access'].includes(name));
		for (const name of graphScopes) {
			expect(
				cloud === 'global' ? !name.includes('://') : name.startsWith(`https://${graph}/`),
			).toBe(true);
		}
		const { error } = await run(profile, credential);
		expect(error).toBeUndefined();
		expect(requests()).toEqual([profileUrl, tokenUrl, profileUrl]);
		expect([...microsoft.hosts].sort()).toEqual([login, graph].sort());
	});

	it('the test of the app credential', async () => {
		const { status } = await testCredential(app({ cloud, ...fields }));
		expect(status).toBe('OK');
		expect(requests()).toEqual([tokenUrl, `GET https://${graph}/v1.0/users`]);
	});

	const features: Array<[string, INodeParameters]> = [
		['people', { resource: 'people', operation: 'relevantPeople' }],
		['trending', { resource: 'trending', operation: 'userDocuments' }],
	];
	it.each(features)(
		'%s: available, or reported as missing before anything is sent',
		async (feature, what) => {
			const { error } = await run(
				{ ...what, user: user('u1@contoso.example') },
				signedIn({ cloud, ...fields }),
			);
			if (lacks.includes(feature)) {
				expect(error?.message).toMatch(/^Microsoft does not offer .* in the cloud /);
				expect(requests()).toEqual([]);
			} else {
				expect(error).toBeUndefined();
				expect(requests()).toHaveLength(1);
			}
		},
	);
});

describe('a sign-in server that misbehaves', () => {
	const fields = { cloud: 'global' };
	const login = 'login.microsoftonline.com';

	it('breaks the connection: the request is retried', async () => {
		let broken = 0;
		microsoft.instead = (request) => {
			if (broken === 2) return false;
			broken++;
			request.socket.destroy();
			return true;
		};
		const { error } = await run(asApp, app(fields));
		expect(error).toBeUndefined();
		expect(microsoft.visits).toHaveLength(4);
	});

	it('breaks every connection: reported in the end', async () => {
		microsoft.instead = (request) => {
			request.socket.destroy();
			return true;
		};
		const { error } = await run(asApp, app(fields));
		expect(error?.message).toContain(
			`Could not reach the sign-in server ${login}: the connection broke. `,
		);
		expect(microsoft.visits).toHaveLength(4);
	});

	it('redirects: the secret is not sent there', async () => {
		microsoft.instead = (_request, response) => {
			response.writeHead(307, { Location: 'https://graph.contoso.example/steal' });
			response.end();
			return true;
		};
		const { error } = await run(asApp, app(fields));
		expect(error?.message).toContain(
			`The sign-in server ${login} gave no answer of Microsoft's (status 307). `,
		);
		expect([...microsoft.hosts]).toEqual([login]);
	});

	it('returns the page of a proxy: reported', async () => {
		microsoft.instead = (_request, response) => {
			response.writeHead(200, { 'Content-Type': 'text/html' });
			response.end('<html>Please log in to the proxy</html>');
			return true;
		};
		const { error } = await run(asApp, app(fields));
		expect(error?.message).toContain(
			`The sign-in server ${login} gave no answer of Microsoft's (status 200). `,
		);
	});

	it('responds without a token: reported', async () => {
		microsoft.instead = (_request, response) => {
			json(response, 200, {});
			return true;
		};
		const { error } = await run(asApp, app(fields));
		expect(error?.message).toMatch(/^Microsoft refused the sign-in/);
	});

	it('asks for a long wait: neither waited for nor retried at once', async () => {
		microsoft.instead = (_request, response) => {
			response.setHeader('Retry-After', '120');
			json(response, 429, { error: 'temporarily_unavailable', error_codes: [90033] });
			return true;
		};
		const credential = app(fields);
		for (let time = 0; time < 3; time++) {
			const { error } = await run(asApp, credential);
			expect(error?.message).toMatch(/^Microsoft's sign-in is not available just now/);
		}
		expect(requests()).toHaveLength(1);
	});
});

it('the allowed domains of the credential apply to its sign-in too', async () => {
	const credential = app({
		cloud: 'global',
		allowedHttpRequestDomains: 'domains',
		allowedDomains: 'graph.microsoft.com',
	});
	const { error } = await run(asApp, credential);
	expect(error?.message).toMatch(/^Could not reach the sign-in server login.microsoftonline.com: /);
	expect([...microsoft.hosts]).toEqual([]);
});
