/** Permissions and Entra roles that changing a user takes. */
import { startTenant, type Answer, type RunningTenant } from '../support/tenant/startTenant';

let tenant: RunningTenant;
beforeAll(async () => {
	tenant = await startTenant({ users: 60 });
});
afterAll(() => tenant.stop());
beforeEach(() => tenant.control('POST', '/reset'));

type Grant = { user: string; scopes: string[] } | { roles: string[] };
const by = async (grant: Grant): Promise<string> =>
	(
		await tenant.token(
			'user' in grant ? { ...grant, user: tenant.cast[grant.user]?.id } : { roles: grant.roles },
		)
	).access_token;
const patch = async (name: string, body: unknown, grant: Grant): Promise<unknown> => {
	const answer = await tenant.request(`/users/${tenant.cast[name]?.id}`, await by(grant), {
		method: 'PATCH',
		body,
	});
	return answer.status === 204 ? 204 : [answer.status, answer.body.error.code];
};
const denied = [403, 'Authorization_RequestDenied'];

describe('roles', () => {
	const all = ['User.ReadWrite.All', 'User.ReadWrite', 'Sites.ReadWrite.All'];

	it('others take User Administrator or above, however large the scope', async () => {
		expect(await patch('umlaut', { city: 'Oslo' }, { user: 'alice', scopes: all })).toEqual(denied);
		for (const user of ['otherAdmin', 'admin'])
			expect(await patch('umlaut', { city: 'Oslo' }, { user, scopes: all })).toBe(204);
	});
	it.each([
		[{ preferredLanguage: 'en-US' }, denied],
		[{ city: 'Oslo' }, denied],
		[{ otherMails: ['alice@home.example'] }, denied],
		[{ mobilePhone: '+1 206 555 0100' }, 204],
		[{ businessPhones: ['+1 206 555 0100'] }, 204],
		[{ aboutMe: 'Likes tea' }, 204],
	])("of one's own: %j", async (body, wanted) =>
		expect(await patch('alice', body, { user: 'alice', scopes: ['User.ReadWrite'] })).toEqual(
			wanted,
		),
	);
	it('an app needs none for ordinary fields', async () =>
		expect(await patch('umlaut', { city: 'Oslo' }, { roles: ['User.ReadWrite.All'] })).toBe(204));
	it('a manager is set by those who may change users', async () => {
		const set = async (grant: Grant, method = 'PUT'): Promise<Answer> =>
			tenant.request(`/users/${tenant.cast.alice.id}/manager/$ref`, await by(grant), {
				method,
				...(method === 'PUT'
					? { body: { '@odata.id': `${tenant.graph}/v1.0/users/${tenant.cast.ceo.id}` } }
					: {}),
			});
		const own: Grant = { user: 'alice', scopes: all };
		expect([(await set(own)).status, (await set(own, 'DELETE')).status]).toEqual([403, 403]);
		expect((await set({ user: 'otherAdmin', scopes: all })).status).toBe(204);
		expect((await set({ roles: ['User.ReadUpdate.All'] })).status).toBe(403);
	});
});

describe('permissions', () => {
	it('User.ReadUpdate.All covers ordinary fields, not those with a permission of their own', async () => {
		const grant: Grant = { user: 'admin', scopes: ['User.ReadUpdate.All'] };
		expect(await patch('umlaut', { city: 'Oslo' }, grant)).toBe(204);
		for (const body of [{ mobilePhone: '1' }, { otherMails: [] }, { accountEnabled: false }])
			expect(await patch('umlaut', body, grant)).toEqual(denied);
		expect((await tenant.get('/users?$select=city', await by(grant))).status).toBe(200);
	});
	it.each([
		['User-Phone.ReadWrite.All', { mobilePhone: '1' }],
		['User-Mail.ReadWrite.All', { otherMails: ['a@b.example'] }],
	])('%s is enough for its field, and for basic reading', async (scope, body) => {
		const grant: Grant = { roles: [scope] };
		expect(await patch('umlaut', body, grant)).toBe(204);
		expect(await patch('umlaut', { city: 'Oslo' }, grant)).toEqual(denied);
		const { body: user } = await tenant.get(`/users/${tenant.cast.ceo.id}`, await by(grant));
		expect([user.displayName, user.jobTitle]).toEqual([tenant.cast.ceo.displayName, null]);
	});
	it('accountEnabled: its own permission with a reading one, or User.ReadWrite.All', async () => {
		const off = { accountEnabled: false };
		expect(await patch('umlaut', off, { roles: ['User.EnableDisableAccount.All'] })).toEqual(
			denied,
		);
		for (const roles of [
			['User.EnableDisableAccount.All', 'User.Read.All'],
			['User.ReadWrite.All'],
		])
			expect(await patch('umlaut', off, { roles })).toBe(204);
	});
});

describe('extension attributes of synced users', () => {
	const change = { onPremisesExtensionAttributes: { extensionAttribute1: 'Changed' } };
	const grant: Grant = { roles: ['User.ReadWrite.All'] };
	const read = async (): Promise<unknown> =>
		(
			await tenant.get(
				`/users/${tenant.cast.synced.id}?$select=onPremisesExtensionAttributes`,
				await by(grant),
			)
		).body.onPremisesExtensionAttributes;

	it('are refused, or accepted without taking effect', async () => {
		const before = await read();
		expect(await patch('synced', change, grant)).toEqual([400, 'Request_BadRequest']);
		await tenant.control('PATCH', '/settings', { syncedExtensionAttributes: 'ignored' });
		expect(await patch('synced', change, grant)).toBe(204);
		expect(await read()).toEqual(before);
		expect(await patch('synced', { city: 'Oslo' }, grant)).toEqual([400, 'Request_BadRequest']);
		expect(await patch('umlaut', change, grant)).toBe(204);
	});
});

it('a mail address that another user has among theirs is refused', async () => {
	const grant: Grant = { roles: ['User.ReadWrite.All'] };
	const answer = await tenant.request(`/users/${tenant.cast.alice.id}`, await by(grant), {
		method: 'PATCH',
		body: { mail: tenant.cast.ceo.mail },
	});
	expect([answer.status, answer.body.error.message]).toEqual([
		400,
		'Another object with the same value for property proxyAddresses already exists.',
	]);
	expect(await patch('alice', { mail: tenant.cast.alice.mail }, grant)).toBe(204);
});
