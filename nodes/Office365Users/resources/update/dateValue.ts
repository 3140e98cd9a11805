/**
 * Dates for Update User. They are calendar days: a birthday must not move to the day before because
 * n8n runs further east than UTC. Only the leave date can have a time of day
 * (docs/graph.md#calendar-days).
 */
import { DATE_EXAMPLES, type GivenDate, givenDate, instant } from '../../checks/givenDate';
import { InvalidParameterError } from '../../checks/invalidParameterError';
import { quoted } from '../../checks/text';
import { WITH_TIME_OF_DAY } from '../../users/calendarDays';
import type { WritableField } from '../../users/userProperties';

/**
 * UTC, as Graph writes it. The day is the one in the date's own zone (checks/givenDate.ts).
 * @param timezone of the workflow, such as Europe/Berlin
 * @throws {InvalidParameterError} when it is no date
 */
export function dateValue(field: WritableField, given: unknown, timezone: string): string {
	const date = dateIn(field.displayName, given, timezone);
	const isMoment = (date.time ?? MIDNIGHT) !== MIDNIGHT || fractionIn(date) !== '';
	return WITH_TIME_OF_DAY.has(field.name) && isMoment ? moment(date) : `${date.day}T00:00:00Z`;
}

/**
 * The instant, in UTC. Text without an offset is taken for UTC.
 * @param label how the field is shown in the editor
 * @throws {InvalidParameterError} when it is no date
 */
export function instantOf(label: string, given: unknown, timezone: string): string {
	return moment(dateIn(label, given, timezone));
}

/** A JavaScript date, or a luxon DateTime. */
export const isDate = (given: unknown): boolean =>
	given instanceof Date || typeof (given as { toISO?: unknown } | null)?.toISO === 'function';

const MIDNIGHT = '00:00:00';

/** Fractions of a second stay as they are written, so that what Graph keeps is restored exactly. */
const moment = (date: GivenDate): string =>
	instant(date.day, date.time, date.offset)
		.toISOString()
		.replace(/\.\d+Z$/, `${fractionIn(date)}Z`);

/** `.25`; "" where there is none. Graph has seven digits at most. */
const fractionIn = ({ fraction = '' }: GivenDate): string =>
	fraction.slice(0, '.1234567'.length).replace(/\.?0*$/, '');

function dateIn(label: string, given: unknown, timezone: string): GivenDate {
	const date = givenDate(given, timezone);
	if (date !== undefined) {
		const ms = given instanceof Date ? given.getMilliseconds() : 0;
		return ms === 0 ? date : { ...date, fraction: (ms / 1000).toFixed(3).slice(1) };
	}
	throw new InvalidParameterError(
		`'${label}' is ${quoted(given)}, which is not a date`,
		`${DATE_EXAMPLES}${howToConvert(given)}`,
	);
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
