/** What a date in a condition means: a span of time, of which Graph is told both ends. */
import { type GivenDate, instant } from '../checks/givenDate';
import { CALENDAR_DAYS, WITH_TIME_OF_DAY } from './calendarDays';

/** From its first to its last millisecond. */
interface Span {
	readonly from: Date;
	readonly to: Date;
}

export interface DateMeaning {
	/** What a date must lie within to be equal. */
	readonly equal: Span;
	/** What is before its beginning is before, and what is after its end is after. */
	readonly around: Span;
}

const MIDNIGHT = '00:00:00';
const later = (date: Date, milliseconds: number): Date => new Date(date.getTime() + milliseconds);

/**
 * A date without a time of day is the whole day, and without a time zone it is in UTC, as Graph
 * returns dates. So is midnight without a time zone, which is what n8n's date picker gives for a day.
 * A moment is its whole second, unless it has a fraction.
 * @param name of the field
 */
export function dateMeaning(
	name: string,
	{ day, time = MIDNIGHT, offset, fraction }: GivenDate,
): DateMeaning {
	const isMidnight = time === MIDNIGHT && Number(fraction ?? 0) === 0;
	// Days have no time zone, and are kept as midnight UTC.
	if (CALENDAR_DAYS.has(name) || (WITH_TIME_OF_DAY.has(name) && isMidnight)) {
		return both(wholeDay(instant(day)));
	}
	const start = instant(day, time, offset);
	if (!isMidnight) return both(moment(start, fraction));
	const equal = wholeDay(start);
	// A luxon date at midnight, such as the start of a month, is a moment that others are after.
	return { equal, around: offset === undefined ? equal : { from: start, to: start } };
}

const both = (span: Span): DateMeaning => ({ equal: span, around: span });

const wholeDay = (start: Date): Span => ({ from: start, to: later(start, 86_400_000 - 1) });

function moment(start: Date, fraction: string | undefined): Span {
	const from = later(start, Math.floor(Number(fraction ?? 0) * 1000));
	return { from, to: fraction === undefined ? later(from, 999) : from };
}

/** As Graph writes dates, which have four digits for the year. */
export function dateLiteral(date: Date): string {
	const time = Math.min(Math.max(date.getTime(), FIRST), LAST);
	return new Date(time).toISOString().replace('.000Z', 'Z');
}
const FIRST = Date.parse('0001-01-01T00:00:00Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/** `le` and `ge` are all that Graph documents (docs/graph.md#filter-table). */
export const notLaterThan = (path: string, date: Date): string => `${path} le ${dateLiteral(date)}`;
export const notEarlierThan = (path: string, date: Date): string =>
	`${path} ge ${dateLiteral(date)}`;

export const before = (path: string, { around }: DateMeaning): string =>
	notLaterThan(path, later(around.from, -1));
export const after = (path: string, { around }: DateMeaning): string =>
	notEarlierThan(path, later(around.to, 1));
export const equal = (path: string, { equal: { from, to } }: DateMeaning): string =>
	`${notEarlierThan(path, from)} and ${notLaterThan(path, to)}`;
export const notEqual = (path: string, { equal: { from, to } }: DateMeaning): string =>
	`not(${notEarlierThan(path, from)}) or not(${notLaterThan(path, to)})`;
