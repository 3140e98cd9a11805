import { startTenant, type Answer, type RunningTenant } from '../support/tenant/startTenant';

let tenant: RunningTenant;
let token: string;
let groups: Record<string, string>;
const eventual = { consistencylevel: 'eventual' };
beforeAll(async () => {
	tenant = await startTenant({ users: 400 });
	token = (await tenant.token({ scopes: ['User.Read.All', 'GroupMember.Read.All'] })).access_token;
	groups = tenant.cast.groups as unknown as Record<string, string>;
});
afterAll(() => tenant.stop());

const get = (path: string, headers = {}, as = token): Promise<Answer> =>
	tenant.get(path, as, headers);
const all = async (path: string): Promise<string[]> => {
	const ids: string[] = [];
	for (let next: string | undefined = path; next !== undefined; ) {
		const { body }: Answer = await get(next);
		ids.push(...body.value.map(({ id }) => id));
		next = body['@odata.nextLink'];
	}
	return ids;
};
const error = ({ status, body }: Answer): [number, string] => [status, body.error.code];

describe('groups', () => {
	it('are found by the start of their name', async () => {
		const { body } = await get(
			"/groups?$filter=startsWith(displayName,'eng')&$select=id,displayName",
		);
		expect(body.value.map(({ displayName }) => displayName)).toEqual([
			'Engineering',
			'Engineering Team',
		]);
		expect((await get(`/groups/${groups.Engineering}`)).body.displayName).toBe('Engineering');
	});
	it('that do not exist', async () => {
		const id = '00000000-0000-4000-8000-000000000000';
		for (const path of [`/groups/${id}`, `/groups/${id}/members`, '/groups/nonsense'])
			expect(error(await get(path))).toEqual([404, 'Request_ResourceNotFound']);
	});
	it('are sorted by name, with a filter in advanced mode only, and found by words', async () => {
		const names = ({ body }: Answer): string[] => body.value.map(({ displayName }) => displayName);
		const sorted = names(await get('/groups?$orderby=displayName desc&$top=999'));
		expect(sorted).toEqual([...sorted].sort((one, other) => other.localeCompare(one, 'en')));
		const both = "/groups?$filter=startswith(displayName,'eng')&$orderby=displayName";
		expect(error(await get(both))).toEqual([400, 'Request_UnsupportedQuery']);
		expect((await get(`${both}&$count=true`, eventual)).body['@odata.count']).toBe(2);
		expect(error(await get('/groups?$orderby=mail'))).toEqual([400, 'Request_UnsupportedQuery']);
		const words = '/groups?$search="displayName:team"';
		expect(error(await get(words))).toEqual([400, 'Request_UnsupportedQuery']);
		expect(names(await get(words, eventual))).toContain('Engineering Team');
	});
	it('need a permission', async () => {
		const users = (await tenant.token({ scopes: ['User.Read.All'] })).access_token;
		for (const path of ['/groups', `/groups/${groups.Engineering}/members`])
			expect(error(await get(path, {}, users))).toEqual([403, 'Authorization_RequestDenied']);
	});
});

