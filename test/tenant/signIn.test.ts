import { createHash, randomBytes } from 'node:crypto';
import {
	startTenant,
	type Answer,
	type Body,
	type RunningTenant,
} from '../support/tenant/startTenant';

let tenant: RunningTenant;
let authority: string;
const redirectUri = 'http://localhost:5678/rest/oauth2-credential/callback';

beforeAll(async () => {
	tenant = await startTenant({ users: 60 });
	authority = `${tenant.login}/${tenant.tenantId}`;
});
afterAll(() => tenant.stop());
beforeEach(() => tenant.control('POST', '/reset'));

type Fields = Record<string, string>;
interface Failure extends Body {
	error_codes: number[];
	error_description: string;
	oauth: string;
}

const page = async (
	url: string,
	fields: Fields,
): Promise<{ status: number; html: string; location: URL | undefined }> => {
	const response = await fetch(`${url}?${new URLSearchParams(fields)}`, { redirect: 'manual' });
	const location = response.headers.get('location');
	return {
		status: response.status,
		html: await response.text(),
		location: location === null ? undefined : new URL(location),
	};
};
const authorize = (fields: Fields, segment = tenant.tenantId): ReturnType<typeof page> =>
	page(`${tenant.login}/${segment}/oauth2/v2.0/authorize`, {
		client_id: String(tenant.apps.delegated?.clientId),
		response_type: 'code',
		redirect_uri: redirectUri,
		scope: 'openid offline_access User.Read',
		state: 's t&1',
		...fields,
	});
const post = async (
	fields: Fields,
	headers: Fields = {},
	segment = tenant.tenantId,
): Promise<Answer> => {
	const response = await fetch(`${tenant.login}/${segment}/oauth2/v2.0/token`, {
		method: 'POST',
		headers,
		body: new URLSearchParams(fields),
	});
	return {
		status: response.status,
		headers: response.headers,
		bytes: Buffer.alloc(0),
		body: (await response.json()) as Body,
	};
};
const app = (name: string): Fields => ({
	client_id: String(tenant.apps[name]?.clientId),
	client_secret: String(tenant.apps[name]?.clientSecret),
});
const getCode = async (fields: Fields = {}): Promise<string> => {
	const { location } = await authorize({
		account: tenant.cast.admin.userPrincipalName,
		decision: 'accept',
		...fields,
	});
	return String(location?.searchParams.get('code'));
};
const redeem = (code: string, fields: Fields = {}): Promise<Answer> =>
	post({
		grant_type: 'authorization_code',
		code,
		redirect_uri: redirectUri,
		...app('delegated'),
		...fields,
	});
const failsWith = (
	{ status, body }: Answer,
	aadsts: number,
	error: string,
	wantedStatus = 400,
): void => {
	const failure = body as unknown as Failure;
	expect([status, failure.error_codes, body.error]).toEqual([wantedStatus, [aadsts], error]);
	expect(failure.error_description).toMatch(
		new RegExp(
			`^AADSTS${aadsts}: .* Trace ID: .* Correlation ID: .* Timestamp: \\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\dZ$`,
		),
	);
	expect(body).toMatchObject({
		timestamp: expect.any(String),
		trace_id: expect.any(String),
		correlation_id: expect.any(String),
		error_uri: expect.stringContaining(String(aadsts)),
	});
};

