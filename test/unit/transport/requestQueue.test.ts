import type { HttpRequest, Send } from '../../../nodes/Office365Users/transport/http';
import { ConnectionError } from '../../../nodes/Office365Users/transport/http';
import { LONGEST_RETRY_AFTER_MS } from '../../../nodes/Office365Users/transport/retryPolicy';
import { handClock } from '../../support/graph/clock';
import { get, queue, sendOptions } from '../../support/graph/requestQueue';
import { answer, answering, answers, refusal } from '../../support/graph/send';

import { VirtualClock } from '../../support/graph/virtualClock';

const REQUEST = get('/me');
const BUSY = answer(429, undefined, { 'retry-after': '1' });

describe('one request', () => {
	describe('is sent again', () => {
		test.each([429, 503, 504])('after %i exactly when Retry-After says', async (status) => {
			const clock = handClock({ start: Date.parse('2026-10-21T07:28:00Z') });
			const { send, asked } = answers(
				answer(status, undefined, { 'retry-after': '7' }),
				answer(status, undefined, { 'retry-after': '2.128' }),
				// By then the clock has gone on by the first two pauses.
				answer(status, undefined, { 'retry-after': 'Wed, 21 Oct 2026 07:29:00 GMT' }),
				answer(200, 'here'),
			);
			const start = clock.now();
			const sentAt: number[] = [];
			const noting: Send = async (request) => {
				sentAt.push(clock.now() - start);
				return await send(request);
			};
			const response = await queue(clock).send(REQUEST, sendOptions(noting));
			expect(response.body).toBe('here');
			expect(sentAt).toEqual([0, 7000, 7000 + 2128, 60_000]);
			expect(asked).toEqual([REQUEST, REQUEST, REQUEST, REQUEST]);
		});

		test('after 503 without Retry-After: full jitter, growing, and so often', async () => {
			for (const random of [0.25, 1]) {
				const clock = new VirtualClock();
				const { send, asked } = answering(() => answer(503));
				const requests = queue({ ...clock, random: () => random });
				await clock.run(requests.send(REQUEST, sendOptions(send, { maxRetries: 3 })));
				expect(asked).toHaveLength(4);
				expect(clock.now()).toBe(7000 * random);
			}
		});

		test('after 429 without Retry-After: full jitter, for as long as the retries may take', async () => {
			for (const random of [0.25, 1]) {
				const clock = new VirtualClock();
				const sentAt: number[] = [];
				const { send } = answering(() => answer(429));
				const noting: Send = async (request) => {
					sentAt.push(clock.now());
					return await send(request);
				};
				const requests = queue({ ...clock, random: () => random });
				await clock.run(requests.send(REQUEST, sendOptions(noting, { maxRetries: 3 })));
				expect(sentAt.slice(0, 4)).toEqual([0, 1000, 3000, 7000].map((at) => at * random));
				expect(sentAt.at(-1)).toBe(random === 1 ? 7000 : 7750);
			}
		});

		test('after a broken connection, with jitter', async () => {
			const clock = handClock({ random: 0.5 });
			const { send } = answers(
				new ConnectionError('ECONNRESET', 'graph.example'),
				answer(200, 'here'),
			);
			expect((await queue(clock).send(REQUEST, sendOptions(send))).body).toBe('here');
			expect(clock.slept).toEqual([500]);
		});

		test('an unusable Retry-After counts as none', async () => {
			const clock = handClock({ random: 0.5 });
			const { send } = answers(answer(429, undefined, { 'retry-after': 'soon' }), answer(200));
			await queue(clock).send(REQUEST, sendOptions(send));
			expect(clock.slept).toEqual([500]);
		});

		test('where Retry-After is at the bound', async () => {
			const clock = handClock();
			const seconds = String(LONGEST_RETRY_AFTER_MS / 1000);
			const { send } = answers(answer(429, undefined, { 'retry-after': seconds }), answer(200));
			await queue(clock).send(REQUEST, sendOptions(send));
			expect(clock.now()).toBe(LONGEST_RETRY_AFTER_MS);
		});

		test('not where it is above the bound', async () => {
			const clock = handClock();
			const seconds = String(LONGEST_RETRY_AFTER_MS / 1000 + 1);
			const tooLong = answer(429, undefined, { 'retry-after': seconds });
			const { send, asked } = answers(tooLong);
			expect(await queue(clock).send(REQUEST, sendOptions(send))).toBe(tooLong);
			expect(asked).toHaveLength(1);
			expect(clock.slept).toEqual([]);
		});

		test.each([
			[0, 1],
			[1, 2],
			// 1 s + 2 s + 4 s + ... a minute are 183 s, with a second between them.
			[8, 184],
		])(
			'at most %i times and no longer than these retries may take, then the answer as it is',
			async (maxRetries, times) => {
				const clock = new VirtualClock();
				const { send, asked } = answering(() => BUSY);
				const sent = queue(clock).send(REQUEST, sendOptions(send, { maxRetries }));
				expect((await clock.run(sent)).status).toBe(429);
				expect(asked).toHaveLength(times);
			},
		);

		test('a broken connection that stays broken is thrown in the end', async () => {
			const { send, asked } = answering(() => new ConnectionError('ECONNRESET', 'graph.example'));
			const sent = queue().send(REQUEST, sendOptions(send, { maxRetries: 2 }));
			await expect(sent).rejects.toThrow(ConnectionError);
			expect(asked).toHaveLength(3);
		});
	});

	test.each([200, 202, 204, 400, 401, 403, 404, 405, 409, 410, 412, 413, 501])(
		'%i is an answer, not a reason to ask again',
		async (status) => {
			const clock = handClock();
			const { send, asked } = answering(() => answer(status, undefined, { 'retry-after': '1' }));
			expect((await queue(clock).send(REQUEST, sendOptions(send))).status).toBe(status);
			expect(asked).toHaveLength(1);
			expect(clock.slept).toEqual([]);
		},
	);

	test.each([
		new ConnectionError('ECONNREFUSED', 'graph.example'),
		new ConnectionError('ENOTFOUND', 'graph.example'),
		new Error('The credential needs to be reconnected'),
	])('%s is not asked again', async (thrown) => {
		const { send, asked } = answering(() => thrown);
		await expect(queue().send(REQUEST, sendOptions(send))).rejects.toBe(thrown);
		expect(asked).toHaveLength(1);
	});

	test('a DELETE repeated after a lost answer that finds nothing may be done', async () => {
		const request: HttpRequest = { ...REQUEST, method: 'DELETE' };
		const lost = answers(new ConnectionError('ECONNRESET', 'graph.example'), refusal(404));
		const late = await queue().send(request, sendOptions(lost.send));
		expect(late).toMatchObject({ status: 404, mayBeDone: true });
		const notThere = answers(refusal(404));
		expect((await queue().send(request, sendOptions(notThere.send))).mayBeDone).toBeUndefined();
		// A throttled request was not carried out.
		const throttled = answers(BUSY, refusal(404));
		expect((await queue().send(request, sendOptions(throttled.send))).mayBeDone).toBeUndefined();
	});
});

