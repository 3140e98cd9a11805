/** The option Size: which of Graph's sizes of a photo is read (graph-facts 2.7). */
import type { INodeProperties } from 'n8n-workflow';

import { BadInput, shown } from '../transport/badInput';
import { PHOTO_SIZES } from '../transport/photo';

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
	displayOptions: { show: { '/resource': ['photo'], '/operation': ['get'] } },
};

/** @returns undefined for the largest */
export function photoSize(given: unknown): string | undefined {
	const size = typeof given === 'string' ? given.replace(/\s/g, '').toLowerCase() : given;
	if (size === undefined || size === 'largest') return undefined;
	const known = PHOTO_SIZES.find((one) => one === size);
	if (known === undefined) {
		throw new BadInput(
			`'Size' is ${shown(given)}, which is not a size that photos have`,
			`Choose one of: largest, ${PHOTO_SIZES.join(', ')}`,
		);
	}
	return known;
}
