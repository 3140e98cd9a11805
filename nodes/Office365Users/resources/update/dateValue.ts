/**
 * Dates for Update User. They are calendar days: a birthday must not move to the day before because
 * n8n runs further east than UTC. Only the leave date can have a time of day
 * (docs/graph.md#calendar-days).
 */
import { InvalidParameterError } from '../../checks/invalidParameterError';
import { quoted } from '../../checks/text';
import type { WritableField } from '../../users/userProperties';

/** Fields in which a time of day counts; midnight means the day. */
const WITH_TIME_OF_DAY = new Set(['employeeLeaveDateTime']);

/** Year, month, day; optionally time of day, fraction of a second, and offset. */
const ISO_DATE =
	/^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * UTC without fractions, as Graph writes it. The day is the one in the date's own zone: that of a
 * luxon date, of the offset in text, or the workflow's for a JavaScript date, which has none.
 * @param timezone of the workflow, such as Europe/Berlin
 * @throws {InvalidParameterError} when it is no date
 */
export function dateValue(field: WritableField, given: unknown, timezone: string): string {
	const parts = ISO_DATE.exec(isoText(given, timezone) ?? '');
	if (!parts) throw notADate(field, given);
	const [, day, hour = '00', minute = '00', second = '00', offset = 'Z'] = parts;
	const time = `${hour}:${minute}:${second}`;
	const colons = offset.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
	const instant = new Date(`${day}T${time}${colons}`);
	// JavaScript turns 30 February into 1 March.
	if (Number.isNaN(instant.getTime()) || !isCalendarDay(day)) throw notADate(field, given);
	return WITH_TIME_OF_DAY.has(field.name) && time !== '00:00:00'
		? instant.toISOString().replace(/\.\d+Z$/, 'Z')
		: `${day}T00:00:00Z`;
}

function isCalendarDay(day: string): boolean {
	const midnight = new Date(`${day}T00:00:00Z`);
	return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
}

/** Text, a JavaScript date, or a luxon DateTime as an expression gives it. */
function isoText(given: unknown, timezone: string): string | undefined {
	if (typeof given === 'string') return given.trim();
	if (given instanceof Date) {
		return Number.isNaN(given.getTime()) ? undefined : inTimezone(given, timezone);
	}
	const toISO = (given as { toISO?: unknown } | null)?.toISO;
	const iso: unknown = typeof toISO === 'function' ? toISO.call(given) : undefined;
	return typeof iso === 'string' ? iso : undefined;
}

/** The wall clock time in a zone, with its offset. */
function inTimezone(date: Date, timeZone: string): string {
	const parts = new Intl.DateTimeFormat('en-US', {
		timeZone,
		hourCycle: 'h23',
		year: 'numeric',
		month: '2-digit',
		day: '2-digit',
		hour: '2-digit',
		minute: '2-digit',
		second: '2-digit',
		timeZoneName: 'longOffset',
	}).formatToParts(date);
	const part = (type: Intl.DateTimeFormatPartTypes): string =>
		parts.find((one) => one.type === type)?.value ?? '';
	const offset = /[+-]\d{2}:\d{2}/.exec(part('timeZoneName'))?.[0] ?? 'Z';
	return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}:${part('second')}${offset}`;
}

/** `14.07.2026`, `7/14/2026`: which number is the month depends on the country. */
const WITHOUT_ORDER = /^\d{1,2}([./-])\d{1,2}\1\d{2,4}\b/;

const notADate = (field: WritableField, given: unknown): InvalidParameterError =>
	new InvalidParameterError(
		`'${field.displayName}' is ${quoted(given)}, which is not a date`,
		`Choose a date, or enter one as year-month-day, such as 2026-03-31 or 2026-03-31T09:00:00+02:00${howToConvert(given)}`,
	);

function howToConvert(given: unknown): string {
	if (typeof given === 'string' && WITHOUT_ORDER.test(given.trim())) {
		return ". Which number is the month differs from country to country; an expression can say it: {{ DateTime.fromFormat($json.date, 'dd.MM.yyyy') }}";
	}
	return typeof given === 'number'
		? '. Spreadsheets count days from the end of 1899; an expression turns such a number into a date: {{ DateTime.utc(1899, 12, 30).plus({ days: $json.date }) }}'
		: '';
}
