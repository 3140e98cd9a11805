/** The resource Photo: uploading. */
import type { INodeExecutionData } from 'n8n-workflow';

import { padded, picture, sha256, withFile } from '../support/engine/images';
import { BOTH_PATHS, itemsFor, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 60 });

const NOBODY = 'nobody@contoso.onmicrosoft.example';
const FOUR_MB = 4 * 1024 * 1024;

const get = { resource: 'photo', operation: 'get', user: userOfItem };
const update = { resource: 'photo', operation: 'update', user: userOfItem };
const updateMine = { resource: 'photo', operation: 'updateMine' };

const bytesOf = (item: INodeExecutionData, field = 'data'): Buffer =>
	Buffer.from(item.binary?.[field]?.data ?? '', 'base64');

/** The photo as Graph returns it, bypassing the node. */
async function photoOf(id: string): Promise<{ bytes: Buffer; contentType: string | null }> {
	const { access_token } = await bench.tenant.token({
		user: bench.tenant.cast.admin.id,
		scopes: ['User.Read.All'],
		clientId: bench.tenant.apps.publicClient.clientId,
	});
	const { bytes, headers } = await bench.tenant.get(
		`/users/${encodeURIComponent(id)}/photo/$value`,
		access_token,
	);
	return { bytes, contentType: headers.get('content-type') };
}

const written = async (): Promise<string[]> =>
	(await bench.asked())
		.filter(({ method }) => method !== 'GET')
		.map(({ method, path }) => `${method} ${path}`);

