import { limit as limited } from '../../../nodes/Office365Users/parameters/limit';
import { InvalidParameterError } from '../../../nodes/Office365Users/checks/invalidParameterError';
import { requestAfter, SEARCH_USERS } from '../../support/engine/steps';

const limit = async (parameters: object): Promise<number | undefined> =>
	(await requestAfter([limited(999)], { ...SEARCH_USERS, ...parameters })).graph.limit;

test.each([
	[{ limit: 5 }, 5],
	[{ limit: 2500 }, 2500],
	[{ returnAll: false, limit: 1 }, 1],
	[{ returnAll: true, limit: 5 }, Infinity],
	[{ returnAll: true }, Infinity],
	// As returned by an expression.
	[{ returnAll: '={{ "true" }}' }, Infinity],
	[{ returnAll: '={{ "false" }}', limit: 7 }, 7],
	[{}, 50],
	[{ limit: '={{ "20" }}' }, 20],
])('%j: %d', async (parameters, expected) => {
	expect(await limit(parameters)).toBe(expected);
});

test('the largest page of the list is passed on', async () => {
	const { graph } = await requestAfter([limited(7)], { ...SEARCH_USERS, limit: 5 });
	expect(graph).toMatchObject({ limit: 5, largestPage: 7 });
});

test.each([0, -1, 1.5, 'many', '', '={{ null }}', '={{ "" }}', '={{ [] }}', '={{ NaN }}'])(
	'%j is refused',
	async (value) => {
		await expect(limit({ limit: value })).rejects.toThrow(InvalidParameterError);
		await expect(limit({ limit: value })).rejects.toThrow(/^'Limit' is /);
	},
);

test.each(['={{ "yes" }}', '={{ 1 }}'])('Return All as %j is refused', async (returnAll) => {
	await expect(limit({ returnAll })).rejects.toThrow(/^'Return All' is .* true or false$/);
});

test('with Return All an unusable limit does no harm', async () => {
	expect(await limit({ returnAll: true, limit: 0 })).toBe(Infinity);
});
