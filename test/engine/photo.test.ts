/** The resource Photo: reading and deleting, and users without a photo. */
import type { INodeExecutionData } from 'n8n-workflow';

import { measured, picture, sha256, withFile } from '../support/engine/images';
import { BOTH_PATHS, itemsFor, user, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 60 });

/** Every way in which the tenant says that there is no photo (docs/graph.md#no-photo). */
const ABSENT_SHAPES = [
	'ImageNotFound',
	'ErrorItemNotFound',
	'ErrorEntityNotFound',
	'GetUserPhoto',
	'UnknownError',
	'transparentGif',
	'MailboxNotEnabledForRESTAPI',
	'ErrorNonExistentMailbox',
	'ErrorProfileNotFound',
	'ErrorUserResolutionFailedUserDoesNotExist',
	'ResourceNotFound',
];
const NOBODY = 'nobody@contoso.onmicrosoft.example';

const get = { resource: 'photo', operation: 'get', user: userOfItem };
const getMetadata = { resource: 'photo', operation: 'getMetadata', user: userOfItem };
const update = { resource: 'photo', operation: 'update', user: userOfItem };
const remove = { resource: 'photo', operation: 'delete', user: userOfItem };

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
	describe('Get Photo', () => {
		it.each(['alice', 'apostrophe', 'umlaut', 'dollar'])(
			'returns the photo of %s as a file, as it was uploaded',
			async (who) => {
				const { id, userPrincipalName } = bench.tenant.cast[who];
				const { items, error } = await bench.run(get, {
					items: itemsFor(userPrincipalName, id),
				});
				expect(error).toBeUndefined();
				const { bytes } = await photoOf(id);
				for (const [index, given] of [userPrincipalName, id].entries()) {
					expect(items[index].json).toEqual({
						hasPhoto: true,
						contentType: 'image/jpeg',
						imageFileExtension: '.jpg',
						fileSize: bytes.length,
						user: given,
					});
					expect(items[index].pairedItem).toEqual({ item: index });
					expect(sha256(bytesOf(items[index]))).toBe(sha256(bytes));
					expect(items[index].binary?.data).toMatchObject({
						mimeType: 'image/jpeg',
						fileExtension: 'jpg',
						fileName: `${given}.jpg`,
					});
				}
			},
		);

		it('returns the photo of the signed-in user for the word me', async () => {
			const { alice } = bench.tenant.cast;
			const { items } = await bench.run(get, {
				items: itemsFor('me'),
				signIn: { as: alice, scopes: ['User.Read'] },
			});
			expect(sha256(bytesOf(items[0]))).toBe(sha256((await photoOf(alice.id)).bytes));
			expect(items[0].json.user).toBe('me');
			expect((await bench.asked())[0].path).toBe('/v1.0/me/photo/$value');
		});

		it.each(BOTH_PATHS)(
			'returns the photo twice for a user who is named twice, over %s',
			async (path) => {
				const { alice } = bench.tenant.cast;
				const { items } = await bench.run(get, { path, items: itemsFor(alice.id, alice.id) });
				const { bytes } = await photoOf(alice.id);
				expect(items.map((item) => sha256(bytesOf(item)))).toEqual([sha256(bytes), sha256(bytes)]);
			},
		);

		it.each(BOTH_PATHS)('puts the file in the chosen field, over %s', async (path) => {
			const { items } = await bench.run(
				{ ...get, binaryPropertyName: 'portrait' },
				{ path, items: itemsFor(bench.tenant.cast.alice.id) },
			);
			expect(Object.keys(items[0].binary ?? {})).toEqual(['portrait']);
		});

		it.each([
			'48x48',
			'64x64',
			'96x96',
			'120x120',
			'240x240',
			'360x360',
			'432x432',
			'504x504',
			'648x648',
		])('returns the size %s', async (size) => {
			const { items, error } = await bench.run(
				{ ...get, options: { size } },
				{ items: itemsFor(bench.tenant.cast.alice.id) },
			);
			expect(error).toBeUndefined();
			const { width, height } = await measured(bytesOf(items[0]));
			expect(`${width}x${height}`).toBe(size);
			expect(items[0].json.fileSize).toBe(bytesOf(items[0]).length);
		});

		it.each([true, false])(
			'sends one mailbox no more requests at once than it allows (batches: %s)',
			async (batchRequests) => {
				await bench.set({ throttle: { enabled: true, mailboxConcurrency: 4 }, latencyMs: 30 });
				const { alice } = bench.tenant.cast;
				const sizes = ['48x48', '64x64', '96x96', '120x120', '240x240', '360x360', '432x432'];
				const { items, error } = await bench.run(
					{ ...get, options: { size: '={{ $json.size }}', batchRequests, maxRetries: 0 } },
					{ items: sizes.map((size) => ({ json: { user: alice.id, size } })) },
				);
				expect(error).toBeUndefined();
				const found = await Promise.all(
					items.map(async (item) => (await measured(bytesOf(item))).width),
				);
				expect(found.map((side) => `${side}x${side}`)).toEqual(sizes);
			},
		);

		it('returns the largest size by default', async () => {
			const { alice } = bench.tenant.cast;
			const image = await picture(700, 500, 'png');
			await bench.run(update, { items: [withFile(image, { json: { user: alice.id } })] });
			const { items } = await bench.run(
				{ ...get, options: { size: 'largest' } },
				{ items: itemsFor(alice.id) },
			);
			expect(await measured(bytesOf(items[0]))).toEqual({
				width: 700,
				height: 500,
				format: 'png',
			});
			expect(items[0].json).toMatchObject({ contentType: 'image/png', imageFileExtension: '.png' });
		});

		it('says so when the photo is smaller than the chosen size', async () => {
			bench.expectRefusal(404, 'ImageNotFound');
			const { alice } = bench.tenant.cast;
			await bench.run(update, {
				items: [withFile(await picture(100, 90), { json: { user: alice.id } })],
			});
			const { error } = await bench.run(
				{ ...get, options: { size: '240x240', ifNotFound: 'returnEmpty' } },
				{ items: itemsFor(alice.id) },
			);
			expect(error?.message).toBe(
				`The photo of "${alice.id}" is not available in the chosen 'Size'; it has 100 x 90 pixels`,
			);
		});

		it('refuses an unknown size before anything is sent', async () => {
			const { error } = await bench.run(
				{ ...get, options: { size: '={{ "50x50" }}' } },
				{ items: itemsFor(bench.tenant.cast.alice.id) },
			);
			expect(error?.message).toContain("'Size'");
			expect(await bench.asked()).toEqual([]);
		});

		it('refuses a field without a name before anything is sent', async () => {
			const { error } = await bench.run(
				{ ...get, binaryPropertyName: '={{ "" }}' },
				{ items: itemsFor(bench.tenant.cast.alice.id) },
			);
			expect(error?.message).toContain("'Output Data Field Name'");
			expect(await bench.asked()).toEqual([]);
		});

		it.each(ABSENT_SHAPES)('says that there is no photo when Graph says %s', async (shape) => {
			bench.expectRefusal(404);
			const { noPhoto } = bench.tenant.cast;
			await bench.tenant.control('PATCH', `/users/${noPhoto.id}`, { absentPhoto: shape });
			const { error } = await bench.run(get, { items: itemsFor(noPhoto.userPrincipalName) });
			expect(error?.message).toContain(`No photo found for "${noPhoto.userPrincipalName}"`);
			expect(error?.description).toContain("'If Not Found'");
		});

		it.each(ABSENT_SHAPES)('returns an empty result instead if set to, for %s', async (shape) => {
			bench.expectRefusal(404);
			const { noPhoto } = bench.tenant.cast;
			await bench.tenant.control('PATCH', `/users/${noPhoto.id}`, { absentPhoto: shape });
			for (const size of ['largest', '96x96']) {
				const { items, error } = await bench.run(
					{ ...get, options: { ifNotFound: 'returnEmpty', size } },
					{ items: itemsFor(noPhoto.id) },
				);
				expect(error).toBeUndefined();
				expect(items).toEqual([
					{
						json: {
							hasPhoto: false,
							contentType: null,
							imageFileExtension: null,
							fileSize: null,
							user: noPhoto.id,
						},
						pairedItem: { item: 0 },
					},
				]);
			}
		});

		it.each(['largest', '96x96'])(
			'says that there is no such user, also in size %s and with an empty result asked for',
			async (size) => {
				bench.expectRefusal(404, 'Request_ResourceNotFound');
				const { error } = await bench.run(
					{ ...get, options: { ifNotFound: 'returnEmpty', size } },
					{ items: itemsFor(NOBODY) },
				);
				expect(error?.message).toContain(`No user found for "${NOBODY}" in 'User'`);
			},
		);

		it('looks the user up only when the error code is ambiguous', async () => {
			bench.expectRefusal(404);
			const { noPhoto } = bench.tenant.cast;
			const paths = async (shape: string): Promise<string[]> => {
				await bench.tenant.control('PATCH', `/users/${noPhoto.id}`, { absentPhoto: shape });
				await bench.tenant.control('DELETE', '/log');
				await bench.run(get, { items: itemsFor(noPhoto.id) });
				return (await bench.asked()).map(({ path: asked }) => asked);
			};
			const photo = `/v1.0/users/${noPhoto.id}/photo/$value`;
			expect(await paths('ErrorItemNotFound')).toEqual([photo]);
			expect(await paths('ResourceNotFound')).toEqual([photo, `/v1.0/users/${noPhoto.id}`]);
		});

		it('stays ambiguous when the account may not look the user up', async () => {
			bench.expectRefusal(404);
			bench.expectRefusal(403);
			const { noMailbox } = bench.tenant.cast;
			const { error } = await bench.run(get, {
				items: itemsFor(noMailbox.id),
				signIn: { scopes: ['ProfilePhoto.Read.All'] },
			});
			expect(error?.message).toContain(`Found no photo of "${noMailbox.id}", or no such user`);
		});

		it('says which permission is missing', async () => {
			bench.expectRefusal(403);
			const { error } = await bench.run(get, {
				items: itemsFor(bench.tenant.cast.alice.id),
				signIn: { scopes: ['People.Read'] },
			});
			expect(error?.message).toContain('User.ReadBasic.All or ProfilePhoto.Read.All');
		});

		it.each(BOTH_PATHS)(
			'handles a mixed list item by item under Continue, over %s',
			async (path) => {
				bench.expectRefusal(404);
				const { alice, noPhoto, guest, umlaut } = bench.tenant.cast;
				const { items } = await bench.run(get, {
					path,
					items: itemsFor(alice.id, noPhoto.id, NOBODY, guest.id, umlaut.id),
					settings: { onError: 'continueRegularOutput' },
				});
				expect(items.map(({ json }) => json.hasPhoto ?? json.error)).toEqual([
					true,
					`No photo found for "${noPhoto.id}"`,
					expect.stringContaining(`No user found for "${NOBODY}" in 'User'`),
					`No photo found for "${guest.id}"`,
					true,
				]);
				expect(items[1].json.details).toMatchObject({ code: 'ImageNotFound', statusCode: 404 });
			},
		);
	});

	describe('Get Photo Metadata', () => {
		it('returns size and type', async () => {
			const { alice, umlaut } = bench.tenant.cast;
			await bench.run(update, {
				items: [withFile(await picture(300, 200, 'png'), { json: { user: umlaut.id } })],
			});
			expect(await bench.results(getMetadata, { items: itemsFor(alice.id, umlaut.id) })).toEqual([
				{
					hasPhoto: true,
					height: 648,
					width: 648,
					contentType: 'image/jpeg',
					imageFileExtension: '.jpg',
					user: alice.id,
				},
				{
					hasPhoto: true,
					height: 200,
					width: 300,
					contentType: 'image/png',
					imageFileExtension: '.png',
					user: umlaut.id,
				},
			]);
		});

		it.each(ABSENT_SHAPES)('reports that there is no photo when Graph says %s', async (shape) => {
			bench.expectRefusal(404);
			const { noPhoto } = bench.tenant.cast;
			await bench.tenant.control('PATCH', `/users/${noPhoto.id}`, { absentPhoto: shape });
			expect(await bench.results(getMetadata, { items: itemsFor(noPhoto.id) })).toEqual([
				{
					hasPhoto: false,
					height: null,
					width: null,
					contentType: null,
					imageFileExtension: null,
					user: noPhoto.id,
				},
			]);
		});

		it('treats a guest as a user without a photo', async () => {
			bench.expectRefusal(404, 'ErrorUserResolutionFailedUserDoesNotExist');
			const { guest } = bench.tenant.cast;
			const [facts] = await bench.results(getMetadata, {
				items: itemsFor(guest.userPrincipalName),
			});
			expect(facts).toMatchObject({ hasPhoto: false, user: guest.userPrincipalName });
		});

		it('says that there is no such user', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { error } = await bench.run(getMetadata, { items: itemsFor(NOBODY) });
			expect(error?.message).toContain(`No user found for "${NOBODY}" in 'User'`);
		});

		it('returns what the connector returned, with or without a photo', async () => {
			bench.expectRefusal(404, 'ImageNotFound');
			const { alice, noPhoto } = bench.tenant.cast;
			expect(
				await bench.results(
					{ ...getMetadata, options: { outputFormat: 'connectorV1' } },
					{ items: itemsFor(alice.id, noPhoto.id) },
				),
			).toEqual([
				{
					HasPhoto: true,
					Height: 648,
					Width: 648,
					ContentType: 'image/jpeg',
					ImageFileExtension: '.jpg',
				},
				{
					HasPhoto: false,
					Height: null,
					Width: null,
					ContentType: null,
					ImageFileExtension: null,
				},
			]);
		});
	});

	describe('Delete Photo', () => {
		it('deletes the photo', async () => {
			bench.expectRefusal(404);
			const { alice } = bench.tenant.cast;
			const results = await bench.results(remove, {
				items: itemsFor(alice.userPrincipalName),
			});
			expect(results).toEqual([{ deleted: true, user: alice.userPrincipalName }]);
			expect(await written()).toEqual([
				`DELETE /v1.0/users/${encodeURIComponent(alice.userPrincipalName)}/photo/$value`,
			]);
			const [facts] = await bench.results(getMetadata, { items: itemsFor(alice.id) });
			expect(facts.hasPhoto).toBe(false);
		});

		it('says that there is no such user', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { error } = await bench.run(remove, { items: itemsFor(NOBODY) });
			expect(error?.message).toContain(`No user found for "${NOBODY}" in 'User'`);
		});

		it('accepts the word me', async () => {
			const { alice } = bench.tenant.cast;
			await bench.results({ ...remove, user: user('me') }, { signIn: { as: alice } });
			expect(await written()).toEqual(['DELETE /v1.0/me/photo/$value']);
		});
	});
});
