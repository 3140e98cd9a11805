import type { Clock } from '../../../nodes/Office365Users/transport/clock';
import type { HttpRequest, HttpResponse, Send } from '../../../nodes/Office365Users/transport/http';
import { ConnectionError } from '../../../nodes/Office365Users/transport/http';
import { LONGEST_RETRY_AFTER_MS } from '../../../nodes/Office365Users/transport/retryPolicy';
import { handClock } from '../../support/graph/clock';
import {
	batchAnswer,
	get,
	type Part,
	partsOf,
	queue,
	sendOptions,
} from '../../support/graph/requestQueue';
import { answer, answering, answers, type RecordedSend, refusal } from '../../support/graph/send';
import { gate, turn } from '../../support/graph/turns';
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

/** A Graph that answers batches and plain requests alike, each request by the function. */
function graph(each: (url: string, count: number) => HttpResponse): RecordedSend {
	const counts = new Map<string, number>();
	const counted = (url: string): HttpResponse => {
		const count = (counts.get(url) ?? 0) + 1;
		counts.set(url, count);
		return each(url, count);
	};
	return answering((request) => {
		const parts = partsOf(request);
		if (!parts) return counted(new URL(request.url).pathname.replace('/v1.0', ''));
		return batchAnswer(parts, ({ url }) => ({ ...counted(url) }));
	});
}

/** The urls of each thing that was sent, in order; a batch is a list. */
const sentThings = (asked: HttpRequest[]): Array<string | string[]> =>
	asked.map(
		(request) =>
			partsOf(request)?.map(({ url }) => url) ?? new URL(request.url).pathname.replace('/v1.0', ''),
	);
const user = (index: number): string => `/users/${index}`;
const ok = (url: string): HttpResponse => answer(200, { id: url });

async function sendUsers(
	{ send }: RecordedSend,
	count: number,
	clock: Clock = handClock(),
): Promise<HttpResponse[]> {
	const requests = queue(clock);
	const each = sendOptions(send);
	return await Promise.all(
		Array.from({ length: count }, async (_, index) => await requests.send(get(user(index)), each)),
	);
}

describe('many requests', () => {
	test('go out twenty at a time, and each gets its own answer', async () => {
		const { send, asked } = graph(ok);
		const responses = await sendUsers({ send, asked }, 45);
		expect(responses.map(({ body }) => body)).toEqual(
			Array.from({ length: 45 }, (_, index) => ({ id: user(index) })),
		);
		expect(asked.map((request) => partsOf(request)?.length)).toEqual([20, 20, 5]);
	});

	test('one alone is a plain request', async () => {
		const { send, asked } = graph(ok);
		await sendUsers({ send, asked }, 1);
		expect(sentThings(asked)).toEqual([user(0)]);
	});

	test('each by itself where the user wants it so', async () => {
		const { send, asked } = graph(ok);
		const requests = queue();
		const each = sendOptions(send, { batches: false });
		await Promise.all([requests.send(get(user(1)), each), requests.send(get(user(2)), each)]);
		expect(sentThings(asked)).toEqual([user(1), user(2)]);
	});

	test('what cannot be part of a batch goes by itself', async () => {
		const { send, asked } = graph(ok);
		const requests = queue();
		const paths = ['/users?$top=999', user(1), '/users?$top=999', user(2)];
		await Promise.all(paths.map(async (path) => await requests.send(get(path), sendOptions(send))));
		expect(sentThings(asked)).toEqual(['/users', [user(1), user(2)], '/users']);
	});

	test('four batches at first, and twenty at most', async () => {
		const clock = new VirtualClock();
		let inFlight = 0;
		const most: number[] = [];
		const send = async (request: HttpRequest): Promise<HttpResponse> => {
			const now = clock.now() / 1000;
			most[now] = Math.max(most[now] ?? 0, ++inFlight);
			await clock.pass(1000);
			inFlight--;
			return batchAnswer(partsOf(request) ?? [], ({ url }) => ok(url));
		};
		await clock.run(sendUsers({ send, asked: [] }, 2000, clock));
		expect(most[0]).toBe(4);
		expect(Math.max(...most)).toBe(20);
	});

	test('what goes by itself: twenty at most', async () => {
		const clock = new VirtualClock();
		let inFlight = 0;
		let most = 0;
		const send = async (): Promise<HttpResponse> => {
			most = Math.max(most, ++inFlight);
			await clock.pass(1000);
			inFlight--;
			return answer(200);
		};
		const requests = queue(clock);
		const each = sendOptions(send, { batches: false });
		await clock.run(
			Promise.all(
				Array.from({ length: 500 }, async (_, id) => await requests.send(get(user(id)), each)),
			),
		);
		expect(most).toBe(20);
	});

	test('no batch is larger than 3.5 MB', async () => {
		const { send, asked } = answering((request) => {
			const parts = partsOf(request);
			return parts ? batchAnswer(parts, () => answer(204)) : answer(204);
		});
		const requests = queue();
		const large = (id: number): HttpRequest => ({
			...get(user(id)),
			method: 'PATCH',
			body: { aboutMe: 'x'.repeat(1_000_000) },
		});
		const each = sendOptions(send);
		const sent = [0, 1, 2, 3].map(async (id) => await requests.send(large(id), each));
		expect((await Promise.all(sent)).map(({ status }) => status)).toEqual([204, 204, 204, 204]);
		expect(asked.map((request) => partsOf(request)?.length)).toEqual([3, undefined]);
	});

	test('at most four parts at once are for one mailbox', async () => {
		const door = gate();
		const begun: string[][] = [];
		const send = async (request: HttpRequest): Promise<HttpResponse> => {
			const parts = partsOf(request);
			begun.push(parts ? parts.map(({ url }) => url) : [request.url]);
			await door.opened;
			return parts ? batchAnswer(parts, ({ url }) => ok(url)) : answer(200);
		};
		const requests = queue();
		const all = Array.from({ length: 10 }, async (_, index) => {
			const mailbox = index < 9 ? 'a@x.y' : 'b@x.y';
			return await requests.send(get(`/users/a/photo?n=${index}`, { mailbox }), sendOptions(send));
		});
		await turn();
		// Four of the one mailbox, and the one of the other, which need not wait.
		expect(begun.flat()).toHaveLength(5);
		door.open();
		await Promise.all(all);
		expect(begun.flat()).toHaveLength(10);
	});
});

