/** Delta links that are refused, rounds that repeat themselves, and an index that lags behind. */
import {
	startTenant,
	type Answer,
	type Entity,
	type RunningTenant,
} from '../support/tenant/startTenant';

let tenant: RunningTenant;
let token: string;
beforeAll(async () => {
	tenant = await startTenant({ users: 130 });
	token = (await tenant.token({ user: tenant.cast.admin.id, scopes: ['User.ReadWrite.All'] }))
		.access_token;
});
afterAll(() => tenant.stop());
beforeEach(() => tenant.control('POST', '/reset'));

const settings = async (body: unknown): Promise<void> => {
	expect((await tenant.control('PATCH', '/settings', body)).status).toBe(200);
};
const change = async (name: string, properties: unknown): Promise<void> => {
	await tenant.control('PATCH', `/users/${tenant.cast[name]?.id}`, { properties });
};
const round = async (
	start: string,
): Promise<{ pages: Entity[][]; items: Entity[]; deltaLink: string }> => {
	const pages: Entity[][] = [];
	let next: string | undefined = start;
	let deltaLink = '';
	while (next !== undefined && pages.length < 20) {
		const { status, body }: Answer = await tenant.get(next, token);
		expect(status).toBe(200);
		pages.push(body.value);
		next = body['@odata.nextLink'];
		deltaLink = body['@odata.deltaLink'] ?? '';
	}
	return { pages, items: pages.flat(), deltaLink };
};
const error = async (path: string): Promise<unknown[]> => {
	const { status, body } = await tenant.get(path, token);
	return [status, body.error.code, body.error.message];
};

describe('a delta link', () => {
	it('that is too old', async () => {
		const { deltaLink } = await round('/users/delta');
		await settings({ deltaTokens: 'tooOld' });
		expect(await error(deltaLink)).toEqual([
			400,
			'Request_UnsupportedQuery',
			'DeltaLink older than 30 days is not supported.',
		]);
	});
	it('that is badly formed', async () => {
		const { deltaLink } = await round('/users/delta');
		const malformed = [400, 'Request_BadRequest', 'Badly formed token.'];
		expect(await error(deltaLink.slice(0, -3))).toEqual(malformed);
		expect(await error('/users/delta?$skiptoken=nonsense')).toEqual(malformed);
		await settings({ deltaTokens: 'malformed' });
		expect(await error(deltaLink)).toEqual(malformed);
	});
	it('of another tenant', async () => {
		const other = await startTenant({ users: 60, seed: 2 });
		const theirs = (await other.token()).access_token;
		const answer = await other.get('/users/delta?$deltatoken=latest', theirs);
		await other.stop();
		const deltaLink = new URL(String(answer.body['@odata.deltaLink']));
		expect((await error(`/users/delta${deltaLink.search}`)).slice(0, 2)).toEqual([
			400,
			'Request_BadRequest',
		]);
		const own = await round('/users/delta');
		await settings({ deltaTokens: 'otherTenant' });
		expect((await error(own.deltaLink))[1]).toBe('Request_BadRequest');
	});
	it('that is ours, but forgotten', async () => {
		const { deltaLink } = await round('/users/delta');
		await tenant.control('POST', '/reset');
		expect((await error(deltaLink)).slice(0, 2)).toEqual([400, 'syncStateNotFound']);
	});
});

describe('a round', () => {
	it('has one user several times: the last one holds', async () => {
		const { deltaLink } = await round('/users/delta?$select=displayName,city');
		await settings({ deltaDuplicates: true });
		await change('alice', { city: 'Oslo' });
		await change('umlaut', { city: 'Bonn' });
		await change('alice', { city: 'Rome' });
		const { items } = await round(deltaLink);
		expect(items.map(({ city }) => city)).toEqual(['Oslo', 'Bonn', 'Rome']);
		expect(items[0]?.id).toBe(tenant.cast.alice.id);
		const first = (await round('/users/delta?$select=displayName')).items;
		expect(first.length).toBe(new Set(first.map(({ id }) => id)).size + 1);
	});
	it('begins with an empty page', async () => {
		await settings({ deltaEmptyPages: true });
		const first = await round('/users/delta?$select=displayName');
		expect(first.pages.map(({ length }) => length)).toEqual([0, 100, 30]);
		await change('alice', { displayName: 'Alice Again' });
		const second = await round(first.deltaLink);
		expect(second.pages.map(({ length }) => length)).toEqual([0, 1]);
		expect((await round(second.deltaLink)).pages.map(({ length }) => length)).toEqual([0, 0]);
	});
	it('lists removed users at first', async () => {
		const { id } = tenant.cast.umlaut;
		await tenant.control('DELETE', `/users/${id}`);
		expect((await round('/users/delta')).items.filter((item) => item.id === id)).toEqual([]);
		await settings({ deltaRemovedAtFirst: true });
		expect((await round('/users/delta')).items.filter((item) => item.id === id)).toEqual([
			{ id, '@removed': { reason: 'changed' } },
		]);
	});
});

describe('an index that lags behind', () => {
	const advanced = async (query: string): Promise<string[]> => {
		const { body } = await tenant.get(`/users?$count=true&$top=999&${query}`, token, {
			consistencylevel: 'eventual',
		});
		return body.value.map(({ displayName }) => displayName);
	};

	it('is what advanced queries read; plain ones see changes at once', async () => {
		await settings({ searchIndex: 'frozen' });
		await change('alice', { displayName: 'Zoe Changed', companyName: 'Elsewhere' });
		const added = (
			await tenant.control('POST', '/users', { properties: { displayName: 'Zoe Added' } })
		).body;
		await tenant.control('DELETE', `/users/${tenant.cast.umlaut.id}`);
		expect(await advanced("$filter=companyName eq 'Elsewhere'")).toEqual([]);
		expect(await advanced('$search="displayName:zoe"')).toEqual([]);
		expect(await advanced('$search="displayName:wallace"')).toEqual(['Alice Wallace']);
		expect(await advanced('$search="displayName:Müßiggang"')).toEqual(['Jürgen Müßiggang']);
		expect(await advanced("$orderby=displayName&$filter=city ne 'x'")).not.toContain('Zoe Added');
		const plain = await tenant.get("/users?$filter=startsWith(displayName,'Zoe')", token);
		expect(plain.body.value.map(({ displayName }) => displayName).sort()).toEqual([
			'Zoe Added',
			'Zoe Changed',
		]);
		expect((await tenant.get(`/users/${added.id}`, token)).status).toBe(200);
		await settings({ searchIndex: 'current' });
		expect(await advanced('$search="displayName:zoe"')).toHaveLength(2);
	});
	it('also for direct reports', async () => {
		await settings({ searchIndex: 'frozen' });
		await tenant.control('PATCH', `/users/${tenant.cast.umlaut.id}`, {
			managerId: tenant.cast.alice.id,
		});
		const reports = async (query: string, headers = {}): Promise<number> =>
			(await tenant.get(`/users/${tenant.cast.alice.id}/directReports${query}`, token, headers))
				.body.value.length;
		const filter = "?$count=true&$filter=startsWith(displayName,'J')";
		const before = await reports(filter, { consistencylevel: 'eventual' });
		await settings({ searchIndex: 'current' });
		expect(await reports(filter, { consistencylevel: 'eventual' })).toBe(before + 1);
	});
});
