import type { INodePropertyOptions } from 'n8n-workflow';

import { sending } from '../../parameters/options';
import { beforeSend, needs } from '../../transport/request';
import { MY_PROFILE_FIELDS } from '../../userProperties';
import { withChanges } from './user';

export const myProfile: INodePropertyOptions = {
	name: 'Update My Profile',
	value: 'myProfile',
	action: 'Update my profile',
	description: 'Change profile fields of the signed-in user',
	routing: {
		request: { method: 'PATCH', url: '/me' },
		send: {
			paginate: true,
			preSend: beforeSend(needs('User.ReadWrite'), withChanges(MY_PROFILE_FIELDS), sending),
		},
	},
};
