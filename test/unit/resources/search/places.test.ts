import {
	MOST_PLACES,
	type Place,
	placeOf,
	remember,
	type StaticData,
} from '../../../../nodes/Office365Users/resources/search/places';

const place = (credential: string): Place => ({ deltaLink: 'x', fields: 'city,id', credential });

test('the oldest place is forgotten, and that is told', () => {
	const data: StaticData = {};
	for (let index = 0; index < MOST_PLACES; index++) {
		expect(remember(data, place(`1 ${index}`))).toBe(0);
	}
	expect(remember(data, place('1 5'))).toBe(0);
	expect(remember(data, place('1 new'))).toBe(1);
	expect(placeOf(data, place('1 0'))).toBeUndefined();
	expect(placeOf(data, place('1 5'))).toBeDefined();
});

test.each([
	['1', ['1 a'], '1 a'],
	['1 a', ['1'], '1'],
	['1 a', ['1', '1 a'], '1 a'],
	['1', ['1 a', '1 b'], undefined],
	['1 a', ['1 b'], undefined],
	['2', ['1 a'], undefined],
	['2 a', ['1'], undefined],
])('%j among %j: %j', (owner, known, expected) => {
	const data: StaticData = { remembered: known.map(place) };
	expect(placeOf(data, place(owner))?.credential).toBe(expected);
});
