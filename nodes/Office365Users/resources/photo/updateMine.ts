import type { Operation } from '../../execution/operation';
import { photoSentence } from './messages';
import { OWN } from './photoPermissions';
import { uploadedImage } from './uploadedImage';

export const updateMine: Operation = {
	value: 'updateMine',
	name: 'Update My Photo',
	action: 'Update my photo (signed-in user)',
	description: 'Upload an image as the profile photo of the signed-in user',
	builderHint:
		"Takes the image from the item's binary data; make it a JPEG first, with n8n's 'Edit Image' node",
	request: { method: 'PUT', path: '/me/photo/$value' },
	permission: OWN.change,
	parameters: [uploadedImage],
	explain: photoSentence,
};
