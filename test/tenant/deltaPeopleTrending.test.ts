import {
	startTenant,
	type Answer,
	type Entity,
	type RunningTenant,
} from '../support/tenant/startTenant';

let tenant: RunningTenant;
let full: string;
beforeAll(async () => {
	tenant = await startTenant({ users: 250 });
	full = (
		await tenant.token({
			user: tenant.cast.admin.id,
			scopes: ['User.ReadWrite.All', 'People.Read.All', 'Sites.ReadWrite.All'],
		})
	).access_token;
});
afterAll(() => tenant.stop());
beforeEach(() => tenant.control('POST', '/reset'));

const refused = async (
	path: string,
	status: number,
	code: string,
	token = full,
): Promise<Answer> => {
	const answer = await tenant.get(path, token);
	expect([answer.status, answer.body?.error?.code]).toEqual([status, code]);
	return answer;
};

describe('delta', () => {
	const round = async (
		start: string,
		headers: Record<string, string> = {},
	): Promise<{ items: Entity[]; deltaLink: string; pages: number }> => {
		const items: Entity[] = [];
		let link = start;
		for (let pages = 1; ; pages += 1) {
			const { status, body } = await tenant.get(link, full, headers);
			expect([status, body.error]).toEqual([200, undefined]);
			items.push(...body.value);
			if (body['@odata.deltaLink'] !== undefined)
				return { items, deltaLink: body['@odata.deltaLink'], pages };
			link = String(body['@odata.nextLink']);
		}
	};
	const patch = (name: string, body: unknown): Promise<Answer> =>
		tenant.request(`/users/${tenant.cast[name]?.id}`, full, { method: 'PATCH', body });

	it('shows everybody once, then only what changed, then nothing', async () => {
		const first = await round('/users/delta?$select=displayName,city');
		expect([
			first.items.length,
			new Set(first.items.map(({ id }) => id)).size,
			first.pages,
		]).toEqual([250, 250, 3]);
		await patch('alice', { city: 'Oslo' });
		await patch('ceo', { jobTitle: 'Boss' });
		const second = await round(first.deltaLink);
		expect(second.items).toEqual([
			{ id: tenant.cast.alice.id, displayName: 'Alice Wallace', city: 'Oslo' },
		]);
		expect((await round(second.deltaLink)).items).toEqual([]);
	});
	it('leaves out what was never set; cleared is null', async () => {
		const { items, deltaLink } = await round('/users/delta?$select=displayName,city,jobTitle');
		expect(items.find(({ id }) => id === tenant.cast.bareMinimum.id)).toEqual({
			id: tenant.cast.bareMinimum.id,
			displayName: 'Bea Bare',
		});
		await patch('alice', { city: null });
		expect((await round(deltaLink)).items[0]).toMatchObject({ city: null });
	});
	it('return=minimal gives only what changed', async () => {
		const { deltaLink } = await round('/users/delta?$select=displayName,city');
		await patch('alice', { city: 'Oslo' });
		expect((await round(deltaLink, { prefer: 'return=minimal' })).items).toEqual([
			{ id: tenant.cast.alice.id, city: 'Oslo' },
		]);
	});
	it('tells removed users, soft or for good, and new ones', async () => {
		const { deltaLink } = await round('/users/delta?$select=displayName');
		await tenant.control('DELETE', `/users/${tenant.cast.dollar.id}`);
		await tenant.control('DELETE', `/users/${tenant.cast.umlaut.id}?for=good`);
		const added = (await tenant.control('POST', '/users', { properties: { displayName: 'New' } }))
			.body;
		expect((await round(deltaLink)).items).toEqual(
			expect.arrayContaining([
				{ id: tenant.cast.dollar.id, '@removed': { reason: 'changed' } },
				{ id: tenant.cast.umlaut.id, '@removed': { reason: 'deleted' } },
				{ id: added.id, displayName: 'New' },
			]),
		);
	});
	it('return=minimal is heeded on each page that asks for it, behind a deltaLink only', async () => {
		const minimal = { prefer: 'return=minimal' };
		const first = await tenant.get('/users/delta?$select=displayName,city', full, minimal);
		expect(first.headers.get('preference-applied')).toBeNull();
		expect(first.body.value[0]).toHaveProperty('displayName');
		const { deltaLink } = await round('/users/delta?$select=displayName,city');
		for (const name of ['alice', 'ceo']) await patch(name, { city: 'Oslo' });
		const page = await tenant.get(deltaLink, full, {
			prefer: 'return=minimal, odata.maxpagesize=1',
		});
		expect(page.headers.get('preference-applied')).toBe('return=minimal');
		expect(page.body.value).toEqual([{ id: tenant.cast.alice.id, city: 'Oslo' }]);
		const next = String(page.body['@odata.nextLink']);
		expect((await round(next)).items[0]).toHaveProperty('displayName');
		expect((await round(next, minimal)).items).toEqual([{ id: tenant.cast.ceo.id, city: 'Oslo' }]);
	});
	const manages = (manager: string | null): Promise<Answer> =>
		manager === null
			? tenant.request(`/users/${tenant.cast.alice.id}/manager/$ref`, full, { method: 'DELETE' })
			: tenant.request(`/users/${tenant.cast.alice.id}/manager/$ref`, full, {
					method: 'PUT',
					body: { '@odata.id': `${tenant.graph}/v1.0/users/${manager}` },
				});
	it('tracks the manager when selected', async () => {
		const { alice, umlaut } = tenant.cast;
		const type = { '@odata.type': '#microsoft.graph.user' };
		const { deltaLink, items } = await round('/users/delta?$select=displayName,manager');
		const managerOf = (found: Entity[]): unknown =>
			found.find(({ id }) => id === alice.id)?.['manager@delta'];
		expect(managerOf(items)).toEqual([{ ...type, id: alice.manager }]);
		await manages(umlaut.id);
		const second = await round(deltaLink);
		const gone = { '@removed': { reason: 'deleted' } };
		expect(managerOf(second.items)).toEqual([
			{ ...type, ...gone, id: alice.manager },
			{ ...type, id: umlaut.id },
		]);
		await manages(null);
		const third = await round(second.deltaLink, { prefer: 'return=minimal' });
		expect(third.items).toEqual([
			{ id: alice.id, 'manager@delta': [{ ...type, ...gone, id: umlaut.id }] },
		]);
		await patch('alice', { displayName: 'Alice Again' });
		expect(managerOf((await round(third.deltaLink)).items)).toBeUndefined();
	});
	it('does not track the manager unless selected', async () => {
		const { deltaLink, items } = await round('/users/delta?$select=displayName');
		expect(items.filter((item) => 'manager@delta' in item)).toEqual([]);
		await manages(null);
		expect((await round(deltaLink)).items).toEqual([]);
	});
	it('names the manager of a new user', async () => {
		const { deltaLink } = await round('/users/delta?$select=displayName,manager');
		const { body } = await tenant.control('POST', '/users', {
			properties: { displayName: 'New' },
			managerId: tenant.cast.ceo.id,
		});
		expect((await round(deltaLink)).items).toEqual([
			{
				id: body.id,
				displayName: 'New',
				'manager@delta': [{ '@odata.type': '#microsoft.graph.user', id: tenant.cast.ceo.id }],
			},
		]);
	});
	it('does not track profile fields and photos', async () => {
		const { deltaLink } = await round('/users/delta');
		await patch('alice', { aboutMe: 'x' });
		await tenant.request(`/users/${tenant.cast.alice.id}/photo/$value`, full, { method: 'DELETE' });
		expect((await round(deltaLink)).items).toEqual([]);
		await refused('/users/delta?$select=aboutMe', 501, 'NotImplemented');
	});
	it('filters by up to 50 ids', async () => {
		const { items, deltaLink } = await round(
			`/users/delta?$filter=id eq '${tenant.cast.alice.id}' or id eq '${tenant.cast.ceo.id}'`,
		);
		expect(items.map(({ id }) => id).sort()).toEqual(
			[tenant.cast.alice.id, tenant.cast.ceo.id].sort(),
		);
		await patch('umlaut', { displayName: 'x' });
		expect((await round(deltaLink)).items).toEqual([]);
		const many = Array.from(
			{ length: 51 },
			(_, index) => `id eq '00000000-0000-4000-8000-0000000000${10 + index}'`,
		).join(' or ');
		await refused(`/users/delta?$filter=${many}`, 400, 'Request_UnsupportedQuery');
		await refused("/users/delta?$filter=city eq 'x'", 400, 'Request_UnsupportedQuery');
	});
	it('begins at the present with $deltatoken=latest', async () => {
		const { items, deltaLink } = await round('/users/delta?$deltatoken=latest');
		expect(items).toEqual([]);
		await patch('alice', { displayName: 'Changed' });
		expect((await round(deltaLink)).items).toHaveLength(1);
	});
	it('$deltatoken=latest tracks what $select names', async () => {
		const { items, deltaLink } = await round('/users/delta?$select=city&$deltatoken=latest');
		expect(items).toEqual([]);
		await patch('alice', { displayName: 'Changed' });
		await patch('ceo', { city: 'Oslo' });
		expect((await round(deltaLink)).items).toEqual([{ id: tenant.cast.ceo.id, city: 'Oslo' }]);
	});
	it.each(['$top=5', '$expand=manager', '$orderby=displayName', '$search="displayName:x"'])(
		'has no %s',
		(option) => refused(`/users/delta?${option}`, 400, 'Request_BadRequest').then(() => undefined),
	);
	it('can ask for a full sync (410 with Location), or have lost the state', async () => {
		const { deltaLink } = await round('/users/delta');
		await tenant.control('PATCH', '/settings', { deltaTokens: 'resync' });
		const gone = await refused(deltaLink, 410, 'resyncRequired');
		expect(gone.headers.get('location')).toBe(`${tenant.graph}/v1.0/users/delta?$deltatoken=`);
		await tenant.control('PATCH', '/settings', { deltaTokens: 'expired' });
		await refused(deltaLink, 400, 'syncStateNotFound');
		await tenant.control('PATCH', '/settings', { deltaTokens: 'valid' });
		await refused('/users/delta?$deltatoken=nonsense', 400, 'Request_BadRequest');
		expect((await round(deltaLink)).items).toEqual([]);
	});
	it('the Location of a 410 starts over', async () =>
		expect((await round(`${tenant.graph}/v1.0/users/delta?$deltatoken=`)).items).toHaveLength(250));
	it('may replay', async () => {
		const { deltaLink } = await round('/users/delta');
		await tenant.control('PATCH', '/settings', { deltaReplays: true });
		await patch('alice', { displayName: 'Changed' });
		expect((await round(deltaLink)).items.map(({ id }) => id)).toEqual([
			tenant.cast.alice.id,
			tenant.cast.alice.id,
		]);
	});
	it('needs User.Read.All', async () => {
		await refused(
			'/users/delta',
			403,
			'Authorization_RequestDenied',
			(await tenant.token({ scopes: ['User.ReadBasic.All'] })).access_token,
		);
		expect(
			(
				await tenant.get(
					'/users/delta',
					(await tenant.token({ roles: ['User.Read.All'] })).access_token,
				)
			).status,
		).toBe(200);
	});
});

