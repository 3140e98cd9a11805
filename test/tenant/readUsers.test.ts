import { startTenant, type RunningTenant } from '../support/tenant/startTenant';

let tenant: RunningTenant;
let full: string;
const eventual = { consistencylevel: 'eventual' };

beforeAll(async () => {
	tenant = await startTenant({ users: 300 });
	full = (await tenant.token({ user: tenant.cast.alice.id })).access_token;
});
afterAll(() => tenant.stop());
afterEach(() =>
	tenant.control('PATCH', '/settings', { sharePoint: true, hideProfileFieldsFromOthers: false }),
);

const refused = async (
	path: string,
	status: number,
	code: string,
	message?: string,
	headers: Record<string, string> = {},
	token = full,
): Promise<void> => {
	const answer = await tenant.get(path, token, headers);
	expect([answer.status, answer.body?.error?.code]).toEqual([status, code]);
	if (message !== undefined) expect(answer.body.error.message).toBe(message);
};

describe('GET one user', () => {
	it('returns exactly the eleven default properties', async () => {
		const { status, body } = await tenant.get('/me', full);
		expect(status).toBe(200);
		expect(Object.keys(body).sort()).toEqual([
			'@odata.context',
			'businessPhones',
			'displayName',
			'givenName',
			'id',
			'jobTitle',
			'mail',
			'mobilePhone',
			'officeLocation',
			'preferredLanguage',
			'surname',
			'userPrincipalName',
		]);
		expect(body['@odata.context']).toBe(`${tenant.graph}/v1.0/$metadata#users/$entity`);
		expect(body.id).toBe(tenant.cast.alice.id);
	});

	it('replaces the default set by $select, without id', async () => {
		const { body } = await tenant.get('/me?$select=surname,aboutMe,preferredName', full);
		expect(Object.keys(body).sort()).toEqual([
			'@odata.context',
			'aboutMe',
			'preferredName',
			'surname',
		]);
		expect(body.preferredName).toBe('');
		expect(body['@odata.context']).toContain('#users(surname,aboutMe,preferredName)/$entity');
	});

	it('finds by GUID, UPN (any case) and key form', async () => {
		const { id, userPrincipalName } = tenant.cast.ceo;
		for (const path of [
			`/users/${id}`,
			`/users/${userPrincipalName.toUpperCase()}`,
			`/users('${id}')`,
			`/users(%27${encodeURIComponent(userPrincipalName)}%27)`,
		]) {
			expect((await tenant.get(path, full)).body.id).toBe(id);
		}
	});

	it('finds an apostrophe single in the slash form and doubled in the key form', async () => {
		const { id, userPrincipalName } = tenant.cast.apostrophe;
		expect(
			(await tenant.get(`/users/${encodeURIComponent(userPrincipalName)}`, full)).body.id,
		).toBe(id);
		expect(
			(await tenant.get(`/users('${userPrincipalName.replace("'", "''")}')`, full)).body.id,
		).toBe(id);
		await refused(`/users('${userPrincipalName}')`, 400, 'BadRequest');
	});

	it('refuses a UPN that starts with $ in the slash form, accepts it in the key form', async () => {
		const { id, userPrincipalName } = tenant.cast.dollar;
		await refused(`/users/${userPrincipalName}`, 400, 'BadRequest');
		await refused(`/users/${encodeURIComponent(userPrincipalName)}`, 400, 'BadRequest');
		expect((await tenant.get(`/users('${userPrincipalName}')`, full)).body.id).toBe(id);
	});

	it('finds a guest when # is encoded, and nobody when it is not', async () => {
		const { id, userPrincipalName } = tenant.cast.guest;
		expect(
			(await tenant.get(`/users/${encodeURIComponent(userPrincipalName)}`, full)).body.id,
		).toBe(id);
		expect((await tenant.get(`/users/${userPrincipalName}`, full)).status).toBe(404);
	});

	it('finds nobody by a mail address that is not the UPN', async () => {
		const mail = String(tenant.cast.alice.mail);
		expect(mail).not.toBe(tenant.cast.alice.userPrincipalName);
		await refused(
			`/users/${mail}`,
			404,
			'Request_ResourceNotFound',
			`Resource '${mail}' does not exist or one of its queried reference-property objects are not present.`,
		);
	});

	it('names the unknown user', () =>
		refused(
			'/users/nobody@x.example',
			404,
			'Request_ResourceNotFound',
			"Resource 'nobody@x.example' does not exist or one of its queried reference-property objects are not present.",
		));

	it('refuses unknown $select names, empty names and single members of a complex property', async () => {
		await refused(
			'/me?$select=displayName,nickName',
			400,
			'Request_BadRequest',
			"Could not find a property named 'nickName' on type 'microsoft.graph.user'.",
		);
		await refused('/me?$select=displayName,', 400, 'Request_BadRequest');
		await refused(
			'/me?$select=onPremisesExtensionAttributes/extensionAttribute1',
			400,
			'Request_BadRequest',
		);
	});

	it('refuses an option given twice', () =>
		refused('/me?$select=id&$select=mail', 400, 'Request_BadRequest'));
	it('refuses unknown segments', () =>
		refused('/me/nothing', 400, 'BadRequest', "Resource not found for the segment 'nothing'."));
	it('refuses a path that is not encoded', () => refused('/users/%zz', 400, 'BadRequest'));
	it('refuses methods that are not there', async () => {
		expect((await tenant.request('/users', full, { method: 'DELETE' })).status).toBe(405);
	});

	it('shows never-set properties as null or [] and hides the password', async () => {
		const { body } = await tenant.get(
			`/users/${tenant.cast.bareMinimum.id}?$select=city,businessPhones,otherMails,onPremisesExtensionAttributes,passwordProfile`,
			full,
		);
		expect(body).toMatchObject({
			city: null,
			businessPhones: [],
			otherMails: [],
			passwordProfile: null,
		});
		expect(Object.keys(body.onPremisesExtensionAttributes as object)).toHaveLength(15);
	});
});

