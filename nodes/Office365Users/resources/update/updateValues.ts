/** Values for Update User: from what the editor or an expression gives to what Graph accepts. */
import { InvalidParameterError } from '../../checks/invalidParameterError';
import { quoted } from '../../checks/text';
import type { AttributeValue } from '../../users/customAttributes';
import type { WritableField } from '../../users/userProperties';
import { dateValue } from './dateValue';

export type GraphValue = string | boolean | string[] | null;
/** The same of fields and of custom attributes. */
export type AnyValue = GraphValue | AttributeValue;

/**
 * The value as Graph accepts it.
 * @param timezone of the workflow, for dates that have none of their own
 * @returns undefined when the given value is empty: "", null, undefined or []
 * @throws {InvalidParameterError} naming the field as the editor shows it
 */
export function graphValue(
	field: WritableField,
	given: unknown,
	timezone = 'UTC',
): GraphValue | undefined {
	if (field.kind === 'stringList') return listValue(field, given);
	if (field.kind === 'flags') return flagsValue(field, given);
	if (isEmpty(given)) return undefined;
	if (field.kind === 'boolean') return booleanValue(field, given);
	if (field.kind === 'dateTime') return dateValue(field, given, timezone);
	return textValue(field, given);
}

/** How Graph takes a field that is emptied (docs/graph.md#clearing-values). */
export const emptyValue = ({ kind }: Pick<WritableField, 'kind'>): GraphValue =>
	kind === 'stringList' ? [] : null;

/** Whether a value is what empties a field. */
export const isEmptied = (value: unknown): boolean =>
	value === null || (Array.isArray(value) && value.length === 0);

export const isEmpty = (given: unknown): boolean =>
	given === undefined ||
	given === null ||
	(typeof given === 'string' && given.trim() === '') ||
	(Array.isArray(given) && given.every(isEmpty));

/** A secret never appears in a message. */
const quotedUnlessSecret = ({ secret }: WritableField, given: unknown): string =>
	secret ? 'a value that' : `${quoted(given)}, which`;

function textValue(field: WritableField, given: unknown): string {
	if (typeof given !== 'string' && typeof given !== 'number') {
		throw new InvalidParameterError(
			`'${field.displayName}' must be text${field.secret ? '' : `, not ${quoted(given)}`}`,
		);
	}
	return checkedText(field, String(given));
}

function checkedText(field: WritableField, text: string): string {
	const { maxLength, values, format } = field.write;
	if (maxLength !== undefined && text.length > maxLength) {
		throw new InvalidParameterError(
			`'${field.displayName}' has ${text.length} characters; Microsoft allows ${maxLength}`,
		);
	}
	if (values) {
		// Other tools write the same words in lower case.
		const value = values.find((known) => known.toLowerCase() === text.trim().toLowerCase());
		if (value !== undefined) return value;
		throw new InvalidParameterError(
			`'${field.displayName}' is ${quotedUnlessSecret(field, text)} is not one of ${values.join(', ')}`,
		);
	}
	const rule = format && FORMATS[format];
	if (rule && !rule.pattern.test(text)) {
		throw new InvalidParameterError(
			`'${field.displayName}' is ${quotedUnlessSecret(field, text)} ${rule.problem}`,
			rule.hint,
		);
	}
	return text;
}

const FORMATS = {
	userPrincipalName: {
		pattern: /^[A-Za-z0-9'.\-_!#^~]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/,
		problem: 'is not a user principal name',
		hint: "It has the form name@domain, with a verified domain of the organization; the name may contain unaccented letters, digits and ' . - _ ! # ^ ~",
	},
	mail: {
		pattern: /^[\x21-\x3f\x41-\x7e]+@[\x21-\x3f\x41-\x7e]+$/,
		problem: 'is not a mail address that Microsoft accepts',
		hint: 'It has the form name@domain, without spaces or accented letters',
	},
	countryCode: {
		pattern: /^[A-Za-z]{2}$/,
		problem: 'is not a two-letter country code',
		hint: 'Such as DE, US or JP (ISO 3166)',
	},
	language: {
		pattern: /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/,
		problem: 'is not a language code',
		hint: 'Such as en-US or de-DE',
	},
	immutableId: {
		pattern: /^[^$_]*$/,
		problem: 'contains a $ or a _, which Microsoft does not allow here',
		hint: undefined,
	},
	url: {
		pattern: /^https?:\/\/\S+$/i,
		problem: 'is not a web address',
		hint: 'Such as https://example.com/nathan',
	},
} as const;

function booleanValue(field: WritableField, given: unknown): boolean {
	if (typeof given === 'boolean') return given;
	const word = typeof given === 'string' ? given.trim().toLowerCase() : undefined;
	if (word === 'true' || word === 'false') return word === 'true';
	throw new InvalidParameterError(
		`'${field.displayName}' must be true or false, not ${quoted(given)}`,
	);
}

/** Several values: a list, whose entries may have commas themselves, or text with commas. */
function listValue(field: WritableField, given: unknown): string[] | undefined {
	const entries = listEntries(given);
	if (entries.length === 0) return undefined;
	const { maxEntries } = field.write;
	if (maxEntries !== undefined && entries.length > maxEntries) {
		throw new InvalidParameterError(
			`'${field.displayName}' has ${entries.length} values; Microsoft allows ${maxEntries === 1 ? 'only one' : maxEntries}`,
		);
	}
	return entries.map((entry) => textValue(field, entry));
}

function listEntries(given: unknown): unknown[] {
	if (typeof given === 'string') return splitAtCommas(given);
	if (isEmpty(given)) return [];
	if (!Array.isArray(given)) return [given];
	return (given as unknown[]).flat().filter((entry) => !isEmpty(entry));
}

const splitAtCommas = (text: string): string[] =>
	text
		.split(',')
		.map((part) => part.trim())
		.filter(Boolean);

/**
 * What an expression gives as the one entry of a list in the editor, which may be all entries: text
 * with commas, or a list.
 * @param raw the same as the workflow holds it, with its expressions
 */
export const withoutEntry = (given: unknown, raw: unknown): unknown => {
	const [entry, ...more] = Array.isArray(raw) ? (raw as unknown[]) : [];
	const isExpression = typeof entry === 'string' && entry.startsWith('=');
	return isExpression && more.length === 0 && Array.isArray(given) && given.length === 1
		? (given as unknown[])[0]
		: given;
};

function flagsValue(field: WritableField, given: unknown): string | undefined {
	const words = listEntries(given).flatMap((word) =>
		typeof word === 'string' ? splitAtCommas(word) : [word],
	);
	if (words.length === 0) return undefined;
	return [...new Set(words.map((word) => textValue(field, word)))].join(', ');
}
