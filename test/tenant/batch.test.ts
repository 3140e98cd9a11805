import { startTenant, type Answer, type RunningTenant } from '../support/tenant/startTenant';

let tenant: RunningTenant;
let token: string;
beforeAll(async () => {
	tenant = await startTenant({ users: 120 });
	token = (
		await tenant.token({
			user: tenant.cast.admin.id,
			scopes: ['User.ReadWrite.All', 'ProfilePhoto.ReadWrite.All'],
		})
	).access_token;
});
afterAll(() => tenant.stop());

interface Part {
	id: string;
	status: number;
	headers: Record<string, string>;
	body: Record<string, never> & { error: { code: string }; id: string };
}
const send = (requests: unknown): Promise<Answer> =>
	tenant.request('/$batch', token, { method: 'POST', body: { requests } });
const parts = async (requests: unknown): Promise<Map<string, Part>> => {
	const { status, body } = await send(requests);
	expect([status, body.error]).toEqual([200, undefined]);
	return new Map((body.responses as Part[]).map((part) => [part.id, part]));
};
const gets = (count: number, url = '/me'): Array<Record<string, unknown>> =>
	Array.from({ length: count }, (_, index) => ({ id: String(index), method: 'GET', url }));
const malformed = async (requests: unknown): Promise<void> => {
	const { status, body } = await send(requests);
	expect([status, body.error.code]).toEqual([400, 'BadRequest']);
};