describe('profile (SharePoint) properties', () => {
	it.each([
		'aboutMe',
		'birthday',
		'hireDate',
		'interests',
		'mySite',
		'pastProjects',
		'preferredName',
		'responsibilities',
		'schools',
		'skills',
		'mailboxSettings',
	])('%s is not had on a collection', (name) =>
		refused(
			`/users?$select=id,${name}`,
			501,
			'NotImplemented',
			'This operation target is not yet supported.',
		),
	);
	it('are not available on directReports or manager either', async () => {
		await refused('/me/directReports?$select=aboutMe', 501, 'NotImplemented');
		await refused('/me/manager?$select=aboutMe', 501, 'NotImplemented');
	});
	it('need a tenant with SharePoint', async () => {
		await tenant.control('PATCH', '/settings', { sharePoint: false });
		await refused('/me?$select=aboutMe', 400, 'BadRequest', 'Tenant does not have a SPO license.');
		expect((await tenant.get('/me', full)).status).toBe(200);
	});
	it('need a license for the user', () =>
		refused(`/users/${tenant.cast.noSharePoint.id}?$select=aboutMe`, 403, 'accessDenied'));
	it("of others can be hidden by policy; one's own cannot", async () => {
		await tenant.control('PATCH', '/settings', { hideProfileFieldsFromOthers: true });
		await refused(`/users/${tenant.cast.ceo.id}?$select=aboutMe`, 403, 'accessDenied');
		expect((await tenant.get('/me?$select=aboutMe', full)).status).toBe(200);
	});
	it('are refused to guests with 401; the safe 17 are not', async () => {
		const guest = (await tenant.token({ user: tenant.cast.guest.id })).access_token;
		await refused(
			`/users/${tenant.cast.ceo.id}?$select=displayName,aboutMe`,
			401,
			'Unauthorized',
			undefined,
			{},
			guest,
		);
		const safe =
			'id,displayName,givenName,surname,mail,mailNickname,accountEnabled,userPrincipalName,department,jobTitle,mobilePhone,businessPhones,city,companyName,country,officeLocation,postalCode';
		expect((await tenant.get(`/users/${tenant.cast.ceo.id}?$select=${safe}`, guest)).status).toBe(
			200,
		);
	});
});

