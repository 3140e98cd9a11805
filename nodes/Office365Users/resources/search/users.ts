import type { INodePropertyOptions } from 'n8n-workflow';

import { upToLimit } from '../../parameters/limit';
import { filtered, sending } from '../../parameters/options';
import { userOutput } from '../../parameters/outputFormat';
import { matchingTerm } from '../../parameters/searchTerm';
import { withFields } from '../../parameters/selectFields';
import { LARGEST_USER_PAGE } from '../../transport/paging';
import { beforeSend, needs } from '../../transport/request';
import { DEFAULT_LIST_FIELDS } from '../../userProperties';

export const users: INodePropertyOptions = {
	name: 'Search Users',
	value: 'users',
	action: 'Search users',
	description: 'Find users by name or address, by a filter, or list everyone',
	routing: {
		request: { method: 'GET', url: '/users' },
		send: {
			paginate: true,
			preSend: beforeSend(
				needs('User.ReadBasic.All or User.Read.All'),
				withFields(DEFAULT_LIST_FIELDS, { profilePerUser: true }),
				upToLimit(LARGEST_USER_PAGE),
				matchingTerm,
				filtered,
				sending,
			),
		},
		output: { postReceive: userOutput },
	},
};
