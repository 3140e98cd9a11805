/** The resource Photo. */
import type { INodeExecutionData } from 'n8n-workflow';

import { sha256 } from '../../../support/engine/images';
import { BY_MODE, usual, type SavedChecks } from './check';

const contentOf = ({ binary }: INodeExecutionData): string =>
	sha256(Buffer.from(binary?.portrait.data as string, 'base64'));

export const photoChecks: SavedChecks = (tenant) => {
	const { member, request, graph, photo } = tenant;
	return {
		'photo-delete': {
			check: async ({ json }) => {
				for (const [index, key] of usual(tenant).entries()) {
					expect(json(BY_MODE[index])).toEqual([{ deleted: true, user: key }]);
					expect((await request(`/users/${encodeURIComponent(key)}/photo`)).status).toBe(404);
				}
			},
		},
		'photo-get': {
			refusals: [404],
			check: async ({ items, json }) => {
				for (const [index, key] of usual(tenant).entries()) {
					const { bytes, type } = await photo(key, '96x96');
					const [item] = items(BY_MODE[index]);
					expect(item.json).toEqual({
						hasPhoto: true,
						contentType: type,
						imageFileExtension: '.jpg',
						fileSize: bytes.length,
						user: key,
					});
					expect(contentOf(item)).toBe(sha256(bytes));
				}
				expect(json('Without a Photo')).toEqual([
					{
						hasPhoto: false,
						contentType: null,
						imageFileExtension: null,
						fileSize: null,
						user: member('noPhoto').userPrincipalName,
					},
				]);
			},
		},
		'photo-getMetadata': {
			refusals: [404],
			check: async ({ json }) => {
				for (const [index, key] of usual(tenant).entries()) {
					const path = `/users/${encodeURIComponent(key)}/photo`;
					const { height, width, '@odata.mediaContentType': contentType } = await graph(path);
					const imageFileExtension = '.jpg';
					const metadata =
						BY_MODE[index] === 'By User Principal Name'
							? {
									HasPhoto: true,
									Height: height,
									Width: width,
									ContentType: contentType,
									ImageFileExtension: imageFileExtension,
								}
							: { hasPhoto: true, height, width, contentType, imageFileExtension, user: key };
					expect(json(BY_MODE[index])).toEqual([metadata]);
				}
				expect(json('Without a Photo')).toEqual([
					{
						hasPhoto: false,
						height: null,
						width: null,
						contentType: null,
						imageFileExtension: null,
						user: member('noPhoto').userPrincipalName,
					},
				]);
			},
		},
		'photo-update': {
			check: async ({ items, json }) => {
				const uploaded = contentOf(items('Photo to Upload')[0]);
				for (const [index, key] of usual(tenant).entries()) {
					expect(json(BY_MODE[index])).toEqual([{ success: true, statusCode: 200, user: key }]);
					const { bytes, type } = await photo(key);
					expect([sha256(bytes), type]).toEqual([uploaded, 'image/jpeg']);
				}
			},
		},
		'photo-updateMine': {
			check: async ({ items, json }) => {
				expect(json('Mine')).toEqual([{ success: true, statusCode: 200, user: 'me' }]);
				const { bytes } = await photo(member('admin').id);
				expect(sha256(bytes)).toBe(contentOf(items('Photo to Upload')[0]));
			},
		},
	};
};
