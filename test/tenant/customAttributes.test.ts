/** Directory extensions, schema extensions and custom security attributes; every property that can be read. */
import { startTenant, type Answer, type RunningTenant } from '../support/tenant/startTenant';

let tenant: RunningTenant;
let app: string;
beforeAll(async () => {
	tenant = await startTenant({ users: 60 });
	app = (
		await tenant.token({
			roles: [
				'User.ReadWrite.All',
				'Application.Read.All',
				'LicenseAssignment.Read.All',
				'CustomSecAttributeAssignment.ReadWrite.All',
			],
		})
	).access_token;
});
afterAll(() => tenant.stop());
beforeEach(() => tenant.control('POST', '/reset'));

const patch = async (body: unknown, token = app): Promise<unknown> => {
	const answer = await tenant.request(`/users/${tenant.cast.alice.id}`, token, {
		method: 'PATCH',
		body,
	});
	return answer.status === 204 ? 204 : [answer.status, answer.body.error.code];
};
const read = async (name: string, token = app): Promise<unknown> =>
	(await tenant.get(`/users/${tenant.cast.alice.id}?$select=${name}`, token)).body[name];
const badRequest = [400, 'Request_BadRequest'];
const denied = [403, 'Authorization_RequestDenied'];
const extension = (name: string): string => `extension_22222222222242228222222222222222_${name}`;

describe('directory extensions', () => {
	it('are listed with their types', async () => {
		const list = (token: string): Promise<Answer> =>
			tenant.request('/directoryObjects/getAvailableExtensionProperties', token, {
				method: 'POST',
				body: {},
			});
		const { value } = (await list(app)).body;
		expect(value.find(({ name }) => name === extension('tags'))).toMatchObject({
			dataType: 'String',
			isMultiValued: true,
			targetObjects: ['User'],
		});
		expect((await list((await tenant.token()).access_token)).status).toBe(403);
	});
	it.each([
		['payrollNumber', 4_000_000_000, '4000000000'],
		['badge', 'B-2', 7],
		['floor', 12, '12'],
		['remote', false, 'no'],
		['startedOn', '2024-05-01T00:00:00Z', 'May'],
		['tags', ['a', 'b'], 'a'],
		['rooms', [4, 12], ['4']],
		['trainedOn', ['2024-05-01T00:00:00Z'], ['May']],
	])('%s is set, read, filtered and cleared', async (name, value, wrong) => {
		expect(await patch({ [extension(name)]: wrong })).toEqual(badRequest);
		expect(await patch({ [extension(name)]: value })).toBe(204);
		expect(await read(extension(name))).toEqual(value);
		const literal = typeof value === 'string' && name === 'badge' ? `'${value}'` : value;
		const filter = Array.isArray(value)
			? `${extension(name)}/any(t:t eq ${name === 'tags' ? "'b'" : value[0]})`
			: `${extension(name)} eq ${literal}`;
		const found = await tenant.get(`/users?$filter=${filter}`, app);
		expect(found.body.value.map(({ id }) => id)).toEqual([tenant.cast.alice.id]);
		expect(await patch({ [extension(name)]: null })).toBe(204);
		expect(await read(extension(name))).toEqual(Array.isArray(value) ? [] : null);
	});
	it('token is bytes in base64', async () => {
		for (const wrong of ['no base64!', 'abc', Buffer.alloc(257).toString('base64')])
			expect(await patch({ [extension('token')]: wrong })).toEqual(badRequest);
		expect(await patch({ [extension('token')]: 'aGVsbG8=' })).toBe(204);
		expect(await read(extension('token'))).toBe('aGVsbG8=');
	});
	it('can be set on synced users, and do not exist for other objects', async () => {
		const body = { [extension('badge')]: 'S-1' };
		const answer = await tenant.request(`/users/${tenant.cast.synced.id}`, app, {
			method: 'PATCH',
			body,
		});
		expect(answer.status).toBe(204);
		expect(await patch({ [extension('owner')]: 'x' })).toEqual(badRequest);
		expect(await patch({ [extension('unknown')]: 'x' })).toEqual(badRequest);
	});
});

