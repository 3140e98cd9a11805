import { startTenant, type Answer, type RunningTenant } from '../support/tenant/startTenant';

let tenant: RunningTenant;
/** An admin who may write everything. */
let admin: string;
let appOnly: string;
const everything = [
	'User.Read.All',
	'User.ReadWrite.All',
	'Sites.ReadWrite.All',
	'User-PasswordProfile.ReadWrite.All',
	'User-LifeCycleInfo.ReadWrite.All',
	'User.EnableDisableAccount.All',
	'User-Phone.ReadWrite.All',
	'User-Mail.ReadWrite.All',
];

beforeAll(async () => {
	tenant = await startTenant({ users: 60 });
	admin = (await tenant.token({ user: tenant.cast.admin.id, scopes: everything })).access_token;
	appOnly = (
		await tenant.token({
			roles: [
				'User.ReadWrite.All',
				'User-PasswordProfile.ReadWrite.All',
				'User-LifeCycleInfo.ReadWrite.All',
			],
		})
	).access_token;
});
afterAll(() => tenant.stop());
beforeEach(() => tenant.control('POST', '/reset'));

const patch = (name: string, body: unknown, token = admin): Promise<Answer> =>
	tenant.request(`/users/${tenant.cast[name]?.id}`, token, { method: 'PATCH', body });
const read = async (name: string, select: string): Promise<Record<string, unknown>> => {
	const { body } = await tenant.get(`/users/${tenant.cast[name]?.id}?$select=${select}`, admin);
	return Object.fromEntries(Object.entries(body).filter(([key]) => key !== '@odata.context'));
};
const refused = async (
	answer: Promise<Answer>,
	status: number,
	code: string,
	message?: string,
): Promise<void> => {
	const { status: actual, body } = await answer;
	expect([actual, body?.error?.code]).toEqual([status, code]);
	if (message !== undefined) expect(body.error.message).toBe(message);
};
const invalid = (name: string): string =>
	`Invalid value specified for property '${name}' of resource 'User'.`;

