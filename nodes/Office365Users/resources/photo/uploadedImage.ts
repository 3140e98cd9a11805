/** The image that becomes the photo. */
import type { Parameter } from '../../execution/operation';
import { ME } from '../../users/userRef';
import { contentTypeOption, imageFile, inputFieldProperty } from './binaryField';
import { changePhoto } from './profilePhoto';

/** Looks at the image, and uploads it as raw bytes. */
export const uploadedImage: Parameter = {
	properties: [inputFieldProperty],
	options: [contentTypeOption],
	async step({ graph }, options) {
		const image = await imageFile(this, options.contentType);
		const owner = graph.user ?? ME;
		graph.changes = ['photo'];
		graph.perform = async (client) => {
			const { status } = await changePhoto(client, owner, {
				method: 'PUT',
				headers: { 'Content-Type': image.contentType },
				body: await image.read(),
			});
			return [{ json: { success: true, statusCode: status, user: owner.given } }];
		};
	},
};
