import { startTenant, type RunningTenant } from '../support/tenant/startTenant';

let tenant: RunningTenant;
let full: string;
const eventual = { consistencylevel: 'eventual' };

beforeAll(async () => {
	tenant = await startTenant({ users: 300 });
	full = (await tenant.token({ user: tenant.cast.alice.id })).access_token;
});
afterAll(() => tenant.stop());

const refused = async (
	path: string,
	status: number,
	code: string,
	message?: string,
	headers: Record<string, string> = {},
): Promise<void> => {
	const answer = await tenant.get(path, full, headers);
	expect([answer.status, answer.body?.error?.code]).toEqual([status, code]);
	if (message !== undefined) expect(answer.body.error.message).toBe(message);
};

describe('manager', () => {
	it('is a directory object with its type', async () => {
		const { body } = await tenant.get('/me/manager?$select=id,displayName,department', full);
		expect(body).toEqual({
			'@odata.context': `${tenant.graph}/v1.0/$metadata#directoryObjects(id,displayName,department)/$entity`,
			'@odata.type': '#microsoft.graph.user',
			id: tenant.cast.alice.manager,
			displayName: expect.any(String),
			department: expect.any(String),
		});
	});
	it('can be an orgContact', async () => {
		const { body } = await tenant.get(`/users/${tenant.cast.orgContactManager.id}/manager`, full);
		expect(body).toMatchObject({
			'@odata.type': '#microsoft.graph.orgContact',
			displayName: 'Nestor Partner',
		});
		expect(body).not.toHaveProperty('userPrincipalName');
	});
	it('by its own ID takes Directory.Read.All; nothing has another ID', async () => {
		const { body } = await tenant.get(`/users/${tenant.cast.orgContactManager.id}/manager`, full);
		const nothing = '/directoryObjects/00000000-1111-4222-8333-444444444444';
		const { access_token: directory } = await tenant.token({
			user: tenant.cast.alice.id,
			scopes: ['Directory.Read.All'],
		});
		const { access_token: users } = await tenant.token({
			user: tenant.cast.alice.id,
			scopes: ['User.Read.All'],
		});
		const contact = await tenant.get(`/directoryObjects/${body.id}`, directory);
		expect(contact.body['@odata.type']).toBe('#microsoft.graph.orgContact');
		expect((await tenant.get(nothing, directory)).status).toBe(404);
		expect((await tenant.get(nothing, users)).status).toBe(403);
	});
	it('nobody: the message quotes manager, not the user', () =>
		refused(
			`/users/${tenant.cast.ceo.id}/manager`,
			404,
			'Request_ResourceNotFound',
			"Resource 'manager' does not exist or one of its queried reference-property objects are not present.",
		));
	it('of nobody: the message quotes the user', () =>
		refused(
			'/users/nobody@x.example/manager',
			404,
			'Request_ResourceNotFound',
			"Resource 'nobody@x.example' does not exist or one of its queried reference-property objects are not present.",
		));
});

