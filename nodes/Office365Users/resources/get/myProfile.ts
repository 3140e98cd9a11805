import type { INodePropertyOptions } from 'n8n-workflow';

import { sending } from '../../parameters/options';
import { userOutput } from '../../parameters/outputFormat';
import { withFields } from '../../parameters/selectFields';
import { beforeSend, needs } from '../../transport/request';
import { DEFAULT_FIELDS } from '../../userProperties';

export const myProfile: INodePropertyOptions = {
	name: 'Get My Profile',
	value: 'myProfile',
	action: 'Get my profile',
	description: 'Get the profile of the signed-in user',
	routing: {
		request: { method: 'GET', url: '/me' },
		send: {
			paginate: true,
			preSend: beforeSend(needs('User.Read'), withFields(DEFAULT_FIELDS), sending),
		},
		output: { postReceive: userOutput },
	},
};
