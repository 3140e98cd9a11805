import { ifNotFound, sending } from '../../../nodes/Office365Users/parameters/options';
import { BadInput } from '../../../nodes/Office365Users/transport/badInput';
import type { GraphRequestOptions } from '../../../nodes/Office365Users/transport/request';
import { requestAfter } from '../support/steps';

const withOptions = async (options: object): Promise<GraphRequestOptions> =>
	await requestAfter([sending, ifNotFound('manager')], { options: options as never });

describe('Max Retries', () => {
	test.each([
		[{}, 8],
		[{ maxRetries: 0 }, 0],
		[{ maxRetries: 3 }, 3],
		[{ maxRetries: '5' }, 5],
		[{ maxRetries: null }, 8],
	])('%j: %i', async (options, expected) => {
		expect((await withOptions(options)).graph.maxRetries).toBe(expected);
	});

	test.each([-1, 1.5, 'many', '', NaN, Infinity, true, [3]])(
		'%j is refused',
		async (maxRetries) => {
			await expect(withOptions({ maxRetries })).rejects.toThrow(BadInput);
			await expect(withOptions({ maxRetries })).rejects.toThrow(/^'Max Retries' is /);
		},
	);
});

test.each([
	[{}, true],
	[{ batchRequests: true }, true],
	[{ batchRequests: false }, false],
])('Batch Requests, %j: %s', async (options, expected) => {
	expect((await withOptions(options)).graph.batches).toBe(expected);
});

test.each([
	[{}, undefined],
	[{ ifNotFound: 'error' }, undefined],
	[{ ifNotFound: 'returnEmpty' }, 'manager'],
])('If Not Found, %j: %s may be absent', async (options, expected) => {
	expect((await withOptions(options)).graph.ifNotFound).toBe(expected);
});
