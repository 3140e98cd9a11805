/** The image that becomes the photo. */
import type { Parameter } from '../../execution/operation';
import { ME } from '../../users/userRef';
import { contentTypeOption, imageFile, inputFieldProperty } from './binaryField';
import { photoPermission } from './photoPermissions';
import { changePhoto } from './profilePhoto';
import { slotsFor, uploadSlots } from './uploadSlots';

/** Looks at the image, and uploads it as raw bytes when its turn has come. */
export const uploadedImage: Parameter = {
	properties: [inputFieldProperty],
	options: [contentTypeOption],
	async step({ graph }, options) {
		const image = await imageFile(this, options.contentType);
		const owner = graph.user ?? ME;
		graph.changes = ['photo'];
		graph.permission = photoPermission(graph, 'change');
		graph.perform = async (client) => {
			const { status } = await uploadSlots(graph.run ?? graph).use(
				async () =>
					await changePhoto(client, owner, {
						method: 'PUT',
						headers: { 'Content-Type': image.contentType },
						// A run that has ended sends nothing more, so there is nothing to read.
						...(graph.run?.ended === true ? {} : { body: await image.read() }),
					}),
				slotsFor(image.bytes),
			);
			return [{ json: { success: true, statusCode: status, user: owner.given } }];
		};
	},
};
