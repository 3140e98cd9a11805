/**
 * Values that cannot be used, and what Graph refuses: the message names the parameter as the editor
 * shows it (or says what is the matter in a sentence of its own), and a value that the node can
 * judge by itself is never sent.
 */
import type { INodeParameters, INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { Office365Users } from '../../nodes/Office365Users/Office365Users.node';
import {
	DEFAULT_FIELDS,
	DEFAULT_LIST_FIELDS,
	SAFE_FIELDS,
} from '../../nodes/Office365Users/users/userProperties';
import { BOTH_PATHS, itemsFor, user, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench();

const profile = { resource: 'get', operation: 'userProfile', user: userOfItem };
const manager = { resource: 'get', operation: 'manager', user: userOfItem };
const reports = { resource: 'get', operation: 'directReports', user: userOfItem };
const myProfile = { resource: 'get', operation: 'myProfile' };
const search = { resource: 'search', operation: 'users' };

const { properties } = new Office365Users().description;

/** A parameter, or an entry of Options, as the editor names it. */
function shownAs(name: string): string {
	const options = properties.find((property) => property.name === 'options');
	const all: Array<INodeProperties | INodePropertyOptions> = [
		...properties,
		...((options?.options ?? []) as INodeProperties[]),
	];
	const found = all.find((property) => property.name === name) as INodeProperties | undefined;
	if (!found) throw new Error(`The node has no parameter ${name}`);
	return `'${found.displayName}'`;
}

const expression = (value: unknown): string =>
	value === undefined ? '={{ undefined }}' : `={{ ${JSON.stringify(value)} }}`;

describe.each(BOTH_PATHS)('Bad input over %s', (path) => {
	/** The item's value is refused by name and nobody is asked anything. */
	async function expectRefused(
		parameter: string,
		parameters: INodeParameters,
		...values: unknown[]
	): Promise<string> {
		const { error, items } = await bench.run(parameters, {
			path,
			items: itemsFor(...(values.length > 0 ? values : [bench.tenant.cast.alice.id])),
		});
		expect(error?.message).toContain(shownAs(parameter));
		expect(error?.context?.itemIndex).toBe(0);
		expect(items).toEqual([]);
		expect(await bench.log()).toEqual([]);
		return String(error?.message);
	}

	describe.each([
		['Get User Profile', profile],
		['Get Manager', manager],
		['Get Direct Reports', reports],
	])('%s: User', (_name, parameters) => {
		it.each([[''], ['  '], [null], [undefined]])('%j is empty', async (value) => {
			expect(await expectRefused('user', parameters, value)).toMatch(/^'User' is empty/);
		});

		it.each([
			[[]],
			[{}],
			[42],
			[0],
			[true],
			[['alice@contoso.example']],
			['nobody'],
			['nobody@'],
			['@contoso.example'],
			['a@b@contoso.example'],
			['two words@contoso.example'],
			['a/b@contoso.example'],
			['one@contoso.example, two@contoso.example'],
			['87d349ed-44d7-43e1-9a83-5f2406dee5b'],
			['87d349ed-44d7-43e1-9a83-5f2406dee5bdd'],
			['87d349ed44d743e19a835f2406dee5bd'],
			['g7d349ed-44d7-43e1-9a83-5f2406dee5bd'],
			['{87d349ed-44d7-43e1-9a83-5f2406dee5bd'],
			['https://portal.example/home'],
			['[object Object]'],
		])('%j is neither a name nor an ID', async (value) => {
			const message = await expectRefused('user', parameters, value);
			expect(message).toMatch(/neither a user principal name nor an ID/);
		});
	});

	it.each(['list', 'upn', 'id'] as const)(
		'n8n itself does not run a node whose User (%s) was left empty in the editor',
		async (mode) => {
			const parameters = { ...profile, user: user('', mode) };
			await expect(bench.run(parameters, { path })).rejects.toThrow(/has issues/);
			expect(await bench.log()).toEqual([]);
		},
	);

	it('takes a User that was stored as plain text', async () => {
		const { alice } = bench.tenant.cast;
		const [read] = await bench.results({ ...profile, user: alice.userPrincipalName }, { path });
		expect(read.id).toBe(alice.id);
	});

	describe('Fields', () => {
		const everywhere: Array<[string, INodeParameters]> = [
			['Get User Profile', profile],
			['Get Manager', manager],
			['Get Direct Reports', reports],
			['Get My Profile', myProfile],
			['Search Users', search],
		];

		it.each(everywhere)('%s: a name that no field can have', async (_name, parameters) => {
			for (const selectFields of [
				['job title'],
				['jobTitle', '$filter'],
				['1stName'],
				["name'"],
				['manager/id'],
				['name&$top=1'],
				['*'],
			]) {
				await expectRefused('selectFields', { ...parameters, selectFields });
			}
		});

		it.each([[42], [true], [{}], [{ displayName: true }], [[null]], [[42]], [[['mail']]]])(
			'%j through an expression',
			async (value) => {
				await expectRefused('selectFields', { ...search, selectFields: expression(value) });
			},
		);

		it('shows the name that is wrong', async () => {
			const message = await expectRefused('selectFields', {
				...search,
				selectFields: '={{ "surname, job title" }}',
			});
			expect(message).toContain('job title');
			expect(message).not.toContain('surname');
		});
	});

	it.each([[0], [-1], [1.5], ['abc'], [''], ['5 users'], [null], [undefined], [[]], [{}], [true]])(
		'Limit %j',
		async (value) => {
			for (const parameters of [search, reports]) {
				await expectRefused('limit', { ...parameters, limit: expression(value) });
			}
		},
	);

	it.each([[0], [-1], [1.5]])('Limit %j, set in the editor', async (limit) => {
		await expectRefused('limit', { ...search, limit });
	});

	it.each([[{}], [[]], [['alice']], [true]])('Search Term %j', async (value) => {
		await expectRefused('searchTerm', { ...search, searchTerm: expression(value) });
	});

	describe('Options', () => {
		it.each([
			["department eq 'Sales"],
			["department eq Sales'"],
			["surname eq 'O'Brien'"],
			["(department eq 'Sales'"],
			["department eq 'Sales')"],
			[")department eq 'Sales'("],
			["startswith(displayName,'a'"],
			["((department eq 'Sales')"],
			[42],
			[true],
			[{}],
			[[]],
		])('Filter %j', async (value) => {
			for (const parameters of [search, reports]) {
				await expectRefused('filter', { ...parameters, options: { filter: expression(value) } });
			}
		});

		it.each([
			['display name'],
			['displayName descending'],
			['displayName desc asc'],
			['displayName; desc'],
			['displayName desc,'],
			['displayName desc&$top=1'],
			["'displayName'"],
			['-displayName'],
			['1'],
			[42],
			[{}],
			[[]],
		])('Sort %j', async (value) => {
			await expectRefused('orderBy', { ...search, options: { orderBy: expression(value) } });
		});

		it.each([[-1], [0.5], ['abc'], [{}], [[]], [true]])('Max Retries %j', async (value) => {
			for (const parameters of [profile, manager, reports, myProfile, search]) {
				await expectRefused('maxRetries', {
					...parameters,
					options: { maxRetries: expression(value) },
				});
			}
		});
	});
});

describe.each(BOTH_PATHS)('What Graph refuses over %s', (path) => {
	/** The message of a run over one item. */
	async function message(
		parameters: INodeParameters,
		options: Parameters<Workbench['run']>[1] = {},
	): Promise<string> {
		const { error, items } = await bench.run(parameters, { path, ...options });
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

		it('names the one of the two that is wrong', async () => {
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

	describe('a user who is not there', () => {
		it.each([
			['Get User Profile', profile],
			['Get Manager', manager],
			['Get Direct Reports', reports],
		])('%s', async (_name, parameters) => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			for (const nobody of [
				'nobody@contoso.onmicrosoft.example',
				'00000000-0000-4000-8000-000000000000',
				// A mail address that is not the user principal name.
				String(bench.tenant.cast.guest.mail),
			]) {
				expect(await message(parameters, { items: itemsFor(nobody) })).toContain(
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

		it('does not keep an app from reading users by name', async () => {
			const { alice } = bench.tenant.cast;
			const [read] = await bench.results(profile, {
				path,
				items: itemsFor(alice.userPrincipalName),
				credential: await appOnly(),
			});
			expect(read.id).toBe(alice.id);
		});
	});

	describe('missing rights', () => {
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
			).toMatch(
				/^'Fields' asks for employeeLeaveDateTime of .*needs the permission User-LifeCycleInfo\.Read\.All/,
			);
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

		it.each(everyOperation)(
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

		it('does not ask for more when the chosen fields can be read', async () => {
			await bench.set({ sharePoint: false });
			const { alice } = bench.tenant.cast;
			const [read] = await bench.results(
				{ ...profile, selectFields: ['displayName'] },
				{ path, items: itemsFor(alice.id) },
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

		it('reads the default fields without them, and says so once', async () => {
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
				expect(Object.keys(json).sort()).toEqual([...SAFE_FIELDS].sort());
			}
			const warnings = bench.warnings();
			expect(warnings).toHaveLength(1);
			expect(warnings[0]).toContain('default fields of all users');
			expect(warnings[0]).toContain('SPO license');
			// No more than the first batch asks in vain.
			const refused = (await bench.asked()).filter(({ status }) => status === 400);
			expect(refused.length).toBeLessThanOrEqual(20);
			expect(await bench.asked()).toHaveLength(some.length + refused.length);
		});

		it('takes two requests for one user without SharePoint', async () => {
			bench.expectRefusal(400, 'BadRequest');
			await bench.set({ sharePoint: false });
			const { alice } = bench.tenant.cast;
			await bench.results(profile, { path, items: itemsFor(alice.id) });
			const asked = await bench.asked();
			expect(asked.map(({ status, query }) => [status, query.$select])).toEqual([
				[400, DEFAULT_FIELDS.join(',')],
				[200, SAFE_FIELDS.join(',')],
			]);
		});

		it('learns for the one user alone where it concerns nobody else', async () => {
			bench.expectRefusal(403, 'accessDenied');
			const { alice, noSharePoint } = bench.tenant.cast;
			const people = [noSharePoint.id, alice.id, noSharePoint.id, noSharePoint.id];
			const read = await bench.results(
				{
					...profile,
					requestOptions: { batching: { batch: { batchSize: 1, batchInterval: 300 } } },
				},
				{ path, items: itemsFor(...people) },
			);
			expect(read.map((user) => Object.keys(user).length)).toEqual(
				people.map((id) => (id === noSharePoint.id ? SAFE_FIELDS : DEFAULT_FIELDS).length),
			);
			expect(bench.warnings()).toEqual([expect.stringContaining(`of ${noSharePoint.id}`)]);
			// Known by the last one at the latest, however slow the machine is.
			const refused = (await bench.asked()).filter(({ status }) => status === 403);
			expect(refused.length).toBeLessThan(3);
		});

		it('leaves the own profile whole where only that of others is hidden', async () => {
			bench.expectRefusal(403, 'accessDenied');
			await bench.set({ hideProfileFieldsFromOthers: true });
			const { admin, alice } = bench.tenant.cast;
			const [me, her] = await bench.results(profile, { path, items: itemsFor('me', alice.id) });
			expect(me.id).toBe(admin.id);
			expect(Object.keys(me).sort()).toEqual([...DEFAULT_FIELDS].sort());
			expect(Object.keys(her).sort()).toEqual([...SAFE_FIELDS].sort());
			expect(bench.warnings()).toEqual([expect.stringContaining(`of ${alice.id}`)]);
		});

		it('asks a list for nothing that could be refused', async () => {
			await bench.set({ sharePoint: false });
			const [found] = await bench.results({ ...search, limit: 1 }, { path });
			expect(Object.keys(found).sort()).toEqual([...DEFAULT_LIST_FIELDS].sort());
			expect(bench.warnings()).toEqual([]);
		});

		it('reads a manager with what is left', async () => {
			bench.expectRefusal(400, 'BadRequest');
			await bench.set({ sharePoint: false });
			const { alice } = bench.tenant.cast;
			const [above] = await bench.results(manager, { path, items: itemsFor(alice.id) });
			expect(above.id).toBe(alice.manager);
			expect(above).not.toHaveProperty('skills');
			expect(above).toHaveProperty('jobTitle');
		});
	});
});
