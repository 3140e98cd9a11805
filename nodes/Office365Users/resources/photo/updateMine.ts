import type { Operation } from '../../execution/operation';
import { photoSentence } from './messages';
import { OWN } from './photoPermissions';
import { uploadedImage } from './uploadedImage';

export const updateMine: Operation = {
	value: 'updateMine',
	name: 'Update My Photo',
	action: 'Update my photo',
	description: 'Upload an image as the profile photo of the signed-in user',
	request: { method: 'PUT', path: '/me/photo/$value' },
	permission: OWN.change,
	parameters: [uploadedImage],
	explain: photoSentence,
};
