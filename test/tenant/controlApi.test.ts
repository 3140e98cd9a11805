import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startTenant, type Entity, type RunningTenant } from '../support/tenant/startTenant';

let tenant: RunningTenant;
beforeAll(async () => {
	tenant = await startTenant({ users: 60 });
});
afterAll(() => tenant.stop());

const log = async (since = 0): Promise<Entity[]> =>
	(await tenant.control('GET', `/log?since=${since}`)).body as unknown as Entity[];

describe('control API', () => {
	it('lists the cast with its oddities', () => {
		const { cast } = tenant;
		expect(cast.guest.userPrincipalName).toContain('#EXT#');
		expect(cast.dollar.userPrincipalName.startsWith('$')).toBe(true);
		expect(cast.ceo.manager).toBeNull();
		expect(cast.alice.directReports).toBe(5);
		expect(cast.umlaut.userPrincipalName).toMatch(/^[\x20-\x7e]+$/);
		expect(tenant.apps.delegated).toMatchObject({
			clientId: expect.any(String),
			clientSecret: expect.any(String),
		});
	});

	it('logs every request without its secrets', async () => {
		await tenant.control('DELETE', '/log');
		const { access_token } = await tenant.token({
			user: tenant.cast.alice.id,
			scopes: ['User.Read'],
		});
		await tenant.get('/me?$select=id,mail', access_token);
		await tenant.get('/users/nobody', access_token);
		await fetch(`${tenant.login}/common/oauth2/v2.0/token`, {
			method: 'POST',
			body: new URLSearchParams({
				grant_type: 'client_credentials',
				client_id: 'x',
				client_secret: 'very-secret',
			}),
		});
		const entries = await log();
		expect(entries).toHaveLength(3);
		expect(entries[0]).toMatchObject({
			origin: 'graph',
			method: 'GET',
			path: '/v1.0/me',
			query: { $select: 'id,mail' },
			status: 200,
			errorCode: null,
			parent: null,
			headers: {
				authorization: {
					kind: 'delegated',
					user: tenant.cast.alice.userPrincipalName,
					scopes: ['User.Read'],
				},
			},
		});
		expect(entries[1]).toMatchObject({ status: 403, errorCode: 'Authorization_RequestDenied' });
		expect(entries[2]).toMatchObject({
			origin: 'login',
			status: 400,
			errorCode: 'AADSTS700016',
			body: { client_secret: '(masked)' },
		});
		const text = JSON.stringify(entries);
		expect(text).not.toContain('very-secret');
		expect(text).not.toContain(access_token);
		expect(await log(Number(entries[1]?.seq))).toHaveLength(1);
	});

	it('reads, changes, adds and removes raw users', async () => {
		const { id } = tenant.cast.noPhoto;
		expect(
			(await tenant.control('GET', `/users/${tenant.cast.noPhoto.userPrincipalName}`)).body,
		).toMatchObject({ id, photo: null, mailbox: true });
		expect(
			(
				await tenant.control('PATCH', `/users/${id}`, {
					mailbox: false,
					properties: { city: 'Oslo' },
				})
			).body,
		).toMatchObject({ mailbox: false });
		const { access_token } = await tenant.token();
		expect((await tenant.get(`/users/${id}?$select=city`, access_token)).body.city).toBe('Oslo');
		expect(
			(await tenant.control('PATCH', `/users/${id}`, { properties: { nickName: 'x' } })).status,
		).toBe(400);
		expect((await tenant.control('PATCH', `/users/${id}`, { nonsense: true })).status).toBe(400);
		const added = (
			await tenant.control('POST', '/users', {
				properties: { displayName: 'New', userPrincipalName: 'new@x.example' },
			})
		).body;
		expect((await tenant.get('/users/new@x.example', access_token)).body.id).toBe(added.id);
		await tenant.control('DELETE', `/users/${added.id}`);
		expect((await tenant.get(`/users/${added.id}`, access_token)).status).toBe(404);
		expect((await tenant.control('GET', '/users/nobody')).status).toBe(404);
	});

	it('resets to the start state, tokens stay good', async () => {
		const { access_token } = await tenant.token({ user: tenant.cast.alice.id });
		await tenant.control('PATCH', `/users/${tenant.cast.alice.id}`, {
			properties: { city: 'Oslo' },
		});
		await tenant.control('PATCH', '/settings', { sharePoint: false });
		await tenant.control('POST', '/reset');
		const { status, body } = await tenant.get('/me?$select=city,aboutMe', access_token);
		expect([status, body.city]).toEqual([200, 'Seattle']);
	});

	it('refuses unknown settings', async () => {
		expect((await tenant.control('PATCH', '/settings', { sharepoint: true })).status).toBe(400);
		expect((await tenant.control('PATCH', '/settings', { latencyMs: 'x' })).status).toBe(400);
	});

	it('delays Graph by latencyMs', async () => {
		const { access_token } = await tenant.token();
		await tenant.control('PATCH', '/settings', { latencyMs: 120 });
		const started = Date.now();
		await tenant.get('/me', access_token);
		expect(Date.now() - started).toBeGreaterThanOrEqual(115);
		await tenant.control('PATCH', '/settings', { latencyMs: 0 });
	});

	it('refuses tokens for unknown users, apps and permissions', async () => {
		for (const body of [{ user: 'nobody' }, { clientId: 'nothing' }, { scopes: ['User.Rea'] }])
			expect((await tenant.control('POST', '/tokens', body)).status).toBeGreaterThanOrEqual(400);
	});
});

describe('README', () => {
	it('names every setting, every fact of a user, every kind of fault', async () => {
		const readme = readFileSync(join(__dirname, '../../sandbox/tenant/README.md'), 'utf8');
		const settings = (await tenant.control('GET', '/settings')).body;
		const user = (await tenant.control('GET', `/users/${tenant.cast.alice.id}`)).body;
		const faults = readFileSync(
			join(__dirname, '../../sandbox/tenant/control/faultSchema.ts'),
			'utf8',
		);
		const names = [
			...Object.keys(settings),
			...Object.keys(settings.throttle as object),
			...Object.keys(user).filter((name) => !['id', 'directReports'].includes(name)),
			...[...faults.matchAll(/z\.literal\('(\w+)'\)|failure\('(\d+)'\)/g)].map(
				([, action, status]) => action ?? status,
			),
		];
		expect(names.length).toBeGreaterThan(50);
		expect(names.filter((name) => !new RegExp(`\\b${name}\\b`).test(readme))).toEqual([]);
	});
});
