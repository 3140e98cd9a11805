import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import {
	startTenant,
	tenantNode,
	type Answer,
	type RunningTenant,
} from '../support/tenant/startTenant';

let tenant: RunningTenant;
let admin: string;
beforeAll(async () => {
	tenant = await startTenant({ users: 60 });
	admin = (
		await tenant.token({
			user: tenant.cast.admin.id,
			scopes: ['User.Read.All', 'ProfilePhoto.ReadWrite.All'],
		})
	).access_token;
});
afterAll(() => tenant.stop());
beforeEach(() => tenant.control('POST', '/reset'));

/** Draws a picture with the tenant's own sharp. */
const draw = (width: number, height: number, format: string): Buffer => {
	const code = `const { default: sharp } = await import('sharp'); process.stdout.write(await sharp({ create: { width: ${width}, height: ${height}, channels: 3, background: '#2468ac' } })['${format}']().toBuffer());`;
	return execFileSync(tenantNode(), ['--input-type=module', '-e', code], {
		cwd: join(__dirname, '../../sandbox/tenant'),
		maxBuffer: 2 ** 26,
	});
};
const path = (name: string, rest = '/photo/$value'): string =>
	`/users/${tenant.cast[name]?.id}${rest}`;
const put = (name: string, body: Buffer, type = 'image/jpeg', token = admin): Promise<Answer> =>
	tenant.request(path(name), token, { method: 'PUT', body, headers: { 'content-type': type } });
const refused = async (answer: Promise<Answer>, status: number, code: string): Promise<Answer> => {
	const got = await answer;
	expect([got.status, got.body?.error?.code]).toEqual([status, code]);
	return got;
};