describe('a part of a batch', () => {
	test('that is refused fails alone', async () => {
		const fake = graph((url) => (url === user(1) ? refusal(404, 'x') : ok(url)));
		const responses = await sendUsers(fake, 3);
		expect(responses.map(({ status }) => status)).toEqual([200, 404, 200]);
		expect(fake.asked).toHaveLength(1);
	});

	test('that is throttled is sent again, the others are not', async () => {
		const clock = handClock();
		const fake = graph((url, count) => (url === user(1) && count === 1 ? BUSY : ok(url)));
		const responses = await sendUsers(fake, 3, clock);
		expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
		expect(sentThings(fake.asked)).toEqual([[user(0), user(1), user(2)], user(1)]);
		expect(clock.slept).toEqual([1000]);
	});

	test('of several that are throttled the longest pause holds for all', async () => {
		const clock = new VirtualClock();
		const fake = graph((url, count) =>
			count === 1 ? answer(429, undefined, { 'retry-after': url.slice(-1) }) : ok(url),
		);
		await clock.run(sendUsers(fake, 5, clock));
		expect(clock.now()).toBe(4000);
	});

	test('that has no answer is asked again', async () => {
		let batches = 0;
		const fake = answering((request) => {
			const parts = partsOf(request);
			if (!parts) return ok(request.url);
			batches++;
			return batchAnswer(parts, ({ id, url }) =>
				batches === 1 && id === '2' ? undefined : ok(url),
			);
		});
		const responses = await sendUsers(fake, 3);
		expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
		expect(fake.asked).toHaveLength(2);
	});

	test('that never has one fails, the others do not', async () => {
		const clock = handClock();
		const requests = queue(clock);
		const fake = answering((request) => {
			const parts = partsOf(request);
			return parts
				? batchAnswer(parts, ({ id, url }) => (id === '1' ? ok(url) : undefined))
				: answer(200, {});
		});
		const each = sendOptions(fake.send, { maxRetries: 0 });
		const outcomes = await Promise.allSettled([
			requests.send(get(user(0)), each),
			requests.send(get(user(1)), each),
		]);
		expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
	});
});

