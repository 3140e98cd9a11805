/**
 * Whether two values of a user's field are the same: they are when Graph would keep the same for
 * both.
 */
import type { Entity } from '../transport/entity';
import { CALENDAR_DAYS } from './calendarDays';
import { attributeIn, type CustomField } from './customAttributes';
import type { WritableField } from './userProperties';

/** What of a field the comparison depends on. */
type Compared =
	| Pick<WritableField, 'name' | 'kind' | 'sharePoint' | 'secret' | 'write'>
	| CustomField;

/**
 * @param one as Graph returns it or as it is sent to Graph
 * @returns false for a secret, which Graph never returns (docs/graph.md#password-profile)
 */
export function isSameValue(field: Compared, one: unknown, other: unknown): boolean {
	if (field.secret) return false;
	return comparable(field, one) === comparable(field, other);
}

/** Equal text for values that are the same; undefined for all that is empty. */
function comparable(field: Compared, value: unknown): string | undefined {
	switch (field.kind) {
		case 'custom':
			return asSet(Array.isArray(value) ? value : [value], (one) =>
				comparableAttribute(field, one),
			);
		case 'boolean':
			return value === null || value === undefined ? undefined : String(value);
		case 'dateTime':
			return isEmpty(value) ? undefined : comparableDate(field, value);
		case 'flags':
			return asSet(
				textIn(value)
					.split(',')
					.map((word) => word.trim()),
				comparableWord,
			);
		case 'stringList': {
			const entries = Array.isArray(value) ? value : [value];
			// SharePoint keeps the order of its lists; Entra's are sets.
			return field.sharePoint
				? asList(entries)
				: asSet(entries, field.write.format === 'mail' ? comparableWord : textIn);
		}
		case 'string':
			return isEmpty(value)
				? undefined
				: isWhateverCase(field)
					? comparableWord(value)
					: textIn(value);
	}
}

const ISO_INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

/** Several values are a set; where the tenant does not tell the type, 5 and "5" are the same. */
function comparableAttribute({ definition }: CustomField, value: unknown): string {
	const text = textIn(value);
	const isDate =
		definition?.type === 'DateTime' || (definition === undefined && ISO_INSTANT.test(text));
	if (!isDate || text === '') return text;
	const time = Date.parse(text);
	return Number.isNaN(time) ? text : String(time);
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';
const textIn = (value: unknown): string =>
	typeof value === 'string' ? value : isEmpty(value) ? '' : JSON.stringify(value);
const comparableWord = (value: unknown): string => textIn(value).toLowerCase();

/** Addresses, names to sign in with, and words out of a list of choices. */
const isWhateverCase = ({ write: { format, values } }: Pick<Compared, 'write'>): boolean =>
	values !== undefined ||
	format === 'mail' ||
	format === 'userPrincipalName' ||
	format === 'countryCode';

function asSet(
	entries: readonly unknown[],
	inWords: (entry: unknown) => string,
): string | undefined {
	const words = new Set(entries.map(inWords).filter((word) => word !== ''));
	return words.size === 0 ? undefined : JSON.stringify([...words].sort());
}

function asList(entries: readonly unknown[]): string | undefined {
	const texts = entries.map(textIn).filter((text) => text !== '');
	return texts.length === 0 ? undefined : JSON.stringify(texts);
}

function comparableDate({ name }: Pick<Compared, 'name'>, value: unknown): string {
	const text = textIn(value);
	if (CALENDAR_DAYS.has(name)) return text.slice(0, 'yyyy-mm-dd'.length);
	const time = Date.parse(text);
	return Number.isNaN(time) ? text : String(time);
}

/** What the user has in this field now. */
export function valueIn(
	user: Entity,
	field: Pick<WritableField, 'name' | 'memberOf' | 'kind'> | CustomField,
): unknown {
	if (field.kind === 'custom') return attributeIn(user, field.attribute);
	const { name, memberOf } = field;
	if (memberOf === undefined) return user[name];
	const object = user[memberOf];
	return typeof object === 'object' && object !== null
		? (object as Record<string, unknown>)[name]
		: undefined;
}
