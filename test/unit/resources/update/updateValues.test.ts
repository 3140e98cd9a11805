/** Unusual values for Update User; the usual ones are tested through the engine. */
import { DateTime } from 'luxon';

import {
	graphValue,
	withoutEntry,
} from '../../../../nodes/Office365Users/resources/update/updateValues';
import { InvalidParameterError } from '../../../../nodes/Office365Users/checks/invalidParameterError';
import {
	WRITABLE_FIELDS,
	type WritableField,
} from '../../../../nodes/Office365Users/users/userProperties';

const field = (name: string): WritableField => {
	const found = WRITABLE_FIELDS.find((one) => one.name === name);
	if (!found) throw new Error(name);
	return found;
};
const value = (name: string, given: unknown): unknown => graphValue(field(name), given);

const NOTHING = [undefined, null, '', ' \n\t', [], [''], [null], [undefined], [[]], [[], ['']]];

test.each(WRITABLE_FIELDS.map(({ name }) => name))(
	'%s: empty values of all kinds are empty',
	(name) => {
		for (const given of NOTHING) expect(value(name, given)).toBeUndefined();
	},
);

/** What is given, the day that was meant, and the instant where a time of day counts. */
const DATES: Array<[given: unknown, day: string, instant?: string]> = [
	[DateTime.fromISO('2026-07-14', { zone: 'Europe/Berlin' }), '2026-07-14'],
	[DateTime.fromISO('2026-07-14', { zone: 'Pacific/Kiritimati' }), '2026-07-14'],
	[
		DateTime.fromISO('2026-03-31T00:30:00', { zone: 'Asia/Tokyo' }),
		'2026-03-31',
		'2026-03-30T15:30:00Z',
	],
	[
		DateTime.fromISO('2026-10-25T02:30:00+01:00', { setZone: true }),
		'2026-10-25',
		'2026-10-25T01:30:00Z',
	],
	['2026-07-14T00:00:00+02:00', '2026-07-14'],
	['2026-07-14T00:00:00.000-0930', '2026-07-14'],
	['2026-07-13T22:00:00Z', '2026-07-13', '2026-07-13T22:00:00Z'],
	['2026-07-14T23:30:00-05:00', '2026-07-14', '2026-07-15T04:30:00Z'],
	['2026-07-14T18:00:00', '2026-07-14', '2026-07-14T18:00:00Z'],
	['0001-01-01', '0001-01-01'],
	['9999-12-31T23:59:59Z', '9999-12-31', '9999-12-31T23:59:59Z'],
	['2026-03-31T23:59:59.999999Z', '2026-03-31', '2026-03-31T23:59:59.999999Z'],
	['2000-02-29', '2000-02-29'],
];

describe.each(DATES)('the date %s', (given, day, instant) => {
	test.each(['birthday', 'employeeHireDate'])('%s: the day in its own zone', (name) => {
		expect(value(name, given)).toBe(`${day}T00:00:00Z`);
	});

	test('employeeLeaveDateTime: the time of day too, if one was meant', () => {
		expect(value('employeeLeaveDateTime', given)).toBe(instant ?? `${day}T00:00:00Z`);
	});
});

/** A JavaScript date has no zone: the workflow's counts. */
describe('a JavaScript date', () => {
	const midnight = new Date('2026-07-13T22:00:00Z');

	test.each([
		['Europe/Berlin', '2026-07-14'],
		['UTC', '2026-07-13'],
		['America/New_York', '2026-07-13'],
		['Pacific/Kiritimati', '2026-07-14'],
	])('in %s is %s', (timezone, day) => {
		for (const name of ['birthday', 'employeeHireDate']) {
			expect(graphValue(field(name), midnight, timezone)).toBe(`${day}T00:00:00Z`);
		}
	});

	test('with a time of day where that counts', () => {
		const leave = (timezone: string): unknown =>
			graphValue(field('employeeLeaveDateTime'), midnight, timezone);
		expect(leave('Europe/Berlin')).toBe('2026-07-14T00:00:00Z');
		expect(leave('America/New_York')).toBe('2026-07-13T22:00:00Z');
	});

	test('of a year with few digits', () => {
		const early = new Date('0099-05-06T12:00:00Z');
		expect(graphValue(field('birthday'), early, 'UTC')).toBe('0099-05-06T00:00:00Z');
	});
});

test.each([
	DateTime.invalid('nonsense'),
	new Date(NaN),
	NaN,
	'1900-02-29',
	'2026-04-31',
	'2026-03-31T24:30:00Z',
	'2026-03-31T09:00:00 Europe/Berlin',
	'Invalid DateTime',
	{ toISO: 'not a function' },
	{ toISO: () => null },
])('not a date: %s', (given) => {
	expect(() => value('birthday', given)).toThrow(InvalidParameterError);
	expect(() => value('birthday', given)).toThrow(/^'Birthday' is .*, which is not a date$/);
});

test('a long value is cut in the message', () => {
	expect(() => value('usageLocation', 'x'.repeat(5000))).toThrow(InvalidParameterError);
	try {
		value('usageLocation', 'x'.repeat(5000));
	} catch (error) {
		expect((error as Error).message.length).toBeLessThan(200);
	}
});

test.each([[{ a: 'S3cret!pass' }], [['S3cret!pass', 'b']], [true]])(
	'a password of the wrong type is not in the message: %j',
	(given) => {
		expect(() => value('password', given)).toThrow("'Password' must be text");
		try {
			value('password', given);
		} catch (error) {
			const { message, description } = error as InvalidParameterError;
			expect(`${message} ${description}`).not.toContain('S3cret');
		}
	},
);

test.each([{ values: ['A', 'B'] }, { format: 'mail' as const }])(
	'a secret of the wrong form is not in the message: %j',
	(write) => {
		const secret: WritableField = { ...field('password'), write };
		expect(() => graphValue(secret, 'S3cret!pass')).toThrow(/^'Password' is a value that is not /);
	},
);

test('a password keeps its spaces', () => {
	expect(value('password', ' two  words ')).toBe(' two  words ');
});

test('list entries keep their commas, text is split', () => {
	expect(value('skills', ['a, b', 'c'])).toEqual(['a, b', 'c']);
	expect(value('skills', ['a, b'])).toEqual(['a, b']);
	expect(value('skills', [['a, b', 'c'], 'd'])).toEqual(['a, b', 'c', 'd']);
	expect(value('skills', 'a, b')).toEqual(['a', 'b']);
});

test('one entry with an expression may give all entries', () => {
	expect(withoutEntry(['a, b'], ['={{ $json.skills }}'])).toBe('a, b');
	expect(withoutEntry([['a, b']], ['={{ $json.skills }}'])).toEqual(['a, b']);
	expect(withoutEntry(['a, b'], '={{ $json.skills }}')).toEqual(['a, b']);
	expect(withoutEntry(['a, b'], ['a, b'])).toEqual(['a, b']);
});

test('a number in a text field becomes text', () => {
	expect(value('employeeId', 12345)).toBe('12345');
	expect(value('employeeId', 0)).toBe('0');
});
