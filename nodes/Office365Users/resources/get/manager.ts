import type { Operation } from '../../execution/operation';
import { ifNotFound } from '../../parameters/ifNotFound';
import { userFormat } from '../../parameters/outputFormat';
import { selectFields } from '../../parameters/selectFields';
import { user } from '../../parameters/user';
import { isNoManager } from '../../users/notFound';
import { DEFAULT_FIELDS } from '../../users/userProperties';

export const manager: Operation = {
	value: 'manager',
	name: 'Get Manager',
	action: 'Get manager of user',
	description: 'Get the manager of a user',
	builderHint:
		"A user without a manager fails the item. Where some have none, set options.ifNotFound to 'returnEmpty': their items go on with found: false.",
	request: { method: 'GET', path: '/users/{user}/manager' },
	permission: 'User.Read.All',
	parameters: [
		user,
		// A manager is a directory object: SharePoint's fields are read at the manager's own address.
		selectFields(DEFAULT_FIELDS, { profilePerUser: true }),
		ifNotFound(isNoManager),
		userFormat,
	],
};
