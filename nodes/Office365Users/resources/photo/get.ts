import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import { outputField } from '../../parameters/binaryField';
import { sending } from '../../parameters/options';
import { photoSize } from '../../parameters/photoSize';
import { aboutUser } from '../../parameters/user';
import { imageExtension } from '../../transport/imageType';
import { photoBytes } from '../../transport/photo';
import { PhotoRefusal } from '../../transport/photoRefusal';
import { beforeSend, needs, type Step } from '../../transport/request';
import { photoFileName, photoOwner } from './ofUser';

/** The photo as a file, with what is known of it beside it. */
const asFile: Step = function (request, options) {
	const field = outputField(this);
	const size = photoSize(options.size);
	const { user = 'me' } = request.graph;
	request.graph.perform = async (client) => {
		const photo = await photoBytes(client, photoOwner(request), size).catch((error: unknown) => {
			if (options.ifNotFound === 'returnEmpty' && isAbsent(error)) return undefined;
			throw error;
		});
		if (!photo) return [{ json: facts(user, null) }];
		const { bytes, contentType } = photo;
		const fileName = photoFileName(user, imageExtension(contentType));
		const file = await this.helpers.prepareBinaryData(bytes, fileName, contentType);
		return [{ json: facts(user, contentType, bytes.length), binary: { [field]: file } }];
	};
};

const isAbsent = (error: unknown): boolean =>
	error instanceof PhotoRefusal && error.reason === 'absent';

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

export const get: INodePropertyOptions = {
	name: 'Get Photo',
	value: 'get',
	action: 'Get photo',
	description: 'Get the profile photo of a user as a file',
	routing: {
		request: { method: 'GET', url: '/users/{user}/photo/$value' },
		send: {
			paginate: true,
			preSend: beforeSend(
				needs('User.ReadBasic.All or ProfilePhoto.Read.All'),
				aboutUser,
				asFile,
				sending,
			),
		},
	},
};
