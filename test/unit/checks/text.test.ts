import { quoted, trimmedName, wellFormed } from '../../../nodes/Office365Users/checks/text';

describe('a name without what is invisible around it', () => {
	test.each([
		['zero width space', '\u200b'],
		['zero width joiner', '\u200d'],
		['zero width non-joiner', '\u200c'],
		['word joiner', '\u2060'],
		['byte order mark', '\ufeff'],
		['soft hyphen', '\u00ad'],
		['no-break space', '\u00a0'],
		['narrow no-break space', '\u202f'],
		['ideographic space', '\u3000'],
		['left-to-right mark', '\u200e'],
		['right-to-left embedding', '\u202b'],
		['line separator', '\u2028'],
		['null', '\u0000'],
		['several of them', '\u200b \u00ad\t\ufeff\r\n'],
	])('%s', (_, invisible) => {
		expect(trimmedName(`${invisible}nathan@contoso.com${invisible}`)).toBe('nathan@contoso.com');
		expect(trimmedName(invisible)).toBe('');
		// Inside a name it is not for the node to decide what was meant.
		expect(trimmedName(`na${invisible}than`)).toBe(`na${invisible}than`);
	});
});

describe('a value in a message shows what is invisible', () => {
	test.each([
		['nathan\u200b@contoso.com', '"nathan\\u200b@contoso.com"'],
		['na\u00adthan', '"na\\u00adthan"'],
		['\ufeffnathan', '"\\ufeffnathan"'],
		['Nathan\u00a0Smith', '"Nathan\\u00a0Smith"'],
		['na\u200dthan\u200c', '"na\\u200dthan\\u200c"'],
		['a\u202eb', '"a\\u202eb"'],
		['a\u0000b', '"a\\u0000b"'],
		['a\u2028b', '"a\\u2028b"'],
		['a\u{e0001}b', '"a\\u{e0001}b"'],
	])('%j', (given, shown) => {
		expect(quoted(given)).toBe(shown);
		expect(quoted({ name: given })).toContain('\\u');
	});

	test.each([
		['two  words\n\tand a line', '"two words and a line"'],
		['Jürgen Müßiggang', '"Jürgen Müßiggang"'],
		['family 👨‍👩‍👧', '"family 👨‍👩‍👧"'],
		['می‌خواهم', '"می‌خواهم"'],
		['日本語', '"日本語"'],
	])('and nothing else: %j', (given, shown) => {
		expect(quoted(given)).toBe(shown);
	});

	test('a long one is cut', () => {
		expect(quoted('x'.repeat(100))).toBe(`"${'x'.repeat(77)}..."`);
	});
});

test('half a character is refused by name', () => {
	expect(() => wellFormed('a\ud83d', 'User')).toThrow(`'User' contains half a character: "a?"`);
	expect(wellFormed('a🎉', 'User')).toBe('a🎉');
});
