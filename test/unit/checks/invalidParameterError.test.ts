import { InvalidParameterError } from '../../../nodes/Office365Users/checks/invalidParameterError';
import { quoted } from '../../../nodes/Office365Users/checks/text';

test.each([
	['nathan', '"nathan"'],
	['', '""'],
	['two\n lines\tand a tab', '"two lines and a tab"'],
	['x'.repeat(80), `"${'x'.repeat(80)}"`],
	['x'.repeat(81), `"${'x'.repeat(77)}..."`],
	[5, '"5"'],
	[false, '"false"'],
	[null, '"null"'],
	[undefined, '"undefined"'],
	[{ id: 1 }, '"{"id":1}"'],
	[['a', 'b'], '"["a","b"]"'],
])('%j is shown as %s', (value, text) => {
	expect(quoted(value)).toBe(text);
});

test('says what is wrong and how to put it right', () => {
	const refused = new InvalidParameterError("'Limit' is 0", 'Give 1 or more');
	expect(refused).toBeInstanceOf(Error);
	expect(refused).toMatchObject({ message: "'Limit' is 0", description: 'Give 1 or more' });
});
