/**
 * Dates for Update User. They are calendar days: a birthday must not move to the day before because
 * n8n runs further east than UTC. Only the leave date can have a time of day
 * (docs/graph.md#calendar-days).
 */
import { DATE_EXAMPLES, type GivenDate, givenDate, instant } from '../../checks/givenDate';
import { InvalidParameterError } from '../../checks/invalidParameterError';
import { quoted } from '../../checks/text';
import type { WritableField } from '../../users/userProperties';

/** Fields in which a time of day counts; midnight means the day. */
const WITH_TIME_OF_DAY = new Set(['employeeLeaveDateTime']);

/**
 * UTC without fractions, as Graph writes it. The day is the one in the date's own zone
 * (checks/givenDate.ts).
 * @param timezone of the workflow, such as Europe/Berlin
 * @throws {InvalidParameterError} when it is no date
 */
export function dateValue(field: WritableField, given: unknown, timezone: string): string {
	const { day, time = '00:00:00', offset } = dateIn(field.displayName, given, timezone);
	return WITH_TIME_OF_DAY.has(field.name) && time !== '00:00:00'
		? withoutFractions(instant(day, time, offset))
		: `${day}T00:00:00Z`;
}

/** `14.07.2026`, `7/14/2026`: which number is the month depends on the country. */
const WITHOUT_ORDER = /^\d{1,2}([./-])\d{1,2}\1\d{2,4}\b/;

function howToConvert(given: unknown): string {
	if (typeof given === 'string' && WITHOUT_ORDER.test(given.trim())) {
		return ". Which number is the month differs from country to country; an expression can say it: {{ DateTime.fromFormat($json.date, 'dd.MM.yyyy') }}";
	}
	return typeof given === 'number'
		? '. Spreadsheets count days from the end of 1899; an expression turns such a number into a date: {{ DateTime.utc(1899, 12, 30).plus({ days: $json.date }) }}'
		: '';
}

/**
 * The instant, in UTC without fractions of a second. Text without an offset is taken for UTC.
 * @param label how the field is shown in the editor
 * @throws {InvalidParameterError} when it is no date
 */
export function instantOf(label: string, given: unknown, timezone: string): string {
	const { day, time, offset } = dateIn(label, given, timezone);
	return withoutFractions(instant(day, time, offset));
}

/** A JavaScript date, or a luxon DateTime. */
export const isDate = (given: unknown): boolean =>
	given instanceof Date || typeof (given as { toISO?: unknown } | null)?.toISO === 'function';

const withoutFractions = (date: Date): string => date.toISOString().replace(/\.\d+Z$/, 'Z');

function dateIn(label: string, given: unknown, timezone: string): GivenDate {
	const date = givenDate(given, timezone);
	if (date !== undefined) return date;
	throw new InvalidParameterError(
		`'${label}' is ${quoted(given)}, which is not a date`,
		`${DATE_EXAMPLES}${howToConvert(given)}`,
	);
}
