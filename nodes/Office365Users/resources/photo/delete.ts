import type { Operation, Parameter } from '../../execution/operation';
import { user } from '../../parameters/user';
import { ME } from '../../users/userRef';
import { photoSentence } from './messages';
import { isAbsent } from './photoError';
import { OTHERS, photoPermission } from './photoPermissions';
import { changePhoto } from './profilePhoto';

const deletion: Parameter = {
	step({ graph }) {
		const owner = graph.user ?? ME;
		graph.changes = ['photo'];
		graph.permission = photoPermission(graph, 'change');
		graph.perform = async (client) => {
			const deleted = await changePhoto(client, owner, { method: 'DELETE' }).then(
				() => true,
				(error: unknown) => {
					// Where there is none, there is nothing left to do; an earlier try may have done it.
					if (isAbsent(error)) return error.mayBeDone;
					throw error;
				},
			);
			return [{ json: { deleted, user: owner.given } }];
		};
	},
};

export const deletePhoto: Operation = {
	value: 'delete',
	name: 'Delete Photo',
	action: 'Delete photo of user',
	description: 'Delete the profile photo of a user, if there is one',
	request: { method: 'DELETE', path: '/users/{user}/photo/$value' },
	permission: OTHERS.change,
	parameters: [user, deletion],
	explain: photoSentence,
};
