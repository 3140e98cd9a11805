/** Faults that come from outside Graph, or that nobody plans for: outages, gateways, redirects, clocks, bad batches. */
import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import {
	startTenant,
	tenantNode,
	type Answer,
	type Body,
	type Entity,
	type RunningTenant,
} from '../support/tenant/startTenant';

let tenant: RunningTenant;
let token: string;
beforeAll(async () => {
	tenant = await startTenant({ users: 60 });
	token = (
		await tenant.token({
			user: tenant.cast.admin.id,
			scopes: ['User.ReadWrite.All', 'People.Read.All', 'Sites.Read.All'],
		})
	).access_token;
});
afterAll(() => tenant.stop());
beforeEach(() => tenant.control('POST', '/reset'));

const fault = async (body: unknown): Promise<void> => {
	const answer = await tenant.control('POST', '/faults', body);
	expect([answer.status, answer.body.error]).toEqual([200, undefined]);
};
const settings = async (body: unknown): Promise<void> => {
	expect((await tenant.control('PATCH', '/settings', body)).status).toBe(200);
};
const me = (): Promise<Answer> => tenant.get('/me', token);
const statuses = async (
	count: number,
	ask: (index: number) => Promise<Answer>,
): Promise<number[]> => {
	const found: number[] = [];
	for (let index = 0; index < count; index += 1) found.push((await ask(index)).status);
	return found;
};
const log = async (): Promise<Entity[]> =>
	(await tenant.control('GET', '/log')).body as unknown as Entity[];
interface Part {
	id: string;
	status: number;
	headers: Record<string, string>;
	body: Body;
}
const batch = async (urls: string[]): Promise<Part[]> => {
	const { status, body } = await tenant.request('/$batch', token, {
		method: 'POST',
		body: { requests: urls.map((url, index) => ({ id: String(index), method: 'GET', url })) },
	});
	expect(status).toBe(200);
	return body.responses as Part[];
};
const signIn = async (): Promise<{ status: number; headers: Headers; text: string }> => {
	const response = await fetch(`${tenant.login}/${tenant.tenantId}/oauth2/v2.0/token`, {
		method: 'POST',
		redirect: 'manual',
		body: new URLSearchParams({
			grant_type: 'client_credentials',
			client_id: String(tenant.apps.appOnly?.clientId),
			client_secret: String(tenant.apps.appOnly?.clientSecret),
			scope: `${tenant.graph}/.default`,
		}),
	});
	return { status: response.status, headers: response.headers, text: await response.text() };
};