describe('PATCH', () => {
	it('answers 204 without a body, and what was written is read back', async () => {
		const values = {
			city: 'Oslo',
			displayName: 'Renamed',
			businessPhones: ['+47 22'],
			employeeOrgData: { division: 'North', costCenter: '7' },
			ageGroup: 'Adult',
			accountEnabled: false,
			employeeHireDate: '2024-05-06T07:08:09Z',
			otherMails: ['a@b.example'],
			usageLocation: 'NO',
			preferredLanguage: 'nb-NO',
			faxNumber: '+47 23',
			showInAddressList: false,
		};
		const { status, bytes } = await patch('umlaut', values);
		expect([status, bytes.length]).toEqual([204, 0]);
		expect(await read('umlaut', Object.keys(values).join(','))).toEqual(values);
	});
	it('PATCH /me writes the signed-in user', async () => {
		await tenant.request('/me', admin, { method: 'PATCH', body: { city: 'Bergen' } });
		expect(await read('admin', 'city')).toEqual({ city: 'Bergen' });
	});
	it('is all or nothing', async () => {
		const before = await read('alice', 'city');
		await refused(
			patch('alice', { city: 'Oslo', department: '' }),
			400,
			'Request_BadRequest',
			invalid('department'),
		);
		expect(await read('alice', 'city')).toEqual(before);
	});
	it('clears strings with null and collections with []', async () => {
		expect(
			(await patch('alice', { city: null, businessPhones: [], employeeOrgData: null })).status,
		).toBe(204);
		expect(await read('alice', 'city,businessPhones,employeeOrgData')).toEqual({
			city: null,
			businessPhones: [],
			employeeOrgData: null,
		});
	});
	it('refuses the empty string', () =>
		refused(patch('alice', { city: '' }), 400, 'Request_BadRequest', invalid('city')));
	it.each([
		'displayName',
		'mail',
		'usageLocation',
		'userPrincipalName',
		'businessPhones',
		'accountEnabled',
	])('%s cannot be null', (name) =>
		refused(patch('alice', { [name]: null }), 400, 'Request_BadRequest', invalid(name)),
	);
	it('birthday cannot be null', () =>
		refused(patch('alice', { birthday: null }), 400, 'Request_BadRequest', invalid('birthday')));
	it.each([
		['businessPhones', ['1', '2']],
		['businessPhones', ['']],
		['city', 'x'.repeat(129)],
		['department', 'x'.repeat(65)],
		['givenName', 'x'.repeat(65)],
		['jobTitle', 'x'.repeat(129)],
		['mobilePhone', 'x'.repeat(65)],
		['postalCode', 'x'.repeat(41)],
		['streetAddress', 'x'.repeat(1025)],
		['employeeId', 'x'.repeat(17)],
		['displayName', 'x'.repeat(257)],
		['mail', 'müller@x.example'],
		['otherMails', ['é@x.example']],
		['otherMails', Array.from({ length: 251 }, (_, index) => `a${index}@x.example`)],
		['usageLocation', 'NOR'],
		['ageGroup', 'adult'],
		['consentProvidedForMinor', 'Yes'],
		['userType', 'Owner'],
		['onPremisesImmutableId', 'a$b'],
		['passwordPolicies', 'Nonsense'],
		['preferredLanguage', 'english please'],
	])('refuses %s = %j', (name, value) =>
		refused(patch('alice', { [name]: value }), 400, 'Request_BadRequest', invalid(name)),
	);
	it('refuses extension attributes over 1024 characters, keeps those not sent', async () => {
		await refused(
			patch('alice', { onPremisesExtensionAttributes: { extensionAttribute2: 'x'.repeat(1025) } }),
			400,
			'Request_BadRequest',
		);
		await refused(
			patch('alice', { onPremisesExtensionAttributes: { extensionAttribute16: 'x' } }),
			400,
			'Request_BadRequest',
		);
		await patch('alice', { onPremisesExtensionAttributes: { extensionAttribute2: 'two' } });
		const { onPremisesExtensionAttributes } = await read('alice', 'onPremisesExtensionAttributes');
		expect(onPremisesExtensionAttributes).toMatchObject({
			extensionAttribute1: expect.stringContaining('Floor'),
			extensionAttribute2: 'two',
			extensionAttribute3: null,
		});
	});
	it('an omitted member of employeeOrgData becomes null', async () => {
		await patch('alice', { employeeOrgData: { division: 'South' } });
		expect(await read('alice', 'employeeOrgData')).toEqual({
			employeeOrgData: { division: 'South', costCenter: null },
		});
	});
	it('refuses bad dates and wrong types', async () => {
		for (const value of ['tomorrow', '2024-05-06', '2024-13-06T00:00:00Z', 5])
			await refused(patch('alice', { employeeHireDate: value }), 400, 'Request_BadRequest');
		for (const body of [
			{ city: 5 },
			{ accountEnabled: 'true' },
			{ businessPhones: '+47' },
			{ employeeOrgData: 'x' },
		])
			await refused(patch('alice', body), 400, 'Request_BadRequest');
	});
	it('refuses unknown and read-only properties, bodies that are no JSON object, a missing Content-Type', async () => {
		for (const body of [
			{ nickName: 'x' },
			{ id: 'x' },
			{ hireDate: '2024-01-01T00:00:00Z' },
			{ createdDateTime: '2024-01-01T00:00:00Z' },
		]) {
			await refused(patch('alice', body), 400, 'Request_BadRequest');
		}
		const path = `/users/${tenant.cast.alice.id}`;
		await refused(
			tenant.request(path, admin, {
				method: 'PATCH',
				body: '[1]',
				headers: { 'content-type': 'application/json' },
			}),
			400,
			'BadRequest',
		);
		await refused(
			tenant.request(path, admin, {
				method: 'PATCH',
				body: Buffer.from('{"city":"x"}'),
				headers: { 'content-type': 'text/plain' },
			}),
			400,
			'BadRequest',
		);
		await refused(tenant.request(path, admin, { method: 'PATCH' }), 400, 'Request_BadRequest');
	});
	it('a changed mail becomes the primary proxy address', async () => {
		await patch('alice', { mail: 'new.alice@contoso.example' });
		expect(await read('alice', 'mail,proxyAddresses')).toEqual({
			mail: 'new.alice@contoso.example',
			proxyAddresses: ['SMTP:new.alice@contoso.example', `smtp:${tenant.cast.alice.mail}`],
		});
	});
});

