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
	const { day, time, instant } = dateIn(field.displayName, given, timezone);
	return WITH_TIME_OF_DAY.has(field.name) && time !== '00:00:00' ? instant : `${day}T00:00:00Z`;
}

/**
 * The instant, in UTC without fractions of a second. Text without an offset is taken for UTC.
 * @param label how the field is shown in the editor
 * @throws {InvalidParameterError} when it is no date
 */
export const instantOf = (label: string, given: unknown, timezone: string): string =>
	dateIn(label, given, timezone).instant;

/** A JavaScript date, or a luxon DateTime. */
export const isDate = (given: unknown): boolean =>
	given instanceof Date || typeof (given as { toISO?: unknown } | null)?.toISO === 'function';

function dateIn(
	label: string,
	given: unknown,
	timezone: string,
): { day: string; time: string; instant: string } {
	const parts = ISO_DATE.exec(isoText(given, timezone) ?? '');
	if (!parts) throw notADate(label, given);
	const [, day, hour = '00', minute = '00', second = '00', offset = 'Z'] = parts;
	const time = `${hour}:${minute}:${second}`;
	const colons = offset.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
	const instant = new Date(`${day}T${time}${colons}`);
	// JavaScript turns 30 February into 1 March.
	if (Number.isNaN(instant.getTime()) || !isCalendarDay(day)) throw notADate(label, given);
	return { day, time, instant: instant.toISOString().replace(/\.\d+Z$/, 'Z') };
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

const notADate = (label: string, given: unknown): InvalidParameterError =>
	new InvalidParameterError(
		`'${label}' is ${quoted(given)}, which is not a date`,
		'Choose a date, or enter one as year-month-day, such as 2026-03-31 or 2026-03-31T09:00:00+02:00',
	);