describe('photo', () => {
	it('has metadata and bytes', async () => {
		const { body } = await tenant.get(path('alice', '/photo'), admin);
		expect(body).toEqual({
			'@odata.context': `${tenant.graph}/v1.0/$metadata#users('${tenant.cast.alice.id}')/photo/$entity`,
			'@odata.mediaContentType': 'image/jpeg',
			'@odata.mediaEtag': expect.stringMatching(/^".+"$/),
			id: '648X648',
			width: 648,
			height: 648,
		});
		const value = await tenant.get(path('alice'), admin);
		expect([
			value.status,
			value.headers.get('content-type'),
			value.bytes.subarray(0, 2).toString('hex'),
		]).toEqual([200, 'image/jpeg', 'ffd8']);
	});
	it('is encoded anew if the setting says so, with a new ETag for the same bytes too', async () => {
		await tenant.control('PATCH', '/settings', { photoEncoding: 'anew' });
		const picture = draw(300, 200, 'jpeg');
		const etags: unknown[] = [];
		for (let upload = 0; upload < 2; upload += 1) {
			await put('alice', picture);
			const { headers, bytes } = await tenant.get(path('alice'), admin);
			etags.push(headers.get('etag'));
			expect([headers.get('content-type'), bytes.equals(picture)]).toEqual(['image/jpeg', false]);
		}
		expect(etags[0]).not.toBe(etags[1]);
	});
	it('comes back byte for byte, with a new ETag', async () => {
		const before = (await tenant.get(path('alice', '/photo'), admin)).body['@odata.mediaEtag'];
		const picture = draw(300, 200, 'jpeg');
		expect((await put('alice', picture)).status).toBe(200);
		expect((await tenant.get(path('alice'), admin)).bytes.equals(picture)).toBe(true);
		const { body } = await tenant.get(path('alice', '/photo'), admin);
		expect([body.id, body.width, body.height]).toEqual(['300X200', 300, 200]);
		expect(body['@odata.mediaEtag']).not.toBe(before);
	});
	it('may be PNG, unless the setting accepts JPEG only', async () => {
		await tenant.control('PATCH', '/settings', { photoTypes: 'jpeg' });
		await refused(put('noPhoto', draw(100, 100, 'png'), 'image/png'), 400, 'BadRequest');
		await tenant.control('PATCH', '/settings', { photoTypes: 'any' });
		const picture = draw(100, 100, 'png');
		await put('noPhoto', picture, 'image/png');
		const value = await tenant.get(path('noPhoto'), admin);
		expect([value.headers.get('content-type'), value.bytes.equals(picture)]).toEqual([
			'image/png',
			true,
		]);
	});
	it('comes in sizes up to the uploaded one', async () => {
		await put('alice', draw(250, 250, 'jpeg'));
		const { body } = await tenant.get(path('alice', '/photos'), admin);
		expect(body.value.map(({ id }) => id)).toEqual([
			'48X48',
			'64X64',
			'96X96',
			'120X120',
			'240X240',
		]);
		expect((await tenant.get(path('alice', '/photos/120x120'), admin)).body).toMatchObject({
			width: 120,
			height: 120,
		});
		const value = await tenant.get(path('alice', '/photos/48X48/$value'), admin);
		expect([value.status, value.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
		expect((await tenant.get(path('alice', "/photos('240x240')/$value"), admin)).status).toBe(200);
		await refused(tenant.get(path('alice', '/photos/360x360/$value'), admin), 404, 'ImageNotFound');
		await refused(tenant.get(path('alice', '/photos/50x50/$value'), admin), 404, 'ImageNotFound');
	});
	it('has no size below /photo', () =>
		refused(tenant.get(path('alice', '/photo/48x48/$value'), admin), 400, 'BadRequest'));
	it('can be deleted, once', async () => {
		const remove = (): Promise<Answer> =>
			tenant.request(path('alice'), admin, { method: 'DELETE' });
		expect((await remove()).status).toBe(204);
		expect((await tenant.get(path('alice'), admin)).status).toBe(404);
		expect((await remove()).status).toBe(404);
	});
});

describe('no photo', () => {
	it.each([
		'ImageNotFound',
		'ErrorItemNotFound',
		'ErrorEntityNotFound',
		'GetUserPhoto',
		'MailboxNotEnabledForRESTAPI',
		'ErrorNonExistentMailbox',
		'ErrorProfileNotFound',
		'ErrorUserResolutionFailedUserDoesNotExist',
		'ResourceNotFound',
	])('as 404 %s', async (code) => {
		await tenant.control('PATCH', `/users/${tenant.cast.noPhoto.id}`, { absentPhoto: code });
		await refused(tenant.get(path('noPhoto'), admin), 404, code);
		await refused(tenant.get(path('noPhoto', '/photo'), admin), 404, code);
	});
	it('as UnknownError with JSON in the message', async () => {
		await tenant.control('PATCH', `/users/${tenant.cast.noPhoto.id}`, {
			absentPhoto: 'UnknownError',
		});
		const { body } = await refused(tenant.get(path('noPhoto'), admin), 404, 'UnknownError');
		expect(JSON.parse(body.error.message)).toMatchObject({ errorCode: 'ErrorItemNotFound' });
	});
	it('as 200 with the metadata of a 1x1 gif', async () => {
		const { status, body } = await tenant.get(path('bareMinimum', '/photo'), admin);
		expect([status, body]).toEqual([
			200,
			expect.objectContaining({
				'@odata.mediaContentType': 'image/gif',
				'@odata.mediaEtag': '',
				id: '1X1',
				width: 1,
				height: 1,
			}),
		]);
		await refused(tenant.get(path('bareMinimum'), admin), 404, 'ImageNotFound');
	});
	it('of the cast', async () => {
		await refused(tenant.get(path('noMailbox'), admin), 404, 'MailboxNotEnabledForRESTAPI');
		await refused(
			tenant.get(path('guest'), admin),
			404,
			'ErrorUserResolutionFailedUserDoesNotExist',
		);
	});
	it('of nobody: the user is named', async () => {
		const { body } = await refused(
			tenant.get('/users/nobody@x.example/photo/$value', admin),
			404,
			'Request_ResourceNotFound',
		);
		expect(body.error.message).toContain("'nobody@x.example'");
	});
});

describe('upload refusals', () => {
	it('too small, not an image, empty, other types, over 4 MB', async () => {
		await refused(put('alice', draw(20, 200, 'jpeg')), 400, 'ValidationWidthTooSmall');
		await refused(put('alice', Buffer.from('not an image')), 400, 'BadRequest');
		await refused(
			put('alice', draw(100, 100, 'jpeg'), 'application/octet-stream'),
			400,
			'BadRequest',
		);
		await refused(put('alice', draw(100, 100, 'jpeg'), 'application/json'), 400, 'BadRequest');
		expect((await put('alice', Buffer.alloc(4 * 1024 * 1024 + 1))).status).toBe(413);
	});
	it('without a mailbox: small ones pass, over 100 KB give an odd 404', async () => {
		expect((await put('noMailbox', draw(100, 100, 'jpeg'))).status).toBe(200);
		expect((await tenant.get(path('noMailbox', '/photos/48x48'), admin)).status).toBe(404);
		await refused(
			put('noMailbox', Buffer.concat([draw(100, 100, 'jpeg'), Buffer.alloc(110 * 1024)])),
			404,
			'ResourceNotFound',
		);
	});
});

describe('permissions', () => {
	const withScopes = async (user: string, ...scopes: string[]): Promise<string> =>
		(await tenant.token({ user: tenant.cast[user]?.id, scopes })).access_token;

	it('reading', async () => {
		expect((await tenant.get('/me/photo', await withScopes('alice', 'User.Read'))).status).toBe(
			200,
		);
		await refused(
			tenant.get(path('ceo'), await withScopes('alice', 'User.Read')),
			403,
			'Authorization_RequestDenied',
		);
		expect(
			(await tenant.get(path('ceo'), await withScopes('alice', 'User.ReadBasic.All'))).status,
		).toBe(200);
		expect(
			(
				await tenant.get(
					path('ceo'),
					(await tenant.token({ roles: ['ProfilePhoto.Read.All'] })).access_token,
				)
			).status,
		).toBe(200);
		await refused(
			tenant.get(path('ceo'), (await tenant.token({ roles: ['User.ReadBasic.All'] })).access_token),
			403,
			'Authorization_RequestDenied',
		);
	});
	it("writing one's own, and others', which also needs an administrator role", async () => {
		const picture = draw(100, 100, 'jpeg');
		const own = await withScopes('alice', 'User.ReadWrite');
		expect(
			(
				await tenant.request('/me/photo/$value', own, {
					method: 'PUT',
					body: picture,
					headers: { 'content-type': 'image/jpeg' },
				})
			).status,
		).toBe(200);
		expect(
			(await put('ceo', picture, 'image/jpeg', await withScopes('admin', 'User.ReadWrite.All')))
				.status,
		).toBe(200);
		await refused(
			put('ceo', picture, 'image/jpeg', await withScopes('admin', 'User.ReadUpdate.All')),
			403,
			'Authorization_RequestDenied',
		);
		await refused(
			put('ceo', picture, 'image/jpeg', await withScopes('alice', 'ProfilePhoto.ReadWrite.All')),
			403,
			'ErrorAccessDenied',
		);
		expect(
			(
				await put(
					'ceo',
					picture,
					'image/jpeg',
					await withScopes('admin', 'ProfilePhoto.ReadWrite.All'),
				)
			).status,
		).toBe(200);
		expect(
			(
				await put(
					'ceo',
					picture,
					'image/jpeg',
					(await tenant.token({ roles: ['User.ReadWrite.All'] })).access_token,
				)
			).status,
		).toBe(200);
	});
});
