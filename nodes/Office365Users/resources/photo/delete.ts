import type { INodePropertyOptions } from 'n8n-workflow';

import { sending } from '../../parameters/options';
import { aboutUser } from '../../parameters/user';
import { changePhoto } from '../../transport/photo';
import { beforeSend, needs, type Step } from '../../transport/request';
import { photoOwner } from './ofUser';

const removed: Step = function (request) {
	const { user = 'me' } = request.graph;
	request.graph.writes = { user, fields: ['photo'] };
	request.graph.perform = async (client) => {
		await changePhoto(client, photoOwner(request), { method: 'DELETE' });
		return [{ json: { deleted: true, user } }];
	};
};

export const deletePhoto: INodePropertyOptions = {
	name: 'Delete Photo',
	value: 'delete',
	action: 'Delete photo',
	description: 'Delete the profile photo of a user',
	routing: {
		request: { method: 'DELETE', url: '/users/{user}/photo/$value' },
		send: {
			paginate: true,
			preSend: beforeSend(needs('ProfilePhoto.ReadWrite.All'), aboutUser, removed, sending),
		},
	},
};
