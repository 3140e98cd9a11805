import type { INodePropertyOptions } from 'n8n-workflow';

import { imageFile } from '../../parameters/binaryField';
import { sending } from '../../parameters/options';
import { aboutUser } from '../../parameters/user';
import { changePhoto } from '../../transport/photo';
import { beforeSend, needs, type Step } from '../../transport/request';
import { photoOwner } from './ofUser';

/** Looks at the image, and uploads it as raw bytes. */
export const fromFile: Step = async function (request, options) {
	const image = await imageFile(this, options.contentType);
	const { user = 'me' } = request.graph;
	request.graph.writes = { user, fields: ['photo'] };
	request.graph.perform = async (client) => {
		const { status } = await changePhoto(client, photoOwner(request), {
			method: 'PUT',
			headers: { 'Content-Type': image.contentType },
			body: await image.read(),
		});
		return [{ json: { success: true, statusCode: status, user } }];
	};
};

export const update: INodePropertyOptions = {
	name: 'Update User Photo',
	value: 'update',
	action: 'Update user photo',
	description: 'Upload an image as the profile photo of a user',
	routing: {
		request: { method: 'PUT', url: '/users/{user}/photo/$value' },
		send: {
			paginate: true,
			preSend: beforeSend(needs('ProfilePhoto.ReadWrite.All'), aboutUser, fromFile, sending),
		},
	},
};
