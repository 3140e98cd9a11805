import type { Operation } from '../../execution/operation';
import { user as namedUser } from '../../parameters/user';
import { WRITABLE_FIELDS } from '../../users/userProperties';
import { fieldChanges } from './fieldChanges';
import { updateSentence } from './messages';

export const user: Operation = {
	value: 'user',
	name: 'Update User',
	action: 'Update user',
	description: 'Change fields of a user',
	builderHint:
		'For the same few fields of one or several users. For a list with values of its own for each user take Sync Users, which writes only what differs.',
	request: { method: 'PATCH', path: '/users/{user}' },
	permission: 'User.ReadUpdate.All or User.ReadWrite.All',
	parameters: [namedUser, fieldChanges(WRITABLE_FIELDS, { hasCustom: true })],
	explain: updateSentence,
};