describe('GET /users', () => {
	it('pages by 100, and by nextLink to the end, each user once', async () => {
		const first = await tenant.get('/users', full);
		expect(first.body.value).toHaveLength(100);
		const ids = new Set<string>();
		let next: string | undefined = `${tenant.graph}/v1.0/users?$top=99&$select=id`;
		let pages = 0;
		while (next !== undefined) {
			const { body } = await tenant.get(next, full);
			for (const { id } of body.value) ids.add(id);
			next = body['@odata.nextLink'];
			pages += 1;
		}
		expect([ids.size, pages]).toEqual([300, 4]);
	});

	it('keeps the options in nextLink and counts on the first page only', async () => {
		const first = await tenant.get('/users?$top=5&$count=true&$select=id', full, eventual);
		expect(first.body['@odata.count']).toBe(300);
		const link = String(first.body['@odata.nextLink']);
		expect(link).toMatch(/\/v1\.0\/users\?.*\$top=5.*\$count=true.*\$select=id.*\$skiptoken=/);
		const second = await tenant.get(link, full, eventual);
		expect(second.body['@odata.count']).toBeUndefined();
		expect(second.body.value).toHaveLength(5);
	});

	it('ignores $count=true without the header', async () => {
		const { status, body } = await tenant.get('/users?$count=true', full);
		expect([status, body['@odata.count']]).toEqual([200, undefined]);
	});

	it('refuses a $skiptoken put on another query', async () => {
		const link = new URL(String((await tenant.get('/users?$top=5', full)).body['@odata.nextLink']));
		await refused(
			`/users?$top=6&$skiptoken=${link.searchParams.get('$skiptoken')}`,
			400,
			'Request_BadRequest',
		);
		await refused('/users?$skiptoken=nonsense', 400, 'Request_BadRequest');
	});

	it('needs the header again on the next page of an advanced query', async () => {
		const first = await tenant.get(
			"/users?$top=2&$count=true&$filter=companyName eq 'Contoso'",
			full,
			eventual,
		);
		await refused(String(first.body['@odata.nextLink']), 400, 'Request_UnsupportedQuery');
	});

	it('allows $top up to 999', async () => {
		expect((await tenant.get('/users?$top=999', full)).body.value).toHaveLength(300);
		await refused(
			'/users?$top=1000',
			400,
			'Request_UnsupportedQuery',
			"Invalid page size specified: '1000'. Must be between 1 and 999 inclusive.",
		);
		await refused('/users?$top=0', 400, 'Request_UnsupportedQuery');
		await refused('/users?$top=ten', 400, 'Request_BadRequest');
	});

	it('does not support $skip', () => refused('/users?$skip=5', 400, 'Request_BadRequest'));

	it('/users/$count is text and needs the header', async () => {
		await refused('/users/$count', 400, 'Request_BadRequest', '$count is not currently supported.');
		const answer = await tenant.get('/users/$count', full, eventual);
		expect([answer.headers.get('content-type'), answer.bytes.toString()]).toEqual([
			'text/plain',
			'300',
		]);
		const some = await tenant.get("/users/$count?$filter=userType eq 'Guest'", full, eventual);
		expect(some.bytes.toString()).toBe('1');
	});

	it('expands one relationship', async () => {
		const { body } = await tenant.get('/users?$top=3&$select=id&$expand=manager($select=id)', full);
		expect(body.value).toHaveLength(3);
		await refused('/users?$expand=manager,directReports', 400, 'Request_BadRequest');
		await refused('/users?$expand=photo', 400, 'ExpandNotSupported');
		await refused('/users?$expand=nothing', 400, 'Request_BadRequest');
		await refused(
			'/users?$expand=manager($levels=max)&$count=true',
			400,
			'Request_BadRequest',
			undefined,
			eventual,
		);
	});

	it('cuts pages with $expand to 100 users', async () => {
		const { body } = await tenant.get('/users?$top=999&$select=id&$expand=manager', full);
		expect(body.value).toHaveLength(100);
		expect(body['@odata.nextLink']).toBeDefined();
	});

	it('shows at most 20 expanded directReports', async () => {
		const { body } = await tenant.get(
			`/users/${tenant.cast.manyReports.id}?$expand=directReports`,
			full,
		);
		expect(body.directReports).toHaveLength(20);
	});
});

