import {
	photoSize,
	photoSizeOption,
} from '../../../../nodes/Office365Users/resources/photo/photoSize';
import { InvalidParameterError } from '../../../../nodes/Office365Users/checks/invalidParameterError';

test.each([
	[undefined, undefined],
	['largest', undefined],
	['Largest', undefined],
	['48x48', '48x48'],
	['648X648', '648x648'],
	['240 x 240', '240x240'],
])('%j: %j', (given, size) => {
	expect(photoSize(given)).toBe(size);
});

test.each(['', '50x50', '240', 240, null, '48x64', '../$value'])('%j is refused', (given) => {
	expect(() => photoSize(given)).toThrow(InvalidParameterError);
	expect(() => photoSize(given)).toThrow(/^'Size' is /);
});

test('every size that can be chosen is taken', () => {
	for (const { value } of photoSizeOption.options as Array<{ value: string }>) {
		expect(photoSize(value)).toBe(value === 'largest' ? undefined : value);
	}
});