describe('userPrincipalName', () => {
	it('changes: the old name then finds nobody', async () => {
		const old = tenant.cast.alice.userPrincipalName;
		await patch('alice', { userPrincipalName: `alice.new@${tenant.tenantDomain}` });
		expect((await tenant.get(`/users/${old}`, admin)).status).toBe(404);
		expect((await tenant.get(`/users/alice.new@${tenant.tenantDomain}`, admin)).body.id).toBe(
			tenant.cast.alice.id,
		);
	});
	it.each([
		'alice',
		'a b@DOMAIN',
		'ä@DOMAIN',
		'alice@unverified.example',
		'a$b@DOMAIN',
		'a@b@DOMAIN',
	])('refuses %s', (name) =>
		refused(
			patch('alice', { userPrincipalName: name.replace('DOMAIN', tenant.tenantDomain) }),
			400,
			'Request_BadRequest',
		),
	);
	it('refuses one that is taken', () =>
		refused(
			patch('alice', { userPrincipalName: tenant.cast.ceo.userPrincipalName }),
			400,
			'Request_BadRequest',
			'Another object with the same value for property userPrincipalName already exists.',
		));
});

describe('profile (SharePoint) properties', () => {
	it('must be sent without other properties', async () => {
		await refused(
			patch('alice', { aboutMe: 'x', city: 'Oslo' }),
			400,
			'BadRequest',
			'The request is currently not supported on the targeted entity set',
		);
		const values = { aboutMe: 'Hello', skills: ['Chess'], birthday: '1990-02-03T00:00:00Z' };
		expect((await patch('alice', values)).status).toBe(204);
		expect(await read('alice', 'aboutMe,skills,birthday')).toEqual(values);
	});
	it('of others need Sites.ReadWrite.All', async () => {
		const { access_token } = await tenant.token({
			user: tenant.cast.admin.id,
			scopes: ['User.ReadWrite.All'],
		});
		await refused(
			patch('alice', { aboutMe: 'x' }, access_token),
			500,
			'-1, Microsoft.Office.Server.Directory.DirectoryObjectUnauthorizedAccessException',
		);
		expect((await patch('admin', { aboutMe: 'x' }, access_token)).status).toBe(204);
	});
	it('are refused to app-only callers, unless the setting accepts them', async () => {
		await refused(patch('alice', { aboutMe: 'x' }, appOnly), 403, 'Authorization_RequestDenied');
		await refused(
			patch('alice', { employeeHireDate: '2024-01-01T00:00:00Z' }, appOnly),
			403,
			'Authorization_RequestDenied',
		);
		await tenant.control('PATCH', '/settings', { appOnlyProfileUpdate: 'accepted' });
		expect((await patch('alice', { aboutMe: 'x' }, appOnly)).status).toBe(204);
	});
	it('need SharePoint in the tenant and for the user', async () => {
		await refused(patch('noSharePoint', { aboutMe: 'x' }), 403, 'accessDenied');
		await tenant.control('PATCH', '/settings', { sharePoint: false });
		await refused(
			patch('alice', { aboutMe: 'x' }),
			400,
			'BadRequest',
			'Tenant does not have a SPO license.',
		);
		expect((await patch('alice', { city: 'Oslo' })).status).toBe(204);
	});
});

