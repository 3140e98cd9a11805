/** The value of a condition: from what people give to what stands in a filter. */
import { DATE_EXAMPLES, givenDate, instant } from '../checks/givenDate';
import { InvalidParameterError } from '../checks/invalidParameterError';
import { lettersAndDigits } from '../checks/bareName';
import { listedText } from '../checks/listedText';
import { quoted, trimmedName, wellFormed } from '../checks/text';
import { literal } from '../transport/graphUrl';
import { dateLiteral, type DateMeaning, dateMeaning } from './conditionDates';
import type { ConditionField } from './conditionFields';

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * One value as it stands in a filter, texts with their quotes.
 * @param at for messages: the parameter as the editor shows it
 * @param options isEnd, isStart: the value is compared with the end or the start of a text
 * @throws {InvalidParameterError} for no value, several, or one of the wrong kind
 */
export function valueOf(
	field: ConditionField,
	given: unknown,
	at: string,
	{ isEnd = false, isStart = false, timezone = 'UTC' } = {},
): string {
	if (isEmpty(given)) throw empty(field, at);
	if (Array.isArray(given)) {
		throw new InvalidParameterError(
			`${at} must be one value for ${field.displayName}, not ${quoted(given)}`,
			field.operators.includes('isOneOf') ? 'For several values choose Is One Of' : undefined,
		);
	}
	switch (field.kind) {
		case 'boolean':
			return booleanValue(field, given, at);
		case 'id':
			return literal(guid(field, given, at));
		case 'idList':
			return guid(field, given, at);
		case 'extension':
			// Only text has a start.
			return isStart
				? literal(textValue(field, given, at, isEnd))
				: extensionValue(field, given, at, timezone);
		default:
			return literal(textValue(field, given, at, isEnd));
	}
}

/** Several values, from a list, or from text with commas or line breaks; none of them twice. */
export function textsOf(
	field: ConditionField,
	given: unknown,
	at: string,
	timezone: string,
): string[] {
	const entries = listEntries(given).filter((entry) => !isEmpty(entry));
	if (entries.length === 0) throw empty(field, at);
	return [...new Set(entries.map((entry) => valueOf(field, entry, at, { timezone })))];
}

/** @throws {InvalidParameterError} for no value, or what is no date */
export function dateOf(
	field: ConditionField,
	given: unknown,
	at: string,
	timezone: string,
): DateMeaning {
	if (isEmpty(given)) throw empty(field, at);
	const date = givenDate(typeof given === 'string' ? trimmedName(given) : given, timezone);
	if (date) return dateMeaning(field.name, date);
	throw new InvalidParameterError(
		`${at} is ${quoted(given)} for ${field.displayName}, which is not a date`,
		DATE_EXAMPLES,
	);
}

const isEmpty = (given: unknown): boolean =>
	given === undefined ||
	given === null ||
	(typeof given === 'string' && trimmedName(given) === '') ||
	(Array.isArray(given) && given.every(isEmpty));

const empty = ({ displayName, operators }: ConditionField, at: string): InvalidParameterError =>
	new InvalidParameterError(
		`${at} is empty for ${displayName}`,
		operators.includes('isEmpty')
			? 'To find users who have no value there, choose Is Empty'
			: 'Give a value, or remove the condition',
	);

/** One in double quotes, in which a comma is part of the value, or whatever is between commas. */
const ENTRY = /[ \t]*"([^"]*)"[ \t]*(?=[,\r\n]|$)|[^,\r\n]+/g;

/** Entries of a list are taken as they are: a name may have a comma in it. */
function listEntries(given: unknown): unknown[] {
	if (Array.isArray(given)) return given;
	if (typeof given !== 'string') return [given];
	return (
		listedText(given) ??
		[...given.matchAll(ENTRY)].map(([entry, quotedEntry = entry]) => quotedEntry)
	);
}

function booleanValue(field: ConditionField, given: unknown, at: string): string {
	const word = typeof given === 'string' ? trimmedName(given).toLowerCase() : String(given);
	if (word === 'true' || word === 'false') return word;
	throw new InvalidParameterError(
		`${at} must be true or false for ${field.displayName}, not ${quoted(given)}`,
	);
}

function guid(field: ConditionField, given: unknown, at: string): string {
	const text = typeof given === 'string' ? trimmedName(given) : '';
	if (GUID.test(text)) return text;
	throw new InvalidParameterError(
		`${at} is ${quoted(given)} for ${field.displayName}, which is not an ID`,
		field.kind === 'idList'
			? 'The ID of a license (skuId) such as 6fd2c87f-b296-42f0-b197-1e91e994b900; the field Assigned Licenses of a user who has it shows it'
			: 'Such as 87d349ed-44d7-43e1-9a83-5f2406dee5bd',
	);
}

function textValue(field: ConditionField, given: unknown, at: string, isEnd: boolean): string {
	if (typeof given !== 'string' && !Number.isFinite(given)) {
		throw new InvalidParameterError(
			`${at} must be text for ${field.displayName}, not ${quoted(given)}`,
		);
	}
	const text = wellFormed(trimmedName(String(given)), at.replace(/^'|'$/g, ''));
	if (field.values) return choice(field, field.values, text, at);
	// Other tools hand over guests' names encoded.
	if (field.name === 'userPrincipalName') return text.replace(/%23EXT%23/gi, '#EXT#');
	// An address alone means mail; Microsoft keeps the kind of address before it.
	if (field.name === 'proxyAddresses' && !isEnd && !/^[a-z0-9]+:/i.test(text))
		return `smtp:${text}`;
	return text;
}

/** People write a choice's label or other case. */
function choice(
	field: ConditionField,
	values: readonly string[],
	text: string,
	at: string,
): string {
	const value = values.find((known) => lettersAndDigits(known) === lettersAndDigits(text));
	if (value !== undefined) return value;
	throw new InvalidParameterError(
		`${at} is ${quoted(text)} for ${field.displayName}, which is not one of ${values.join(', ')}`,
	);
}

/**
 * Only the tenant knows an extension's type, so the value's own type decides. n8n makes text of a
 * luxon date, so a date with a time and a time zone is one.
 */
function extensionValue(
	field: ConditionField,
	given: unknown,
	at: string,
	timezone: string,
): string {
	if (typeof given === 'boolean' || Number.isFinite(given)) return String(given);
	const date = givenDate(given, timezone);
	if (date?.offset !== undefined) return dateLiteral(instant(date.day, date.time, date.offset));
	return literal(textValue(field, given, at, false));
}
