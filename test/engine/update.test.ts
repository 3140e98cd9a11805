/** The resource Update: what is written, in which order, and what is said when only a part could be. */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import {
	DEFAULT_FIELDS,
	SAFE_FIELDS,
	WRITABLE_FIELDS,
	type WritableField,
} from '../../nodes/Office365Users/users/userProperties';
import {
	EVERY_RIGHT,
	ordinaryPeople,
	PASSWORD,
	patches,
	pathsAndBodies,
	readBack,
	SAMPLES,
} from '../support/engine/updating';
import {
	BOTH_PATHS,
	itemsFor,
	type SignIn,
	user,
	userOfItem,
	Workbench,
} from '../support/engine/workbench';

const bench = new Workbench({ users: 80 });

const NOBODY = 'nobody@contoso.onmicrosoft.example';
const NOBODYS_ID = '00000000-1111-4222-8333-444444444444';
const all: SignIn = { scopes: EVERY_RIGHT };

/** Update User of one user. */
const of = (id: string, updateFields: INodeParameters = {}, more: INodeParameters = {}) => ({
	resource: 'update',
	operation: 'user',
	user: user(id, id.includes('@') ? 'upn' : 'id'),
	updateFields,
	...more,
});
/** Update User with everything taken from the item. */
const ofItem = (updateFields: INodeParameters, more: INodeParameters = {}) => ({
	...of('', updateFields, more),
	user: userOfItem,
});
const fault = async (body: object): Promise<void> => {
	const { status } = await bench.tenant.control('POST', '/faults', body);
	expect(status).toBe(200);
};
const clearable = WRITABLE_FIELDS.filter(({ write }) => !write.keeps);
/** What to read to see these fields. */
const allProperties = (fields: readonly WritableField[]): string[] => [
	...new Set(fields.map(({ name, memberOf }) => memberOf ?? name)),
];

