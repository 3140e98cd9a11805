/** Search Users: whom it finds, how it pages, which fields come along, and what it asks Graph for. */
import type { IDataObject } from 'n8n-workflow';

import { DEFAULT_LIST_FIELDS } from '../../nodes/Office365Users/users/userProperties';
import { BOTH_PATHS, type LogEntry, Workbench } from '../support/engine/workbench';

const search = { resource: 'search', operation: 'users' };
const bench = new Workbench();

const ids = (users: IDataObject[]): unknown[] => users.map(({ id }) => id);

/** Graph's advanced mode takes the header and $count together; one without the other is neither. */
function modeOf({ headers, query }: LogEntry): 'plain' | 'advanced' | 'half' {
	const header = headers.consistencylevel === 'eventual';
	if (header && query.$count === 'true') return 'advanced';
	return header || query.$count !== undefined ? 'half' : 'plain';
}

describe.each(BOTH_PATHS)('Search Users over %s', (path) => {
	describe('everyone', () => {
		it('returns the first 50 when nothing is set, with one plain request', async () => {
			const found = await bench.results(search, { path });
			expect(ids(found)).toEqual(ids((await bench.everyone(['id'])).slice(0, 50)));
			const asked = await bench.asked();
			expect(asked).toHaveLength(1);
			expect(asked[0].path).toBe('/v1.0/users');
			expect(Object.keys(asked[0].query).sort()).toEqual(['$select', '$top']);
			expect(asked[0].query.$top).toBe('50');
			expect(modeOf(asked[0])).toBe('plain');
		});

		it.each(['', '   '])('takes the search term %j for everyone', async (searchTerm) => {
			const found = await bench.results({ ...search, searchTerm, limit: 7 }, { path });
			expect(ids(found)).toEqual(ids((await bench.everyone(['id'])).slice(0, 7)));
		});

		it('returns all with the largest page', async () => {
			const found = await bench.results({ ...search, returnAll: true }, { path });
			expect(ids(found)).toEqual(ids(await bench.everyone(['id'])));
			expect((await bench.asked()).map(({ query }) => query.$top)).toEqual(['999']);
		});

		it('takes a limit as text, as an expression gives it', async () => {
			const found = await bench.results({ ...search, limit: '={{ "3" }}' }, { path });
			expect(found).toHaveLength(3);
		});

		it('returns nothing when nobody matches', async () => {
			const found = await bench.results(
				{ ...search, searchTerm: 'nobody is called this' },
				{ path },
			);
			expect(found).toEqual([]);
		});
	});

	describe('the search term', () => {
		const NAMES = ['displayName', 'givenName', 'surname', 'mail', 'mailNickname'] as const;

		it.each([...NAMES, 'userPrincipalName'] as const)(
			'matches the start of %s, in any case, and not its middle',
			async (field) => {
				const address = (start: string): string =>
					field === 'mail'
						? `${start}@contoso.example`
						: field === 'userPrincipalName'
							? `${start}@${bench.tenant.tenantDomain}`
							: start;
				const starts = await bench.addUser({ [field]: address('Xq7start.rest') });
				await bench.addUser({ [field]: address('a.Xq7start.rest') });
				const found = await bench.results({ ...search, searchTerm: 'xQ7START.r' }, { path });
				expect(ids(found)).toEqual([starts]);
			},
		);

		it('finds a user once who matches in several fields', async () => {
			const { alice } = bench.tenant.cast;
			const found = await bench.results(
				{ ...search, searchTerm: 'alice.wallace', returnAll: true },
				{ path },
			);
			expect(ids(found)).toEqual([alice.id]);
		});

		it.each([
			['an apostrophe', "Sean O'B", 'apostrophe'],
			['an apostrophe at the start', "O'Br", 'apostrophe'],
			['umlauts', 'Jürgen Mü', 'umlaut'],
			['a dollar sign', '$ Cash', 'dollar'],
			['#', 'dana_fabrikam.example#EXT#@', 'guest'],
		])('holds %s', async (_what, searchTerm, who) => {
			const found = await bench.results({ ...search, searchTerm }, { path });
			expect(ids(found)).toEqual([bench.tenant.cast[who].id]);
		});

		it.each([
			'100% Sure',
			'%41lice',
			'A&B Partners',
			'R&D&$top=1',
			'C++ Guild',
			'Room #12',
			'Who? Me',
			'and/or',
			'back\\slash',
			'"Quoted" Name',
			"''",
			"x') or startswith(mail,'",
			'(Temp) Worker',
			'a=b;c,d',
			'日本 太郎',
			'🙂 Smile',
		])('finds %j by the whole of it', async (displayName) => {
			const id = await bench.addUser({ displayName });
			const found = await bench.results(
				{ ...search, searchTerm: displayName, returnAll: true },
				{ path },
			);
			expect(ids(found)).toEqual([id]);
			expect(modeOf((await bench.asked())[0])).toBe('plain');
		});

		it('takes a number, as an expression gives it', async () => {
			const id = await bench.addUser({ displayName: '4711 Cash Point' });
			const found = await bench.results({ ...search, searchTerm: '={{ 4711 }}' }, { path });
			expect(ids(found)).toEqual([id]);
		});
	});

	describe('Search Mode: Words of the Display Name', () => {
		const tokens = { ...search, options: { searchMode: 'tokens' } };

		it.each(['wallace', 'Alice Wall', 'wall ali', 'ALICE'])(
			'finds Alice Wallace by %j',
			async (searchTerm) => {
				const { alice } = bench.tenant.cast;
				const found = await bench.results({ ...tokens, searchTerm, returnAll: true }, { path });
				expect(ids(found)).toContain(alice.id);
				const words = searchTerm.toLowerCase().split(' ');
				for (const { displayName } of found) {
					const own = String(displayName).toLowerCase().split(/\s/);
					expect(words.filter((word) => own.some((name) => name.startsWith(word)))).toEqual(words);
				}
				expect((await bench.asked()).map(modeOf)).toEqual(['advanced']);
			},
		);

		it('does not find the middle of a word', async () => {
			const found = await bench.results(
				{ ...tokens, searchTerm: 'allace', returnAll: true },
				{ path },
			);
			expect(ids(found)).not.toContain(bench.tenant.cast.alice.id);
		});

		it.each(["Sean O'Brien", 'Jürgen Müßig', '"Quoted" Name', 'back\\slash', 'A&B Partners'])(
			'takes %j',
			async (searchTerm) => {
				await bench.addUser({ displayName: '"Quoted" Name' });
				await bench.addUser({ displayName: 'back\\slash' });
				await bench.addUser({ displayName: 'A&B Partners' });
				const found = await bench.results({ ...tokens, searchTerm }, { path });
				expect(found).toHaveLength(1);
				expect(String(found[0].displayName)).toContain(searchTerm);
			},
		);

		it('goes together with a filter and a sort', async () => {
			const found = await bench.results(
				{
					...search,
					searchTerm: 'a',
					returnAll: true,
					selectFields: ['displayName', 'department'],
					options: {
						searchMode: 'tokens',
						filter: "department eq 'Sales'",
						orderBy: 'displayName desc',
					},
				},
				{ path },
			);
			const expected = (
				await bench.everyone(['id', 'displayName', 'department'], '$orderby=displayName desc')
			).filter(
				({ department, displayName }) =>
					department === 'Sales' && /(^|\s)a/i.test(String(displayName)),
			);
			expect(found.length).toBeGreaterThan(1);
			expect(found).toEqual(expected);
		});

		it('is of no account without a search term', async () => {
			const found = await bench.results({ ...tokens, limit: 5 }, { path });
			expect(ids(found)).toEqual(ids((await bench.everyone(['id'])).slice(0, 5)));
			expect((await bench.asked()).map(modeOf)).toEqual(['plain']);
		});
	});

	describe('Filter and Sort', () => {
		const inDepartment = (department: string) => (user: IDataObject) =>
			user.department === department;

		it('returns those who match the filter, also when pasted with $filter=', async () => {
			const wanted = (await bench.everyone(['id', 'department'])).filter(
				inDepartment('Engineering'),
			);
			expect(wanted.length).toBeGreaterThan(1);
			for (const filter of [
				"department eq 'Engineering'",
				"$filter=department eq 'Engineering'",
				"?$filter=department eq 'Engineering'",
			]) {
				const found = await bench.results(
					{ ...search, returnAll: true, selectFields: ['department'], options: { filter } },
					{ path },
				);
				expect(found).toEqual(wanted);
			}
			expect((await bench.asked()).map(modeOf)).toEqual(['plain', 'plain', 'plain']);
		});

		it('joins filter and search term with and, whatever "or" either of them holds', async () => {
			const fields = ['id', 'displayName', 'givenName', 'surname', 'department'];
			const found = await bench.results(
				{
					...search,
					searchTerm: 'm',
					returnAll: true,
					selectFields: fields,
					options: { filter: "department eq 'Legal' or department eq 'Sales'" },
				},
				{ path },
			);
			// Mail, nickname and user principal name begin with the first name.
			const expected = (await bench.everyone(fields)).filter(
				({ department, displayName, surname }) =>
					['Legal', 'Sales'].includes(String(department)) &&
					[displayName, surname].some((name) => /^m/i.test(String(name))),
			);
			expect(expected.length).toBeGreaterThan(1);
			expect(found).toEqual(expected);
		});

		it.each([
			['displayName', 'plain'],
			['displayName desc', 'plain'],
			['userPrincipalName', 'plain'],
			['userPrincipalName DESC', 'plain'],
			['createdDateTime', 'advanced'],
			['createdDateTime desc', 'advanced'],
		])('sorts by %s (%s)', async (orderBy, mode) => {
			const name = orderBy.split(' ')[0];
			const found = await bench.results(
				{ ...search, returnAll: true, selectFields: [name], options: { orderBy } },
				{ path },
			);
			expect((await bench.asked()).map(modeOf)).toEqual([mode]);
			const values = found.map((user) => String(user[name]));
			const sorted = [...values].sort((one, other) =>
				one.localeCompare(other, 'en', { sensitivity: 'base' }),
			);
			if (/desc/i.test(orderBy)) sorted.reverse();
			expect(values).toEqual(sorted);
			expect(new Set(ids(found))).toEqual(new Set(ids(await bench.everyone(['id']))));
		});

		it('sorts what the filter left', async () => {
			const found = await bench.results(
				{
					...search,
					returnAll: true,
					selectFields: ['displayName', 'department'],
					options: { filter: "department eq 'Finance'", orderBy: 'displayName' },
				},
				{ path },
			);
			const expected = (
				await bench.everyone(['id', 'displayName', 'department'], '$orderby=displayName')
			).filter(inDepartment('Finance'));
			expect(found).toEqual(expected);
			expect((await bench.asked()).map(modeOf)).toEqual(['advanced']);
		});
	});

	describe('which filters take the advanced mode (docs/graph.md#filter-support)', () => {
		type Case = [filter: string, mode: 'plain' | 'advanced', matches: (value: unknown) => boolean];
		const lower = (value: unknown): string => String(value).toLowerCase();
		const is = (wanted: string) => (value: unknown) => lower(value) === wanted.toLowerCase();
		const starts = (wanted: string) => (value: unknown) =>
			value !== null && lower(value).startsWith(wanted.toLowerCase());

		const text = (field: string, value: string, mode: Case[1], startsWith = mode): Case[] => [
			[`${field} eq '${value}'`, mode, is(value)],
			[`${field} in ('${value}', 'none')`, mode, is(value)],
			[`startsWith(${field}, '${value.slice(0, 3)}')`, startsWith, starts(value.slice(0, 3))],
		];

		/** A value of Alice's for every field, as the tenant keeps it. */
		async function alice(field: string): Promise<string> {
			const stored = await bench.stored(bench.tenant.cast.alice);
			return String(stored[field]);
		}

		async function check(field: string, cases: Case[]): Promise<void> {
			const everyone = await bench.everyone(['id', field]);
			for (const [filter, mode, matches] of cases) {
				await bench.tenant.control('DELETE', '/log');
				const found = await bench.results(
					{ ...search, returnAll: true, selectFields: [field], options: { filter } },
					{ path },
				);
				const expected = everyone.filter((user) => matches(user[field]));
				expect({ filter, found }).toEqual({ filter, found: expected });
				expect(expected.length).toBeGreaterThan(0);
				const modes = (await bench.asked()).map(modeOf);
				expect({ filter, modes }).toEqual({ filter, modes: [mode] });
			}
		}

		it.each([
			'displayName',
			'userPrincipalName',
			'givenName',
			'surname',
			'mail',
			'mailNickname',
			'city',
			'country',
			'department',
			'state',
			'usageLocation',
			'employeeId',
		])('%s: eq, in and startsWith by default', async (field) => {
			const value = await alice(field);
			await check(field, [
				...text(field, value, 'plain'),
				[`${field} ne '${value}'`, 'advanced', (other) => !is(value)(other)],
				[`not(${field} eq '${value}')`, 'advanced', (other) => !is(value)(other)],
			]);
		});

		it('otherMails: eq and startsWith by default, endsWith advanced', async () => {
			const own = (wanted: (mail: string) => boolean) => (mails: unknown) =>
				(mails as string[]).some(wanted);
			await check('otherMails', [
				[
					"otherMails/any(m:m eq 'alice@home.example')",
					'plain',
					own((mail) => mail === 'alice@home.example'),
				],
				[
					"otherMails/any(m:startsWith(m, 'alice@'))",
					'plain',
					own((mail) => mail.startsWith('alice@')),
				],
				[
					"otherMails/any(x:endsWith(x, '@home.example'))",
					'advanced',
					own((mail) => mail.endsWith('@home.example')),
				],
			]);
		});

		it('jobTitle: eq and in by default; startsWith the safe way', async () => {
			await check('jobTitle', text('jobTitle', await alice('jobTitle'), 'plain', 'advanced'));
		});

		it('accountEnabled, userType, ageGroup, consentProvidedForMinor: eq and in by default', async () => {
			await bench.tenant.control('PATCH', `/users/${bench.tenant.cast.alice.id}`, {
				properties: { ageGroup: 'Adult', consentProvidedForMinor: 'Granted' },
			});
			await check('accountEnabled', [
				['accountEnabled eq false', 'plain', (value) => value === false],
				['accountEnabled in (true, false)', 'plain', () => true],
				['accountEnabled ne true', 'advanced', (value) => value !== true],
			]);
			for (const [field, value] of [
				['userType', 'Guest'],
				['ageGroup', 'Adult'],
				['consentProvidedForMinor', 'Granted'],
			]) {
				await check(field, text(field, value, 'plain').slice(0, 2));
			}
		});

		it.each([
			'companyName',
			'mobilePhone',
			'officeLocation',
			'postalCode',
			'streetAddress',
			'preferredLanguage',
			'employeeType',
		])('%s: everything advanced', async (field) => {
			await check(field, text(field, await alice(field), 'advanced'));
		});

		it('onPremisesExtensionAttributes: advanced', async () => {
			const field = 'onPremisesExtensionAttributes';
			const { extensionAttribute1 } = (await bench.stored(bench.tenant.cast.alice))[
				field
			] as IDataObject;
			await check(field, [
				[
					`${field}/extensionAttribute1 eq '${String(extensionAttribute1)}'`,
					'advanced',
					(value) => (value as IDataObject).extensionAttribute1 === extensionAttribute1,
				],
			]);
		});

		it('endsWith and eq null: advanced', async () => {
			const ends = (wanted: string) => (value: unknown) => lower(value).endsWith(wanted);
			for (const field of ['mail', 'userPrincipalName']) {
				await check(field, [
					[`endsWith(${field}, '.example')`, 'advanced', ends('.example')],
					[
						`endsWith(${field},'e@contoso.example') or startsWith(${field},'alice')`,
						'advanced',
						(value) => ends('e@contoso.example')(value) || starts('alice')(value),
					],
				]);
			}
			await check('department', [['department eq null', 'advanced', (value) => value === null]]);
		});

		it('a word of the advanced mode inside a quoted text changes nothing', async () => {
			const jobTitle = "Not a 'ne', or endsWith(null)";
			const id = await bench.addUser({ jobTitle });
			const found = await bench.results(
				{ ...search, options: { filter: `jobTitle eq '${jobTitle.replace(/'/g, "''")}'` } },
				{ path },
			);
			expect(ids(found)).toEqual([id]);
			expect((await bench.asked()).map(modeOf)).toEqual(['plain']);
		});

		it('several conditions: advanced as soon as one of them is', async () => {
			for (const [filter, mode] of [
				["department eq 'Sales' and accountEnabled eq true", 'plain'],
				["(city eq 'Paris' or city eq 'London') and startsWith(surname,'A')", 'plain'],
				["department eq 'Sales' and companyName eq 'Contoso'", 'advanced'],
				["department eq 'Sales' and not (city eq 'Paris')", 'advanced'],
			]) {
				await bench.tenant.control('DELETE', '/log');
				await bench.results({ ...search, options: { filter } }, { path });
				const modes = (await bench.asked()).map(modeOf);
				expect({ filter, modes }).toEqual({ filter, modes: [mode] });
			}
		});
	});

	describe('Fields', () => {
		it('returns of the default fields those that a list may carry', async () => {
			const found = await bench.results({ ...search, limit: 3 }, { path });
			const expected = await bench.everyone(DEFAULT_LIST_FIELDS);
			expect(found).toEqual(expected.slice(0, 3));
		});

		it('reads chosen profile fields user by user', async () => {
			const found = await bench.results(
				{ ...search, limit: 5, selectFields: ['displayName', 'skills', 'aboutMe', 'birthday'] },
				{ path },
			);
			expect(found).toHaveLength(5);
			for (const { id, ...user } of found) {
				const { displayName, skills, aboutMe, birthday } = await bench.stored(String(id));
				expect(user).toEqual({ displayName, skills, aboutMe, birthday });
			}
			const lists = (await bench.asked()).filter(({ path: asked }) => asked === '/v1.0/users');
			expect(lists.map(({ query }) => query.$select)).toEqual(['id,displayName']);
		});

		it('fills in profile fields of as many users as the list has pages', async () => {
			// Guests have no profile in SharePoint, and one of the cast has no license for it.
			const without = bench.tenant.cast.noSharePoint.userPrincipalName;
			const filter = `userType eq 'Member' and userPrincipalName ne '${without}'`;
			const found = await bench.results(
				{ ...search, returnAll: true, selectFields: ['schools'], options: { filter } },
				{ path },
			);
			const members = (await bench.everyone(['id', 'userType', 'userPrincipalName'])).filter(
				({ userType, userPrincipalName }) => userType === 'Member' && userPrincipalName !== without,
			);
			expect(ids(found)).toEqual(ids(members));
			for (const { id, schools } of found.slice(0, 30)) {
				expect(schools).toEqual((await bench.stored(String(id))).schools);
			}
			expect(found.filter(({ schools }) => !Array.isArray(schools))).toEqual([]);
		});

		it.each([
			['a list', ['surname', 'department']],
			['a list in an expression', '={{ ["surname", "department"] }}'],
			['one text with commas', '={{ "surname,department" }}'],
			['a text with spaces and empty places', '={{ " surname , ,department, " }}'],
			['repeats', '={{ "surname,department,surname" }}'],
			['a list with spaces and repeats', [' surname', 'department ', 'surname']],
		])('takes %s', async (_what, selectFields) => {
			const found = await bench.results({ ...search, limit: 2, selectFields }, { path });
			const expected = await bench.everyone(['id', 'surname', 'department']);
			expect(found).toEqual(expected.slice(0, 2));
			expect((await bench.asked()).map(({ query }) => query.$select)).toEqual([
				'id,surname,department',
			]);
		});

		it('keeps the ID where the user put it', async () => {
			await bench.results({ ...search, limit: 1, selectFields: ['surname', 'id'] }, { path });
			expect((await bench.asked())[0].query.$select).toBe('surname,id');
		});

		it.each(['', '={{ [] }}', '={{ " , " }}', '={{ null }}', '={{ undefined }}'])(
			'takes %j for the default fields',
			async (selectFields) => {
				const [found] = await bench.results({ ...search, limit: 1, selectFields }, { path });
				expect(Object.keys(found).sort()).toEqual([...DEFAULT_LIST_FIELDS].sort());
			},
		);

		it('reads an extension property by its full name', async () => {
			const badge = 'extension_22222222222242228222222222222222_badge';
			const found = await bench.results(
				{ ...search, searchTerm: 'alice', selectFields: `={{ "${badge}" }}` },
				{ path },
			);
			const { alice } = bench.tenant.cast;
			expect(found.find(({ id }) => id === alice.id)).toEqual({ id: alice.id, [badge]: 'A-17' });
		});

		it.each([
			['jobTitel', 'jobTitle'],
			['DisplayNames', 'displayName'],
			['mobilphone', 'mobilePhone'],
		])('sends %s and names the nearest name when Graph refuses it', async (wrong, near) => {
			bench.expectRefusal(400, 'Request_BadRequest');
			const { error } = await bench.run({ ...search, selectFields: [wrong] }, { path });
			expect(error?.message).toBe(
				`'Fields' names "${wrong}", which Microsoft Graph does not know. Did you mean "${near}"?`,
			);
			expect((await bench.asked()).map(({ query }) => query.$select)).toEqual([`id,${wrong}`]);
		});

		it('sends the name of an extension that the tenant does not have', async () => {
			bench.expectRefusal(400, 'Request_BadRequest');
			const extension = 'extension_00000000000000000000000000000000_costCode';
			const { error } = await bench.run({ ...search, selectFields: [extension] }, { path });
			expect(error?.message).toBe(
				`'Fields' names "${extension}", which Microsoft Graph does not know`,
			);
			expect(await bench.asked()).toHaveLength(1);
		});
	});

	describe('as someone with fewer rights', () => {
		it('shows what User.ReadBasic.All reveals, the rest comes empty', async () => {
			const basic = ['displayName', 'givenName', 'id', 'mail', 'surname', 'userPrincipalName'];
			const found = await bench.results(
				{ ...search, limit: 4 },
				{ path, signIn: { scopes: ['User.ReadBasic.All'] } },
			);
			const expected = (await bench.everyone(basic)).slice(0, 4);
			expect(found).toHaveLength(4);
			found.forEach((user, index) => {
				expect(user).toMatchObject(expected[index]);
				for (const name of DEFAULT_LIST_FIELDS.filter((field) => !basic.includes(field))) {
					expect([name, user[name]]).toEqual([name, name === 'businessPhones' ? [] : null]);
				}
			});
		});

		it('says that guests cannot list users', async () => {
			bench.expectRefusal(403, 'Authorization_RequestDenied');
			const { error } = await bench.run(search, {
				path,
				signIn: { as: bench.tenant.cast.guest },
			});
			expect(error?.message).toContain('has no right to do this');
			expect(error?.description).toContain('Guests cannot list users');
		});

		it('names the permission when it is missing', async () => {
			bench.expectRefusal(403, 'Authorization_RequestDenied');
			const { error } = await bench.run(search, { path, signIn: { scopes: ['User.Read'] } });
			expect(error?.message).toMatch(/has no right to do this.*User\.ReadBasic\.All/);
		});
	});
});

