import type { Operation, Parameter } from '../../execution/operation';
import { outputFormat } from '../../parameters/outputFormat';
import { user } from '../../parameters/user';
import { ME } from '../../users/userRef';
import { imageExtension } from './imageType';
import { photoSentence } from './messages';
import { OTHERS, photoPermission } from './photoPermissions';
import { photoFacts } from './profilePhoto';

/** Whether there is a photo, and what it is like; a user without one is no reason to fail. */
const asFacts: Parameter = {
	step({ graph }) {
		const owner = graph.user ?? ME;
		graph.permission = photoPermission(graph, 'read');
		graph.perform = async (client) => {
			const facts = await photoFacts(client, owner);
			return [
				{
					json: {
						hasPhoto: facts !== undefined,
						height: facts?.height ?? null,
						width: facts?.width ?? null,
						contentType: facts?.contentType ?? null,
						imageFileExtension: imageExtension(facts?.contentType ?? null),
						user: owner.given,
					},
				},
			];
		};
	},
};

const photoFormat: Parameter = outputFormat((json) => ({
	HasPhoto: json.hasPhoto,
	Height: json.height,
	Width: json.width,
	ContentType: json.contentType,
	ImageFileExtension: json.imageFileExtension,
}));

export const getMetadata: Operation = {
	value: 'getMetadata',
	name: 'Get Photo Metadata',
	action: 'Get photo metadata of user',
	description: 'Find out whether a user has a profile photo, and its size and type',
	request: { method: 'GET', path: '/users/{user}/photo' },
	permission: OTHERS.read,
	parameters: [user, asFacts, photoFormat],
	explain: photoSentence,
};