describe('members', () => {
	it('nested ones, each user once, over all pages', async () => {
		const ids = await all(
			`/groups/${groups['All Staff']}/transitiveMembers/microsoft.graph.user?$select=id`,
		);
		expect(ids).toHaveLength(400);
		expect(new Set(ids).size).toBe(400);
	});
	it('direct ones only', async () => {
		const path = `/groups/${groups['All Staff']}/members`;
		expect(await all(`${path}/microsoft.graph.user`)).toHaveLength(2);
		const types = (await get(`${path}?$top=999`)).body.value.map((member) => member['@odata.type']);
		expect(new Set(types)).toEqual(
			new Set([
				'#microsoft.graph.user',
				'#microsoft.graph.group',
				'#microsoft.graph.device',
				'#microsoft.graph.orgContact',
			]),
		);
		expect(await all(`/groups/${groups['Empty Group']}/members/microsoft.graph.user`)).toEqual([]);
	});
	it('circles of groups end', async () => {
		const add = async (body: unknown): Promise<string> =>
			(await tenant.control('POST', '/groups', body)).body.id;
		const inner = await add({ users: [tenant.cast.alice.id] });
		const outer = await add({ groups: [inner], users: [tenant.cast.ceo.id] });
		await add({ id: inner, groups: [outer] });
		const ids = await all(`/groups/${outer}/transitiveMembers/microsoft.graph.user`);
		expect(ids.sort()).toEqual([tenant.cast.alice.id, tenant.cast.ceo.id].sort());
	});
	it('are cast in advanced mode only where that is set', async () => {
		await tenant.control('PATCH', '/settings', { groupCasts: 'advanced' });
		const path = `/groups/${groups.Engineering}/members/microsoft.graph.user`;
		expect(error(await get(path))).toEqual([400, 'Request_UnsupportedQuery']);
		expect((await get(`${path}?$count=true`, eventual)).status).toBe(200);
		await tenant.control('PATCH', '/settings', { groupCasts: 'any' });
	});
	it('give sign-in activity as lists of users do, unless that is set otherwise', async () => {
		const scopes = ['User.Read.All', 'GroupMember.Read.All', 'AuditLog.Read.All'];
		const auditor = (await tenant.token({ scopes })).access_token;
		const path = `/groups/${groups['All Staff']}/transitiveMembers/microsoft.graph.user?$select=signInActivity`;
		const known = async (query: string, headers = {}): Promise<number> =>
			(await get(`${path}${query}`, headers, auditor)).body.value.filter(
				({ signInActivity }) => signInActivity !== null,
			).length;
		expect(error(await get(path))).toEqual([403, 'Authorization_RequestDenied']);
		expect(await known('&$top=120')).toBeGreaterThan(0);
		expect(await known('&$top=120&$count=true', eventual)).toBeGreaterThan(0);
		expect(await known('&$top=121&$count=true', eventual)).toBe(0);
		await tenant.control('PATCH', '/settings', { memberSignInActivity: 'empty' });
		expect(await known('&$top=120')).toBe(0);
		await tenant.control('PATCH', '/settings', { memberSignInActivity: 'returned' });
	});
	it('filters, sorting and counts are advanced', async () => {
		const path = `/groups/${groups['All Staff']}/transitiveMembers/microsoft.graph.user`;
		for (const query of ["$filter=city eq 'Seattle'", '$orderby=displayName']) {
			expect(error(await get(`${path}?${query}`))).toEqual([400, 'Request_UnsupportedQuery']);
			const { status, body } = await get(`${path}?$count=true&${query}`, eventual);
			expect([status, typeof body['@odata.count']]).toEqual([200, 'number']);
		}
		expect((await get(`${path}/$count`, eventual)).bytes.toString()).toBe('400');
		expect((await get(`${path}/$count`)).status).toBe(400);
	});
	it('show nothing but IDs without a permission to read users', async () => {
		const members = (await tenant.token({ scopes: ['GroupMember.Read.All'] })).access_token;
		const path = `/groups/${groups.Engineering}/members/microsoft.graph.user?$select=id,displayName`;
		const [first] = (await get(path, {}, members)).body.value;
		expect(first).toEqual({ '@odata.type': '#microsoft.graph.user', id: expect.any(String) });
	});
	it('refuse what lists of users refuse', async () => {
		const path = `/groups/${groups.Engineering}/members/microsoft.graph.user`;
		expect(error(await get(`${path}?$select=aboutMe`))).toEqual([501, 'NotImplemented']);
		expect(error(await get(`${path}?$top=1000`))).toEqual([400, 'Request_UnsupportedQuery']);
		expect(error(await get(`${path}?$skip=1`))).toEqual([400, 'Request_BadRequest']);
	});
});
