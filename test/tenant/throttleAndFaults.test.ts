import {
	startTenant,
	type Answer,
	type Body,
	type RunningTenant,
} from '../support/tenant/startTenant';

let tenant: RunningTenant;
let token: string;
beforeAll(async () => {
	tenant = await startTenant({ users: 60 });
	token = (
		await tenant.token({
			user: tenant.cast.admin.id,
			scopes: ['User.ReadWrite.All', 'ProfilePhoto.ReadWrite.All'],
		})
	).access_token;
});
afterAll(() => tenant.stop());
beforeEach(() => tenant.control('POST', '/reset'));

const throttle = (settings: Record<string, unknown>): Promise<Answer> =>
	tenant.control('PATCH', '/settings', { throttle: { enabled: true, ...settings } });
const fault = async (body: unknown): Promise<void> => {
	const answer = await tenant.control('POST', '/faults', body);
	expect([answer.status, answer.body.error]).toEqual([200, undefined]);
};
const me = (): Promise<Answer> => tenant.get('/me', token);
const times = async (count: number, ask: () => Promise<Answer>): Promise<number[]> => {
	const statuses: number[] = [];
	for (let index = 0; index < count; index += 1) statuses.push((await ask()).status);
	return statuses;
};
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

describe('quotas', () => {
	it('are off by default', async () =>
		expect(new Set(await times(30, me))).toEqual(new Set([200])));

	it('count resource units: lists 2, single 1, $select, $top and $expand', async () => {
		await throttle({ resourceUnits: 1000 });
		const unit = async (path: string): Promise<string | null> =>
			(await tenant.get(path, token)).headers.get('x-ms-resource-unit');
		expect(await unit('/users')).toBe('2');
		expect(await unit('/users?$select=id')).toBe('1');
		expect(await unit('/users?$top=19')).toBe('1');
		expect(await unit('/users?$top=20')).toBe('2');
		expect(await unit('/users?$expand=manager')).toBe('3');
		expect(await unit('/me?$expand=manager')).toBe('2');
		expect(await unit('/me?$select=id')).toBe('1');
	});

	it('refuse beyond the limit with the headers and body of a 429, and recover', async () => {
		await throttle({ resourceUnits: 10, windowSeconds: 1 });
		expect(await times(10, me)).toEqual(Array(10).fill(200));
		const refused = await me();
		expect(refused.status).toBe(429);
		expect(refused.body.error).toMatchObject({
			code: 'TooManyRequests',
			message: 'Please retry again later.',
			innerError: { code: '429', status: '429', 'request-id': expect.any(String) },
		});
		expect(refused.headers.get('retry-after')).toBe('1');
		expect(refused.headers.get('x-ms-throttle-scope')).toBe(
			`Tenant_Application/ReadWrite/${tenant.apps.delegated?.clientId}/${tenant.tenantId}`,
		);
		expect(refused.headers.get('x-ms-throttle-information')).toBe('ResourceUnitLimitExceeded');
		expect(Number(refused.headers.get('x-ms-throttle-limit-percentage'))).toBeGreaterThan(1);
		await new Promise((done) => {
			setTimeout(done, 1_100);
		});
		expect((await me()).status).toBe(200);
	});

	it('tell the percentage above 0.8 only', async () => {
		await throttle({ resourceUnits: 10 });
		const shares: Array<string | null> = [];
		for (let index = 0; index < 10; index += 1)
			shares.push((await me()).headers.get('x-ms-throttle-limit-percentage'));
		expect(shares).toEqual([...Array(8).fill(null), '0.90', '1.00']);
	});

	it.each([
		['seconds', /^\d+$/],
		['fraction', /^\d+\.\d{3}$/],
		['date', /^\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT$/],
	])('Retry-After as %s', async (form, pattern) => {
		await throttle({ resourceUnits: 1, retryAfter: form });
		await me();
		expect((await me()).headers.get('retry-after')).toMatch(pattern as RegExp);
	});
	it('Retry-After can be missing', async () => {
		await throttle({ resourceUnits: 1, retryAfter: 'missing' });
		await me();
		const { status, headers } = await me();
		expect([status, headers.get('retry-after')]).toEqual([429, null]);
	});

	it('a sliding window lets in what fell out', async () => {
		await throttle({ resourceUnits: 2, windowSeconds: 1, windowKind: 'sliding' });
		await me();
		await new Promise((done) => {
			setTimeout(done, 600);
		});
		expect(await times(1, me)).toEqual([200]);
		await new Promise((done) => {
			setTimeout(done, 500);
		});
		expect(await times(2, me)).toEqual([200, 429]);
	});

	it('count writes on their own', async () => {
		await throttle({ writes: 2 });
		const write = (): Promise<Answer> =>
			tenant.request('/me', token, { method: 'PATCH', body: { city: 'Oslo' } });
		expect(await times(3, write)).toEqual([204, 204, 429]);
		expect((await write()).headers.get('x-ms-throttle-information')).toBe('WriteLimitExceeded');
		expect((await me()).status).toBe(200);
	});

	it('are per app', async () => {
		await throttle({ resourceUnits: 1 });
		const other = (await tenant.token({ roles: ['User.Read.All'] })).access_token;
		expect(await times(2, me)).toEqual([200, 429]);
		const their = (): Promise<Answer> => tenant.get(`/users/${tenant.cast.ceo.id}`, other);
		expect(await times(2, their)).toEqual([200, 429]);
	});

	it('meter the parts of a batch one by one; the batch is 200', async () => {
		await throttle({ resourceUnits: 3 });
		const parts = await batch(Array(5).fill('/me') as string[]);
		expect(parts.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429, 429]);
		expect(parts.find(({ status }) => status === 429)).toMatchObject({
			headers: { 'Retry-After': expect.any(String) },
			body: { error: { code: 'TooManyRequests' } },
		});
	});

	it('four in flight for one mailbox, however many for several', async () => {
		await throttle({});
		// Long enough that six requests are under way together on a busy machine too.
		await tenant.control('PATCH', '/settings', { latencyMs: 1000 });
		const photo = (name: string): Promise<Answer> =>
			tenant.get(`/users/${tenant.cast[name]?.id}/photo/$value`, token);
		const one = await Promise.all(Array.from({ length: 6 }, () => photo('alice')));
		expect(one.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 429, 429]);
		expect(one.find(({ status }) => status === 429)?.body.error.code).toBe('ApplicationThrottled');
		const several = await Promise.all(
			['alice', 'ceo', 'admin', 'manyReports', 'apostrophe'].flatMap((name) => [
				photo(name),
				photo(name),
			]),
		);
		expect(new Set(several.map(({ status }) => status))).toEqual(new Set([200]));
		const parts = await batch(
			Array(8).fill(`/users/${tenant.cast.alice.id}/photo/$value`) as string[],
		);
		expect(new Set(parts.map(({ status }) => status))).toEqual(new Set([200]));
	});
});

