import { ConnectionError } from '../../../nodes/Office365Users/transport/http';
import { backoff, longestBackoffs } from '../../../nodes/Office365Users/transport/backoff';
import { isBrokenConnection } from '../../../nodes/Office365Users/transport/retryPolicy';

test('the full range under 1 s, 2 s, 4 s, ... 60 s', () => {
	const bounds = [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000];
	for (const [retries, bound] of bounds.entries()) {
		const wait = (chance: number): number => backoff(retries, chance);
		expect(wait(0)).toBe(0);
		expect(wait(0.25)).toBe(bound / 4);
		expect(wait(1)).toBe(bound);
	}
});

test('all of them together', () => {
	expect([0, 1, 2, 3, 8].map(longestBackoffs)).toEqual([0, 1000, 3000, 7000, 183_000]);
});

test.each(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN'])(
	'%s may go well the next time',
	(code) => {
		expect(isBrokenConnection(new ConnectionError(code, 'graph.example'))).toBe(true);
	},
);

test.each([
	new ConnectionError('ECONNREFUSED', 'graph.example'),
	new ConnectionError('ENOTFOUND', 'graph.example'),
	new ConnectionError('CERT_HAS_EXPIRED', 'graph.example'),
	new Error('ECONNRESET'),
	'ECONNRESET',
])('%s will not', (error) => {
	expect(isBrokenConnection(error)).toBe(false);
});
