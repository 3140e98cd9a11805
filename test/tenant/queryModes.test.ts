/** Which mode a query needs, its bounds, and what the basic permission may filter. */
import { startTenant, type Answer, type RunningTenant } from '../support/tenant/startTenant';

let tenant: RunningTenant;
let full: string;
let activity: string;
const eventual = { consistencylevel: 'eventual' };

beforeAll(async () => {
	tenant = await startTenant({ users: 700 });
	full = (await tenant.token()).access_token;
	activity = (await tenant.token({ scopes: ['User.Read.All', 'AuditLog.Read.All'] })).access_token;
});
afterAll(() => tenant.stop());
afterEach(() => tenant.control('POST', '/reset'));

const list = (query: string, headers = {}, token = full): Promise<Answer> =>
	tenant.get(`/users?${query}`, token, headers);
const filtered = (filter: string, headers = {}, token = full): Promise<Answer> =>
	list(
		`$filter=${encodeURIComponent(filter)}${'consistencylevel' in headers ? '&$count=true' : ''}`,
		headers,
		token,
	);
const outcome = ({ status, body }: Answer): [number, string | undefined] => [
	status,
	body?.error?.code,
];
const fine = [200, undefined];
const unsupported = [400, 'Request_UnsupportedQuery'];
const ids = (count: number): string =>
	Array.from({ length: count }, (_, index) => `'id-${index}'`).join(',');

describe('plain only', () => {
	it('identities: the header makes it fail', async () => {
		const { userPrincipalName, id } = tenant.cast.alice;
		const filter = `identities/any(i:i/issuerAssignedId eq '${userPrincipalName}' and i/issuer eq '${tenant.tenantDomain}')`;
		expect((await filtered(filter)).body.value.map((user) => user.id)).toEqual([id]);
		expect(outcome(await filtered(filter, eventual))).toEqual(unsupported);
		expect(outcome(await tenant.get(`/users?$filter=${filter}`, full, eventual))).toEqual(
			unsupported,
		);
	});
	it('signInActivity: the header makes it fail, and so does another filter', async () => {
		const filter = 'signInActivity/lastSignInDateTime le 2025-06-01T00:00:00Z';
		const found = await filtered(filter, {}, activity);
		expect(found.body.value.length).toBeGreaterThan(20);
		expect(outcome(await filtered(filter, eventual, activity))).toEqual(unsupported);
		expect(outcome(await filtered(`${filter} and accountEnabled eq true`, {}, activity))).toEqual(
			unsupported,
		);
		expect(outcome(await filtered(filter))).toEqual([403, 'Authorization_RequestDenied']);
	});
	it('assignedLicenses with any() works in both modes, counting them in the advanced one', async () => {
		const filter = 'assignedLicenses/any(l:l/skuId eq 6fd2c87f-b296-42f0-b197-1e91e994b900)';
		expect(outcome(await filtered(filter))).toEqual(fine);
		expect(outcome(await filtered(filter, eventual))).toEqual(fine);
		expect(outcome(await filtered('assignedLicenses/$count eq 0'))).toEqual(unsupported);
		const without = await filtered('assignedLicenses/$count eq 0', eventual);
		expect(without.body.value.map(({ id }) => id)).toEqual([tenant.cast.guest.id]);
	});
});

describe('how much fits', () => {
	it.each(['id', 'userPrincipalName', 'mail', 'employeeId'])('15 values in %s', async (name) => {
		expect(outcome(await filtered(`${name} in (${ids(15)})`))).toEqual(fine);
		const refused = await filtered(`${name} in (${ids(16)})`);
		expect(outcome(refused)).toEqual(unsupported);
		expect(refused.body.error.message).toContain('Max allowed: 15.');
		expect(outcome(await filtered(`${name} in (${ids(16)})`, eventual))).toEqual(fine);
	});
	it('finds by each of those, and by proxy address', async () => {
		const [{ id, userPrincipalName, mail }, other] = [tenant.cast.alice, tenant.cast.ceo];
		const raw = (await tenant.control('GET', `/users/${id}`)).body.properties as Record<
			string,
			string
		>;
		for (const filter of [
			`id in ('${id}','${other.id}')`,
			`userPrincipalName in ('${userPrincipalName}','${other.userPrincipalName.toUpperCase()}')`,
			`mail in ('${mail}','${other.mail}')`,
		])
			expect((await filtered(filter)).body.value.map((user) => user.id).sort()).toEqual(
				[id, other.id].sort(),
			);
		for (const filter of [
			`employeeId in ('${raw.employeeId}')`,
			`proxyAddresses/any(p:p eq 'smtp:${mail}')`,
		])
			expect((await filtered(filter)).body.value.map((user) => user.id)).toEqual([id]);
	});
	it('15 alternatives joined by or', async () => {
		const alternatives = (count: number): string =>
			Array.from({ length: count }, (_, index) => `displayName eq 'n${index}'`).join(' or ');
		expect(outcome(await filtered(alternatives(15)))).toEqual(fine);
		expect(outcome(await filtered(alternatives(16)))).toEqual(unsupported);
		expect(outcome(await filtered(`(${alternatives(10)}) and (${alternatives(10)})`))).toEqual(
			fine,
		);
		expect(outcome(await filtered(`${alternatives(10)} or mail in (${ids(6)})`))).toEqual(
			unsupported,
		);
		expect(outcome(await filtered(alternatives(16), eventual))).toEqual(fine);
	});
	it('2,048 characters of URL in advanced mode', async () => {
		expect(outcome(await filtered(`mail in (${ids(100)})`, eventual))).toEqual(fine);
		expect(outcome(await filtered(`mail in (${ids(300)})`, eventual))).toEqual([
			400,
			'Request_BadRequest',
		]);
	});
	it('120 characters of text in plain mode', async () => {
		expect(outcome(await filtered(`displayName eq '${'x'.repeat(120)}'`))).toEqual(fine);
		expect(outcome(await filtered(`displayName eq '${'x'.repeat(121)}'`))).toEqual(unsupported);
		expect(outcome(await filtered(`displayName eq '${'x'.repeat(121)}'`, eventual))).toEqual(fine);
	});
	it('startsWith is not for state and employeeId', async () => {
		for (const name of ['state', 'employeeId']) {
			expect(outcome(await filtered(`startsWith(${name},'W')`))).toEqual(unsupported);
			expect(outcome(await filtered(`${name} eq 'W'`))).toEqual(fine);
		}
	});
});

