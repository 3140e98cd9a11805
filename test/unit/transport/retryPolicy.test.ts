import { NoAnswer } from '../../../nodes/Office365Users/transport/http';
import { backoff, isBrokenConnection } from '../../../nodes/Office365Users/transport/retry';
import { handClock } from '../support/clock';

test('the full range under 1 s, 2 s, 4 s, ... 60 s', () => {
	const bounds = [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000];
	for (const [retries, bound] of bounds.entries()) {
		const wait = (random: number): number => backoff(retries, handClock({ random }));
		expect(wait(0)).toBe(0);
		expect(wait(0.25)).toBe(bound / 4);
		expect(wait(1)).toBe(bound);
	}
});

test.each(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN'])(
	'%s may go well the next time',
	(code) => {
		expect(isBrokenConnection(new NoAnswer(code, 'graph.example'))).toBe(true);
	},
);

test.each([
	new NoAnswer('ECONNREFUSED', 'graph.example'),
	new NoAnswer('ENOTFOUND', 'graph.example'),
	new NoAnswer('CERT_HAS_EXPIRED', 'graph.example'),
	new Error('ECONNRESET'),
	'ECONNRESET',
])('%s will not', (error) => {
	expect(isBrokenConnection(error)).toBe(false);
});
