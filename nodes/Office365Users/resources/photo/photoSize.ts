/** The option Size: which of Graph's sizes of a photo is read (docs/graph.md#photo-sizes). */
import type { INodeProperties } from 'n8n-workflow';

import { InvalidParameterError } from '../../checks/invalidParameterError';
import { quoted } from '../../checks/text';
import { PHOTO_SIZES } from './profilePhoto';

export const photoSizeOption: INodeProperties = {
	displayName: 'Size',
	name: 'size',
	type: 'options',
	default: 'largest',
	description:
		'The size of the photo in pixels. Sizes above that of the uploaded photo do not exist, and photos of users without a mailbox have just one size.',
	options: [
		{ name: 'Largest', value: 'largest', description: 'The photo as it was uploaded' },
		...PHOTO_SIZES.map((size) => ({ name: size.replace('x', ' x '), value: size as string })),
	],
};

/** @returns undefined for the largest */
export function photoSize(given: unknown): string | undefined {
	const size = typeof given === 'string' ? given.replace(/\s/g, '').toLowerCase() : given;
	if (size === undefined || size === 'largest') return undefined;
	const known = PHOTO_SIZES.find((one) => one === size);
	if (known === undefined) {
		throw new InvalidParameterError(
			`'Size' is ${quoted(given)}, which is not a size that photos have`,
			`Choose one of: largest, ${PHOTO_SIZES.join(', ')}`,
		);
	}
	return known;
}