describe('synced and formerly synced users', () => {
	const synced =
		'Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.';
	it.each([
		{ city: 'Oslo' },
		{ employeeOrgData: { division: 'x', costCenter: 'y' } },
		{ employeeHireDate: '2024-01-01T00:00:00Z' },
		{ mobilePhone: '1' },
	])('%j of a synced user is refused', (body) =>
		refused(patch('synced', body), 400, 'Request_BadRequest', synced),
	);
	it('accepts preferredName but does not store it', async () => {
		expect((await patch('alice', { preferredName: 'Al' })).status).toBe(204);
		expect(await read('alice', 'preferredName')).toEqual({ preferredName: '' });
		const { body } = await tenant.control('GET', `/users/${tenant.cast.alice.id}`);
		expect(body.properties).not.toMatchObject({ preferredName: 'Al' });
	});
	it('refuses several at once if the setting says so', async () => {
		await tenant.control('PATCH', '/settings', { profileFieldsTogether: 'refused' });
		await refused(
			patch('alice', { aboutMe: 'x', skills: ['y'] }),
			400,
			'BadRequest',
			'The request is currently not supported on the targeted entity set',
		);
		expect((await patch('alice', { aboutMe: 'x' })).status).toBe(204);
		await tenant.control('PATCH', '/settings', { profileFieldsTogether: 'accepted' });
		expect((await patch('alice', { aboutMe: 'x', skills: ['y'] })).status).toBe(204);
	});
	it('profile properties of a synced user can be set', async () =>
		expect((await patch('synced', { aboutMe: 'x' })).status).toBe(204));
	it('the manager of a synced user cannot', () =>
		refused(
			tenant.request(`/users/${tenant.cast.synced.id}/manager/$ref`, admin, { method: 'DELETE' }),
			400,
			'Request_BadRequest',
			synced,
		));
	it('extension attributes of a formerly synced user belong to Exchange', async () => {
		await refused(
			patch('formerlySynced', { onPremisesExtensionAttributes: { extensionAttribute1: 'x' } }),
			400,
			'Request_BadRequest',
			'Unable to update the specified properties for objects that have originated within an external service.',
		);
		expect((await patch('formerlySynced', { city: 'Oslo' })).status).toBe(204);
	});
});

describe('permissions', () => {
	const withScopes = async (user: string, ...scopes: string[]): Promise<string> =>
		(await tenant.token({ user: tenant.cast[user]?.id, scopes })).access_token;
	const denied = (answer: Promise<Answer>): Promise<void> =>
		refused(answer, 403, 'Authorization_RequestDenied');

	it('User.ReadWrite covers only the signed-in user', async () => {
		const token = await withScopes('alice', 'User.ReadWrite');
		expect((await patch('alice', { mobilePhone: '1' }, token)).status).toBe(204);
		await denied(patch('umlaut', { mobilePhone: '1' }, token));
		await denied(patch('alice', { mobilePhone: '1' }, await withScopes('alice', 'User.Read.All')));
	});
	it('app-only never through /me', () =>
		refused(
			tenant.request('/me', appOnly, { method: 'PATCH', body: { city: 'x' } }),
			400,
			'BadRequest',
		));
	it('a password needs its own permission and a role', async () => {
		const password = {
			passwordProfile: { password: 'Correct-horse-9', forceChangePasswordNextSignIn: true },
		};
		await denied(patch('alice', password, await withScopes('admin', 'User.ReadWrite.All')));
		await denied(
			patch(
				'umlaut',
				password,
				await withScopes('alice', 'User.ReadWrite.All', 'User-PasswordProfile.ReadWrite.All'),
			),
		);
		expect((await patch('alice', password)).status).toBe(204);
		expect((await patch('alice', password, appOnly)).status).toBe(204);
		await tenant.control('POST', '/apps', {
			clientId: tenant.apps.appOnly?.clientId,
			adminRole: null,
		});
		await denied(patch('alice', password, appOnly));
	});
	it('a password is never returned or kept, and has to be strong', async () => {
		await patch('alice', {
			passwordProfile: { password: 'Correct-horse-9', forceChangePasswordNextSignIn: true },
		});
		expect(await read('alice', 'passwordProfile')).toEqual({
			passwordProfile: { password: null, forceChangePasswordNextSignIn: true },
		});
		expect(
			JSON.stringify((await tenant.control('GET', `/users/${tenant.cast.alice.id}`)).body) +
				JSON.stringify((await tenant.control('GET', '/log')).body),
		).not.toContain('Correct-horse');
		await refused(
			patch('alice', { passwordProfile: { password: 'weak' } }),
			400,
			'Request_BadRequest',
		);
	});
	it('sensitive properties of an admin need a higher role', async () => {
		const userAdmin = await withScopes('otherAdmin', ...everything);
		for (const body of [
			{ mobilePhone: '1' },
			{ accountEnabled: true },
			{ otherMails: ['a@b.example'] },
			{ onPremisesImmutableId: 'x' },
			{ userPrincipalName: `m@${tenant.tenantDomain}` },
		])
			await denied(patch('admin', body, userAdmin));
		expect((await patch('admin', { city: 'Oslo' }, userAdmin)).status).toBe(204);
		expect((await patch('alice', { mobilePhone: '1' }, userAdmin)).status).toBe(204);
		expect((await patch('otherAdmin', { mobilePhone: '1' })).status).toBe(204);
	});
	it('employeeLeaveDateTime: Global Administrator, or the app permission', async () => {
		const body = { employeeLeaveDateTime: '2027-01-01T00:00:00Z' };
		expect((await patch('alice', body)).status).toBe(204);
		expect((await patch('alice', body, appOnly)).status).toBe(204);
		await denied(patch('alice', body, await withScopes('otherAdmin', ...everything)));
	});
	it('can be required one by one', async () => {
		const token = await withScopes('admin', 'User.ReadWrite.All');
		expect((await patch('alice', { mobilePhone: '1' }, token)).status).toBe(204);
		await tenant.control('PATCH', '/settings', { sensitivePermissions: 'required' });
		await denied(patch('alice', { mobilePhone: '1' }, token));
		expect(
			(
				await patch(
					'alice',
					{ mobilePhone: '1' },
					await withScopes('admin', 'User.ReadWrite.All', 'User-Phone.ReadWrite.All'),
				)
			).status,
		).toBe(204);
	});
});