describe('$batch', () => {
	it('answers 200 with the parts in any order, each with its own status', async () => {
		const { status, body } = await send([
			...gets(18, '/users?$top=1'),
			{ id: 'missing', method: 'GET', url: '/users/nobody@x.example' },
			{ id: 'noSlash', method: 'get', url: 'me?$select=id' },
		]);
		expect(status).toBe(200);
		const responses = body.responses as Part[];
		const ids = responses.map(({ id }) => id);
		expect(new Set(ids).size).toBe(20);
		expect(ids).not.toEqual([...gets(18).map(({ id }) => id), 'missing', 'noSlash']);
		expect(responses.find(({ id }) => id === 'missing')).toMatchObject({
			status: 404,
			body: { error: { code: 'Request_ResourceNotFound' } },
		});
		expect(responses.find(({ id }) => id === 'noSlash')?.body.id).toBe(tenant.cast.admin.id);
	});
	it('is 200 even when every part fails', async () => {
		expect((await parts([{ id: 'a', method: 'GET', url: '/users/x' }])).get('a')?.status).toBe(404);
	});
	it('a 204 has a null body', async () => {
		const answered = await parts([
			{
				id: 'p',
				method: 'PATCH',
				url: `/users/${tenant.cast.alice.id}`,
				headers: { 'Content-Type': 'application/json' },
				body: { city: 'Oslo' },
			},
		]);
		expect(answered.get('p')).toMatchObject({ status: 204, body: null });
		expect((await tenant.get(`/users/${tenant.cast.alice.id}?$select=city`, token)).body.city).toBe(
			'Oslo',
		);
	});
	it('takes ConsistencyLevel from the inner headers', async () => {
		const url = "/users?$count=true&$filter=companyName eq 'Contoso'";
		const answered = await parts([
			{ id: 'with', method: 'GET', url, headers: { ConsistencyLevel: 'eventual' } },
			{ id: 'without', method: 'GET', url },
		]);
		expect([answered.get('with')?.status, answered.get('without')?.status]).toEqual([200, 400]);
	});
	it('nextLinks of parts are whole URLs', async () => {
		const body = (await parts([{ id: 'a', method: 'GET', url: '/users?$top=5' }])).get('a')
			?.body as unknown as Record<string, string>;
		expect((await tenant.get(String(body['@odata.nextLink']), token)).body.value).toHaveLength(5);
	});
	it('binary goes both ways as base64', async () => {
		const path = `/users/${tenant.cast.alice.id}/photo/$value`;
		const photo = (await tenant.get(path, token)).bytes;
		const fetched = (await parts([{ id: 'a', method: 'GET', url: path }])).get('a');
		expect([
			fetched?.headers['Content-Type'],
			Buffer.from(String(fetched?.body), 'base64').equals(photo),
		]).toEqual(['image/jpeg', true]);
		const target = `/users/${tenant.cast.noPhoto.id}/photo/$value`;
		expect(
			(
				await parts([
					{
						id: 'a',
						method: 'PUT',
						url: target,
						headers: { 'Content-Type': 'image/jpeg' },
						body: photo.toString('base64'),
					},
				])
			).get('a')?.status,
		).toBe(200);
		expect((await tenant.get(target, token)).bytes.equals(photo)).toBe(true);
	});
	it('is logged with its parts', async () => {
		await tenant.control('DELETE', '/log');
		await parts(gets(3));
		const entries = (await tenant.control('GET', '/log')).body as unknown as Array<{
			seq: number;
			path: string;
			parent: number | null;
		}>;
		expect(entries.map(({ path, parent }) => [path, parent])).toEqual([
			['/v1.0/$batch', null],
			...gets(3).map(() => ['/v1.0/me', entries[0]?.seq]),
		]);
	});

	it('refuses more than 20 parts', async () => {
		await parts(gets(20));
		await malformed(gets(21));
	});
	it('refuses none, missing members, a body that is no list', async () => {
		for (const requests of [
			[],
			undefined,
			'x',
			[{ id: '1', method: 'GET' }],
			[{ method: 'GET', url: '/me' }],
			[{ id: 1, method: 'GET', url: '/me' }],
			[{ id: '1', method: 'TRACE', url: '/me' }],
		])
			await malformed(requests);
	});
	it('refuses IDs that differ only in case', () =>
		malformed([
			{ id: 'a', method: 'GET', url: '/me' },
			{ id: 'A', method: 'GET', url: '/me' },
		]));
	it('refuses absolute URLs and nested batches', async () => {
		await malformed([{ id: 'a', method: 'GET', url: `${tenant.graph}/v1.0/me` }]);
		await malformed([
			{
				id: 'a',
				method: 'POST',
				url: '/$batch',
				headers: { 'Content-Type': 'application/json' },
				body: { requests: gets(1) },
			},
		]);
	});
	it('a URL with the version finds nothing', async () =>
		expect((await parts(gets(1, '/v1.0/me'))).get('0')?.status).toBe(400));
	it('refuses a body without Content-Type, and binary that is not base64', async () => {
		await malformed([{ id: 'a', method: 'PATCH', url: '/me', body: { city: 'x' } }]);
		await malformed([
			{
				id: 'a',
				method: 'PUT',
				url: '/me/photo/$value',
				headers: { 'Content-Type': 'image/jpeg' },
				body: '***',
			},
		]);
	});
	it('refuses a request over 4 MB', async () => {
		const { status } = await send([
			{
				id: 'a',
				method: 'PUT',
				url: '/me/photo/$value',
				headers: { 'Content-Type': 'image/jpeg' },
				body: Buffer.alloc(3_300_000).toString('base64'),
			},
		]);
		expect(status).toBe(413);
	});
	it('needs POST and a token', async () => {
		expect((await tenant.get('/$batch', token)).status).toBe(405);
		expect(
			(await tenant.request('/$batch', null, { method: 'POST', body: { requests: gets(1) } }))
				.status,
		).toBe(401);
	});

	describe('dependsOn', () => {
		const chain = (
			urls: string[],
			dependsOn: Array<string[] | undefined>,
		): Array<Record<string, unknown>> =>
			urls.map((url, index) => ({
				id: String(index),
				method: 'GET',
				url,
				...(dependsOn[index] ? { dependsOn: dependsOn[index] } : {}),
			}));
		it('may be serial or all on the same part', async () => {
			expect(
				(await parts(chain(['/me', '/me', '/me'], [undefined, ['0'], ['1']]))).get('2')?.status,
			).toBe(200);
			expect(
				(await parts(chain(['/me', '/me', '/me'], [undefined, ['0'], ['0']]))).get('2')?.status,
			).toBe(200);
		});
		it('a failed dependency gives 424', async () => {
			const answered = await parts(chain(['/users/x', '/me', '/me'], [undefined, ['0'], ['1']]));
			expect([...answered.values()].map(({ id, status }) => [id, status]).sort()).toEqual([
				['0', 404],
				['1', 424],
				['2', 424],
			]);
		});
		it('refuses other shapes', async () => {
			await malformed(chain(['/me', '/me', '/me'], [undefined, ['0'], undefined]));
			await malformed(chain(['/me', '/me', '/me'], [undefined, ['0'], ['0', '1']]));
			await malformed(chain(['/me', '/me'], [undefined, ['9']]));
			await malformed(chain(['/me', '/me'], [['1'], undefined]));
		});
	});
});
