import type { INodePropertyOptions } from 'n8n-workflow';

import { sinceLastRound } from '../../parameters/changesState';
import { sending } from '../../parameters/options';
import { userOutput } from '../../parameters/outputFormat';
import { withFields } from '../../parameters/selectFields';
import { beforeSend, needs } from '../../transport/request';
import { DEFAULT_LIST_FIELDS } from '../../userProperties';

export const changes: INodePropertyOptions = {
	name: 'Get Changed Users',
	value: 'changes',
	action: 'Get changed users',
	description: 'Get the users who were added, changed or removed since the last time',
	routing: {
		request: { method: 'GET', url: '/users/delta' },
		send: {
			paginate: true,
			preSend: beforeSend(
				needs('User.Read.All'),
				withFields(DEFAULT_LIST_FIELDS, { profilePerUser: true }),
				sinceLastRound,
				sending,
			),
		},
		output: { postReceive: userOutput },
	},
};
