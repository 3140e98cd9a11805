/** Images to upload and to measure, made with the tenant's image library. */
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { INodeExecutionData } from 'n8n-workflow';

interface Image {
	toFormat(format: string): Image;
	toBuffer(): Promise<Buffer>;
	metadata(): Promise<{ width: number; height: number; format: string }>;
}
type Sharp = (input: Buffer | { create: object }) => Image;

const sharp = createRequire(join(__dirname, '../../../sandbox/tenant/package.json'))(
	'sharp',
) as Sharp;

/** A single-colour image. */
export const picture = async (
	width: number,
	height: number,
	format: 'jpeg' | 'png' | 'gif' | 'webp' = 'jpeg',
	background = '#2468ac',
): Promise<Buffer> =>
	await sharp({ create: { width, height, channels: 3, background } })
		.toFormat(format)
		.toBuffer();

/** Pads the file to this size with bytes after the end of the image. */
export const padded = (image: Buffer, bytes: number): Buffer =>
	Buffer.concat([image, Buffer.alloc(bytes - image.length)]);

/** What the bytes themselves say. */
export async function measured(
	image: Buffer,
): Promise<{ width: number; height: number; format: string }> {
	const { width, height, format } = await sharp(image).metadata();
	return { width, height, format };
}

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** An item that holds a file in memory, as n8n keeps it by default. */
export const withFile = (
	bytes: Buffer,
	{ json = {}, field = 'data', fileName = 'photo.jpg', mimeType = 'image/jpeg' } = {},
): INodeExecutionData => ({
	json,
	binary: { [field]: { data: bytes.toString('base64'), mimeType, fileName } },
});