describe('manager/$ref', () => {
	const reference = (name: string, id: unknown, token = admin): Promise<Answer> =>
		tenant.request(`/users/${tenant.cast[name]?.id}/manager/$ref`, token, {
			method: 'PUT',
			body: { '@odata.id': id },
		});

	it('assigns by id, by UPN, to an orgContact; removes', async () => {
		expect(
			(await reference('alice', `${tenant.graph}/v1.0/users/${tenant.cast.umlaut.id}`)).status,
		).toBe(204);
		expect((await tenant.get(`/users/${tenant.cast.alice.id}/manager`, admin)).body.id).toBe(
			tenant.cast.umlaut.id,
		);
		expect(
			(await tenant.get(`/users/${tenant.cast.umlaut.id}/directReports`, admin)).body.value.map(
				({ id }) => id,
			),
		).toContain(tenant.cast.alice.id);
		expect(
			(await reference('alice', `${tenant.graph}/v1.0/users/${tenant.cast.ceo.userPrincipalName}`))
				.status,
		).toBe(204);
		const { id } = (tenant.cast as unknown as { orgContact: { id: string } }).orgContact;
		expect((await reference('alice', `${tenant.graph}/v1.0/directoryObjects/${id}`)).status).toBe(
			204,
		);
		const remove = (): Promise<Answer> =>
			tenant.request(`/users/${tenant.cast.alice.id}/manager/$ref`, admin, { method: 'DELETE' });
		expect((await remove()).status).toBe(204);
		await refused(
			remove(),
			404,
			'Request_ResourceNotFound',
			"Resource 'manager' does not exist or one of its queried reference-property objects are not present.",
		);
	});
	it('refuses unknown people, other roots, missing references, missing permission', async () => {
		await refused(
			reference('alice', `${tenant.graph}/v1.0/users/nobody@x.example`),
			404,
			'Request_ResourceNotFound',
		);
		await refused(
			reference('alice', 'https://graph.of.another.cloud.example/v1.0/users/x'),
			400,
			'Request_BadRequest',
		);
		await refused(reference('alice', undefined), 400, 'Request_BadRequest');
		await refused(reference('alice', `${tenant.graph}/v1.0/groups/x`), 400, 'Request_BadRequest');
		const { access_token } = await tenant.token({
			user: tenant.cast.admin.id,
			scopes: ['User.ReadWrite', 'User.Read.All'],
		});
		await refused(
			reference('alice', `${tenant.graph}/v1.0/users/${tenant.cast.ceo.id}`, access_token),
			403,
			'Authorization_RequestDenied',
		);
	});
});
