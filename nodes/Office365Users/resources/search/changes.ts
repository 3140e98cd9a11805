import type { Operation } from '../../execution/operation';
import { userFormat } from '../../parameters/outputFormat';
import { selectFields } from '../../parameters/selectFields';
import { DEFAULT_LIST_FIELDS } from '../../users/userProperties';
import { sinceLastRound } from './changesState';

export const changes: Operation = {
	value: 'changes',
	name: 'Get Changed Users',
	action: 'Get changed users',
	description: 'Get the users who were added, changed or removed since the last time',
	request: { method: 'GET', path: '/users/delta' },
	permission: 'User.Read.All',
	parameters: [
		sinceLastRound,
		selectFields(DEFAULT_LIST_FIELDS, { profilePerUser: true }),
		userFormat,
	],
};