describe.each(BOTH_PATHS)('Update over %s', (path) => {
	describe('What goes where', () => {
		it('sends directory and profile fields in requests of their own', async () => {
			const { admin } = bench.tenant.cast;
			const [result] = await bench.results(
				of(
					admin.id,
					{ jobTitle: 'Buyer', skills: ['chess', 'go'] },
					{ clearFields: ['department'] },
				),
				{ path },
			);
			expect(result).toEqual({
				success: true,
				statusCode: 204,
				user: admin.id,
				updatedFields: ['jobTitle', 'skills'],
				clearedFields: ['department'],
			});
			expect(pathsAndBodies(await bench.asked())).toEqual([
				{ path: `/v1.0/users/${admin.id}`, body: { jobTitle: 'Buyer', department: null } },
				{ path: `/v1.0/users/${admin.id}`, body: { skills: ['chess', 'go'] } },
			]);
			expect(await bench.stored(admin)).toMatchObject({
				jobTitle: 'Buyer',
				skills: ['chess', 'go'],
				department: null,
			});
		});

		it('writes every field there is in two requests', async () => {
			const { alice } = bench.tenant.cast;
			// Every value through an expression, as a table of people gives them.
			const names = Object.keys(SAMPLES);
			const entered = Object.fromEntries(names.map((name) => [name, SAMPLES[name].entered]));
			const [result] = await bench.results(
				ofItem(Object.fromEntries(names.map((name) => [name, `={{ $json.${name} }}`]))),
				{ path, items: [{ json: { user: alice.id, ...entered } }], signIn: all },
			);
			expect((result.updatedFields as string[]).slice().sort()).toEqual(names.slice().sort());
			expect(await patches(bench)).toHaveLength(2);
			// Read with the id because userPrincipalName has changed.
			const fields = names.flatMap((name) => Object.keys(SAMPLES[name].sent));
			const read = await readBack(bench, alice.id, [...new Set(fields)]);
			for (const name of names) {
				expect(read).toMatchObject(SAMPLES[name].read ?? SAMPLES[name].sent);
			}
		});

		it.each(['apostrophe', 'dollar', 'umlaut', 'disabled'])(
			'finds %s by user principal name',
			async (who) => {
				const { id, userPrincipalName } = bench.tenant.cast[who];
				await bench.results(of(userPrincipalName, { city: 'Basel' }), { path });
				expect((await bench.stored(id)).city).toBe('Basel');
			},
		);

		it('finds a guest, whose name has number signs, and the signed-in user', async () => {
			const { alice, guest } = bench.tenant.cast;
			await bench.results(of(guest.userPrincipalName, { city: 'Basel' }), { path });
			expect((await bench.stored(guest)).city).toBe('Basel');
			const [result] = await bench.results(of('me', { city: 'Chur' }), {
				path,
				signIn: { as: alice, scopes: ['User.ReadWrite'] },
			});
			expect(result.user).toBe('me');
			expect((await bench.stored(alice)).city).toBe('Chur');
		});
	});

	describe('Objects with members', () => {
		it.each([
			['division', { division: 'North' }],
			['costCenter', { costCenter: '4711' }],
		])('keeps the other member of employeeOrgData beside %s', async (_name, given) => {
			const { alice } = bench.tenant.cast;
			const before = (await bench.stored(alice)).employeeOrgData as IDataObject;
			expect(Object.values(before).every((value) => typeof value === 'string')).toBe(true);
			await bench.results(of(alice.id, given), { path });
			const [patch] = await patches(bench);
			expect(patch.body).toEqual({ employeeOrgData: { ...before, ...given } });
			expect((await bench.stored(alice)).employeeOrgData).toEqual({ ...before, ...given });
		});

		it('clears one member of employeeOrgData, and asks nothing when both are given', async () => {
			const { alice } = bench.tenant.cast;
			const { costCenter } = (await bench.stored(alice)).employeeOrgData as IDataObject;
			await bench.results(of(alice.id, {}, { clearFields: ['division'] }), { path });
			const readAndWritten = await bench.asked();
			expect(readAndWritten.map(({ method }) => method)).toEqual(['GET', 'PATCH']);
			expect((await bench.stored(alice)).employeeOrgData).toEqual({ division: null, costCenter });

			await bench.results(of(alice.id, { division: 'East', costCenter: '1' }), { path });
			expect((await bench.asked()).slice(2).map(({ method }) => method)).toEqual(['PATCH']);
		});

		it('gives someone who has no employeeOrgData yet the one member', async () => {
			const { bareMinimum } = bench.tenant.cast;
			await bench.results(of(bareMinimum.id, { division: 'North' }), { path });
			expect((await bench.stored(bareMinimum)).employeeOrgData).toEqual({
				division: 'North',
				costCenter: null,
			});
		});

		it('keeps the extension attributes that are not named', async () => {
			const { alice } = bench.tenant.cast;
			const before = (await bench.stored(alice)).onPremisesExtensionAttributes as IDataObject;
			expect(before.extensionAttribute1).toEqual(expect.any(String));
			await bench.results(of(alice.id, { extensionAttribute2: 'two' }), { path });
			await bench.results(
				of(alice.id, { extensionAttribute15: 'fifteen' }, { clearFields: ['extensionAttribute2'] }),
				{ path },
			);
			expect((await bench.stored(alice)).onPremisesExtensionAttributes).toEqual({
				...before,
				extensionAttribute2: null,
				extensionAttribute15: 'fifteen',
			});
			expect((await patches(bench)).map(({ body }) => body)).toEqual([
				{ onPremisesExtensionAttributes: { extensionAttribute2: 'two' } },
				{
					onPremisesExtensionAttributes: {
						extensionAttribute15: 'fifteen',
						extensionAttribute2: null,
					},
				},
			]);
		});

		it('keeps the other settings beside a new password', async () => {
			const { alice } = bench.tenant.cast;
			await bench.results(of(alice.id, { forceChangePasswordNextSignInWithMfa: true }), {
				path,
				signIn: all,
			});
			await bench.results(of(alice.id, { password: PASSWORD }), { path, signIn: all });
			expect((await readBack(bench, alice.id, ['passwordProfile'])).passwordProfile).toMatchObject({
				forceChangePasswordNextSignInWithMfa: true,
			});
		});
	});

	describe('Emptying', () => {
		it('empties every field that can be emptied as Graph wants it', async () => {
			const { alice } = bench.tenant.cast;
			const names = clearable.map(({ name }) => name);
			// Filled first, so that there is something to empty.
			await bench.results(
				of(alice.id, Object.fromEntries(names.map((name) => [name, SAMPLES[name].entered]))),
				{ path, signIn: all },
			);
			const filled = await readBack(bench, alice.id, allProperties(clearable));
			for (const name of names) {
				expect(filled).toMatchObject(SAMPLES[name].read ?? SAMPLES[name].sent);
			}
			await bench.tenant.control('DELETE', '/log');

			const [result] = await bench.results(of(alice.id, {}, { clearFields: names }), {
				path,
				signIn: all,
			});
			expect(result).toMatchObject({ updatedFields: [], clearedFields: names });
			const [directory, profile, ...others] = (await patches(bench)).map(({ body }) => body);
			expect(others).toEqual([]);
			const sent = { ...(directory as object), ...(profile as object) };
			const emptied = await readBack(bench, alice.id, allProperties(clearable));
			for (const field of clearable) {
				const { name, memberOf, sharePoint } = field;
				const empty = field.kind === 'stringList' ? [] : null;
				const value = memberOf ? { [memberOf]: { [name]: empty } } : { [name]: empty };
				expect(sent).toMatchObject(value);
				expect(sharePoint ? profile : directory).toHaveProperty(memberOf ?? name);
				expect(emptied).toMatchObject(SAMPLES[name].read ?? value);
			}
		});

		it('takes names with commas from an expression', async () => {
			const { alice } = bench.tenant.cast;
			const [result] = await bench.results(ofItem({}, { clearFields: '={{ $json.clear }}' }), {
				path,
				items: [{ json: { user: alice.id, clear: 'city, skills' } }],
				signIn: all,
			});
			expect(result.clearedFields).toEqual(['city', 'skills']);
			expect(await bench.stored(alice)).toMatchObject({ city: null, skills: [] });
		});

		const EMPTY = ['', '   ', null, [], ['']];
		const given = (): INodeExecutionData[] =>
			EMPTY.map((value) => ({ json: { user: bench.tenant.cast.alice.id, value } }));
		const expression = (name: string): string | string[] =>
			name === 'skills' ? ['={{ $json.value }}'] : '={{ $json.value }}';
		const emptyable = [
			'city',
			'skills',
			'employeeHireDate',
			'passwordPolicies',
			'ageGroup',
			'division',
		];
		const field = (name: string): WritableField => {
			const found = WRITABLE_FIELDS.find((one) => one.name === name);
			if (!found) throw new Error(name);
			return found;
		};

		it.each(emptyable)('%s of nothing is refused by name', async (name) => {
			const { items, error } = await bench.run(ofItem({ [name]: expression(name) }), {
				path,
				items: given(),
				settings: { onError: 'continueRegularOutput' },
			});
			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json.error)).toEqual(
				EMPTY.map(() => `'${field(name).displayName}' is empty`),
			);
			expect(await bench.log()).toEqual([]);
		});

		it.each(emptyable)('%s of nothing leaves the field, where asked to', async (name) => {
			const { alice } = bench.tenant.cast;
			const before = await bench.stored(alice);
			const results = await bench.results(
				ofItem({ [name]: expression(name), state: 'WA' }, { options: { emptyValues: 'skip' } }),
				{ path, items: given() },
			);
			expect(results.map(({ updatedFields }) => updatedFields)).toEqual(EMPTY.map(() => ['state']));
			expect((await patches(bench)).map(({ body }) => body)).toEqual(
				EMPTY.map(() => ({ state: 'WA' })),
			);
			expect(await bench.stored(alice)).toEqual({ ...before, state: 'WA' });
		});

		it.each(emptyable)('%s of nothing empties the field, where asked to', async (name) => {
			const { alice } = bench.tenant.cast;
			const results = await bench.results(
				ofItem({ [name]: expression(name) }, { options: { emptyValues: 'clear' } }),
				{ path, items: given(), signIn: all },
			);
			const empty = name === 'skills' ? [] : null;
			const { memberOf } = field(name);
			const emptied = memberOf ? { [memberOf]: { [name]: empty } } : { [name]: empty };
			expect(results).toEqual(
				EMPTY.map(() => expect.objectContaining({ updatedFields: [], clearedFields: [name] })),
			);
			for (const { body } of await patches(bench)) expect(body).toMatchObject(emptied);
			expect(await readBack(bench, alice.id, Object.keys(emptied))).toMatchObject(emptied);
		});

		it('says how to empty a field on purpose', async () => {
			const { error } = await bench.run(ofItem({ city: '' }), {
				path,
				items: itemsFor(bench.tenant.cast.alice.id),
			});
			expect(error?.message).toBe("'City' is empty");
			expect(error?.description).toContain("'Clear Fields'");
			expect(error?.description).toContain("'Empty Values'");
		});

		it('a value that is missing from the item is empty too', async () => {
			const { error } = await bench.run(ofItem({ city: '={{ $json.town }}' }), {
				path,
				items: itemsFor(bench.tenant.cast.alice.id),
			});
			expect(error?.message).toBe("'City' is empty");
		});
	});

	describe('Return User', () => {
		it('returns the user as it is after the change', async () => {
			const { alice } = bench.tenant.cast;
			const [read] = await bench.results(
				of(
					alice.id,
					{ jobTitle: 'Buyer', skills: ['go'] },
					{ clearFields: ['city'], options: { returnUser: true } },
				),
				{ path, signIn: all },
			);
			expect(Object.keys(read).sort()).toEqual([...DEFAULT_FIELDS].sort());
			expect(read).toMatchObject({ id: alice.id, jobTitle: 'Buyer', skills: ['go'], city: null });
		});

		it('returns those without a SharePoint profile with the safe fields', async () => {
			bench.expectRefusal(403, 'accessDenied');
			const { noSharePoint } = bench.tenant.cast;
			const [read] = await bench.results(
				of(noSharePoint.id, { jobTitle: 'Buyer' }, { options: { returnUser: true } }),
				{ path },
			);
			expect(Object.keys(read).sort()).toEqual([...SAFE_FIELDS].sort());
			expect(read.jobTitle).toBe('Buyer');
		});

		it('says that the change is made when the user cannot be read back', async () => {
			bench.expectRefusal(500, 'InternalServerError');
			await fault({
				match: { method: 'GET' },
				action: {
					type: 'error',
					status: 500,
					code: 'InternalServerError',
					message: 'Something broke.',
				},
			});
			const { alice } = bench.tenant.cast;
			const { error } = await bench.run(
				of(alice.id, { jobTitle: 'Buyer', skills: ['go'] }, { options: { returnUser: true } }),
				{ path, signIn: all },
			);
			expect(error?.message).toMatch(/Something broke\.?\. Already updated: Job Title, Skills$/);
			expect(await bench.stored(alice)).toMatchObject({ jobTitle: 'Buyer', skills: ['go'] });
		});
	});

	describe('Update My Profile', () => {
		const mine = (updateFields: INodeParameters, more: INodeParameters = {}) => ({
			resource: 'update',
			operation: 'myProfile',
			updateFields,
			...more,
		});
		const asAlice = (): SignIn => ({ as: bench.tenant.cast.alice, scopes: ['User.ReadWrite'] });

		it('writes and empties fields of the signed-in user with no more than User.ReadWrite', async () => {
			const { alice } = bench.tenant.cast;
			const [result] = await bench.results(
				mine(
					{ aboutMe: 'Likes tea.', responsibilities: ['budget'] },
					{ clearFields: ['pastProjects'] },
				),
				{ path, signIn: asAlice() },
			);
			expect(result).toEqual({
				success: true,
				statusCode: 204,
				user: 'me',
				updatedFields: ['aboutMe', 'responsibilities'],
				clearedFields: ['pastProjects'],
			});
			expect(pathsAndBodies(await bench.asked())).toEqual([
				{
					path: '/v1.0/me',
					body: { aboutMe: 'Likes tea.', responsibilities: ['budget'], pastProjects: [] },
				},
			]);
			expect(await bench.stored(alice)).toMatchObject({
				aboutMe: 'Likes tea.',
				responsibilities: ['budget'],
				pastProjects: [],
			});
		});

		it('returns the user where asked to', async () => {
			const { alice } = bench.tenant.cast;
			const [read] = await bench.results(
				mine({ aboutMe: 'Likes tea.' }, { options: { returnUser: true } }),
				{ path, signIn: asAlice() },
			);
			expect(read).toMatchObject({ id: alice.id, aboutMe: 'Likes tea.' });
		});

		it('writes for all items in their order', async () => {
			const { alice } = bench.tenant.cast;
			await bench.results(mine({ aboutMe: '={{ $json.text }}' }), {
				path,
				items: ['one', 'two', 'three'].map((text) => ({ json: { text } })),
				signIn: asAlice(),
			});
			expect((await patches(bench)).map(({ body }) => body)).toEqual([
				{ aboutMe: 'one' },
				{ aboutMe: 'two' },
				{ aboutMe: 'three' },
			]);
			expect((await bench.stored(alice)).aboutMe).toBe('three');
		});

		it('refuses a directory field and names the operation that has it', async () => {
			const { error } = await bench.run(mine({}, { clearFields: ['city'] }), {
				path,
				signIn: asAlice(),
			});
			expect(error?.message).toBe(
				"'Clear Fields' contains City, which Update My Profile cannot change; use Update User",
			);
			expect(await bench.log()).toEqual([]);
		});
	});

	describe('Set Manager', () => {
		const assign = (manager: string): INodeParameters => ({
			resource: 'update',
			operation: 'manager',
			user: userOfItem,
			managerAction: 'assign',
			manager: user(manager, manager.includes('@') ? 'upn' : 'id'),
		});
		const remove = {
			resource: 'update',
			operation: 'manager',
			user: userOfItem,
			managerAction: 'remove',
		};
		const managerOf = async (id: string): Promise<unknown> =>
			(await bench.tenant.control('GET', `/users/${encodeURIComponent(id)}`)).body.managerId;

		it.each(['id', 'userPrincipalName'] as const)('assigns a manager by %s', async (by) => {
			const { admin, alice } = bench.tenant.cast;
			expect(await managerOf(alice.id)).not.toBe(admin.id);
			const set = await bench.results(assign(admin[by]), { path, items: itemsFor(alice.id) });
			expect(set).toEqual([{ success: true, statusCode: 204, user: alice.id, manager: admin[by] }]);
			expect(await managerOf(alice.id)).toBe(admin.id);
			const put = (await bench.asked()).find(({ method }) => method === 'PUT');
			expect(put?.path).toBe(`/v1.0/users/${alice.id}/manager/$ref`);
			expect(put?.body).toEqual({ '@odata.id': expect.stringContaining(admin.id) });
		});

		it('asks nothing else for a manager by ID', async () => {
			const { admin, alice } = bench.tenant.cast;
			await bench.results(assign(admin.id), { path, items: itemsFor(alice.id) });
			expect((await bench.asked()).map(({ method }) => method)).toEqual(['PUT']);
		});

		it.each(['apostrophe', 'dollar', 'guest'])('assigns %s by user principal name', async (who) => {
			const { alice, [who]: boss } = bench.tenant.cast;
			await bench.results(assign(boss.userPrincipalName), { path, items: itemsFor(alice.id) });
			expect(await managerOf(alice.id)).toBe(boss.id);
		});

		it('assigns the signed-in user, and to the signed-in user', async () => {
			const { admin, alice, ceo } = bench.tenant.cast;
			const set = await bench.results(assign('me'), { path, items: itemsFor(alice.id) });
			expect(set).toEqual([{ success: true, statusCode: 204, user: alice.id, manager: 'me' }]);
			expect(await managerOf(alice.id)).toBe(admin.id);
			await bench.results(assign(ceo.id), { path, items: itemsFor('me') });
			expect(await managerOf(admin.id)).toBe(ceo.id);
		});

		it('assigns a contact, who is no user', async () => {
			const { alice, orgContact } = bench.tenant.cast;
			await bench.results(assign(orgContact.id), { path, items: itemsFor(alice.id) });
			expect(await managerOf(alice.id)).toBe(orgContact.id);
		});

		it('takes the address of a profile page for the manager', async () => {
			const { admin, alice } = bench.tenant.cast;
			await bench.results(
				assign(`https://entra.microsoft.com/#view/X/userId/${admin.id}/hidePreviewBanner~/true`),
				{ path, items: itemsFor(alice.id) },
			);
			expect(await managerOf(alice.id)).toBe(admin.id);
		});

		it('assigns one manager to many, and each item its own', async () => {
			const people = await ordinaryPeople(bench, 40);
			const { admin, ceo } = bench.tenant.cast;
			await bench.results(
				{ ...assign(''), manager: user('={{ $json.boss }}') },
				{
					path,
					items: people.map((id, index) => ({
						json: { user: id, boss: (index % 2 ? admin : ceo).userPrincipalName },
					})),
				},
			);
			for (const [index, id] of people.entries()) {
				expect(await managerOf(id)).toBe((index % 2 ? admin : ceo).id);
			}
		});

		it('removes the manager', async () => {
			const { alice } = bench.tenant.cast;
			expect(await managerOf(alice.id)).not.toBeNull();
			const removed = await bench.results(remove, { path, items: itemsFor(alice.id) });
			expect(removed).toEqual([{ success: true, statusCode: 204, user: alice.id, manager: null }]);
			expect(await managerOf(alice.id)).toBeNull();
			expect((await bench.asked()).map(({ method, path: asked }) => `${method} ${asked}`)).toEqual([
				`DELETE /v1.0/users/${alice.id}/manager/$ref`,
			]);
		});

		it.each([NOBODY, NOBODYS_ID, `https://entra.microsoft.com/#view/X/userId/${NOBODYS_ID}`])(
			'says that the manager %s does not exist, and not the user',
			async (manager) => {
				bench.expectRefusal(404, 'Request_ResourceNotFound');
				const { alice } = bench.tenant.cast;
				const before = await managerOf(alice.id);
				const { error } = await bench.run(assign(manager), { path, items: itemsFor(alice.id) });
				expect(error?.message).toContain(manager.startsWith('https') ? NOBODYS_ID : manager);
				expect(error?.message).toContain("'Manager'");
				expect(error?.message).not.toContain("'User'");
				expect(await managerOf(alice.id)).toBe(before);
			},
		);

		it('says that the user does not exist, and not the manager', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { error } = await bench.run(assign(bench.tenant.cast.admin.id), {
				path,
				items: itemsFor(NOBODY),
			});
			expect(error?.message).toContain(`No user found for "${NOBODY}" in 'User'`);
		});

		it('says that a synced user gets the manager on premises', async () => {
			bench.expectRefusal(400, 'Request_BadRequest');
			const { admin, synced } = bench.tenant.cast;
			const { error } = await bench.run(assign(admin.id), { path, items: itemsFor(synced.id) });
			expect(error?.message).toBe(
				`"${synced.id}" is synced from an on-premises directory, which is where Manager must be changed`,
			);
		});

		it('names the permission that is missing', async () => {
			bench.expectRefusal(403, 'Authorization_RequestDenied');
			const { admin, alice } = bench.tenant.cast;
			const { error } = await bench.run(assign(admin.id), {
				path,
				items: itemsFor(alice.id),
				signIn: { scopes: ['User.Read.All'] },
			});
			expect(error?.message).toMatch(/change Manager of .* the permission User\.ReadWrite\.All;/);
		});

		it('empty manager: said before anything is sent', async () => {
			const { error } = await bench.run(
				{ ...assign(''), manager: user('={{ $json.boss }}') },
				{ path, items: itemsFor(bench.tenant.cast.alice.id) },
			);
			expect(error?.message).toBe("'Manager' is empty");
			expect(await bench.log()).toEqual([]);
		});
	});

	describe('Half done', () => {
		it('lists what was written when SharePoint refuses the second half', async () => {
			bench.expectRefusal(500);
			const { alice } = bench.tenant.cast;
			const before = await bench.stored(alice);
			const { error } = await bench.run(
				of(
					alice.id,
					{ jobTitle: 'Buyer', division: 'North', skills: ['go'], aboutMe: 'Likes tea.' },
					{ clearFields: ['department'] },
				),
				{ path },
			);
			expect(error?.message).toBe(
				`The signed-in account may not change profile fields of "${alice.id}" (About Me, Skills); it also needs the permission Sites.ReadWrite.All. Already updated: Division, Job Title, Department`,
			);
			expect(error?.description).toContain('DirectoryObjectUnauthorizedAccessException');
			expect(await bench.stored(alice)).toEqual({
				...before,
				jobTitle: 'Buyer',
				department: null,
				employeeOrgData: { ...(before.employeeOrgData as IDataObject), division: 'North' },
			});
			// Such a refusal is final: nothing is sent a second time.
			expect(await patches(bench)).toHaveLength(2);
		});

		it('writes nothing when the first half is refused, and blames only that', async () => {
			bench.expectRefusal(403, 'Authorization_RequestDenied');
			const { alice } = bench.tenant.cast;
			const before = await bench.stored(alice);
			const { error } = await bench.run(
				of(alice.id, { jobTitle: 'Buyer', password: PASSWORD, skills: ['go'] }),
				{ path },
			);
			expect(error?.message).toContain('no right to change Job Title, Password of');
			expect(error?.message).not.toMatch(/Skills|Already updated/);
			expect(await bench.stored(alice)).toEqual(before);
			expect(await patches(bench)).toHaveLength(1);
		});

		it('names a user without SharePoint and what of them was written', async () => {
			bench.expectRefusal(403, 'accessDenied');
			const { noSharePoint } = bench.tenant.cast;
			const { error } = await bench.run(of(noSharePoint.id, { city: 'Basel', skills: ['go'] }), {
				path,
				signIn: all,
			});
			expect(error?.message).toMatch(/^SharePoint, which keeps Skills, .*Already updated: City$/);
			expect(error?.message).not.toContain('User.ReadWrite.All');
			expect((await bench.stored(noSharePoint)).city).toBe('Basel');
		});

		it('names the fields that a tenant without SharePoint cannot keep', async () => {
			bench.expectRefusal(400, 'BadRequest');
			await bench.set({ sharePoint: false });
			const { alice } = bench.tenant.cast;
			const { error } = await bench.run(of(alice.id, { skills: ['go'] }), { path, signIn: all });
			expect(error?.message).toMatch(/^This tenant has no SharePoint Online license.*Skills/);
			expect(error?.message).not.toContain('Already updated');
		});
	});

	describe('Profile fields that Graph takes only one by one', () => {
		const MIX = {
			type: 'error',
			status: 400,
			code: 'BadRequest',
			message: 'The request is currently not supported on the targeted entity set',
		};
		const FIELDS = { aboutMe: 'Likes tea.', schools: ['TU'], skills: ['go'] };

		it('sends them one by one', async () => {
			bench.expectRefusal(400, 'BadRequest');
			await bench.set({ profileFieldsTogether: 'refused' });
			const { alice } = bench.tenant.cast;
			const [result] = await bench.results(of(alice.id, { ...FIELDS, city: 'Basel' }), {
				path,
				signIn: all,
			});
			expect(result.updatedFields).toEqual(['aboutMe', 'city', 'schools', 'skills']);
			const all400 = (await bench.log()).filter(({ status }) => status === 400);
			expect(all400.map(({ errorMessage }) => errorMessage)).toEqual([MIX.message]);
			expect((await patches(bench)).map(({ body }) => body)).toEqual([
				{ city: 'Basel' },
				FIELDS,
				{ aboutMe: 'Likes tea.' },
				{ schools: ['TU'] },
				{ skills: ['go'] },
			]);
			expect(await bench.stored(alice)).toMatchObject({ ...FIELDS, city: 'Basel' });
		});

		it('lists what was written when one of them is refused', async () => {
			bench.expectRefusal(400, 'BadRequest');
			bench.expectRefusal(403, 'accessDenied');
			await bench.set({ profileFieldsTogether: 'refused' });
			await fault({
				match: { method: 'PATCH' },
				skip: 3,
				action: { type: 'error', status: 403, code: 'accessDenied', message: 'Access denied.' },
			});
			const { alice } = bench.tenant.cast;
			const { skills } = await bench.stored(alice);
			const { error } = await bench.run(of(alice.id, { ...FIELDS, city: 'Basel' }), {
				path,
				signIn: all,
			});
			expect(error?.message).toMatch(
				/^SharePoint, which keeps Schools,.*Already updated: City, About Me$/,
			);
			expect(await bench.stored(alice)).toMatchObject({
				city: 'Basel',
				aboutMe: 'Likes tea.',
				skills,
			});
		});

		it('does not ask again when a single field is refused', async () => {
			bench.expectRefusal(400, 'BadRequest');
			await fault({ match: { method: 'PATCH' }, action: MIX });
			const { error } = await bench.run(of(bench.tenant.cast.alice.id, { aboutMe: 'x' }), {
				path,
				signIn: all,
			});
			expect(error?.message).toContain('not supported on the targeted entity set');
			expect(await patches(bench)).toHaveLength(1);
		});
	});
});