describe('authorize', () => {
	it('asks for the account, then for consent with every scope, then goes back with code and state', async () => {
		const accounts = await authorize({});
		expect(accounts.html).toContain('Pick an account');
		expect(accounts.html).toContain(tenant.cast.alice.userPrincipalName);
		const consent = await authorize({
			account: tenant.cast.alice.userPrincipalName,
			scope: 'openid User.Read People.Read Sites.Read.All',
		});
		for (const scope of ['User.Read', 'People.Read', 'Sites.Read.All'])
			expect(consent.html).toContain(`data-scope="${scope}"`);
		const done = await authorize({
			account: tenant.cast.alice.userPrincipalName,
			decision: 'accept',
		});
		expect([
			done.status,
			done.location?.origin,
			done.location?.pathname,
			done.location?.searchParams.get('state'),
		]).toEqual([302, 'http://localhost:5678', '/rest/oauth2-credential/callback', 's t&1']);
		expect(done.location?.searchParams.get('code')).toBeTruthy();
	});
	it('asks only once', async () => {
		await getCode();
		const again = await authorize({ account: tenant.cast.admin.userPrincipalName });
		expect(again.status).toBe(302);
	});
	it('signs in silently with login_hint once consent is given', async () => {
		const hint = { prompt: 'none', login_hint: tenant.cast.alice.userPrincipalName };
		expect((await authorize(hint)).location?.searchParams.get('error')).toBe('consent_required');
		await tenant.control('POST', '/consents', {
			clientId: tenant.apps.delegated?.clientId,
			user: tenant.cast.alice.id,
			scopes: ['User.Read'],
		});
		expect((await authorize(hint)).location?.searchParams.get('code')).toBeTruthy();
		expect((await authorize({ prompt: 'none' })).location?.searchParams.get('error')).toBe(
			'login_required',
		);
	});
	it('shows "Need admin approval" to users and lets an admin consent for everybody', async () => {
		const scope = 'openid offline_access User.Read.All';
		const blocked = await authorize({
			account: tenant.cast.alice.userPrincipalName,
			scope,
			decision: 'accept',
		});
		expect([blocked.status, blocked.location]).toEqual([200, undefined]);
		expect(blocked.html).toContain('AADSTS90094');
		await authorize({
			account: tenant.cast.admin.userPrincipalName,
			scope,
			decision: 'accept',
			everybody: 'on',
		});
		expect((await authorize({ account: tenant.cast.alice.userPrincipalName, scope })).status).toBe(
			302,
		);
	});
	it('cancelled: access_denied', async () => {
		const { location } = await authorize({
			account: tenant.cast.alice.userPrincipalName,
			decision: 'cancel',
		});
		expect(location?.searchParams.get('error')).toBe('access_denied');
		expect(location?.searchParams.get('error_description')).toContain('AADSTS65004');
		expect(location?.searchParams.get('state')).toBe('s t&1');
	});
	it('never redirects to an address that is not registered', async () => {
		for (const redirect_uri of [
			'https://evil.example/callback',
			'http://localhost:5678/other',
			'nonsense',
		]) {
			const answer = await authorize({
				redirect_uri,
				account: tenant.cast.alice.userPrincipalName,
				decision: 'accept',
			});
			expect([answer.status, answer.location]).toEqual([400, undefined]);
			expect(answer.html).toContain('AADSTS50011');
		}
	});
	it('refuses unknown tenants, unknown and disabled apps on the page', async () => {
		expect((await authorize({}, 'nowhere.example')).html).toContain('AADSTS90002');
		expect((await authorize({ client_id: '99999999-9999-4999-8999-999999999999' })).html).toContain(
			'AADSTS700016',
		);
		expect(
			(await authorize({ client_id: String(tenant.apps.disabledApp?.clientId) })).html,
		).toContain('AADSTS7000112');
	});
	it('refuses scopes that do not exist or are of another resource', async () => {
		const failure = async (scope: string): Promise<string | null | undefined> =>
			(await authorize({ scope })).location?.searchParams.get('error');
		expect(await failure('User.Rea')).toBe('invalid_client');
		expect(await failure('https://graph.of.another.cloud.example/User.Read')).toBe(
			'invalid_resource',
		);
		expect(await failure('a/b')).toBe('invalid_scope');
		expect((await authorize({ scope: `openid ${tenant.graph}/User.Read` })).html).toContain(
			'Pick an account',
		);
	});
	it('a single-tenant app cannot use common; others can', async () => {
		expect(
			(await authorize({ client_id: String(tenant.apps.singleTenant?.clientId) }, 'common')).html,
		).toContain('AADSTS50194');
		for (const segment of ['common', 'organizations', tenant.tenantDomain])
			expect((await authorize({}, segment)).status).toBe(200);
		expect((await authorize({}, 'consumers')).html).toContain('AADSTS90002');
	});
	it('tells disabled and unknown accounts', async () => {
		expect((await authorize({ account: tenant.cast.disabled.userPrincipalName })).html).toContain(
			'AADSTS50057',
		);
		expect((await authorize({ account: 'nobody@x.example' })).html).toContain('AADSTS50034');
	});
	it('escapes what it shows', async () =>
		expect((await authorize({ login_hint: '"><script>x' })).html).not.toContain('<script>'));
});

