import type { INodePropertyOptions } from 'n8n-workflow';

import { ifNotFound, sending } from '../../parameters/options';
import { userOutput } from '../../parameters/outputFormat';
import { withFields } from '../../parameters/selectFields';
import { aboutUser } from '../../parameters/user';
import { beforeSend, needs } from '../../transport/request';
import { DEFAULT_FIELDS } from '../../userProperties';

export const manager: INodePropertyOptions = {
	name: 'Get Manager',
	value: 'manager',
	action: 'Get manager',
	description: 'Get the manager of a user',
	routing: {
		request: { method: 'GET', url: '/users/{user}/manager' },
		send: {
			paginate: true,
			preSend: beforeSend(
				needs('User.Read.All'),
				aboutUser,
				// A manager is a directory object: the profile is read on the manager's own address.
				withFields(DEFAULT_FIELDS, { profilePerUser: true }),
				ifNotFound('manager'),
				sending,
			),
		},
		output: { postReceive: userOutput },
	},
};
