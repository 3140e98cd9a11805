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
	request: { method: 'GET', path: '/users/{user}' },
	permission: 'User.Read.All',
	parameters: [user, selectFields(DEFAULT_FIELDS), ifNotFound(isNoUser), userFormat],
};
