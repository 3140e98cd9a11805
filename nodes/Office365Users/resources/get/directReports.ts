import type { Operation } from '../../execution/operation';
import { limit } from '../../parameters/limit';
import { userFormat } from '../../parameters/outputFormat';
import { selectFields } from '../../parameters/selectFields';
import { user } from '../../parameters/user';
import { addressLength, filteredUsers } from '../../parameters/userQuery';
import { DEFAULT_LIST_FIELDS } from '../../users/userProperties';
import { LARGEST_USER_PAGE } from '../../users/userReader';

export const directReports: Operation = {
	value: 'directReports',
	name: 'Get Direct Reports',
	action: 'Get direct reports of user',
	description: 'Get the users who report to a user',
	builderHint: 'Only those one level below. A user whom nobody reports to gives no items.',
	request: { method: 'GET', path: '/users/{user}/directReports' },
	permission: 'User.Read.All',
	parameters: [
		user,
		selectFields(DEFAULT_LIST_FIELDS, { profilePerUser: true }),
		limit(LARGEST_USER_PAGE),
		filteredUsers,
		addressLength,
		userFormat,
	],
};
