import { retryAfterMs, retryAfterOf } from '../../../nodes/Office365Users/transport/retryAfter';

const NOW = Date.parse('2026-10-21T07:28:00Z');

test.each([
	['whole seconds', '120', 120_000],
	['none at all', '0', 0],
	['a fraction, as in the documented sample', '2.128', 2128],
	['a fraction below a millisecond, rounded up', '0.0001', 1],
	['spaces around', ' 5 ', 5000],
	['an HTTP date ahead', 'Wed, 21 Oct 2026 07:28:30 GMT', 30_000],
	['an HTTP date of the old forms', 'Wednesday, 21-Oct-26 07:28:30 GMT', 30_000],
	['an HTTP date that is now', 'Wed, 21 Oct 2026 07:28:00 GMT', 0],
	['an HTTP date gone by', 'Wed, 21 Oct 2026 07:27:00 GMT', 0],
])('%s', (_, header, milliseconds) => {
	expect(retryAfterMs(header, NOW)).toBe(milliseconds);
});

test.each([
	['no header', undefined],
	['empty', ''],
	['blank', '  '],
	['words', 'soon'],
	['seconds with a unit', '5 seconds'],
	['negative', '-1'],
	['without end', 'Infinity'],
	['not a number', 'NaN'],
	['words with a number', 'retry in 30'],
	['a decimal comma, which a lenient date parser takes for a day of 2001', '1,5'],
])('unusable: %s', (_, header) => {
	expect(retryAfterMs(header, NOW)).toBeUndefined();
});

describe('a date is compared with the date of the answer, so that a wrong clock does not matter', () => {
	const AT = 'Wed, 21 Oct 2026 07:28:30 GMT';
	const SENT = 'Wed, 21 Oct 2026 07:28:00 GMT';

	test.each([
		['a clock an hour behind', { 'retry-after': AT, date: SENT }, NOW - 3_600_000, 30_000],
		['a clock an hour ahead', { 'retry-after': AT, date: SENT }, NOW + 3_600_000, 30_000],
		['an answer without a date', { 'retry-after': AT }, NOW, 30_000],
		['an answer with an unusable date', { 'retry-after': AT, date: 'today' }, NOW, 30_000],
		['seconds', { 'retry-after': '5', date: SENT }, NOW - 3_600_000, 5000],
		['nothing', { date: SENT }, NOW, undefined],
	])('%s', (_, headers, now, milliseconds) => {
		expect(retryAfterOf(headers, now)).toBe(milliseconds);
	});
});