describe('a whole batch', () => {
	test.each([400, 413])(
		'refused with %i says nothing of its parts: each by itself',
		async (status) => {
			const fake = answering((request) =>
				partsOf(request) ? refusal(status) : ok(new URL(request.url).pathname),
			);
			const responses = await sendUsers(fake, 3);
			expect(responses.map(({ status: own }) => own)).toEqual([200, 200, 200]);
			expect(fake.asked).toHaveLength(4);
		},
	);

	test.each([500, 502])('that fails with %i: each by itself', async (status) => {
		const fake = answering((request) =>
			partsOf(request) ? answer(status, '<html>') : ok(new URL(request.url).pathname),
		);
		const responses = await sendUsers(fake, 3);
		expect(responses.map(({ status: own }) => own)).toEqual([200, 200, 200]);
		expect(fake.asked).toHaveLength(4);
	});

	test('that fails with 502 after a DELETE arrived: it may be done', async () => {
		const fake = answering((request) => (partsOf(request) ? answer(502) : refusal(404)));
		const requests = queue();
		const outcomes = await Promise.all(
			['/users/1/manager/$ref', '/users/2/manager/$ref'].map(
				async (path) =>
					await requests.send(get(path, { method: 'DELETE' }), sendOptions(fake.send)),
			),
		);
		expect(outcomes.map(({ mayBeDone }) => mayBeDone)).toEqual([true, true]);
	});

	test.each([
		['no JSON', () => '<html></html>'],
		[
			'one id twice',
			(parts: Part[]) => ({ responses: parts.map(() => ({ id: '1', status: 200 })) }),
		],
		[
			'ids that nobody asked for',
			(parts: Part[]) => ({
				responses: parts.map((_, index) => ({ id: `x${index}`, status: 200 })),
			}),
		],
	])('that is %s: each is asked again by itself', async (_, body) => {
		const fake = answering((request) => {
			const parts = partsOf(request);
			return parts ? answer(200, body(parts)) : ok(request.url);
		});
		const responses = await sendUsers(fake, 3);
		expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
		expect(fake.asked.filter((request) => partsOf(request))).toHaveLength(1);
	});

	test('throttled is sent again', async () => {
		let first = true;
		const fake = answering((request) => {
			if (first) {
				first = false;
				return BUSY;
			}
			return batchAnswer(partsOf(request) ?? [], ({ url }) => ok(url));
		});
		const clock = handClock();
		const responses = await sendUsers(fake, 3, clock);
		expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
		expect(clock.slept).toContain(1000);
	});

	test('whose connection breaks is sent again', async () => {
		let first = true;
		const fake = answering((request) => {
			if (first) {
				first = false;
				return new ConnectionError('ECONNRESET', 'graph.example');
			}
			const parts = partsOf(request);
			return parts ? batchAnswer(parts, ({ url }) => ok(url)) : ok(request.url);
		});
		const responses = await sendUsers(fake, 3);
		expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
	});

	test('that the sign-in refuses is refused for each', async () => {
		const fake = answering(() => refusal(401, 'InvalidAuthenticationToken'));
		const responses = await sendUsers(fake, 3);
		expect(responses.map(({ status }) => status)).toEqual([401, 401, 401]);
		expect(fake.asked).toHaveLength(1);
	});
});