it('a schema extension loses the members that are not sent', async () => {
	const name = 'ext7k3pq9xd_training';
	const none = { completedOn: null, certificate: null };
	expect(await read(name)).toEqual({
		courseId: 17,
		courseName: 'Safety',
		completed: true,
		...none,
	});
	expect(await patch({ [name]: { courseId: 18 } })).toBe(204);
	expect(await read(name)).toEqual({
		courseId: 18,
		courseName: null,
		completed: null,
		...none,
	});
	expect(await patch({ [name]: { courseId: 'x' } })).toEqual(badRequest);
	expect(await patch({ [name]: { nobody: 1 } })).toEqual(badRequest);
	expect(await patch({ [name]: null })).toBe(204);
	expect(await read(name)).toBeNull();
	const definition = await tenant.get(`/schemaExtensions/${name}`, app);
	expect(definition.body).toMatchObject({
		targetTypes: ['User'],
		properties: expect.arrayContaining([{ name: 'courseId', type: 'Integer' }]),
	});
	expect((await tenant.get('/schemaExtensions/ext7k3pq9xd_other', app)).status).toBe(404);
});

describe('custom security attributes', () => {
	const type = '#Microsoft.DirectoryServices.CustomSecurityAttributeValue';
	const set = (values: Record<string, unknown>, name = 'Engineering'): unknown => ({
		customSecurityAttributes: { [name]: { '@odata.type': type, ...values } },
	});

	it('are read nested by set, with the types of numbers and collections', async () =>
		expect(await read('customSecurityAttributes')).toEqual({
			Engineering: {
				'@odata.type': type,
				'Project@odata.type': '#Collection(String)',
				Project: ['Baker', 'Cascade'],
				Certification: true,
				'Level@odata.type': '#Int32',
				Level: 3,
			},
		}));
	it('are set and cleared one by one', async () => {
		expect(await patch(set({ Certification: null, 'Level@odata.type': '#Int32', Level: 4 }))).toBe(
			204,
		);
		expect(await patch(set({ Clearance: 'Internal' }, 'Compliance'))).toBe(204);
		expect(await patch(set({ 'Project@odata.type': '#Collection(String)', Project: [] }))).toBe(
			204,
		);
		expect(await read('customSecurityAttributes')).toEqual({
			Engineering: { '@odata.type': type, 'Level@odata.type': '#Int32', Level: 4 },
			Compliance: { '@odata.type': type, Clearance: 'Internal' },
		});
		expect(await patch(set({ Level: null }))).toBe(204);
		expect(await patch(set({ Clearance: null }, 'Compliance'))).toBe(204);
		expect(await read('customSecurityAttributes')).toBeNull();
	});
	it('refuse unknown names, missing types and values that do not fit', async () => {
		for (const body of [
			set({ Unknown: 'x' }),
			set({ Clearance: 'x' }, 'Unknown'),
			set({ Level: 4 }),
			set({ 'Level@odata.type': '#Int32', Level: '4' }),
			set({ Certification: 'yes' }),
			set({ Clearance: 'Cosmic' }, 'Compliance'),
			{ customSecurityAttributes: { Engineering: { Certification: true } } },
		])
			expect(await patch(body)).toEqual(badRequest);
	});
	it('are defined in a list of its own, for its own permission and roles', async () => {
		const { id } = tenant.cast.admin;
		const list = async (scopes: string[]): Promise<Answer> =>
			tenant.get(
				'/directory/customSecurityAttributeDefinitions',
				(await tenant.token({ user: id, scopes })).access_token,
			);
		const scopes = ['CustomSecAttributeDefinition.Read.All'];
		expect((await list(scopes)).status).toBe(403);
		await tenant.control('PATCH', `/users/${id}`, { adminRole: 'Attribute Definition Reader' });
		expect((await list(['User.Read.All'])).status).toBe(403);
		expect((await list(scopes)).body.value).toContainEqual(
			expect.objectContaining({
				id: 'Engineering_CostCenters',
				attributeSet: 'Engineering',
				name: 'CostCenters',
				type: 'Integer',
				isCollection: true,
				usePreDefinedValuesOnly: false,
			}),
		);
	});
	it('take a permission and a role that Global Administrators lack', async () => {
		const scopes = ['User.ReadWrite.All', 'CustomSecAttributeAssignment.ReadWrite.All'];
		const { id } = tenant.cast.admin;
		const admin = (await tenant.token({ user: id, scopes })).access_token;
		const path = `/users/${tenant.cast.alice.id}?$select=customSecurityAttributes`;
		expect(await patch(set({ Certification: false }), admin)).toEqual(denied);
		expect((await tenant.get(path, admin)).status).toBe(403);
		await tenant.control('PATCH', `/users/${id}`, {
			adminRole: 'Attribute Assignment Administrator',
		});
		expect(await patch(set({ Certification: false }), admin)).toBe(204);
		expect((await tenant.get(path, admin)).status).toBe(200);
		const without = await tenant.token({ user: id, scopes: ['User.ReadWrite.All'] });
		expect(await patch(set({ Certification: false }), without.access_token)).toEqual(denied);
		expect((await tenant.get(path, without.access_token)).status).toBe(403);
	});
});

