/** What Graph refuses: the message says what it is about and what is missing; whatever can be read is read. */
import type { INodeParameters } from 'n8n-workflow';

import {
	DEFAULT_FIELDS,
	DEFAULT_LIST_FIELDS,
	SAFE_FIELDS,
} from '../../nodes/Office365Users/users/userProperties';
import type { Path } from '../support/engine/engine';
import { BOTH_PATHS, itemsFor, user, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench();

const profile = { resource: 'get', operation: 'userProfile', user: userOfItem };
const manager = { resource: 'get', operation: 'manager', user: userOfItem };
const reports = { resource: 'get', operation: 'directReports', user: userOfItem };
const myProfile = { resource: 'get', operation: 'myProfile' };
const search = { resource: 'search', operation: 'users' };

describe('What Graph refuses', () => {
	/** The message of a run over one item. */
	async function message(
		parameters: INodeParameters,
		options: Parameters<Workbench['run']>[1] = {},
	): Promise<string> {
		const { error, items } = await bench.run(parameters, options);
		expect(items).toEqual([]);
		expect(error?.name).toBe('NodeApiError');
		expect(error?.context?.itemIndex).toBe(0);
		return String(error?.message);
	}

	describe('a filter or sort that only Graph can judge', () => {
		it.each([
			["departmnet eq 'Sales'", /^'Filter' names "departmnet".*Did you mean "department"\?/],
			["manager/id eq '1'", /^'Filter'/],
			["department equals 'Sales'", /^'Filter' was not accepted/],
			["department = 'Sales'", /^'Filter' was not accepted/],
			['department', /^'Filter' was not accepted/],
			["contains(displayName,'a')", /^'Filter' was not accepted/],
			["startswith(accountEnabled,'a')", /^'Filter' was not accepted/],
			["endsWith(department,'s')", /^'Filter' was not accepted/],
			["accountEnabled eq 'yes'", /^'Filter' was not accepted/],
			['department eq "Sales"', /^'Filter' was not accepted/],
			["skills/any(s:s eq 'Excel')", /^'Filter' was not accepted/],
		])('Filter %s', async (filter, expected) => {
			bench.expectRefusal(400);
			expect(await message({ ...search, options: { filter } })).toMatch(expected);
		});

		it.each([
			['jobTitle', /'Sort'/],
			['displayNmae', /^'Sort' names "displayNmae".*Did you mean "displayName"\?/],
			['displayName,userPrincipalName', /'Sort'/],
			['manager/displayName', /'Sort'/],
		])('Sort %s', async (orderBy, expected) => {
			bench.expectRefusal(400);
			expect(await message({ ...search, options: { orderBy } })).toMatch(expected);
		});

		it('names whichever of the two is wrong', async () => {
			bench.expectRefusal(400);
			const filter = "department eq 'Sales'";
			expect(await message({ ...search, options: { filter, orderBy: 'jobTitle' } })).toMatch(
				/^'Sort'/,
			);
			expect(
				await message({
					...search,
					options: { filter: 'department equals 1', orderBy: 'displayName' },
				}),
			).toMatch(/^'Filter'/);
		});

		it('names the filter of direct reports', async () => {
			bench.expectRefusal(400);
			const { alice } = bench.tenant.cast;
			expect(
				await message(
					{ ...reports, options: { filter: "departmnet eq 'Sales'" } },
					{ items: itemsFor(alice.id) },
				),
			).toMatch(/^'Filter' names "departmnet"/);
		});
	});

	describe('a user who does not exist', () => {
		it.each<[string, INodeParameters, Path]>([
			['Get User Profile', profile, 'allItems'],
			['Get User Profile, over routing', profile, 'routing'],
			['Get Manager', manager, 'allItems'],
			['Get Direct Reports', reports, 'allItems'],
		])('%s', async (_name, parameters, path) => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			for (const nobody of [
				'nobody@contoso.onmicrosoft.example',
				'00000000-0000-4000-8000-000000000000',
				// A mail address that is not the user principal name.
				String(bench.tenant.cast.guest.mail),
			]) {
				expect(await message(parameters, { path, items: itemsFor(nobody) })).toContain(
					`No user found for "${nobody}" in 'User'`,
				);
			}
		});

		it('says so of a user without a manager', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { ceo } = bench.tenant.cast;
			expect(await message(manager, { items: itemsFor(ceo.id) })).toBe(
				`No manager found for the specified user: ${ceo.id}`,
			);
		});
	});

	describe('nobody signed in', () => {
		async function appOnly(): Promise<Awaited<ReturnType<Workbench['credential']>>> {
			const credential = await bench.credential();
			const token = await bench.tenant.token({ roles: ['User.Read.All'] });
			return { ...credential, data: { ...credential.data, oauthTokenData: { ...token } } };
		}

		it.each([
			['Get My Profile', myProfile, /about the signed-in user.*signs in an app, not a user/],
			[
				'Get User Profile',
				{ ...profile, user: user('me') },
				/^'User' is "me", and no user is signed in/,
			],
			[
				'Get Manager',
				{ ...manager, user: user('me') },
				/^'User' is "me", and no user is signed in/,
			],
			['Get Direct Reports', { ...reports, user: user('me') }, /^'User' is "me", and no user/],
		])('%s', async (_name, parameters, expected) => {
			bench.expectRefusal(400, 'BadRequest');
			expect(await message(parameters, { credential: await appOnly() })).toMatch(expected);
		});

		it('does not stop an app from reading users by name', async () => {
			const { alice } = bench.tenant.cast;
			const [read] = await bench.results(profile, {
				items: itemsFor(alice.userPrincipalName),
				credential: await appOnly(),
			});
			expect(read.id).toBe(alice.id);
		});
	});

	describe('missing permissions', () => {
		it.each([
			['Get User Profile', profile],
			['Get Manager', manager],
			['Get Direct Reports', reports],
		])('%s of others with User.Read', async (_name, parameters) => {
			bench.expectRefusal(403, 'Authorization_RequestDenied');
			const { alice } = bench.tenant.cast;
			expect(
				await message(parameters, { items: itemsFor(alice.id), signIn: { scopes: ['User.Read'] } }),
			).toMatch(
				new RegExp(
					`has no right to do this for "${alice.id}"; it needs the permission User.Read.All`,
				),
			);
		});

		it('Get My Profile without consent to anything', async () => {
			bench.expectRefusal(403, 'Authorization_RequestDenied');
			expect(await message(myProfile, { signIn: { scopes: ['openid'] } })).toMatch(
				/has no right to do this; it needs the permission User\.Read$/,
			);
		});

		it('a field with a permission of its own', async () => {
			bench.expectRefusal(403, 'Authorization_RequestDenied');
			const { alice } = bench.tenant.cast;
			expect(
				await message(
					{ ...profile, selectFields: ['employeeLeaveDateTime'] },
					{ items: itemsFor(alice.id) },
				),
			).toMatch(/has no right/);
		});
	});

	describe('profile fields that may not be read', () => {
		const chosen = { selectFields: ['displayName', 'skills', 'aboutMe'] };
		const everyOperation: Array<[string, INodeParameters]> = [
			['Get User Profile', { ...profile, ...chosen }],
			['Get Manager', { ...manager, ...chosen }],
			['Get Direct Reports', { ...reports, ...chosen }],
			['Search Users', { ...search, ...chosen, limit: 3 }],
		];

		// A list has the own profile whole; the others are null (realDirectories/sharePoint.test.ts).
		it.each(everyOperation.slice(0, 3))(
			'%s names the chosen ones when the tenant hides them',
			async (_name, parameters) => {
				bench.expectRefusal(403, 'accessDenied');
				await bench.set({ hideProfileFieldsFromOthers: true });
				const { alice } = bench.tenant.cast;
				expect(await message(parameters, { items: itemsFor(alice.id) })).toMatch(
					/^'Fields' asks for skills, aboutMe.*has no right to read them$/,
				);
			},
		);

		it.each(everyOperation)(
			'%s names the chosen ones when there is no SharePoint',
			async (_name, parameters) => {
				bench.expectRefusal(400, 'BadRequest');
				await bench.set({ sharePoint: false });
				const { alice } = bench.tenant.cast;
				expect(await message(parameters, { items: itemsFor(alice.id) })).toMatch(
					/^'Fields' asks for skills, aboutMe.*this tenant has no SharePoint Online license$/,
				);
			},
		);

		it('does not request more when the chosen fields can be read', async () => {
			await bench.set({ sharePoint: false });
			const { alice } = bench.tenant.cast;
			const [read] = await bench.results(
				{ ...profile, selectFields: ['displayName'] },
				{ items: itemsFor(alice.id) },
			);
			expect(read).toEqual({ id: alice.id, displayName: alice.displayName });
			expect(bench.warnings()).toEqual([]);
		});

		it('tells a guest which of the chosen fields to leave out', async () => {
			bench.expectRefusal(401, 'Unauthorized');
			const { alice, guest } = bench.tenant.cast;
			expect(
				await message(
					{ ...profile, ...chosen },
					{ items: itemsFor(alice.id), signIn: { as: guest } },
				),
			).toMatch(/may not read all of the chosen 'Fields': .*skills, aboutMe/);
		});

		it.each(BOTH_PATHS)(
			'reads the default fields without them, and says so once, over %s',
			async (path) => {
				bench.expectRefusal(400, 'BadRequest');
				await bench.set({ sharePoint: false });
				const everyone = await bench.everyone(['id', 'userPrincipalName']);
				const some = everyone.slice(0, 150);
				const { items, error } = await bench.run(profile, {
					path,
					items: itemsFor(...some.map(({ userPrincipalName }) => userPrincipalName)),
				});
				expect(error).toBeUndefined();
				expect(items.map(({ json }) => json.id)).toEqual(some.map(({ id }) => id));
				for (const { json } of items) {
					expect(Object.keys(json).sort()).toEqual([...DEFAULT_LIST_FIELDS].sort());
				}
				const warnings = bench.warnings();
				expect(warnings).toHaveLength(1);
				expect(warnings[0]).toContain('default fields of all users');
				expect(warnings[0]).toContain('SPO license');
				// Only the first batch is sent in vain; without SharePoint's fields many are read at once.
				const asked = await bench.asked();
				const refused = asked.filter(({ status }) => status === 400);
				expect(refused.length).toBeLessThanOrEqual(20);
				expect(asked.length).toBeLessThan(some.length);
			},
		);

		it('takes two requests for one user without SharePoint', async () => {
			bench.expectRefusal(400, 'BadRequest');
			await bench.set({ sharePoint: false });
			const { alice } = bench.tenant.cast;
			await bench.results(profile, { items: itemsFor(alice.id) });
			const asked = await bench.asked();
			expect(asked.map(({ status, query }) => [status, query.$select])).toEqual([
				[400, DEFAULT_FIELDS.join(',')],
				[200, DEFAULT_LIST_FIELDS.join(',')],
			]);
		});

		it('remembers it for that user only when it concerns nobody else', async () => {
			bench.expectRefusal(403, 'accessDenied');
			const { alice, noSharePoint } = bench.tenant.cast;
			const people = [noSharePoint.id, alice.id, noSharePoint.id, noSharePoint.id];
			const read = await bench.results(
				{
					...profile,
					requestOptions: { batching: { batch: { batchSize: 1, batchInterval: 300 } } },
				},
				{ items: itemsFor(...people) },
			);
			expect(read.map((user) => Object.keys(user).length)).toEqual(
				people.map((id) => (id === noSharePoint.id ? SAFE_FIELDS : DEFAULT_FIELDS).length),
			);
			expect(bench.warnings()).toEqual([expect.stringContaining(`of ${noSharePoint.id}`)]);
			// Known by the last item at the latest, however slow the machine is.
			const refused = (await bench.asked()).filter(({ status }) => status === 403);
			expect(refused.length).toBeLessThan(3);
		});

		it("returns one's own profile in full when only those of others are hidden", async () => {
			bench.expectRefusal(403, 'accessDenied');
			await bench.set({ hideProfileFieldsFromOthers: true });
			const { admin, alice } = bench.tenant.cast;
			const [me, her] = await bench.results(profile, { items: itemsFor('me', alice.id) });
			expect(me.id).toBe(admin.id);
			expect(Object.keys(me).sort()).toEqual([...DEFAULT_FIELDS].sort());
			expect(Object.keys(her).sort()).toEqual([...SAFE_FIELDS].sort());
			expect(bench.warnings()).toEqual([expect.stringContaining(`of ${alice.id}`)]);
		});

		it('requests nothing of a list that could be refused', async () => {
			await bench.set({ sharePoint: false });
			const [found] = await bench.results({ ...search, limit: 1 });
			expect(Object.keys(found).sort()).toEqual([...DEFAULT_LIST_FIELDS].sort());
			expect(bench.warnings()).toEqual([]);
		});

		it('reads a manager with what is left', async () => {
			bench.expectRefusal(400, 'BadRequest');
			await bench.set({ sharePoint: false });
			const { alice } = bench.tenant.cast;
			const [above] = await bench.results(manager, { items: itemsFor(alice.id) });
			expect(above.id).toBe(alice.manager);
			expect(above).not.toHaveProperty('skills');
			expect(above).toHaveProperty('jobTitle');
		});
	});
});
