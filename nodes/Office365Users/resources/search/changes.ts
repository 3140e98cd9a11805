import type { Operation } from '../../execution/operation';
import { userFormat } from '../../parameters/outputFormat';
import { selectFields } from '../../parameters/selectFields';
import { DEFAULT_LIST_FIELDS } from '../../users/userProperties';
import { sinceLastRound } from './changesState';

export const changes: Operation = {
	value: 'changes',
	name: 'Get Changed Users',
	action: 'Get changed users since last run',
	description: 'Get the users who were added, changed or removed since the last time',
	builderHint:
		"For a workflow that begins with a 'Schedule Trigger': the first run returns everyone, each later one only who changed. The published workflow remembers the place; runs in the editor do not.",
	request: { method: 'GET', path: '/users/delta' },
	permission: 'User.Read.All',
	parameters: [
		sinceLastRound,
		selectFields(DEFAULT_LIST_FIELDS, { profilePerUser: true }),
		userFormat,
	],
};
