import type { Operation } from '../../execution/operation';
import { ifNotFound } from '../../parameters/ifNotFound';
import { userFormat } from '../../parameters/outputFormat';
import { selectFields } from '../../parameters/selectFields';
import { user } from '../../parameters/user';
import { isNoUser } from '../../users/notFound';
import { DEFAULT_FIELDS } from '../../users/userProperties';

export const userProfile: Operation = {
	value: 'userProfile',
	name: 'Get User Profile',
	action: 'Get user profile',
	description: 'Get the profile of one user',
	builderHint:
		"For users whose user principal name, ID, mail or employee ID is known; someone known by name is found with Search Users. Someone who is not there fails the item, unless options.ifNotFound is 'returnEmpty'.",
	request: { method: 'GET', path: '/users/{user}' },
	permission: 'User.Read.All',
	parameters: [user, selectFields(DEFAULT_FIELDS), ifNotFound(isNoUser), userFormat],
};
