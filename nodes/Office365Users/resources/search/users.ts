import type { Operation } from '../../execution/operation';
import { limit } from '../../parameters/limit';
import { userFormat } from '../../parameters/outputFormat';
import { selectFields } from '../../parameters/selectFields';
import { addressLength, filteredAndSortedUsers } from '../../parameters/userQuery';
import { DEFAULT_LIST_FIELDS } from '../../users/userProperties';
import { LARGEST_USER_PAGE } from '../../users/userReader';
import { conditions } from './conditions';
import { counting, countOnly, unlessCounting } from './countOnly';
import { inactiveForDays } from './inactiveForDays';
import { memberOf } from './memberOf';
import { searchTerm } from './searchTerm';

export const users: Operation = {
	value: 'users',
	name: 'Search Users',
	action: 'Search users by name, address or filter',
	description: 'Find users by name, address, group or activity, or list everyone',
	builderHint:
		'Takes the beginning of a name or address as searchTerm. Without OData: options.conditions, options.memberOf for a group, options.inactiveForDays, options.countOnly for a number alone. At most 50 come, unless limit says otherwise or returnAll is true.',
	request: { method: 'GET', path: '/users' },
	permission: 'User.ReadBasic.All or User.Read.All',
	parameters: [
		counting,
		searchTerm,
		unlessCounting(selectFields(DEFAULT_LIST_FIELDS, { profilePerUser: true })),
		unlessCounting(limit(LARGEST_USER_PAGE)),
		memberOf,
		conditions,
		filteredAndSortedUsers,
		inactiveForDays,
		countOnly,
		addressLength,
		userFormat,
	],
};
