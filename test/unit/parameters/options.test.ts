import { ifNotFound } from '../../../nodes/Office365Users/parameters/ifNotFound';
import { sending } from '../../../nodes/Office365Users/parameters/sending';
import { isNoManager } from '../../../nodes/Office365Users/users/notFound';
import { InvalidParameterError } from '../../../nodes/Office365Users/checks/invalidParameterError';
import type { GraphRequestOptions } from '../../../nodes/Office365Users/execution/request';
import { requestAfter } from '../../support/engine/steps';

const withOptions = async (options: object): Promise<GraphRequestOptions> =>
	await requestAfter([sending, ifNotFound(isNoManager)], { options: options as never });

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
			await expect(withOptions({ maxRetries })).rejects.toThrow(InvalidParameterError);
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
	[{ ifNotFound: 'returnEmpty' }, isNoManager],
])('If Not Found, %j: which failures give an empty result', async (options, expected) => {
	expect((await withOptions(options)).graph.isAbsent).toBe(expected);
});
