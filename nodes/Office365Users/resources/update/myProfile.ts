import type { Operation } from '../../execution/operation';
import { MY_PROFILE_FIELDS } from '../../users/userProperties';
import { fieldChanges } from './fieldChanges';
import { updateSentence } from './messages';

export const myProfile: Operation = {
	value: 'myProfile',
	name: 'Update My Profile',
	action: 'Update my profile (signed-in user)',
	description: 'Change profile fields of the signed-in user',
	builderHint:
		'Only About Me, skills and the like of the account that the credential is signed in with. For anyone else take Update User.',
	request: { method: 'PATCH', path: '/me' },
	permission: 'User.ReadWrite',
	parameters: [fieldChanges(MY_PROFILE_FIELDS)],
	explain: updateSentence,
};