describe('token: authorization code', () => {
	it('gives tokens that Graph takes', async () => {
		const { status, body } = await redeem(await getCode());
		expect(status).toBe(200);
		expect(body).toMatchObject({
			token_type: 'Bearer',
			expires_in: 3599,
			scope: 'openid User.Read',
			refresh_token: expect.any(String),
			id_token: expect.any(String),
		});
		expect((await tenant.get('/me', String(body.access_token))).body.id).toBe(tenant.cast.admin.id);
	});
	it('by HTTP Basic as well', async () => {
		const code = await getCode();
		const { client_id, client_secret } = app('delegated');
		const { status } = await post(
			{ grant_type: 'authorization_code', code, redirect_uri: redirectUri },
			{ authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}` },
		);
		expect(status).toBe(200);
	});
	it('no refresh token without offline_access', async () => {
		const { body } = await redeem(await getCode({ scope: 'User.Read' }));
		expect([body.refresh_token, body.id_token]).toEqual([undefined, undefined]);
	});
	it('verifies PKCE, which a public client must use', async () => {
		const verifier = randomBytes(40).toString('base64url');
		const challenge = {
			code_challenge: createHash('sha256').update(verifier).digest('base64url'),
			code_challenge_method: 'S256',
		};
		expect((await redeem(await getCode(challenge), { code_verifier: verifier })).status).toBe(200);
		failsWith(
			await redeem(await getCode(challenge), { code_verifier: `${verifier}x` }),
			50148,
			'invalid_grant',
		);
		failsWith(await redeem(await getCode(challenge)), 50148, 'invalid_grant');
		const publicClient = { client_id: String(tenant.apps.publicClient?.clientId) };
		const code = await getCode({ ...publicClient, ...challenge });
		expect(
			(
				await post({
					grant_type: 'authorization_code',
					code,
					redirect_uri: redirectUri,
					code_verifier: verifier,
					...publicClient,
				})
			).status,
		).toBe(200);
		failsWith(
			await post({
				grant_type: 'authorization_code',
				code: await getCode(publicClient),
				redirect_uri: redirectUri,
				...publicClient,
			}),
			7000218,
			'invalid_client',
			401,
		);
	});
	it('a code works once', async () => {
		const code = await getCode();
		await redeem(code);
		failsWith(await redeem(code), 54005, 'invalid_grant');
	});
	it('refuses another redirect_uri, an unknown code, a code of another app', async () => {
		failsWith(
			await redeem(await getCode(), { redirect_uri: 'http://localhost/callback' }),
			500112,
			'invalid_grant',
		);
		failsWith(await redeem('nonsense'), 70000, 'invalid_grant');
		failsWith(await redeem(await getCode(), app('singleTenant')), 70000, 'invalid_grant');
	});
});

describe('token: client authentication', () => {
	const ask = (fields: Fields, segment?: string): Promise<Answer> =>
		post(
			{ grant_type: 'client_credentials', scope: `${tenant.graph}/.default`, ...fields },
			{},
			segment,
		);

	it('wrong, expired, missing secret', async () => {
		failsWith(
			await ask({ ...app('appOnly'), client_secret: 'wrong' }),
			7000215,
			'invalid_client',
			401,
		);
		failsWith(await ask(app('expiredSecret')), 7000222, 'invalid_client', 401);
		failsWith(
			await ask({ client_id: String(tenant.apps.appOnly?.clientId) }),
			7000218,
			'invalid_client',
			401,
		);
	});
	it('unknown and disabled app, unknown tenant', async () => {
		failsWith(
			await ask({ client_id: '99999999-9999-4999-8999-999999999999', client_secret: 'x' }),
			700016,
			'unauthorized_client',
		);
		failsWith(await ask(app('disabledApp')), 7000112, 'unauthorized_client');
		failsWith(await ask(app('appOnly'), 'nowhere.example'), 90002, 'invalid_request');
	});
	it('missing or unknown grant_type', async () => {
		failsWith(await post(app('appOnly')), 900144, 'invalid_request');
		failsWith(
			await post({ grant_type: 'password', ...app('appOnly') }),
			70003,
			'unsupported_grant_type',
		);
	});
});

describe('token: client credentials', () => {
	const ask = (fields: Fields = {}, segment?: string): Promise<Answer> =>
		post(
			{
				grant_type: 'client_credentials',
				scope: `${tenant.graph}/.default`,
				...app('appOnly'),
				...fields,
			},
			{},
			segment,
		);

	it('gives an app-only token with the granted roles and nothing else', async () => {
		const { status, body } = await ask({}, tenant.tenantDomain);
		expect([status, Object.keys(body).sort()]).toEqual([
			200,
			['access_token', 'expires_in', 'ext_expires_in', 'token_type'],
		]);
		expect((await tenant.get('/users?$top=1', String(body.access_token))).status).toBe(200);
		expect((await tenant.get('/me', String(body.access_token))).body.error.message).toContain(
			'delegated',
		);
	});
	it('without granted roles the token comes and Graph refuses', async () => {
		const { body } = await ask(app('withoutRoles'));
		expect((await tenant.get('/users', String(body.access_token))).status).toBe(403);
	});
	it('takes exactly {graphRoot}/.default', async () => {
		failsWith(await ask({ scope: 'User.Read.All' }), 1002012, 'invalid_scope');
		failsWith(await ask({ scope: `${tenant.graph}/.default openid` }), 1002012, 'invalid_scope');
		failsWith(
			await ask({ scope: 'https://graph.of.another.cloud.example/.default' }),
			500011,
			'invalid_resource',
		);
	});
	it('needs a real tenant', async () =>
		failsWith(await ask({}, 'common'), 50059, 'invalid_request'));
});

describe('token: refresh', () => {
	const signIn = async (): Promise<string> =>
		String((await redeem(await getCode())).body.refresh_token);
	const refresh = (refresh_token: string, fields: Fields = {}): Promise<Answer> =>
		post({ grant_type: 'refresh_token', refresh_token, ...app('delegated'), ...fields });

	it('rotates, and goes on taking the old one unless told otherwise', async () => {
		const first = await signIn();
		const second = String((await refresh(first)).body.refresh_token);
		expect(second).not.toBe(first);
		expect((await refresh(first)).status).toBe(200);
		await tenant.control('PATCH', '/settings', { oldRefreshTokens: 'refused' });
		failsWith(await refresh(first), 700082, 'invalid_grant');
		expect((await refresh(second)).status).toBe(200);
	});
	it('may narrow the scopes, but not add what nobody consented to', async () => {
		const token = await signIn();
		expect((await refresh(token, { scope: 'User.Read' })).body.scope).toBe('User.Read');
		failsWith(await refresh(token, { scope: 'User.Read People.Read' }), 65001, 'invalid_grant');
	});
	it('refuses revoked and unknown ones, and those of a disabled account', async () => {
		const token = await signIn();
		await tenant.control('PATCH', `/users/${tenant.cast.admin.id}`, {
			properties: { accountEnabled: false },
		});
		failsWith(await refresh(token), 50057, 'invalid_grant');
		await tenant.control('PATCH', `/users/${tenant.cast.admin.id}`, {
			properties: { accountEnabled: true },
		});
		await tenant.control('POST', '/revoke', { user: tenant.cast.admin.id, what: 'refresh' });
		failsWith(await refresh(token), 50173, 'invalid_grant');
		failsWith(await refresh('nonsense'), 70000, 'invalid_grant');
	});
});

describe('the rest', () => {
	it('openid-configuration and keys fit together', async () => {
		const configuration = (await (
			await fetch(`${authority}/v2.0/.well-known/openid-configuration`)
		).json()) as Record<string, string>;
		expect(configuration).toMatchObject({
			token_endpoint: `${authority}/oauth2/v2.0/token`,
			authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
			issuer: `${authority}/v2.0`,
		});
		const { keys } = (await (await fetch(String(configuration.jwks_uri))).json()) as {
			keys: Array<{ kid: string; d?: string }>;
		};
		const [head] = (await tenant.token()).access_token.split('.');
		expect(JSON.parse(Buffer.from(String(head), 'base64url').toString())).toMatchObject({
			kid: keys[0]?.kid,
			alg: 'RS256',
		});
		expect(keys[0]).not.toHaveProperty('d');
	});
	it('admin consent', async () => {
		const consent = (account: string, decision?: string): ReturnType<typeof page> =>
			page(`${authority}/adminconsent`, {
				client_id: String(tenant.apps.delegated?.clientId),
				redirect_uri: redirectUri,
				state: 'x',
				account,
				...(decision ? { decision } : {}),
			});
		expect(
			(await consent(tenant.cast.alice.userPrincipalName)).location?.searchParams.get('error'),
		).toBe('access_denied');
		expect((await consent(tenant.cast.admin.userPrincipalName)).html).toContain(
			'User.ReadWrite.All',
		);
		const { location } = await consent(tenant.cast.admin.userPrincipalName, 'accept');
		expect([
			location?.searchParams.get('admin_consent'),
			location?.searchParams.get('tenant'),
			location?.searchParams.get('state'),
		]).toEqual(['True', tenant.tenantId, 'x']);
		expect(
			(
				await authorize({
					account: tenant.cast.alice.userPrincipalName,
					scope: 'User.ReadWrite.All',
				})
			).status,
		).toBe(302);
	});
});