describe('people', () => {
	let me: string;
	beforeAll(async () => {
		me = (await tenant.token({ user: tenant.cast.alice.id, scopes: ['People.Read'] })).access_token;
	});

	it('ten a page, by relevance, with groups and externals for oneself', async () => {
		const { body } = await tenant.get('/me/people', me);
		expect(body.value).toHaveLength(10);
		expect(body.value[0]).toMatchObject({
			id: tenant.cast.alice.manager,
			personType: { class: 'Person', subclass: 'OrganizationUser' },
		});
		expect(body.value.map(({ displayName }) => displayName)).toEqual(
			expect.arrayContaining(['Tyler Lee', 'All Staff']),
		);
		const second = await tenant.get(String(body['@odata.nextLink']), me);
		expect(second.body.value[0]?.id).not.toBe(body.value[0]?.id);
		expect((await tenant.get('/me/people?$top=1000', me)).body.value.length).toBeGreaterThan(10);
		await refused('/me/people?$top=1001', 400, 'Request_BadRequest', me);
	});
	it('of others: publicly related only', async () => {
		const { body } = await tenant.get(`/users/${tenant.cast.alice.id}/people?$top=100`, full);
		expect(body.value.some(({ displayName }) => displayName === 'Tyler Lee')).toBe(false);
		await refused(`/users/${tenant.cast.ceo.id}/people`, 403, 'Authorization_RequestDenied', me);
		expect(
			(
				await tenant.get(
					`/users/${tenant.cast.ceo.id}/people`,
					(await tenant.token({ roles: ['People.Read.All'] })).access_token,
				)
			).status,
		).toBe(200);
	});
	it('searches fuzzily, for oneself only, without $skip', async () => {
		for (const search of ['"tyler lee"', 'tylor', '"lee"'])
			expect(
				(await tenant.get(`/me/people?$search=${search}`, me)).body.value.map(
					({ displayName }) => displayName,
				),
			).toEqual(['Tyler Lee']);
		await refused('/me/people?$search=tyler lee', 400, 'BadRequest', me);
		await refused('/me/people?$search="tyler"&$skip=1', 400, 'BadRequest', me);
		await refused(`/users/${tenant.cast.ceo.id}/people?$search="tyler"`, 400, 'BadRequest');
	});
	it('filters, sorts, selects', async () => {
		const { body } = await tenant.get(
			"/me/people?$top=500&$filter=personType/class eq 'Person' and personType/subclass eq 'OrganizationUser'&$orderby=displayName&$select=displayName",
			me,
		);
		const names = body.value.map(({ displayName }) => displayName);
		expect(names).not.toContain('Tyler Lee');
		expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
		expect(Object.keys(body.value[0] ?? {})).toEqual(['displayName']);
		await refused('/me/people?$select=nickName', 400, 'BadRequest', me);
		await refused('/me/people?$orderby=jobTitle', 400, 'BadRequest', me);
	});
	it('the directory joins in with the header', async () => {
		const { body } = await tenant.get('/me/people?$top=1000', me, {
			'x-peoplequery-querysources': 'Mailbox,Directory',
		});
		expect(body.value.length).toBeGreaterThan(200);
	});
	it('need a mailbox and a user', async () => {
		await refused(`/users/${tenant.cast.noMailbox.id}/people`, 404, 'ResourceNotFound');
		await refused(
			'/me/people',
			400,
			'BadRequest',
			(await tenant.token({ roles: ['People.Read.All'] })).access_token,
		);
	});
});

