import { startTenant, type RunningTenant, type TokenOptions } from '../support/tenant/startTenant';

let tenant: RunningTenant;
beforeAll(async () => {
	tenant = await startTenant({ users: 60 });
});
afterAll(() => tenant.stop());

const ask = async (path: string, options: TokenOptions): Promise<[number, string | undefined]> => {
	const { status, body } = await tenant.get(path, (await tenant.token(options)).access_token);
	return [status, body?.error?.code];
};
const denied = [403, 'Authorization_RequestDenied'];
const fine = [200, undefined];

describe('delegated permissions', () => {
	const delegated = (path: string, ...scopes: string[]): Promise<[number, string | undefined]> =>
		ask(path, { user: tenant.cast.alice.id, scopes });

	it('User.Read reaches oneself and nobody else', async () => {
		expect(await delegated('/me', 'User.Read')).toEqual(fine);
		expect(await delegated(`/users/${tenant.cast.alice.id}`, 'User.Read')).toEqual(fine);
		expect(await delegated(`/users/${tenant.cast.ceo.id}`, 'User.Read')).toEqual(denied);
		expect(await delegated('/users', 'User.Read')).toEqual(denied);
		expect(await delegated('/users/$count', 'User.Read')).toEqual(denied);
		expect(await delegated('/me/directReports', 'User.Read')).toEqual(denied);
		expect(await delegated('/me/manager', 'User.Read')).toEqual(denied);
	});
	it('People.Read alone does not even reach oneself', async () =>
		expect(await delegated('/me', 'People.Read')).toEqual(denied));
	it('the manager needs User.Read.All', async () => {
		expect(await delegated('/me/manager', 'User.Read', 'User.ReadBasic.All')).toEqual(denied);
		expect(await delegated('/me/manager', 'User.Read.All')).toEqual(fine);
		expect(await delegated('/users?$expand=manager', 'User.ReadBasic.All')).toEqual(denied);
	});
	it('direct reports need User.Read and User.ReadBasic.All', async () => {
		expect(await delegated('/me/directReports', 'User.ReadBasic.All')).toEqual(denied);
		expect(await delegated('/me/directReports', 'User.Read', 'User.ReadBasic.All')).toEqual(fine);
	});
	it('User.ReadBasic.All hides everything but the basic profile', async () => {
		const { access_token } = await tenant.token({
			user: tenant.cast.alice.id,
			scopes: ['User.Read', 'User.ReadBasic.All'],
		});
		const select = '$select=id,displayName,mail,userPrincipalName,city,department,businessPhones';
		const other = (await tenant.get(`/users/${tenant.cast.ceo.id}?${select}`, access_token)).body;
		expect(other).toMatchObject({
			id: tenant.cast.ceo.id,
			displayName: 'Miriam Graham',
			city: null,
			department: null,
			businessPhones: [],
		});
		const own = (await tenant.get(`/users/${tenant.cast.alice.id}?${select}`, access_token)).body;
		expect(own.city).toBe('Seattle');
		const listed = (await tenant.get(`/users?${select}`, access_token)).body.value;
		expect(listed.every(({ city, displayName }) => city === null && displayName !== null)).toBe(
			true,
		);
	});
	it('employeeLeaveDateTime, mailboxSettings and signInActivity have permissions of their own', async () => {
		expect(await delegated('/me?$select=employeeLeaveDateTime', 'User.Read.All')).toEqual(denied);
		expect(
			await delegated(
				'/me?$select=employeeLeaveDateTime',
				'User.Read.All',
				'User-LifeCycleInfo.Read.All',
			),
		).toEqual(fine);
		expect(await delegated('/users?$select=signInActivity', 'User.Read.All')).toEqual(denied);
		expect(
			await delegated(
				'/users?$select=signInActivity&$top=501',
				'User.Read.All',
				'AuditLog.Read.All',
			),
		).toEqual(fine);
	});
	it('a guest may list users if the setting says so', async () => {
		await tenant.control('PATCH', '/settings', { guestsMayList: true });
		expect(await ask('/users', { user: tenant.cast.guest.id, scopes: ['User.Read.All'] })).toEqual(
			fine,
		);
		await tenant.control('PATCH', '/settings', { guestsMayList: false });
	});
	it('a guest may read one user but list nobody', async () => {
		const guest = { user: tenant.cast.guest.id, scopes: ['User.Read.All'] };
		expect(await ask(`/users/${tenant.cast.ceo.id}`, guest)).toEqual(fine);
		const { status, body } = await tenant.get('/users', (await tenant.token(guest)).access_token);
		expect([status, body.error.code, body.error.message]).toEqual([
			403,
			'Authorization_RequestDenied',
			'Insufficient privileges to complete the operation.',
		]);
	});
});