describe('once the run has ended', () => {
	test.each([
		['a busy answer', BUSY],
		['a broken connection', new ConnectionError('ECONNRESET', 'graph.example')],
	])('%s is not waited on', async (_, outcome) => {
		const { send, asked } = answers(outcome);
		const clock = handClock();
		await queue(clock)
			.send(REQUEST, sendOptions(send, { isEnded: () => true }))
			.catch(() => {});
		expect(asked).toHaveLength(1);
		expect(clock.slept).toEqual([]);
	});

	test('nothing is started', async () => {
		const stopped = new Error('stopped');
		const { send, asked } = answering(() => answer(200));
		const throwIfStopped = (): void => {
			throw stopped;
		};
		await expect(queue().send(REQUEST, sendOptions(send, { throwIfStopped }))).rejects.toBe(
			stopped,
		);
		expect(asked).toEqual([]);
	});

	test('in the middle of a pause: nothing is sent after it', async () => {
		const stopped = new Error('stopped');
		let ended = false;
		const clock = handClock({ whileAsleep: () => (ended = true) });
		const { send, asked } = answers(BUSY);
		const throwIfStopped = (): void => {
			if (ended) throw stopped;
		};
		const sent = queue(clock).send(REQUEST, sendOptions(send, { throwIfStopped }));
		await expect(sent).rejects.toBe(stopped);
		expect(asked).toHaveLength(1);
	});

	test('cancelled in the middle of a pause: all that waits ends with that', async () => {
		const cancelled = new Error('cancelled');
		const clock = { ...handClock(), sleep: async () => await Promise.reject(cancelled) };
		const { send, asked } = answering(() => BUSY);
		const requests = queue(clock);
		const each = sendOptions(send, { batches: false });
		const sent = [requests.send(REQUEST, each), requests.send(get('/users/1'), each)];
		const outcomes = await Promise.allSettled(sent);
		expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected']);
		for (const outcome of outcomes) expect(outcome).toMatchObject({ reason: cancelled });
		expect(asked.length).toBeLessThanOrEqual(2);
	});
});