describe('$filter, $search, $orderby', () => {
	const found = async (query: string, headers = {}): Promise<string[]> => {
		const { status, body } = await tenant.get(
			`/users?$top=999&$select=id,displayName&${query}`,
			full,
			headers,
		);
		expect([status, body.error]).toEqual([200, undefined]);
		return body.value.map(({ displayName }) => displayName);
	};
	const advanced = (query: string): Promise<string[]> => found(`$count=true&${query}`, eventual);

	it('the connector-style search needs no header', async () => {
		const clauses = [
			'displayName',
			'givenName',
			'surname',
			'mail',
			'mailNickname',
			'userPrincipalName',
		]
			.map((name) => `startsWith(${name},'wallace')`)
			.join(' or ');
		expect(await found(`$filter=${encodeURIComponent(clauses)}`)).toContain('Alice Wallace');
	});
	it('a doubled apostrophe means one', async () =>
		expect(await found("$filter=surname eq 'O''Brien'")).toContain("Sean O'Brien"));
	it('a single apostrophe is a syntax error', () =>
		refused("/users?$filter=surname eq 'O'Brien'", 400, 'Request_BadRequest'));
	it('and binds closer than or, comparison is case-insensitive', async () => {
		expect(
			await found("$filter=surname eq 'wallace' or surname eq 'GRAHAM' and givenName eq 'nobody'"),
		).toEqual(['Alice Wallace']);
	});
	it('in, eq on booleans, any()', async () => {
		expect((await found("$filter=surname in ('Wallace','Graham')")).sort()).toEqual([
			'Alice Wallace',
			'Miriam Graham',
		]);
		expect(await found('$filter=accountEnabled eq false')).toEqual(['Dieter Gone']);
		expect(await found("$filter=otherMails/any(m:m eq 'alice@home.example')")).toEqual([
			'Alice Wallace',
		]);
		expect(await found(`$filter=id eq '${tenant.cast.ceo.id}'`)).toEqual(['Miriam Graham']);
	});
	it.each([
		"city ne 'x'",
		"not(city eq 'x')",
		"endsWith(mail,'example')",
		'city eq null',
		"companyName eq 'Contoso'",
		"startsWith(mobilePhone,'+')",
		"employeeType eq 'Employee'",
		"faxNumber eq 'x'",
		"businessPhones/any(p:startsWith(p,'+'))",
		"employeeOrgData/division eq 'Legal'",
		'passwordPolicies eq null',
		'otherMails/$count ne 0',
		'employeeHireDate ge 2020-01-01T00:00:00Z',
	])('%s is an advanced query', async (filter) => {
		const query = `$filter=${encodeURIComponent(filter)}`;
		await refused(`/users?${query}`, 400, 'Request_UnsupportedQuery');
		await refused(`/users?${query}`, 400, 'Request_UnsupportedQuery', undefined, eventual);
		await refused(`/users?${query}&$count=true`, 400, 'Request_UnsupportedQuery');
		await advanced(query);
	});
	it.each([
		"aboutMe eq 'x'",
		"preferredDataLocation eq 'x'",
		'userPrincipalName eq null',
		'employeeHireDate ne null',
		"passwordPolicies eq 'DisableStrongPassword'",
		'businessPhones/$count eq 0',
		"contains(displayName,'x')",
		"startsWith(userType,'M')",
		"endsWith(displayName,'x')",
		"displayName gt 'x'",
	])('%s is never supported', (filter) =>
		refused(
			`/users?$count=true&$filter=${encodeURIComponent(filter)}`,
			400,
			'Request_UnsupportedQuery',
			undefined,
			eventual,
		),
	);
	it('dates with ge and le in plain mode, where the table has it', async () => {
		await found('$filter=createdDateTime ge 2020-01-01T00:00:00Z');
		await found('$filter=onPremisesLastSyncDateTime le 2027-01-01T00:00:00Z');
	});
	it('refuses unknown properties, wrong types and broken syntax', async () => {
		await refused("/users?$filter=nickName eq 'x'", 400, 'Request_BadRequest');
		await refused("/users?$filter=accountEnabled eq 'true'", 400, 'Request_BadRequest');
		await refused("/users?$filter=otherMails eq 'x'", 400, 'Request_BadRequest');
		await refused('/users?$filter=displayName eq', 400, 'Request_BadRequest');
	});

	it('$search needs the header', async () => {
		await refused('/users?$search="displayName:ali"', 400, 'Request_UnsupportedQuery');
		expect(await found('$search="displayName:ali"', eventual)).toContain('Alice Wallace');
	});
	it('$search matches the start of tokens in any order on displayName, not the middle', async () => {
		expect(await found('$search="displayName:wall ali"', eventual)).toEqual(['Alice Wallace']);
		expect(await found('$search="displayName:allace"', eventual)).toEqual([]);
		expect(await found('$search="displayName:brien"', eventual)).toContain("Sean O'Brien");
	});
	it('$search behaves as startsWith elsewhere; AND, OR, parentheses', async () => {
		expect(await found('$search="mail:wallace"', eventual)).toEqual([]);
		expect(
			(
				await found(
					'$search=("mail:alice.wall" OR "displayName:graham") AND "userType:Member"',
					eventual,
				)
			).sort(),
		).toEqual(['Alice Wallace', 'Miriam Graham']);
	});
	it('$search needs quoted clauses with a property', async () => {
		await refused('/users?$search=displayName:ali', 400, 'Request_BadRequest', undefined, eventual);
		await refused('/users?$search="ali"', 400, 'Request_BadRequest', undefined, eventual);
	});
	it('$search and $filter combine as AND', async () =>
		expect(
			await found('$search="displayName:ali"&$filter=surname eq \'Wallace\'', eventual),
		).toEqual(['Alice Wallace']));

	it('sorts by displayName and userPrincipalName', async () => {
		const names = await found('$orderby=displayName desc');
		expect(names).toEqual(
			[...names].sort(new Intl.Collator('en', { sensitivity: 'base' }).compare).reverse(),
		);
	});
	it('sorts by nothing else, and with $filter only in advanced queries', async () => {
		await refused(
			'/users?$orderby=city',
			400,
			'Request_UnsupportedQuery',
			'Sorting not supported for current query.',
		);
		await refused('/users?$orderby=createdDateTime', 400, 'Request_UnsupportedQuery');
		await refused(
			"/users?$orderby=displayName&$filter=surname eq 'Wallace'",
			400,
			'Request_UnsupportedQuery',
			'Sorting not supported for current query.',
		);
		expect(await advanced("$orderby=displayName&$filter=surname eq 'Wallace'")).toEqual([
			'Alice Wallace',
		]);
		await advanced('$orderby=createdDateTime');
	});
});