describe('open extensions', () => {
	const extensions = async (
		method: string,
		name = '',
		body?: unknown,
		token = app,
	): Promise<Answer> =>
		tenant.request(`/users/${tenant.cast.alice.id}/extensions${name}`, token, { method, body });
	const roaming = '/com.contoso.roaming';

	it('are added, read, changed and removed', async () => {
		const body = { extensionName: 'com.contoso.roaming', theme: 'dark', size: 2 };
		expect((await extensions('POST', '', body)).status).toBe(201);
		expect((await extensions('POST', '', body)).status).toBe(409);
		const size = { extensionName: 'com.contoso.roaming', size: 3 };
		expect((await extensions('PATCH', roaming, size)).status).toBe(204);
		expect((await extensions('GET', roaming)).body).toMatchObject({
			'@odata.type': '#microsoft.graph.openTypeExtension',
			extensionName: 'com.contoso.roaming',
			size: 3,
		});
		// What is not sent is deleted.
		expect((await extensions('GET')).body.value[0]).not.toHaveProperty('theme');
		const alice = `/users/${tenant.cast.alice.id}?$expand=extensions`;
		expect((await tenant.get(`${alice}&$select=id,city`, app)).body).toMatchObject({
			city: 'Seattle',
			extensions: [{ id: 'com.contoso.roaming', size: 3 }],
		});
		for (const refused of [alice, '/users?$select=id&$expand=extensions'])
			expect((await tenant.get(refused, app)).status).toBe(400);
		expect((await extensions('DELETE', roaming)).status).toBe(204);
		for (const method of ['GET', 'DELETE'])
			expect((await extensions(method, roaming)).status).toBe(404);
		expect((await extensions('PATCH', roaming, { size: 1 })).status).toBe(404);
	});
	it('of others take a role', async () => {
		const scopes = ['User.ReadWrite.All'];
		const body = { extensionName: 'x', theme: 'dark' };
		const by = async (user: string): Promise<number> =>
			(
				await extensions(
					'POST',
					'',
					body,
					(await tenant.token({ user: tenant.cast[user]?.id, scopes })).access_token,
				)
			).status;
		expect([await by('umlaut'), await by('admin')]).toEqual([403, 201]);
	});
});

it('every property of the user type that lists carry can be selected', async () => {
	const names = [
		'assignedLicenses',
		'assignedPlans',
		'authorizationInfo',
		'deletedDateTime',
		'externalUserState',
		'externalUserStateChangeDateTime',
		'identities',
		'isManagementRestricted',
		'lastPasswordChangeDateTime',
		'licenseAssignmentStates',
		'onPremisesDistinguishedName',
		'onPremisesProvisioningErrors',
		'onPremisesSecurityIdentifier',
		'onPremisesUserPrincipalName',
		'signInSessionsValidFromDateTime',
	];
	const { body } = await tenant.get(`/users?$top=999&$select=id,${names.join(',')}`, app);
	const byId = new Map(body.value.map((user) => [user.id, user]));
	expect(byId.get(tenant.cast.synced.id)).toMatchObject({
		onPremisesUserPrincipalName: 'ssync@corp.contoso.example',
		onPremisesDistinguishedName: expect.stringMatching(/^CN=Steffi Sync/),
	});
	expect(byId.get(tenant.cast.guest.id)).toMatchObject({
		assignedLicenses: [],
		externalUserStateChangeDateTime: '2025-11-03T09:00:00Z',
		identities: [{ signInType: 'federated' }],
	});
	const skus = (await tenant.get('/subscribedSkus', app)).body.value.map(({ skuId }) => skuId);
	const [license] = byId.get(tenant.cast.alice.id)?.assignedLicenses as Array<{ skuId: string }>;
	expect(skus).toContain(license?.skuId);
});