describe('a limit for the whole app', () => {
	it('also covers what mailboxes serve, and names the app, not the mailbox', async () => {
		await settings({ throttle: { enabled: true, appRequests: 3 } });
		const { id } = tenant.cast.alice;
		const paths = [
			`/users/${id}/photo/$value`,
			`/users/${id}/people`,
			`/users/${id}/insights/trending`,
		];
		expect(await statuses(3, (index) => tenant.get(String(paths[index]), token))).toEqual([
			200, 200, 200,
		]);
		for (const path of [...paths, '/me']) {
			const refused = await tenant.get(path, token);
			expect([refused.status, refused.body.error.code]).toEqual([429, 'TooManyRequests']);
			expect(refused.headers.get('x-ms-throttle-scope')).toMatch(/^Tenant_Application\//);
			expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
		}
	});
	it('without it, requests to mailboxes are not counted', async () => {
		await settings({ throttle: { enabled: true, resourceUnits: 1 } });
		const photo = (): Promise<Answer> => tenant.get('/me/photo/$value', token);
		expect(await statuses(5, photo)).toEqual([200, 200, 200, 200, 200]);
	});
});

describe('refusals by chance', () => {
	it.each([
		[1, '1'],
		[null, null],
	])('a seeded share, Retry-After %s', async (retryAfter, header) => {
		await fault({ probability: 0.3, seed: 4, action: { type: '429', retryAfter } });
		const answers: Answer[] = [];
		for (let index = 0; index < 100; index += 1) answers.push(await me());
		const refused = answers.filter(({ status }) => status === 429);
		expect(refused.length).toBeGreaterThan(15);
		expect(refused.length).toBeLessThan(45);
		expect(new Set(refused.map(({ headers }) => headers.get('retry-after')))).toEqual(
			new Set([header]),
		);
	});
	it('inside batches, part by part', async () => {
		await fault({
			match: { insideBatch: true },
			probability: 0.5,
			seed: 3,
			action: {
				type: '429',
				retryAfter: 2,
				headers: { 'x-ms-throttle-scope': 'Tenant_Application' },
			},
		});
		const parts = await batch(Array(20).fill('/me') as string[]);
		const refused = parts.filter(({ status }) => status === 429);
		expect(refused.length).toBeGreaterThan(3);
		expect(refused.length).toBeLessThan(17);
		expect(refused[0]?.headers).toMatchObject({
			'Retry-After': '2',
			'X-Ms-Throttle-Scope': 'Tenant_Application',
		});
	});
});

describe('outages', () => {
	it.each(['500', '502', '503', '504', '408'])(
		'%s for so many requests, then well',
		async (action) => {
			await fault({ count: 3, action });
			expect(await statuses(5, me)).toEqual([...Array(3).fill(Number(action)), 200, 200]);
		},
	);
	it('for so long since the first request they affect, on every origin', async () => {
		await fault({ match: { origin: 'any' }, forMs: 400, action: '503' });
		await new Promise((done) => {
			setTimeout(done, 450);
		});
		expect([(await me()).status, (await signIn()).status]).toEqual([503, 503]);
		await new Promise((done) => {
			setTimeout(done, 450);
		});
		expect([(await me()).status, (await signIn()).status]).toEqual([200, 200]);
	});
	it('as broken connections', async () => {
		await fault({ match: { origin: 'any' }, count: 2, action: 'reset' });
		await expect(me()).rejects.toThrow();
		await expect(signIn()).rejects.toThrow();
		expect((await me()).status).toBe(200);
	});
});

describe('the page of a gateway', () => {
	it.each([502, 202, 200])('with status %s', async (status) => {
		await fault({ action: { type: 'html', status } });
		const answer = await me();
		expect([answer.status, answer.headers.get('content-type')]).toEqual([status, 'text/html']);
		expect(answer.bytes.toString()).toContain('<html>');
	});
	it('as a part of a batch, and with a body of its own', async () => {
		await fault({
			match: { insideBatch: true },
			action: { type: 'html', status: 202, body: '', contentType: 'text/plain' },
		});
		const [part] = await batch(['/me']);
		expect([part?.status, part?.body]).toEqual([202, '']);
	});
	it('instead of sign-in', async () => {
		await fault({ match: { origin: 'login' }, action: 'html' });
		const answer = await signIn();
		expect([answer.status, answer.text]).toEqual([502, expect.stringContaining('<html>')]);
	});
});

describe('a token that expires in the middle', () => {
	it('401 inside a batch while sign-in fails in passing', async () => {
		await fault({ match: { insideBatch: true }, count: 2, action: '401expired' });
		await fault({ match: { origin: 'login' }, action: '503' });
		await fault({ match: { origin: 'login' }, action: 'reset' });
		const parts = await batch(['/me', '/me', '/me']);
		expect(parts.map(({ status }) => status).sort()).toEqual([200, 401, 401]);
		expect(parts.find(({ status }) => status === 401)?.body.error.code).toBe(
			'InvalidAuthenticationToken',
		);
		expect((await signIn()).status).toBe(503);
		await expect(signIn()).rejects.toThrow();
		expect((await signIn()).status).toBe(200);
	});
	it('the endpoints of managed identities fail alike', async () => {
		await fault({ match: { origin: 'login', pathPattern: '^/msi/' }, action: '503' });
		const ask = async (): Promise<number> => {
			const url = `${tenant.controlUrl}/msi/token?api-version=2019-08-01&resource=${tenant.graph}`;
			const headers = { 'x-identity-header': 'a1b2c3d4-sandbox-identity-header' };
			return (await fetch(url, { headers })).status;
		};
		expect([await ask(), await ask()]).toEqual([503, 200]);
	});
});

describe('redirects', () => {
	it.each([307, 308, 302])(
		'%s to another origin, which records what it receives',
		async (status) => {
			await tenant.control('DELETE', '/log');
			await fault({ action: { type: 'redirect', status } });
			const answer = await tenant.request('/me', token, {
				method: 'PATCH',
				body: { passwordProfile: { password: 'Not-for-others-1' } },
			});
			const location = String(answer.headers.get('location'));
			expect(answer.status).toBe(status);
			expect(new URL(location).origin).not.toBe(new URL(tenant.graph).origin);
			const followed = await tenant.request(location, token, {
				method: 'PATCH',
				body: { passwordProfile: { password: 'Not-for-others-1' } },
			});
			expect(followed.status).toBe(204);
			const received = (await log()).filter(({ origin }) => origin === 'elsewhere');
			expect(received).toMatchObject([
				{
					method: 'PATCH',
					path: '/v1.0/me',
					status: 204,
					headers: { authorization: { kind: 'delegated' } },
					body: { passwordProfile: { password: '(masked)' } },
				},
			]);
		},
	);
	it('on sign-in', async () => {
		await fault({ match: { origin: 'login' }, action: 'redirect' });
		const { status, headers } = await signIn();
		expect([status, headers.get('location')]).toEqual([
			307,
			expect.stringContaining('/elsewhere/'),
		]);
	});
});

describe('a clock that is wrong', () => {
	const secondsAhead = (value: string | null): number =>
		Math.round((Date.parse(String(value)) - Date.now()) / 1000);

	it.each([3_600, -3_600])('%s seconds off: Date and a dated Retry-After agree', async (offset) => {
		await settings({ clockOffsetSeconds: offset });
		await fault({ action: { type: '429', retryAfter: 'date+20' } });
		const { headers } = await me();
		const [date, wait] = [headers.get('date'), headers.get('retry-after')];
		expect(Math.abs(secondsAhead(date) - offset)).toBeLessThan(5);
		expect(Math.abs(Date.parse(String(wait)) - Date.parse(String(date)) - 20_000)).toBeLessThan(
			5_000,
		);
		expect(Math.abs(secondsAhead((await signIn()).headers.get('date')) - offset)).toBeLessThan(5);
		await settings({ throttle: { enabled: true, resourceUnits: 1, retryAfter: 'date' } });
		await me();
		const limited = (await me()).headers.get('retry-after');
		expect(Math.abs(secondsAhead(limited) - offset - 10)).toBeLessThan(15);
	});
});

describe('malformed parts of a batch', () => {
	const first = async (how: string): Promise<unknown> => {
		await fault({ action: { type: 'malformedPart', how } });
		const parts = await batch(['/me?$select=id']);
		return parts.length === 1 ? parts[0] : parts;
	};

	it('headers that are no text', async () => {
		expect(await first('headerIsObject')).toMatchObject({
			status: 200,
			headers: { 'Retry-After': { seconds: 1 } },
		});
		expect(await first('headerIsArray')).toMatchObject({
			headers: { 'Retry-After': ['1', ['2']] },
		});
		expect(await first('headersMissing')).not.toHaveProperty('headers');
		expect(await first('headersNull')).toMatchObject({ headers: null });
	});
	it('no status, or one that is text', async () => {
		expect(await first('statusMissing')).not.toHaveProperty('status');
		expect(await first('statusIsString')).toMatchObject({ status: '200' });
	});
	it('IDs that are missing, numbers or unknown', async () => {
		expect(await first('idMissing')).not.toHaveProperty('id');
		expect(await first('idIsNumber')).toMatchObject({ id: 0 });
		expect(await first('idUnknown')).toMatchObject({ id: '0-unknown' });
	});
	it('no body, no part, null, twice', async () => {
		expect(await first('bodyMissing')).not.toHaveProperty('body');
		expect(await first('partIsNull')).toBeNull();
		expect(await first('partMissing')).toEqual([]);
		expect(await first('partTwice')).toMatchObject([{ id: '0' }, { id: '0' }]);
	});
	it('leave requests outside batches alone', async () => {
		await fault({ action: { type: 'malformedPart', how: 'statusMissing' } });
		expect((await me()).status).toBe(200);
		expect(((await batch(['/me']))[0] as Part).status).toBeUndefined();
	});
});

it('refuses faults where they cannot be', async () => {
	for (const body of [
		{ match: { origin: 'login' }, action: '401expired' },
		{ match: { origin: 'any' }, action: { type: 'malformedPart', how: 'partTwice' } },
		{ match: { origin: 'graph' }, action: { type: 'aadsts', code: 53003 } },
		{ action: { type: 'malformedPart', how: 'upsideDown' } },
		{ action: { type: 'redirect', status: 200 } },
		{ forMs: 0, action: '503' },
	])
		expect((await tenant.control('POST', '/faults', body)).status).toBe(400);
});

describe('two tenants', () => {
	it('in one process have their own people, settings, faults and tokens', () => {
		const server = resolve(__dirname, '../../sandbox/tenant/server.ts');
		const { stdout, stderr } = spawnSync(
			tenantNode(),
			['--input-type=module', '-e', twoTenants(server)],
			{ encoding: 'utf8' },
		);
		expect(stderr).toBe('');
		expect(JSON.parse(stdout)).toEqual({
			differentIds: true,
			sharePoint: [200, 400],
			foreignToken: 401,
			fault: [503, 200],
		});
	});
});

/** Starts two tenants and prints what each answers; the second has no SharePoint. */
const twoTenants = (server: string): string => `
	const { startTenant } = await import(${JSON.stringify(`file://${server}`)});
	const options = { users: 50, latencyMs: 0, host: '127.0.0.1', graphPort: 0, loginPort: 0, controlPort: 0, tls: false };
	const both = [await startTenant({ ...options, seed: 1 }), await startTenant({ ...options, seed: 2 })];
	const json = (url, method, body) =>
		fetch(url, { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
	await json(both[1].origins.control + '/settings', 'PATCH', { sharePoint: false });
	const tokens = await Promise.all(
		both.map(async ({ origins }) =>
			(await (await json(origins.control + '/tokens', 'POST', {})).json()).access_token),
	);
	const get = async ({ origins }, token, path) =>
		(await fetch(origins.graph + '/v1.0' + path, { headers: { authorization: 'Bearer ' + token } })).status;
	const result = {
		differentIds: both[0].tenant.tenantId !== both[1].tenant.tenantId,
		sharePoint: [
			await get(both[0], tokens[0], '/me?$select=aboutMe'),
			await get(both[1], tokens[1], '/me?$select=aboutMe'),
		],
		foreignToken: await get(both[1], tokens[0], '/me'),
	};
	await json(both[0].origins.control + '/faults', 'POST', { action: '503' });
	result.fault = [await get(both[0], tokens[0], '/me'), await get(both[1], tokens[1], '/me')];
	console.log(JSON.stringify(result));
	await Promise.all(both.map((running) => running.close()));
`;
