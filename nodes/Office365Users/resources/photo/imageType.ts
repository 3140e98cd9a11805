/** What type of image a file is, and its extension. */

/** A photo must stay below this many bytes (docs/graph.md#photo-upload-size). */
export const PHOTO_BYTES_LIMIT = 4 * 1024 * 1024;

/** The only type that Microsoft documents for photos (docs/graph.md#photo-upload). */
export const JPEG_TYPE = 'image/jpeg';

/** So many bytes from the beginning tell the type. */
export const HEAD_BYTES = 32;

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);
/** Sizes of the header that follows the 14 bytes of a BMP file. */
const BMP_HEADERS = new Set([12, 40, 52, 56, 64, 108, 124]);

/** The content type by the first HEAD_BYTES; a file's name says nothing. Undefined for anything that is not a known image. */
export function imageType(bytes: Buffer): string | undefined {
	const begins = (start: Buffer): boolean => bytes.subarray(0, start.length).equals(start);
	const text = (from: number, to: number): string => bytes.toString('latin1', from, to);
	if (begins(JPEG)) return JPEG_TYPE;
	if (begins(PNG)) return 'image/png';
	if (/^GIF8[79]a$/.test(text(0, 6))) return 'image/gif';
	if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'image/webp';
	// By two letters alone, any text that begins with "BM" would be an image.
	if (text(0, 2) === 'BM' && bytes.length > 18 && BMP_HEADERS.has(bytes.readUInt32LE(14))) {
		return 'image/bmp';
	}
	return undefined;
}

const EXTENSIONS: Readonly<Record<string, string>> = { jpeg: '.jpg', 'svg+xml': '.svg' };

/**
 * The extension with its dot, as the connector gives it (docs/graph.md#connector-photo-metadata);
 * null for anything that is not an image.
 */
export function imageExtension(contentType: string | null): string | null {
	const subtype = /^image\/([\w.+-]+)$/i.exec(contentType ?? '')?.[1].toLowerCase();
	if (subtype === undefined) return null;
	return EXTENSIONS[subtype] ?? `.${subtype.replace(/^x-/, '')}`;
}
