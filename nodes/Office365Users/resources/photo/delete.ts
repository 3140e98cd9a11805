import type { Operation, Parameter } from '../../execution/operation';
import { user } from '../../parameters/user';
import { ME } from '../../users/userRef';
import { photoSentence } from './messages';
import { changePhoto } from './profilePhoto';

const deletion: Parameter = {
	step({ graph }) {
		const owner = graph.user ?? ME;
		graph.changes = ['photo'];
		graph.perform = async (client) => {
			await changePhoto(client, owner, { method: 'DELETE' });
			return [{ json: { deleted: true, user: owner.given } }];
		};
	},
};

export const deletePhoto: Operation = {
	value: 'delete',
	name: 'Delete Photo',
	action: 'Delete photo',
	description: 'Delete the profile photo of a user',
	request: { method: 'DELETE', path: '/users/{user}/photo/$value' },
	permission: 'ProfilePhoto.ReadWrite.All',
	parameters: [user, deletion],
	explain: photoSentence,
};