describe('an access token that has expired', () => {
	const EXPIRED = refusal(401, 'InvalidAuthenticationToken');

	/** A Graph whose plain requests renew the token, as n8n does; or not. */
	function expiring(renews: boolean): RecordedSend {
		let valid = false;
		return answering((request) => {
			const parts = partsOf(request);
			if (!parts) {
				valid = renews;
				return valid ? ok(new URL(request.url).pathname.replace('/v1.0', '')) : EXPIRED;
			}
			return batchAnswer(parts, ({ url }: Part) => (valid ? ok(url) : EXPIRED));
		});
	}

	test('one part goes by itself so that n8n renews it, then the rest', async () => {
		const fake = expiring(true);
		const responses = await sendUsers(fake, 4);
		expect(responses.map(({ body }) => body)).toEqual([0, 1, 2, 3].map((id) => ({ id: user(id) })));
		const [batch, alone, rest, ...more] = sentThings(fake.asked);
		expect(batch).toHaveLength(4);
		expect(typeof alone).toBe('string');
		expect(rest).toHaveLength(3);
		expect(more).toEqual([]);
	});

	test('that cannot be renewed: each says so, and it ends', async () => {
		const fake = expiring(false);
		const responses = await sendUsers(fake, 4);
		expect(responses.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
		expect(fake.asked.length).toBeLessThanOrEqual(3);
	});
});

describe('equal reads of one run', () => {
	const share = { shareReads: true };

	test('are asked once; no two answers share an object', async () => {
		const { send, asked } = graph(ok);
		const requests = queue();
		const each = sendOptions(send, share);
		const [one, other] = await Promise.all([
			requests.send(get(user(1)), each),
			requests.send(get(user(1)), each),
		]);
		const later = await requests.send(get(user(1)), each);
		expect(asked).toHaveLength(1);
		expect(other).toEqual(one);
		expect(later).toEqual(one);
		expect(other.body).not.toBe(one.body);
		expect(later.body).not.toBe(one.body);
	});

	test('what one does to its answer, nobody else sees', async () => {
		const { send } = graph(ok);
		const requests = queue();
		const one = await requests.send(get(user(1)), sendOptions(send, share));
		Object.assign(one.body as object, { spoilt: true });
		const later = await requests.send(get(user(1)), sendOptions(send, share));
		expect(later.body).toEqual({ id: user(1) });
	});

	test('bytes are not kept for later', async () => {
		const { send, asked } = answering(() => answer(200, Buffer.from('photo')));
		const requests = queue();
		const request = get('/users/1/photo/$value', { binary: true });
		await requests.send(request, sendOptions(send, share));
		await requests.send(request, sendOptions(send, share));
		expect(asked).toHaveLength(2);
	});

	test('bytes stay bytes', async () => {
		const photo = Buffer.from([0xff, 0xd8, 0xff, 7]);
		const { send } = answering(() => answer(200, photo));
		const requests = queue();
		const request = get('/users/1/photo/$value', { binary: true });
		const each = sendOptions(send, share);
		const [one, other] = await Promise.all([
			requests.send(request, each),
			requests.send(request, each),
		]);
		expect(Buffer.isBuffer(other.body)).toBe(true);
		expect(other.body).toEqual(one.body);
	});

	test('that ask for different things are not equal', async () => {
		const { send, asked } = graph(ok);
		const requests = queue();
		const each = sendOptions(send, share);
		await Promise.all([
			requests.send(get('/users/1?$select=id'), each),
			requests.send(get('/users/1?$select=mail'), each),
			requests.send(get('/users/1?$select=mail', { headers: { Prefer: 'x' } }), each),
		]);
		expect(asked.flatMap<unknown>((request) => partsOf(request) ?? request)).toHaveLength(3);
	});

	test('are asked anew after a refusal', async () => {
		const { send, asked } = graph((url, count) => (count === 1 ? refusal(404) : ok(url)));
		const requests = queue();
		expect((await requests.send(get(user(1)), sendOptions(send, share))).status).toBe(404);
		expect((await requests.send(get(user(1)), sendOptions(send, share))).status).toBe(200);
		expect(asked).toHaveLength(2);
	});

	test('changes are never shared', async () => {
		const { send, asked } = graph(ok);
		const requests = queue();
		const change: HttpRequest = { ...get(user(1)), method: 'PATCH', body: { city: 'Oslo' } };
		await requests.send(change, sendOptions(send, share));
		await requests.send(change, sendOptions(send, share));
		expect(asked).toHaveLength(2);
	});
});

test('nothing is lost and nothing is sent twice needlessly, whatever Graph does', async () => {
	// Each user is throttled, lost or unavailable in turn before it is answered.
	const done = new Map<string, number>();
	const fake = graph((url, count) => {
		const index = Number(url.split('/')[2]);
		if (count === 1 && index % 3 === 0) return BUSY;
		if (count === 1 && index % 7 === 0) return answer(503);
		done.set(url, (done.get(url) ?? 0) + 1);
		return ok(url);
	});
	const responses = await sendUsers(fake, 300);
	expect(responses.map(({ body }) => body)).toEqual(
		Array.from({ length: 300 }, (_, index) => ({ id: user(index) })),
	);
	expect([...done.values()].every((times) => times === 1)).toBe(true);
	expect(done.size).toBe(300);
});
