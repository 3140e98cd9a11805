import { InvalidParameterError } from '../../../nodes/Office365Users/checks/invalidParameterError';
import { trueOrFalse } from '../../../nodes/Office365Users/checks/trueOrFalse';

test.each([
	[true, true],
	['true', true],
	[' TRUE ', true],
	[false, false],
	['false', false],
	['', false],
	[null, false],
	[undefined, false],
])('%j: %s', (given, expected) => {
	expect(trueOrFalse(given, 'Return All')).toBe(expected);
});

test.each(['', '  ', '\u200b', null, undefined])('%j is the default', (given) => {
	expect(trueOrFalse(given, 'Include Nested', true)).toBe(true);
});

test.each(['yes', 1, 0, {}, []])('%j is refused', (given) => {
	expect(() => trueOrFalse(given, 'Return All')).toThrow(InvalidParameterError);
	expect(() => trueOrFalse(given, 'Return All')).toThrow(/^'Return All' is .*true or false$/);
});
