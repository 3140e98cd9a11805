import type { INodePropertyOptions } from 'n8n-workflow';

import { sending } from '../../parameters/options';
import { beforeSend, needs } from '../../transport/request';
import { fromFile } from './update';

export const updateMine: INodePropertyOptions = {
	name: 'Update My Photo',
	value: 'updateMine',
	action: 'Update my photo',
	description: 'Upload an image as the profile photo of the signed-in user',
	routing: {
		request: { method: 'PUT', url: '/me/photo/$value' },
		send: {
			paginate: true,
			preSend: beforeSend(needs('User.ReadWrite'), fromFile, sending),
		},
	},
};