describe('a tenant of 2,600 users', () => {
	const large = new Workbench({ users: 2600 });

	describe.each(BOTH_PATHS)('over %s', (path) => {
		/** The pages after the first are Graph's own links: the first address with a token behind it. */
		function expectPages(asked: LogEntry[], tops: string[]): void {
			expect(asked.map(({ query }) => query.$top)).toEqual(tops);
			for (const page of asked.slice(1)) {
				expect(page.url.startsWith(`${asked[0].url}&$skiptoken=`)).toBe(true);
			}
			expect(new Set(asked.map(({ url }) => url)).size).toBe(asked.length);
			expect(new Set(asked.map(modeOf)).size).toBe(1);
		}

		it('reads a limit of 2,500 in three requests of at most 999', async () => {
			const found = await large.results({ ...search, limit: 2500 }, { path });
			expectPages(await large.asked(), ['999', '999', '999']);
			expect(found).toHaveLength(2500);
			expect(ids(found)).toEqual(ids((await large.everyone(['id'])).slice(0, 2500)));
			expect(new Set(ids(found)).size).toBe(2500);
		});

		it('stops where the limit is, also at the end of a page', async () => {
			for (const [limit, pages] of [
				[999, 1],
				[1000, 2],
				[1998, 2],
			]) {
				await large.tenant.control('DELETE', '/log');
				const found = await large.results({ ...search, limit, selectFields: ['mail'] }, { path });
				expect(found).toHaveLength(limit);
				expect(await large.asked()).toHaveLength(pages);
			}
		});

		it('reads everyone once', async () => {
			const found = await large.results(
				{ ...search, returnAll: true, selectFields: ['displayName'] },
				{ path },
			);
			expectPages(await large.asked(), ['999', '999', '999']);
			expect(found).toEqual(await large.everyone(['id', 'displayName']));
			expect(new Set(ids(found)).size).toBe(2600);
		});

		it('goes on where it was when a page has to be asked for again', async () => {
			large.expectRefusal(503);
			await large.fault({ type: '503', retryAfter: 0 }, { pathPattern: 'skiptoken', count: 2 });
			await large.fault('cutBody', { pathPattern: 'skiptoken' });
			const found = await large.results(
				{ ...search, returnAll: true, selectFields: ['mail'] },
				{ path },
			);
			expect(found).toEqual(await large.everyone(['id', 'mail']));
			// The page that broke off has been answered as far as the tenant knows.
			const statuses = (await large.asked()).map(({ status }) => status);
			expect(statuses).toEqual([200, 503, 503, 200, 200, 200]);
		});

		it('sends ConsistencyLevel and $count with every page of an advanced query', async () => {
			const found = await large.results(
				{
					...search,
					returnAll: true,
					selectFields: ['displayName'],
					options: { filter: "companyName eq 'Contoso'", orderBy: 'displayName desc' },
				},
				{ path },
			);
			const asked = await large.asked();
			expectPages(asked, ['999', '999', '999']);
			expect(asked.map(modeOf)).toEqual(['advanced', 'advanced', 'advanced']);
			const expected = (
				await large.everyone(['id', 'displayName', 'companyName'], '$orderby=displayName desc')
			).filter(({ companyName }) => companyName === 'Contoso');
			expect(ids(found)).toEqual(ids(expected));
		});
	});
});
