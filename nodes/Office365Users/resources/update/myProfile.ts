import type { Operation } from '../../execution/operation';
import { MY_PROFILE_FIELDS } from '../../users/userProperties';
import { fieldChanges } from './fieldChanges';
import { updateSentence } from './messages';

export const myProfile: Operation = {
	value: 'myProfile',
	name: 'Update My Profile',
	action: 'Update my profile',
	description: 'Change profile fields of the signed-in user',
	request: { method: 'PATCH', path: '/me' },
	permission: 'User.ReadWrite',
	parameters: [fieldChanges(MY_PROFILE_FIELDS)],
	explain: updateSentence,
};