describe('$expand on lists', () => {
	it('selects fields of the manager', async () => {
		const { body } = await list('$select=id&$expand=manager($select=id,displayName)&$top=999');
		const alice = body.value.find(({ id }) => id === tenant.cast.alice.id);
		expect(alice?.manager).toEqual({
			'@odata.type': '#microsoft.graph.user',
			id: tenant.cast.alice.manager,
			displayName: expect.any(String),
		});
	});
	it('and advanced parameters exclude each other', async () => {
		expect(outcome(await list('$expand=manager&$count=true', eventual))).toEqual(unsupported);
		expect(outcome(await list('$expand=manager', eventual))).toEqual(fine);
	});
});

describe('the basic permission', () => {
	it('may filter its own properties, and no others', async () => {
		const basic = (await tenant.token({ scopes: ['User.ReadBasic.All'] })).access_token;
		for (const filter of ["startsWith(displayName,'A')", "mail eq 'x'", `id in (${ids(2)})`])
			expect(outcome(await filtered(filter, {}, basic))).toEqual(fine);
		for (const filter of ["mailNickname eq 'x'", "startsWith(displayName,'A') or city eq 'x'"])
			expect(outcome(await filtered(filter, {}, basic))).toEqual([
				403,
				'Authorization_RequestDenied',
			]);
		const app = (await tenant.token({ roles: ['User.ReadBasic.All'] })).access_token;
		expect(outcome(await filtered("department eq 'Sales'", {}, app))).toEqual([
			403,
			'Authorization_RequestDenied',
		]);
		expect(outcome(await filtered("mailNickname eq 'x'"))).toEqual(fine);
	});
	it('the same holds for direct reports', async () => {
		const basic = (await tenant.token({ scopes: ['User.Read', 'User.ReadBasic.All'] }))
			.access_token;
		const reports = (filter: string): Promise<Answer> =>
			tenant.get(`/me/directReports?$count=true&$filter=${filter}`, basic, eventual);
		expect(outcome(await reports("startsWith(surname,'A')"))).toEqual(fine);
		expect(outcome(await reports("city eq 'x'"))).toEqual([403, 'Authorization_RequestDenied']);
	});
});

describe('sign-in activity', () => {
	const get = (path: string, headers = {}): Promise<Answer> => tenant.get(path, activity, headers);

	it('of one user by ID only', async () => {
		const { id, userPrincipalName } = tenant.cast.alice;
		expect((await get(`/users/${id}?$select=signInActivity`)).body).toHaveProperty(
			'signInActivity',
		);
		const refused = await get(`/users/${userPrincipalName}?$select=signInActivity`);
		expect([refused.status, refused.body.error.message]).toEqual([
			400,
			'Get By Key only supports UserId and the key has to be a valid Guid',
		]);
	});
	it('cuts pages to 500, and is empty on large pages of advanced queries', async () => {
		expect((await get('/users?$select=id,signInActivity&$top=999')).body.value).toHaveLength(500);
		const advanced = async (top: number): Promise<unknown[]> =>
			(
				await get(`/users?$select=id,signInActivity&$top=${top}&$count=true`, eventual)
			).body.value.filter(({ signInActivity }) => signInActivity !== null);
		expect((await advanced(120)).length).toBeGreaterThan(50);
		expect(await advanced(121)).toEqual([]);
	});
	it('needs a premium license', async () => {
		await tenant.control('PATCH', '/settings', { premium: false });
		const path = `/users/${tenant.cast.alice.id}`;
		expect(outcome(await get(`${path}?$select=signInActivity`))).toEqual([
			403,
			'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
		]);
		expect(outcome(await get(path))).toEqual(fine);
	});
	it('ten requests a minute, once throttling is on', async () => {
		await tenant.control('PATCH', '/settings', { throttle: { enabled: true } });
		const statuses: number[] = [];
		for (let index = 0; index < 12; index += 1)
			statuses.push((await get('/users?$select=signInActivity&$top=1')).status);
		expect(statuses).toEqual([...Array(10).fill(200), 429, 429]);
		expect((await get('/users?$top=1')).status).toBe(200);
	});
	it('some never signed in', async () => {
		const { value } = (await get('/users?$select=id,signInActivity&$top=500')).body;
		expect(value.filter(({ signInActivity }) => signInActivity === null).length).toBeGreaterThan(9);
	});
});

it('a B2C tenant refuses $search, $count and delta', async () => {
	await tenant.control('PATCH', '/settings', { b2c: true });
	expect(outcome(await list('$search="displayName:ali"', eventual))).toEqual(unsupported);
	expect(outcome(await list('$count=true', eventual))).toEqual(unsupported);
	expect((await tenant.get('/users/$count', full, eventual)).status).toBe(400);
	expect((await tenant.get('/users/delta', full)).status).toBe(400);
	expect(outcome(await filtered("startsWith(displayName,'A')"))).toEqual(fine);
});
