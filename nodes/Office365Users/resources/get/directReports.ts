import type { INodePropertyOptions } from 'n8n-workflow';

import { upToLimit } from '../../parameters/limit';
import { filtered, sending } from '../../parameters/options';
import { userOutput } from '../../parameters/outputFormat';
import { withFields } from '../../parameters/selectFields';
import { aboutUser } from '../../parameters/user';
import { LARGEST_USER_PAGE } from '../../transport/paging';
import { beforeSend, needs } from '../../transport/request';
import { DEFAULT_LIST_FIELDS } from '../../userProperties';

export const directReports: INodePropertyOptions = {
	name: 'Get Direct Reports',
	value: 'directReports',
	action: 'Get direct reports',
	description: 'Get the users who report to a user',
	routing: {
		request: { method: 'GET', url: '/users/{user}/directReports' },
		send: {
			paginate: true,
			preSend: beforeSend(
				needs('User.Read.All'),
				aboutUser,
				withFields(DEFAULT_LIST_FIELDS, { profilePerUser: true }),
				upToLimit(LARGEST_USER_PAGE),
				filtered,
				sending,
			),
		},
		output: { postReceive: userOutput },
	},
};
