import type { Operation } from '../../execution/operation';
import { userFormat } from '../../parameters/outputFormat';
import { selectFields } from '../../parameters/selectFields';
import { DEFAULT_FIELDS } from '../../users/userProperties';

export const myProfile: Operation = {
	value: 'myProfile',
	name: 'Get My Profile',
	action: 'Get my profile (signed-in user)',
	description: 'Get the profile of the signed-in user',
	request: { method: 'GET', path: '/me' },
	permission: 'User.Read',
	parameters: [selectFields(DEFAULT_FIELDS), userFormat],
};