describe('trending', () => {
	it('lists documents, and filters by type and container with a capital R', async () => {
		const { body } = await tenant.get('/me/insights/trending?$top=50', full);
		expect(body.value).toHaveLength(14);
		expect(body.value[0]).toMatchObject({
			id: expect.any(String),
			weight: expect.any(Number),
			resourceVisualization: { type: 'PowerPoint', containerType: 'OneDriveBusiness' },
			resourceReference: { webUrl: expect.any(String) },
		});
		for (const [member, value] of [
			['type', 'PowerPoint'],
			['containerType', 'Site'],
		]) {
			const found = (
				await tenant.get(
					`/users/${tenant.cast.alice.id}/insights/trending?$filter=ResourceVisualization/${member} eq '${value}'`,
					full,
				)
			).body.value;
			expect(found.length).toBeGreaterThan(0);
			expect(
				found.every(
					(item) =>
						(item.resourceVisualization as Record<string, unknown>)[String(member)] === value,
				),
			).toBe(true);
		}
		await refused('/me/insights/trending?$filter=weight eq 5', 400, 'BadRequest');
	});
	it('pages, skips and sorts', async () => {
		const first = await tenant.get('/me/insights/trending', full);
		expect(first.body.value).toHaveLength(10);
		expect((await tenant.get(String(first.body['@odata.nextLink']), full)).body.value).toHaveLength(
			4,
		);
		expect(
			(await tenant.get('/me/insights/trending?$skip=12&$orderby=lastModifiedDateTime desc', full))
				.body.value,
		).toHaveLength(2);
	});
	it('switched off: 403, in the tenant or for one user', async () => {
		await refused(
			`/users/${tenant.cast.noInsights.id}/insights/trending`,
			403,
			'ErrorAccessDenied',
		);
		await tenant.control('PATCH', '/settings', { insights: false });
		await refused('/me/insights/trending', 403, 'ItemInsightsDisabled');
	});
	it('needs Sites.Read.All of a user', async () => {
		for (const scopes of [['User.Read.All'], ['Sites.FullControl.All'], ['Sites.Manage.All']])
			await refused(
				'/me/insights/trending',
				403,
				'Authorization_RequestDenied',
				(await tenant.token({ scopes })).access_token,
			);
		await refused(
			`/users/${tenant.cast.alice.id}/insights/trending`,
			403,
			'Authorization_RequestDenied',
			(await tenant.token({ roles: ['Sites.Read.All'] })).access_token,
		);
	});
});
