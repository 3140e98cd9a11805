import type { INodePropertyOptions } from 'n8n-workflow';

import { ifNotFound, sending } from '../../parameters/options';
import { userOutput } from '../../parameters/outputFormat';
import { withFields } from '../../parameters/selectFields';
import { aboutUser } from '../../parameters/user';
import { beforeSend, needs } from '../../transport/request';
import { DEFAULT_FIELDS } from '../../userProperties';

export const userProfile: INodePropertyOptions = {
	name: 'Get User Profile',
	value: 'userProfile',
	action: 'Get user profile',
	description: 'Get the profile of one user',
	routing: {
		request: { method: 'GET', url: '/users/{user}' },
		send: {
			paginate: true,
			preSend: beforeSend(
				needs('User.Read.All'),
				aboutUser,
				withFields(DEFAULT_FIELDS),
				ifNotFound('user'),
				sending,
			),
		},
		output: { postReceive: userOutput },
	},
};
