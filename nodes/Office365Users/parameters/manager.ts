/** Whom to make the manager of a user. */
import type { INodeProperties } from 'n8n-workflow';

import { USER_LOCATOR } from './user';

const show = { resource: ['update'], operation: ['manager'] };

export const managerParameters: INodeProperties[] = [
	{
		displayName: 'Action',
		name: 'managerAction',
		type: 'options',
		default: 'assign',
		displayOptions: { show },
		options: [
			{ name: 'Assign', value: 'assign', description: 'Make someone the manager of the user' },
			{ name: 'Remove', value: 'remove', description: 'Leave the user without a manager' },
		],
	},
	{
		displayName: 'Manager',
		name: 'manager',
		description:
			'The manager: a user principal name, an ID, the address of a profile page, or the word me for the signed-in user',
		displayOptions: { show: { ...show, managerAction: ['assign'] } },
		...USER_LOCATOR,
	},
];
