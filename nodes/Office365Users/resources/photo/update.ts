import type { Operation } from '../../execution/operation';
import { user } from '../../parameters/user';
import { photoSentence } from './messages';
import { OTHERS } from './photoPermissions';
import { uploadedImage } from './uploadedImage';

export const update: Operation = {
	value: 'update',
	name: 'Update User Photo',
	action: 'Update user photo',
	description: 'Upload an image as the profile photo of a user',
	builderHint:
		"Takes the image from the item's binary data; make it a JPEG first, with n8n's 'Edit Image' node",
	request: { method: 'PUT', path: '/users/{user}/photo/$value' },
	permission: OTHERS.change,
	parameters: [user, uploadedImage],
	explain: photoSentence,
};
