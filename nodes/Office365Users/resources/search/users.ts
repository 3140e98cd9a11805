import type { Operation } from '../../execution/operation';
import { limit } from '../../parameters/limit';
import { userFormat } from '../../parameters/outputFormat';
import { selectFields } from '../../parameters/selectFields';
import { filteredAndSortedUsers } from '../../parameters/userQuery';
import { DEFAULT_LIST_FIELDS } from '../../users/userProperties';
import { LARGEST_USER_PAGE } from '../../users/userReader';
import { countOnly, unlessCounting } from './countOnly';
import { inactiveForDays } from './inactiveForDays';
import { memberOf } from './memberOf';
import { searchTerm } from './searchTerm';

export const users: Operation = {
	value: 'users',
	name: 'Search Users',
	action: 'Search users',
	description: 'Find users by name, address, group or activity, or list everyone',
	request: { method: 'GET', path: '/users' },
	permission: 'User.ReadBasic.All or User.Read.All',
	parameters: [
		searchTerm,
		unlessCounting(selectFields(DEFAULT_LIST_FIELDS, { profilePerUser: true })),
		unlessCounting(limit(LARGEST_USER_PAGE)),
		memberOf,
		filteredAndSortedUsers,
		inactiveForDays,
		countOnly,
		userFormat,
	],
};
