import { numbered } from '../../../nodes/Office365Users/transport/entity';

test.each([
	['15.125', 15.125],
	['-50', -50],
	['0', 0],
	[3, 3],
	[null, null],
	['', ''],
	['much', 'much'],
	[undefined, undefined],
])('%j becomes %j', (weight, expected) => {
	expect(numbered({ id: '1', weight }, 'weight')).toEqual({ id: '1', weight: expected });
});

test('the entity itself stays as it is', () => {
	const entity = { weight: '1' };
	expect(numbered(entity, 'weight')).toEqual({ weight: 1 });
	expect(entity).toEqual({ weight: '1' });
});