describe('management chain', () => {
	const chain =
		'$expand=manager($levels=max;$select=id,displayName)&$select=id,displayName&$count=true';

	it('nests managers up to the one without', async () => {
		const { body } = await tenant.get(`/users/${tenant.cast.alice.id}?${chain}`, full, eventual);
		const names: unknown[] = [];
		for (
			let level = body.manager as Record<string, unknown> | undefined;
			level;
			level = level.manager as Record<string, unknown> | undefined
		)
			names.push(level.displayName);
		expect(names).toHaveLength(2);
		expect(names[1]).toBe('Miriam Graham');
	});
	it('ends at an orgContact', async () => {
		const { body } = await tenant.get(
			`/users/${tenant.cast.orgContactManager.id}?${chain}`,
			full,
			eventual,
		);
		expect(body.manager).toEqual({
			'@odata.type': '#microsoft.graph.orgContact',
			id: expect.any(String),
			displayName: 'Nestor Partner',
		});
	});
	it('of somebody without a manager has no manager member', async () => {
		const { status, body } = await tenant.get(
			`/users/${tenant.cast.ceo.id}?${chain}`,
			full,
			eventual,
		);
		expect([status, 'manager' in body]).toEqual([200, false]);
	});
	it('stops at the wanted level', async () => {
		const { body } = await tenant.get('/me?$expand=manager($levels=1)&$count=true', full, eventual);
		expect(body.manager).not.toHaveProperty('manager');
	});
	it('needs the header and $count=true', async () => {
		await refused(`/me?${chain}`, 400, 'Request_UnsupportedQuery');
		await refused(
			'/me?$expand=manager($levels=max)',
			400,
			'Request_UnsupportedQuery',
			undefined,
			eventual,
		);
	});
	it('takes $levels from 1 to 1000 or max; $select also without it', async () => {
		await refused(
			'/me?$expand=manager($levels=0)&$count=true',
			400,
			'Request_BadRequest',
			undefined,
			eventual,
		);
		await refused(
			'/me?$expand=manager($levels=1001)&$count=true',
			400,
			'Request_BadRequest',
			undefined,
			eventual,
		);
		const { body } = await tenant.get('/me?$expand=manager($select=id)', full);
		expect(body.manager).toEqual({
			'@odata.type': '#microsoft.graph.user',
			id: tenant.cast.alice.manager,
		});
		await refused(
			'/me?$expand=directReports($levels=2)&$count=true',
			400,
			'Request_BadRequest',
			undefined,
			eventual,
		);
	});
	it('survives a circle', async () => {
		const { id } = (await tenant.control('POST', '/users', {})).body;
		const other = (await tenant.control('POST', '/users', { managerId: id })).body;
		await tenant.control('PATCH', `/users/${id}`, { managerId: other.id });
		const { body } = await tenant.get(`/users/${id}?${chain}`, full, eventual);
		expect(body.manager).toMatchObject({ id: other.id });
		expect(body.manager).not.toHaveProperty('manager');
	});
});

describe('directReports', () => {
	it('lists one level, page by page', async () => {
		const path = `/users/${tenant.cast.manyReports.id}/directReports`;
		const first = await tenant.get(path, full);
		expect(first.body.value).toHaveLength(100);
		expect(first.body.value[0]?.['@odata.type']).toBe('#microsoft.graph.user');
		const second = await tenant.get(String(first.body['@odata.nextLink']), full);
		expect(second.body.value).toHaveLength(20);
		expect(second.body['@odata.nextLink']).toBeUndefined();
		expect((await tenant.get(`${path}?$top=999&$select=id`, full)).body.value).toHaveLength(120);
	});
	it('are empty for somebody without', async () =>
		expect(
			(await tenant.get(`/users/${tenant.cast.dollar.id}/directReports`, full)).body.value,
		).toEqual([]));
	it('casts, counts and filters', async () => {
		expect((await tenant.get('/me/directReports/graph.user?$top=2', full)).body.value).toHaveLength(
			2,
		);
		expect((await tenant.get('/me/directReports/$count', full, eventual)).bytes.toString()).toBe(
			'5',
		);
		await refused(
			'/me/directReports/$count',
			400,
			'Request_BadRequest',
			'$count is not currently supported.',
		);
		const message =
			'The specified filter to the reference property query is currently not supported.';
		for (const property of ['displayName', 'companyName']) {
			const path = `/me/directReports?$filter=${property} eq 'Contoso'`;
			await refused(path, 400, 'Request_UnsupportedQuery', message);
			await refused(path, 400, 'Request_UnsupportedQuery', message, eventual);
			await refused(`${path}&$count=true`, 400, 'Request_UnsupportedQuery', message);
		}
		const counted = await tenant.get(
			"/me/directReports?$count=true&$filter=companyName eq 'Contoso'",
			full,
			eventual,
		);
		expect(counted.body['@odata.count']).toBe(5);
	});
	it('refuse what collections refuse', async () => {
		await refused('/me/directReports?$top=1000', 400, 'Request_UnsupportedQuery');
		await refused('/me/directReports?$skip=1', 400, 'Request_BadRequest');
		await refused('/me/directReports?$select=nickName', 400, 'Request_BadRequest');
	});
});