describe('application permissions', () => {
	const application = (path: string, ...roles: string[]): Promise<[number, string | undefined]> =>
		ask(path, { roles });

	it('never reach /me', async () => {
		for (const path of ['/me', '/me/manager', '/me/directReports']) {
			const { status, body } = await tenant.get(
				path,
				(await tenant.token({ roles: ['User.Read.All'] })).access_token,
			);
			expect([status, body.error.code, body.error.message]).toEqual([
				400,
				'BadRequest',
				'/me request is only valid with delegated authentication flow.',
			]);
		}
	});
	it('are roles, one by one', async () => {
		expect(await application('/users')).toEqual(denied);
		expect(await application('/users', 'User.ReadBasic.All')).toEqual(fine);
		expect(await application(`/users/${tenant.cast.ceo.id}`, 'User.Read.All')).toEqual(fine);
		expect(await application(`/users/${tenant.cast.alice.id}/manager`, 'User.Read.All')).toEqual(
			fine,
		);
		expect(
			await application(`/users/${tenant.cast.alice.id}/directReports`, 'User.ReadBasic.All'),
		).toEqual(denied);
		expect(
			await application(`/users/${tenant.cast.alice.id}/directReports`, 'User.Read.All'),
		).toEqual(fine);
	});
});

describe('tokens', () => {
	const rejected = async (
		token: string | null,
		headers?: Record<string, string>,
	): Promise<string> => {
		const { status, body, headers: answered } = await tenant.get('/me', token, headers);
		expect([status, body.error.code]).toEqual([401, 'InvalidAuthenticationToken']);
		expect(answered.get('www-authenticate')).toContain('Bearer realm=""');
		return body.error.message;
	};

	it('none, empty or not a JWT', async () => {
		expect(await rejected(null)).toBe('Access token is empty.');
		expect(await rejected(null, { authorization: 'Bearer ' })).toBe('Access token is empty.');
		expect(await rejected('nonsense')).toContain('JWT is not well formed');
	});
	it('tampered with', async () => {
		const { access_token } = await tenant.token({ scopes: ['User.Read'] });
		const [head, payload, signature] = access_token.split('.');
		const claims = JSON.parse(Buffer.from(String(payload), 'base64url').toString()) as Record<
			string,
			unknown
		>;
		const forged = Buffer.from(JSON.stringify({ ...claims, scp: 'User.ReadWrite.All' })).toString(
			'base64url',
		);
		expect(await rejected(`${head}.${forged}.${signature}`)).toContain('Invalid signature');
	});
	it('for another Graph', async () => {
		const other = await startTenant({ users: 50, seed: 2 });
		const { access_token } = await other.token({ scopes: ['User.Read'] });
		await other.stop();
		await rejected(access_token);
	});
	it('expired', async () =>
		expect(await rejected((await tenant.token({ expiresIn: -10 })).access_token)).toContain(
			'expired',
		));
	it('revoked, for one user only', async () => {
		const { access_token } = await tenant.token({ user: tenant.cast.umlaut.id });
		const others = await tenant.token({ user: tenant.cast.alice.id });
		expect((await tenant.get('/me', access_token)).status).toBe(200);
		await tenant.control('POST', '/revoke', { user: tenant.cast.umlaut.id });
		expect(await rejected(access_token)).toContain('TokenIssuedBeforeRevocationTimestamp');
		expect((await tenant.get('/me', others.access_token)).status).toBe(200);
	});
});

describe('error shape and headers', () => {
	it('carries the ids and echoes client-request-id', async () => {
		const id = '0f0e0d0c-0b0a-4908-8706-050403020100';
		const { body, headers } = await tenant.get(
			'/users/nobody',
			(await tenant.token()).access_token,
			{ 'client-request-id': id },
		);
		expect(Object.keys(body.error)).toEqual(['code', 'message', 'innerError']);
		expect(body.error.innerError).toEqual({
			date: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/),
			'request-id': headers.get('request-id'),
			'client-request-id': id,
		});
		expect(headers.get('client-request-id')).toBe(id);
		expect(headers.get('date')).toBeTruthy();
		expect(headers.get('x-ms-ags-diagnostic')).toContain('ServerInfo');
	});
});
