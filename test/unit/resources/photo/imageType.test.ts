import {
	imageExtension,
	imageType,
} from '../../../../nodes/Office365Users/resources/photo/imageType';
import { picture } from '../../../support/engine/images';

/** A BMP of one pixel with a header of this size. */
function bitmap(headerSize: number): Buffer {
	const file = Buffer.alloc(14 + headerSize + 4);
	file.write('BM');
	file.writeUInt32LE(file.length, 2);
	file.writeUInt32LE(14 + headerSize, 10);
	file.writeUInt32LE(headerSize, 14);
	return file;
}

test.each(['jpeg', 'png', 'gif', 'webp'] as const)(
	'a %s is recognized by its bytes',
	async (format) => {
		expect(imageType(await picture(60, 60, format))).toBe(`image/${format}`);
	},
);

test.each([12, 40, 124])('a BMP with a header of %d bytes is recognized', (size) => {
	expect(imageType(bitmap(size))).toBe('image/bmp');
});

test.each([
	['nothing', Buffer.alloc(0)],
	['one byte', Buffer.from([0xff])],
	['two bytes of a JPEG', Buffer.from([0xff, 0xd8])],
	['a text', Buffer.from('Hello, I am a photo')],
	['a text that begins like a BMP', Buffer.from('BMW is a maker of cars and motorcycles')],
	['a short text that begins like a BMP', Buffer.from('BM')],
	['a sound file', Buffer.from('RIFF\x24\0\0\0WAVEfmt ')],
	['a vector image', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
	['a document', Buffer.from('%PDF-1.7\n')],
	['GIF of no known version', Buffer.from('GIF90a\x01\0')],
	['a PNG without its first byte', Buffer.from('PNG\r\n\x1a\n')],
])('%s is not an image', (_, bytes) => {
	expect(imageType(bytes)).toBeUndefined();
});

test.each([
	['image/jpeg', '.jpg'],
	['image/JPEG', '.jpg'],
	['image/png', '.png'],
	['image/gif', '.gif'],
	['image/webp', '.webp'],
	['image/x-icon', '.icon'],
	['image/svg+xml', '.svg'],
	['text/html', null],
	['', null],
	[null, null],
])('the extension for %j is %j', (contentType, extension) => {
	expect(imageExtension(contentType)).toBe(extension);
});
