/**
 * Values of custom attributes: by the tenant's definition where it is known, else by the value's own
 * type (docs/graph.md#directory-extensions).
 */
import { InvalidParameterError } from '../../checks/invalidParameterError';
import { listedText } from '../../checks/listedText';
import { quoted } from '../../checks/text';
import type {
	AttributeDefinition,
	AttributeType,
	AttributeValue,
	CustomAttribute,
} from '../../users/customAttributes';
import { instantOf, isDate } from './dateValue';
import { isEmpty } from './updateValues';

type Single = string | number | boolean;

/** Largest whole numbers; of the 64-bit ones as many as JSON carries exactly. */
const LARGEST = { Integer: 2 ** 31 - 1, LargeInteger: Number.MAX_SAFE_INTEGER };
const LONGEST_TEXT = { directoryExtension: 256, schemaExtension: 256, securityAttribute: 64 };
const MOST_BYTES = 256;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/**
 * @param given not empty
 * @param timezone of the workflow, for dates that have none of their own
 * @throws {InvalidParameterError} naming the attribute
 */
export function attributeValue(
	attribute: CustomAttribute,
	given: unknown,
	definition: AttributeDefinition | undefined,
	timezone: string,
): AttributeValue {
	if (definition === undefined) return ownValue(attribute, given, timezone);
	const one = (value: unknown): Single => typed(attribute, value, definition.type, timezone);
	if (definition.isCollection) return entriesOf(given).map(one);
	const values = Array.isArray(given)
		? (given as unknown[]).filter((value) => !isEmpty(value))
		: [given];
	if (values.length === 1) return one(values[0]);
	throw new InvalidParameterError(
		`'${attribute.name}' has ${values.length} values; this attribute takes one`,
	);
}

/** A list as it is, also written as JSON; other text is split at its commas. */
function entriesOf(given: unknown): unknown[] {
	const listed =
		typeof given === 'string'
			? (listedText(given) ?? given.split(',').map((part) => part.trim()))
			: given;
	return (Array.isArray(listed) ? (listed as unknown[]) : [listed]).filter(
		(entry) => !isEmpty(entry),
	);
}

const fails = ({ name }: CustomAttribute, given: unknown, what: string, hint?: string): Error =>
	new InvalidParameterError(`'${name}' is ${quoted(given)}, which is not ${what}`, hint);

function typed(
	attribute: CustomAttribute,
	given: unknown,
	type: AttributeType,
	timezone: string,
): Single {
	switch (type) {
		case 'Boolean': {
			const word = typeof given === 'string' ? given.trim().toLowerCase() : given;
			if (word === true || word === 'true') return true;
			if (word === false || word === 'false') return false;
			throw fails(attribute, given, 'true or false');
		}
		case 'Integer':
		case 'LargeInteger':
			return wholeNumber(attribute, given, LARGEST[type]);
		case 'DateTime':
			return instantOf(attribute.name, given, timezone);
		case 'Binary':
			return base64(attribute, given);
		case 'String':
			return text(attribute, given, timezone);
	}
}

function wholeNumber(attribute: CustomAttribute, given: unknown, largest: number): number {
	const isText = typeof given === 'string' && /^\s*[+-]?\d+(\.0+)?\s*$/.test(given);
	const number = isText ? Number(given) : given;
	if (typeof number !== 'number' || !Number.isInteger(number))
		throw fails(attribute, given, 'a whole number');
	if (Math.abs(number) > largest) {
		throw new InvalidParameterError(
			`'${attribute.name}' is ${quoted(given)}; the largest number that can be kept here is ${largest}`,
		);
	}
	return number;
}

function text(attribute: CustomAttribute, given: unknown, timezone: string): string {
	if (isDate(given)) return instantOf(attribute.name, given, timezone);
	if (typeof given === 'object') throw fails(attribute, given, 'text');
	const value = String(given);
	const longest = attribute.kind === 'openExtension' ? Infinity : LONGEST_TEXT[attribute.kind];
	if (value.length <= longest) return value;
	throw new InvalidParameterError(
		`'${attribute.name}' has ${value.length} characters; Microsoft allows ${longest}`,
	);
}

function base64(attribute: CustomAttribute, given: unknown): string {
	const value = typeof given === 'string' ? given.trim() : '';
	if (!BASE64.test(value) || value === '') {
		throw fails(
			attribute,
			given,
			'bytes in base64',
			'Bytes are written as text in base64, such as aGVsbG8=',
		);
	}
	if (Buffer.from(value, 'base64').length <= MOST_BYTES) return value;
	throw new InvalidParameterError(
		`'${attribute.name}' has more than ${MOST_BYTES} bytes, which is what Microsoft allows`,
	);
}

/** Where the tenant does not tell the type. */
function ownValue(attribute: CustomAttribute, given: unknown, timezone: string): AttributeValue {
	if (!Array.isArray(given)) return ownSingle(attribute, given, timezone);
	const values = (given as unknown[])
		.filter((value) => !isEmpty(value))
		.map((value) => ownSingle(attribute, value, timezone));
	if (new Set(values.map((value) => typeof value)).size <= 1) return values;
	throw new InvalidParameterError(
		`'${attribute.name}' has values of different kinds: ${quoted(given)}`,
	);
}

function ownSingle(attribute: CustomAttribute, given: unknown, timezone: string): Single {
	if (isDate(given)) return instantOf(attribute.name, given, timezone);
	if (typeof given === 'string') return text(attribute, given, timezone);
	if (typeof given === 'boolean') return given;
	if (typeof given === 'number' && Number.isFinite(given)) return given;
	throw fails(
		attribute,
		given,
		'a value that an attribute can have',
		'Give text, a number, true or false, a date, or a list of these',
	);
}
