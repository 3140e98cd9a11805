import { NoAnswer } from '../../../nodes/Office365Users/transport/http';
import {
	LONGEST_RETRY_AFTER_MS,
	retrying,
	waitBefore,
} from '../../../nodes/Office365Users/transport/retry';
import { handClock } from '../support/clock';
import { answer, answering, answers } from '../support/send';

const REQUEST = { method: 'GET', url: 'https://graph.example/v1.0/me' } as const;
const BUSY = answer(429, undefined, { 'retry-after': '1' });
const never = (): boolean => false;

describe('how long', () => {
	test.each([429, 503, 504])('after %i exactly what Retry-After says', async (status) => {
		const clock = handClock({ start: Date.parse('2026-10-21T07:28:00Z') });
		const { send, asked } = answers(
			answer(status, undefined, { 'retry-after': '7' }),
			answer(status, undefined, { 'retry-after': '2.128' }),
			// By then the clock has gone on by the first two pauses.
			answer(status, undefined, { 'retry-after': 'Wed, 21 Oct 2026 07:29:00 GMT' }),
			answer(200, 'here'),
		);
		const response = await retrying(send, { maxRetries: 8, clock, ended: never })(REQUEST);
		expect(response.body).toBe('here');
		expect(clock.slept).toEqual([7000, 2128, 60_000 - 7000 - 2128]);
		expect(asked).toEqual([REQUEST, REQUEST, REQUEST, REQUEST]);
	});

	test('no jitter is put on Retry-After', () => {
		for (const random of [0, 0.3, 1]) {
			expect(waitBefore(4, BUSY, handClock({ random }))).toBe(1000);
		}
	});

	test('without Retry-After the full range under 1 s, 2 s, 4 s, ... 60 s', () => {
		const bounds = [1000, 2000, 4000, 8000, 16_000, 32_000, 60_000, 60_000];
		for (const [retry, bound] of bounds.entries()) {
			const wait = (random: number): number | undefined =>
				waitBefore(retry, answer(503), handClock({ random }));
			expect(wait(0)).toBe(0);
			expect(wait(0.25)).toBe(bound / 4);
			expect(wait(1)).toBe(bound);
		}
	});

	test('the pauses grow from one retry to the next', async () => {
		const clock = handClock({ random: 1 });
		const { send } = answering(() => answer(503));
		await retrying(send, { maxRetries: 3, clock, ended: never })(REQUEST);
		expect(clock.slept).toEqual([1000, 2000, 4000]);
	});

	test('an unusable Retry-After counts as none', () => {
		const garbage = answer(429, undefined, { 'retry-after': 'soon' });
		expect(waitBefore(0, garbage, handClock({ random: 0.5 }))).toBe(500);
	});

	test('a Retry-After above the bound is not waited for', async () => {
		const clock = handClock();
		const seconds = LONGEST_RETRY_AFTER_MS / 1000;
		const tooLong = answer(429, undefined, { 'retry-after': String(seconds + 1) });
		const { send, asked } = answers(tooLong);
		expect(await retrying(send, { maxRetries: 8, clock, ended: never })(REQUEST)).toBe(tooLong);
		expect(asked).toHaveLength(1);
		expect(clock.slept).toEqual([]);
	});

	test('one at the bound is', async () => {
		const clock = handClock();
		const seconds = String(LONGEST_RETRY_AFTER_MS / 1000);
		const { send } = answers(answer(429, undefined, { 'retry-after': seconds }), answer(200));
		await retrying(send, { maxRetries: 8, clock, ended: never })(REQUEST);
		expect(clock.slept).toEqual([LONGEST_RETRY_AFTER_MS]);
	});
});

describe('how often', () => {
	test.each([0, 1, 8])('at most %i times again, then the answer as it is', async (maxRetries) => {
		const { send, asked } = answering(() => BUSY);
		const clock = handClock();
		const response = await retrying(send, { maxRetries, clock, ended: never })(REQUEST);
		expect(response.status).toBe(429);
		expect(asked).toHaveLength(maxRetries + 1);
		expect(clock.slept).toHaveLength(maxRetries);
	});

	test('a broken connection that stays broken is thrown in the end', async () => {
		const { send, asked } = answering(() => new NoAnswer('ECONNRESET', 'graph.example'));
		const again = retrying(send, { maxRetries: 2, clock: handClock(), ended: never });
		await expect(again(REQUEST)).rejects.toThrow(NoAnswer);
		expect(asked).toHaveLength(3);
	});
});

describe('what', () => {
	test.each([200, 202, 204, 400, 401, 403, 404, 405, 409, 410, 412, 413, 500, 501, 502])(
		'%i is an answer, not a reason to ask again',
		async (status) => {
			const { send, asked } = answering(() => answer(status, undefined, { 'retry-after': '1' }));
			const clock = handClock();
			const response = await retrying(send, { maxRetries: 8, clock, ended: never })(REQUEST);
			expect(response.status).toBe(status);
			expect(asked).toHaveLength(1);
			expect(clock.slept).toEqual([]);
		},
	);

	test.each(['ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN'])(
		'%s is asked again',
		async (code) => {
			const { send } = answers(new NoAnswer(code, 'graph.example'), answer(200, 'here'));
			const again = retrying(send, { maxRetries: 1, clock: handClock(), ended: never });
			expect((await again(REQUEST)).body).toBe('here');
		},
	);

	test.each([
		new NoAnswer('ECONNREFUSED', 'graph.example'),
		new NoAnswer('ENOTFOUND', 'graph.example'),
		new NoAnswer('CERT_HAS_EXPIRED', 'graph.example'),
		new Error('The credential needs to be reconnected'),
	])('%s is not', async (thrown) => {
		const { send, asked } = answering(() => thrown);
		const clock = handClock();
		const again = retrying(send, { maxRetries: 8, clock, ended: never });
		await expect(again(REQUEST)).rejects.toBe(thrown);
		expect(asked).toHaveLength(1);
		expect(clock.slept).toEqual([]);
	});
});

describe('once the run has ended', () => {
	test.each([
		['a busy answer', BUSY],
		['a broken connection', new NoAnswer('ECONNRESET', 'graph.example')],
	])('%s is not waited on', async (_, outcome) => {
		const { send, asked } = answers(outcome);
		const clock = handClock();
		await retrying(send, { maxRetries: 8, clock, ended: () => true })(REQUEST).catch(() => {});
		expect(asked).toHaveLength(1);
		expect(clock.slept).toEqual([]);
	});

	test('in the middle of a pause: nothing is sent after it', async () => {
		let ended = false;
		const clock = handClock({ whileAsleep: () => (ended = true) });
		const { send, asked } = answers(BUSY);
		const response = await retrying(send, { maxRetries: 8, clock, ended: () => ended })(REQUEST);
		expect(response).toBe(BUSY);
		expect(asked).toHaveLength(1);
	});

	test('a pause broken off by cancelling ends it with that', async () => {
		const cancelled = new Error('cancelled');
		const clock = { ...handClock(), sleep: async () => await Promise.reject(cancelled) };
		const { send, asked } = answers(BUSY);
		const again = retrying(send, { maxRetries: 8, clock, ended: never });
		await expect(again(REQUEST)).rejects.toBe(cancelled);
		expect(asked).toHaveLength(1);
	});
});
