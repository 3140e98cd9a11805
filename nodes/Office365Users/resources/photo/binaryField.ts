/** The fields of an item that hold a photo as a file: the one it is put in, the one it is taken from. */
import {
	BINARY_IN_JSON_PROPERTY,
	type IDataObject,
	type IExecuteSingleFunctions,
	type INodeProperties,
	isBinaryValue,
} from 'n8n-workflow';

import { InvalidParameterError } from '../../checks/invalidParameterError';
import { quoted } from '../../checks/text';
import { imageType, PHOTO_BYTES_LIMIT } from './imageType';

const INPUT = 'Input Data Field Name';
const OUTPUT = 'Output Data Field Name';

/** Two properties of one name: the label differs between reading and writing. */
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
	hint: 'The name of the input field that holds the image file to upload',
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
	/** Read when it is needed, so that not all items' files are in memory at once. */
	read(): Promise<Buffer>;
}

/**
 * The image to upload, looked at before anything is sent.
 * @param overridingType a content type to send instead of the one the bytes say
 * @throws {InvalidParameterError} when there is no such file, it is no image, or it is too big
 */
export async function imageFile(
	context: IExecuteSingleFunctions,
	overridingType: unknown,
): Promise<ImageFile> {
	const field = inputField(context);
	const read = async (): Promise<Buffer> => await context.helpers.getBinaryDataBuffer(field);
	const bytes = await read();
	const name = shownField(field);
	if (bytes.length === 0) {
		throw new InvalidParameterError(
			`The file in '${INPUT}' (${name}) is empty`,
			'Give an image file',
		);
	}
	if (bytes.length >= PHOTO_BYTES_LIMIT) {
		throw new InvalidParameterError(
			`The file in '${INPUT}' (${name}) has ${bytes.length.toLocaleString('en-US')} bytes; a photo must be smaller than 4 MB (${PHOTO_BYTES_LIMIT.toLocaleString('en-US')} bytes)`,
			'Make the image smaller; 648 x 648 pixels are enough',
		);
	}
	const found = imageType(bytes);
	if (found === undefined) {
		const { fileName } = context.helpers.assertBinaryData(field);
		throw new InvalidParameterError(
			`The file in '${INPUT}' (${name}${fileName ? `: ${quoted(fileName)}` : ''}) is not an image`,
			'Its content is none of JPEG, PNG, GIF, BMP and WebP, whatever its name says. Give an image file',
		);
	}
	return { contentType: contentType(overridingType) ?? found, read };
}

/** The field as n8n's helpers take it; by an expression it may also be the file itself. */
function inputField(context: IExecuteSingleFunctions): string {
	const given = parameterOf(context);
	if (isBinaryValue(given)) return given as unknown as string;
	const field = typeof given === 'string' ? given.trim() : given;
	if (typeof field !== 'string' || field === '') {
		throw new InvalidParameterError(
			`'${INPUT}' is ${quoted(given)}; it must be the name of a field that holds a file`,
			`Such as: data. ${fieldsWithFiles(context)}`,
		);
	}
	// Where n8n keeps files within the item's data, their names there have this in front.
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
		'What Microsoft Graph is told the file is. Leave empty to tell it what the content of the file says.',
};

function contentType(given: unknown): string | undefined {
	const type = typeof given === 'string' ? given.trim().toLowerCase() : (given ?? '');
	if (type === '') return undefined;
	if (typeof type === 'string' && /^image\/[a-z0-9][a-z0-9.+-]*$/.test(type)) return type;
	throw new InvalidParameterError(
		`'Content Type' is ${quoted(given)}; it must be the type of an image`,
		'Such as: image/jpeg. Leave it empty to have it found out from the file',
	);
}
