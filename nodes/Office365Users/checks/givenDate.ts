/** Dates as people give them: text, a JavaScript date, or a luxon DateTime from an expression. */

export interface GivenDate {
	/** Year-month-day, in the date's own zone. */
	readonly day: string;
	/** Hours:minutes:seconds; undefined where only a day was given. */
	readonly time?: string;
	/** What follows the seconds, such as `.25`. */
	readonly fraction?: string;
	/** `Z` or `+02:00`; undefined where none was given. */
	readonly offset?: string;
}

/** For messages: how a date can be entered. */
export const DATE_EXAMPLES =
	'Choose a date, or enter one as year-month-day, such as 2026-03-31 or 2026-03-31T09:00:00+02:00';

/** Year, month, day; optionally time of day, fraction of a second, and offset. */
const ISO_DATE =
	/^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(?::(\d{2})(\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?)?$/i;

/**
 * The day is the one in the date's own zone: that of a luxon date, of the offset in text, or the
 * workflow's for a JavaScript date, which has none.
 * @param timezone of the workflow, such as Europe/Berlin
 * @returns undefined when it is no date
 */
export function givenDate(given: unknown, timezone: string): GivenDate | undefined {
	const parts = ISO_DATE.exec(isoText(given, timezone) ?? '');
	if (!parts) return undefined;
	const [, day, minutes, seconds = '00', fraction, zone] = parts;
	const time = minutes && `${minutes}:${seconds}`;
	const offset = zone?.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
	// JavaScript turns 30 February into 1 March.
	if (!isCalendarDay(day) || Number.isNaN(instant(day, time, offset).getTime())) return undefined;
	return { day, time, fraction, offset };
}

/** Without an offset, UTC. */
export const instant = (day: string, time = '00:00:00', offset = 'Z'): Date =>
	new Date(`${day}T${time}${offset}`);

function isCalendarDay(day: string): boolean {
	const midnight = new Date(`${day}T00:00:00Z`);
	return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day);
}

function isoText(given: unknown, timezone: string): string | undefined {
	if (typeof given === 'string') return given.trim();
	if (given instanceof Date) {
		return Number.isNaN(given.getTime()) ? undefined : inTimezone(given, timezone);
	}
	const toISO = (given as { toISO?: unknown } | null | undefined)?.toISO;
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
