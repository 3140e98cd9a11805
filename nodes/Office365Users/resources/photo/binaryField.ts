/** The fields of an item that hold a photo as a file: for output and for input. */
import {
	BINARY_IN_JSON_PROPERTY,
	type IBinaryData,
	type IDataObject,
	type IExecuteSingleFunctions,
	type INodeProperties,
	isBinaryValue,
} from 'n8n-workflow';

import { InvalidParameterError } from '../../checks/invalidParameterError';
import { quoted } from '../../checks/text';
import { HEAD_BYTES, imageType, PHOTO_BYTES_LIMIT } from './imageType';

const INPUT = 'Input Data Field Name';
const OUTPUT = 'Output Data Field Name';

/** Two properties with one name: the label differs between reading and writing. */
export const outputFieldProperty: INodeProperties = {
	displayName: OUTPUT,
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	required: true,
	placeholder: 'e.g. data',
	hint: 'The name of the output field to put the photo in',
};
export const inputFieldProperty: INodeProperties = {
	displayName: INPUT,
	name: 'binaryPropertyName',
	type: 'string',
	default: 'data',
	required: true,
	placeholder: 'e.g. data',
	hint: 'The name of the input field with the image file to upload',
	description:
		"Microsoft documents only JPEG for photos. The node 'Edit Image' of n8n converts other images: choose the operation 'Resize' and set the option 'Format' to JPEG.",
};

const parameterOf = (context: IExecuteSingleFunctions): unknown =>
	context.getNodeParameter('binaryPropertyName', 'data');

/** @throws {InvalidParameterError} when a file cannot be put in a field of that name */
export function outputField(context: IExecuteSingleFunctions): string {
	const given = parameterOf(context);
	if (typeof given === 'string' && given.trim() !== '') return given.trim();
	throw new InvalidParameterError(
		`'${OUTPUT}' is ${quoted(given)}; it must be the name of a field`,
		'Such as: data',
	);
}

export interface ImageFile {
	readonly contentType: string;
	/** How large the file is. */
	readonly bytes: number;
	/** The whole file; only the beginning has been looked at before. */
	read(): Promise<Buffer>;
}

/**
 * The image to upload, looked at before anything is sent. Only the beginning of the file is read, so
 * that the files of a run are not all in memory at once.
 * @param overridingType a content type to send instead of the one that the file has
 * @throws {InvalidParameterError} when there is no such file, it is not an image, or it is too large
 */
export async function imageFile(
	context: IExecuteSingleFunctions,
	overridingType: unknown,
): Promise<ImageFile> {
	const field = inputField(context);
	const file = context.helpers.assertBinaryData(field);
	const { head, size } = await beginningOf(file, context);
	const name = shownField(field);
	if (size === 0) {
		throw new InvalidParameterError(
			`The file in '${INPUT}' (${name}) is empty`,
			'Provide an image file',
		);
	}
	if (size >= PHOTO_BYTES_LIMIT) {
		throw new InvalidParameterError(
			`The file in '${INPUT}' (${name}) has ${size.toLocaleString('en-US')} bytes; a photo must be smaller than 4 MB (${PHOTO_BYTES_LIMIT.toLocaleString('en-US')} bytes)`,
			'Make the image smaller; 648 x 648 pixels are enough',
		);
	}
	const found = imageType(head);
	if (found === undefined) {
		const { fileName } = file;
		throw new InvalidParameterError(
			`The file in '${INPUT}' (${name}${fileName ? `: ${quoted(fileName)}` : ''}) is not an image`,
			'Whatever its name says, its content is not JPEG, PNG, GIF, BMP or WebP. Provide an image file, ideally JPEG',
		);
	}
	return {
		contentType: contentType(overridingType) ?? found,
		bytes: size,
		read: async () => await context.helpers.getBinaryDataBuffer(field),
	};
}

/** Where n8n keeps a file outside the item, only a part of it is read. */
async function beginningOf(
	{ id, data }: IBinaryData,
	{ helpers }: IExecuteSingleFunctions,
): Promise<{ head: Buffer; size: number }> {
	if (id === undefined) {
		const head = Buffer.from(data.slice(0, HEAD_BYTES * 2), 'base64');
		return { head, size: Buffer.byteLength(data, 'base64') };
	}
	const { fileSize } = await helpers.getBinaryMetadata(id);
	const stream = await helpers.getBinaryStream(id, HEAD_BYTES);
	const chunks: Buffer[] = [];
	let length = 0;
	// Leaving the loop closes the stream.
	for await (const chunk of stream) {
		chunks.push(Buffer.from(chunk as Uint8Array));
		length += chunks[chunks.length - 1].length;
		if (length >= HEAD_BYTES) break;
	}
	return { head: Buffer.concat(chunks), size: fileSize };
}

/** The field as n8n's helpers expect it; an expression may also give the file itself. */
function inputField(context: IExecuteSingleFunctions): string {
	const given = parameterOf(context);
	if (isBinaryValue(given)) return given as unknown as string;
	const field = typeof given === 'string' ? given.trim() : given;
	if (typeof field !== 'string' || field === '') {
		throw new InvalidParameterError(
			`'${INPUT}' is ${quoted(given)}; it must be the name of a field with a file`,
			`Such as: data. ${fieldsWithFiles(context)}`,
		);
	}
	// Where n8n keeps files within the item's data, this stands before their names.
	const found = [field, `${BINARY_IN_JSON_PROPERTY}.${field}`].find((name) => {
		try {
			return context.helpers.assertBinaryData(name) !== undefined;
		} catch {
			return false;
		}
	});
	if (found === undefined) {
		throw new InvalidParameterError(
			`'${INPUT}' is ${quoted(field)}, and the item has no file in a field of that name`,
			fieldsWithFiles(context),
		);
	}
	return found;
}

function fieldsWithFiles(context: IExecuteSingleFunctions): string {
	const { binary, json } = context.getInputData();
	const inJson = json[BINARY_IN_JSON_PROPERTY] as IDataObject | undefined;
	const names = [...Object.keys(binary ?? {}), ...Object.keys(inJson ?? {})];
	return names.length === 0
		? 'The item has no files at all. Read or download the image in a node before this one'
		: `The item has files in these fields: ${names.join(', ')}`;
}

const shownField = (field: unknown): string =>
	typeof field === 'string' ? quoted(field) : 'from the expression';

export const contentTypeOption: INodeProperties = {
	displayName: 'Content Type',
	name: 'contentType',
	type: 'string',
	default: '',
	placeholder: 'e.g. image/jpeg',
	description:
		'The type under which the file is uploaded. Leave empty to use the type of its content. Microsoft documents only image/jpeg.',
};

function contentType(given: unknown): string | undefined {
	const type = typeof given === 'string' ? given.trim().toLowerCase() : (given ?? '');
	if (type === '') return undefined;
	if (typeof type === 'string' && /^image\/[a-z0-9][a-z0-9.+-]*$/.test(type)) return type;
	throw new InvalidParameterError(
		`'Content Type' is ${quoted(given)}; it must be the type of an image`,
		'Such as: image/jpeg. Leave it empty to use the type of the file itself',
	);
}