describe('faults', () => {
	it('strike as often as asked, on what matches', async () => {
		await fault({ match: { method: 'GET', pathPattern: '/v1\\.0/me' }, count: 2, action: '429' });
		expect((await tenant.get('/users', token)).status).toBe(200);
		expect(await times(3, me)).toEqual([429, 429, 200]);
		const log = (await tenant.control('GET', '/log')).body as unknown as Array<{
			fault: string | null;
		}>;
		expect(log.map(({ fault: struck }) => struck)).toEqual([null, '429', '429', null]);
	});
	it('let some pass first, and are listed and removed', async () => {
		await fault({ skip: 1, action: '503' });
		expect(await times(3, me)).toEqual([200, 503, 200]);
		await fault({ count: 5, action: '503' });
		expect((await tenant.control('GET', '/faults')).body).toHaveLength(2);
		await tenant.control('DELETE', '/faults');
		expect((await me()).status).toBe(200);
	});
	it('strike by chance, repeatably', async () => {
		const run = async (): Promise<number[]> => {
			await tenant.control('DELETE', '/faults');
			await fault({ probability: 0.5, seed: 7, action: '503' });
			return times(20, me);
		};
		const first = await run();
		expect(new Set(first)).toEqual(new Set([200, 503]));
		expect(await run()).toEqual(first);
	});
	it.each([
		[2, '2'],
		[2.128, '2.128'],
		['date+3', /GMT$/],
		[null, null],
		['soon', 'soon'],
	])('429 with Retry-After %s', async (retryAfter, wanted) => {
		await fault({ action: { type: '429', retryAfter } });
		const header = (await me()).headers.get('retry-after');
		if (wanted instanceof RegExp) expect(header).toMatch(wanted);
		else expect(header).toBe(wanted);
	});
	it('error, html, expired token, claims challenge', async () => {
		await fault({
			action: {
				type: 'error',
				status: 500,
				code: 'UnknownError',
				message: 'x',
				headers: { 'x-own': '1' },
			},
		});
		expect(await me()).toMatchObject({
			status: 500,
			body: { error: { code: 'UnknownError', message: 'x' } },
		});
		await fault({ action: 'html' });
		expect((await me()).bytes.toString()).toContain('<html>');
		await fault({ action: '401expired' });
		expect(await me()).toMatchObject({
			status: 401,
			body: { error: { code: 'InvalidAuthenticationToken' } },
		});
		await fault({ action: 'claimsChallenge' });
		const challenged = await me();
		const claims = /claims="([^"]+)"/.exec(String(challenged.headers.get('www-authenticate')))?.[1];
		expect([
			challenged.status,
			JSON.parse(Buffer.from(String(claims), 'base64').toString()),
		]).toEqual([401, { access_token: { nbf: { essential: true, value: '1767225600' } } }]);
	});
	it('reset: nothing is done; resetAfterHandling: it is done', async () => {
		const write = (city: string): Promise<Answer> =>
			tenant.request('/me', token, { method: 'PATCH', body: { city } });
		const city = async (): Promise<unknown> =>
			(await tenant.get('/me?$select=city', token)).body.city;
		await write('Before');
		await fault({ action: 'reset' });
		await expect(write('Reset')).rejects.toThrow();
		expect(await city()).toBe('Before');
		await fault({ action: 'resetAfterHandling' });
		await expect(write('Done')).rejects.toThrow();
		expect(await city()).toBe('Done');
	});
	it('cut and slow bodies, latency', async () => {
		await fault({ action: 'cutBody' });
		await expect(tenant.get('/users', token)).rejects.toThrow();
		for (const action of [
			{ type: 'slowBody', ms: 200 },
			{ type: 'latency', ms: 200 },
		]) {
			await fault({ action });
			const started = Date.now();
			expect((await tenant.get('/users', token)).body.value.length).toBeGreaterThan(0);
			expect(Date.now() - started).toBeGreaterThanOrEqual(180);
		}
	});
	it('inside batches: one part fails, the batch does not; connection faults become 504', async () => {
		await fault({ match: { insideBatch: true, pathPattern: 'ceo|graham' }, action: '401expired' });
		await fault({ match: { insideBatch: true, pathPattern: '/me$' }, action: 'reset' });
		const parts = await batch([
			'/users/' + tenant.cast.ceo.userPrincipalName,
			'/me',
			'/users?$top=1',
		]);
		expect(parts.map(({ id, status }) => [id, status]).sort()).toEqual([
			['0', 401],
			['1', 504],
			['2', 200],
		]);
		await fault({ match: { insideBatch: false }, action: '503' });
		expect(
			(
				await tenant.request('/$batch', token, {
					method: 'POST',
					body: { requests: [{ id: '1', method: 'GET', url: '/me' }] },
				})
			).status,
		).toBe(503);
	});
	it('sign-in failures by their number, 503 and resets', async () => {
		const ask = async (): Promise<{ status: number; body: Body }> => {
			const response = await fetch(`${tenant.login}/${tenant.tenantId}/oauth2/v2.0/token`, {
				method: 'POST',
				body: new URLSearchParams({
					grant_type: 'client_credentials',
					client_id: String(tenant.apps.appOnly?.clientId),
					client_secret: String(tenant.apps.appOnly?.clientSecret),
					scope: `${tenant.graph}/.default`,
				}),
			});
			return { status: response.status, body: (await response.json()) as Body };
		};
		await fault({ action: { type: 'aadsts', code: 53003 } });
		expect(await ask()).toMatchObject({
			status: 400,
			body: { error: 'interaction_required', error_codes: [53003], suberror: 'message_only' },
		});
		await fault({ match: { origin: 'login' }, action: '503' });
		expect((await ask()).status).toBe(503);
		await fault({ match: { origin: 'login' }, action: 'reset' });
		await expect(ask()).rejects.toThrow();
		expect((await ask()).status).toBe(200);
	});
	it('refuses faults it does not know', async () => {
		for (const body of [
			{ action: 'nonsense' },
			{ action: { type: 'aadsts', code: 1 } },
			{ match: { pathPattern: '(' }, action: '503' },
			{ match: { verb: 'GET' }, action: '503' },
			{},
		]) {
			expect((await tenant.control('POST', '/faults', body)).status).toBe(400);
		}
	});
});