describe('Photo', () => {
	describe('Update User Photo', () => {
		it.each(['jpeg', 'png', 'gif'] as const)(
			'uploads a %s that comes back byte for byte',
			async (format) => {
				const { alice } = bench.tenant.cast;
				const image = await picture(200, 200, format);
				const [result] = await bench.results(update, {
					items: [withFile(image, { json: { user: alice.userPrincipalName } })],
				});
				expect(result).toEqual({
					success: true,
					statusCode: 200,
					user: alice.userPrincipalName,
				});
				const { items } = await bench.run(get, { items: itemsFor(alice.id) });
				expect(sha256(bytesOf(items[0]))).toBe(sha256(image));
				expect(items[0].json.contentType).toBe(`image/${format}`);
			},
		);

		it('uploads in a single request with raw bytes', async () => {
			const { alice, umlaut } = bench.tenant.cast;
			const image = await picture(100, 100);
			await bench.results(update, {
				items: [alice, umlaut].map(({ id }) => withFile(image, { json: { user: id } })),
			});
			const log = await bench.log();
			const uploads = log.filter(({ method }) => method === 'PUT');
			expect(uploads.map(({ path: asked }) => asked).sort()).toEqual(
				[alice, umlaut].map(({ id }) => `/v1.0/users/${id}/photo/$value`).sort(),
			);
			for (const { parent, headers } of uploads) {
				expect(parent ?? null).toBeNull();
				expect(headers['content-type']).toBe('image/jpeg');
				expect(headers['content-length']).toBe(String(image.length));
			}
		});

		it('sends a PNG named .jpg as what it is', async () => {
			const { alice } = bench.tenant.cast;
			const image = await picture(100, 100, 'png');
			await bench.results(update, {
				items: [withFile(image, { json: { user: alice.id }, fileName: 'face.jpg' })],
			});
			expect(await photoOf(alice.id)).toEqual({ bytes: image, contentType: 'image/png' });
		});

		it('sends the chosen content type instead', async () => {
			const { alice } = bench.tenant.cast;
			await bench.results(
				{ ...update, options: { contentType: 'image/jpeg' } },
				{
					items: [withFile(await picture(100, 100, 'png'), { json: { user: alice.id } })],
				},
			);
			expect((await photoOf(alice.id)).contentType).toBe('image/jpeg');
		});

		it.each(BOTH_PATHS)('takes the file from the chosen field, over %s', async (path) => {
			const { alice } = bench.tenant.cast;
			const image = await picture(90, 90);
			await bench.results(
				{ ...update, binaryPropertyName: 'portrait' },
				{ path, items: [withFile(image, { json: { user: alice.id }, field: 'portrait' })] },
			);
			expect((await photoOf(alice.id)).bytes).toEqual(image);
		});

		it('accepts 4,194,303 bytes and refuses 4,194,304 before anything is sent', async () => {
			const { alice } = bench.tenant.cast;
			const image = await picture(100, 100);
			const most = padded(image, FOUR_MB - 1);
			await bench.results(update, {
				items: [withFile(most, { json: { user: alice.id } })],
			});
			expect(sha256((await photoOf(alice.id)).bytes)).toBe(sha256(most));
			await bench.tenant.control('DELETE', '/log');
			const { error } = await bench.run(update, {
				items: [withFile(padded(image, FOUR_MB), { json: { user: alice.id } })],
			});
			expect(error?.message).toBe(
				'The file in \'Input Data Field Name\' ("data") has 4,194,304 bytes; a photo must be smaller than 4 MB (4,194,304 bytes)',
			);
			expect(await bench.asked()).toEqual([]);
		});

		it.each([
			[
				'a text',
				withFile(Buffer.from('BMW is a text, no picture, though it begins with BM'), {
					fileName: 'face.jpg',
				}),
				'is not an image',
			],
			['nothing', withFile(Buffer.alloc(0)), 'is empty'],
			['another field', withFile(Buffer.from('x'), { field: 'portrait' }), 'no file in a field'],
			['no file at all', { json: {} }, 'no file in a field'],
		])('refuses %s before anything is sent', async (_, item, reason) => {
			const { alice } = bench.tenant.cast;
			const good = withFile(await picture(90, 90), { json: { user: alice.id } });
			const { error } = await bench.run(update, {
				items: [good, { ...item, json: { user: alice.id } }],
			});
			expect(error?.message).toContain("'Input Data Field Name'");
			expect(error?.message).toContain('data');
			expect(error?.message).toContain(reason);
			expect(error?.context?.itemIndex).toBe(1);
			expect(await bench.asked()).toEqual([]);
		});

		it('names the fields that hold files', async () => {
			const item = withFile(await picture(90, 90), { field: 'portrait' });
			const { error } = await bench.run(
				{ ...updateMine, binaryPropertyName: 'data' },
				{ items: [item] },
			);
			expect(error?.message).toContain('"data"');
			expect(error?.description).toContain('portrait');
		});

		it('refuses a content type that is not an image type before anything is sent', async () => {
			const { error } = await bench.run(
				{ ...updateMine, options: { contentType: 'text/plain' } },
				{ items: [withFile(await picture(90, 90))] },
			);
			expect(error?.message).toContain('\'Content Type\' is "text/plain"');
			expect(await bench.asked()).toEqual([]);
		});

		it('says that an image is too small', async () => {
			bench.expectRefusal(400, 'ValidationWidthTooSmall');
			const { alice } = bench.tenant.cast;
			const { error } = await bench.run(update, {
				items: [withFile(await picture(20, 20), { json: { user: alice.id } })],
			});
			expect(error?.message).toBe(
				`The photo for "${alice.id}" is too small: Microsoft accepts images of 48 x 48 pixels or more`,
			);
		});

		it('says what is too large for users without a mailbox', async () => {
			bench.expectRefusal(404, 'ResourceNotFound');
			const { noMailbox } = bench.tenant.cast;
			const small = await picture(100, 100);
			const [result] = await bench.results(update, {
				items: [withFile(small, { json: { user: noMailbox.id } })],
			});
			expect(result).toMatchObject({ success: true });
			const { error } = await bench.run(update, {
				items: [withFile(padded(small, 150 * 1024), { json: { user: noMailbox.id } })],
			});
			expect(error?.message).toContain(`did not accept the photo for "${noMailbox.id}"`);
			expect(error?.message).toContain('100 KB');
		});

		it('says that there is no such user', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { error } = await bench.run(update, {
				items: [withFile(await picture(90, 90), { json: { user: NOBODY } })],
			});
			expect(error?.message).toContain(`No user found for "${NOBODY}" in 'User'`);
		});

		it('says that only an administrator may change the photo of others', async () => {
			bench.expectRefusal(403, 'ErrorAccessDenied');
			const { alice, umlaut } = bench.tenant.cast;
			const { error } = await bench.run(update, {
				items: [withFile(await picture(90, 90), { json: { user: umlaut.id } })],
				signIn: { as: alice },
			});
			expect(error?.message).toContain(`the photo of "${umlaut.id}", but not the role`);
			expect(error?.message).toContain('User Administrator');
		});

		it.each(BOTH_PATHS)(
			'changes one user twice, in the order of the items, over %s',
			async (path) => {
				const { alice } = bench.tenant.cast;
				const [first, last] = [await picture(90, 90), await picture(110, 110)];
				await bench.results(update, {
					path,
					items: [first, last].map((image, index) =>
						withFile(image, { json: { user: index === 0 ? alice.id : alice.id.toUpperCase() } }),
					),
				});
				expect((await photoOf(alice.id)).bytes).toEqual(last);
			},
		);
	});

	describe('Update My Photo', () => {
		it('uploads for the signed-in user', async () => {
			const { alice } = bench.tenant.cast;
			const image = await picture(120, 120, 'png');
			const [result] = await bench.results(updateMine, {
				items: [withFile(image)],
				signIn: { as: alice, scopes: ['User.ReadWrite'] },
			});
			expect(result).toEqual({ success: true, statusCode: 200, user: 'me' });
			expect(await photoOf(alice.id)).toEqual({ bytes: image, contentType: 'image/png' });
			expect(await written()).toEqual(['PUT /v1.0/me/photo/$value']);
		});

		it('says which permission is missing', async () => {
			bench.expectRefusal(403);
			const { error } = await bench.run(updateMine, {
				items: [withFile(await picture(90, 90))],
				signIn: { scopes: ['User.Read'] },
			});
			expect(error?.message).toContain('User.ReadWrite');
			expect(error?.message).toContain('the photo of the signed-in user');
		});
	});
});
