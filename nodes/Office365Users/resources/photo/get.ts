import type { IDataObject } from 'n8n-workflow';

import type { Operation, Parameter } from '../../execution/operation';
import { ifNotFoundOption } from '../../parameters/ifNotFound';
import { user } from '../../parameters/user';
import { ME } from '../../users/userRef';
import { outputField, outputFieldProperty } from './binaryField';
import { imageExtension } from './imageType';
import { photoSentence } from './messages';
import { isAbsent } from './photoError';
import { OTHERS, photoPermission } from './photoPermissions';
import { photoSize, photoSizeOption } from './photoSize';
import { photoBytes } from './profilePhoto';

/** The photo as a file, with facts about it beside it. */
const asFile: Parameter = {
	properties: [outputFieldProperty],
	options: [ifNotFoundOption, photoSizeOption],
	step({ graph }, options) {
		const field = outputField(this);
		const size = photoSize(options.size);
		const owner = graph.user ?? ME;
		graph.permission = photoPermission(graph, 'read');
		graph.perform = async (client) => {
			const photo = await photoBytes(client, owner, size).catch((error: unknown) => {
				if (options.ifNotFound === 'returnEmpty' && isAbsent(error)) return undefined;
				throw error;
			});
			if (!photo) return [{ json: facts(owner.given, null) }];
			const { bytes, contentType } = photo;
			const fileName = `${owner.identity}${imageExtension(contentType) ?? ''}`;
			const file = await this.helpers.prepareBinaryData(bytes, fileName, contentType);
			return [{ json: facts(owner.given, contentType, bytes.length), binary: { [field]: file } }];
		};
	},
};

const facts = (
	user: string,
	contentType: string | null,
	fileSize: number | null = null,
): IDataObject => ({
	hasPhoto: contentType !== null,
	contentType,
	imageFileExtension: imageExtension(contentType),
	fileSize,
	user,
});

export const get: Operation = {
	value: 'get',
	name: 'Get Photo',
	action: 'Get photo of user',
	description: 'Get the profile photo of a user as a file',
	builderHint:
		"The photo comes as binary data. A user without one fails the item, unless options.ifNotFound is 'returnEmpty' (hasPhoto: false).",
	request: { method: 'GET', path: '/users/{user}/photo/$value' },
	permission: OTHERS.read,
	parameters: [user, asFile],
	explain: photoSentence,
};
