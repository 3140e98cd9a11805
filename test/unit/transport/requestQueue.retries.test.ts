/** What is sent again, what is not, and for how long. */
import type { HttpRequest, HttpResponse } from '../../../nodes/Office365Users/transport/http';
import { ConnectionError } from '../../../nodes/Office365Users/transport/http';
import { LONGEST_WAIT_MS } from '../../../nodes/Office365Users/transport/retryPolicy';
import { batchAnswer, get, partsOf, queue, sendOptions } from '../../support/graph/requestQueue';
import { answer, answering, answers } from '../../support/graph/send';
import { VirtualClock } from '../../support/graph/virtualClock';

const user = (id: number): string => `/users/${id}`;

/** Answers batches and plain requests alike, each request by the function. */
const graph = (clock: VirtualClock, each: (url: string) => HttpResponse) => {
	const sentAt: number[] = [];
	const asked: string[][] = [];
	const send = async (request: HttpRequest): Promise<HttpResponse> => {
		const parts = partsOf(request);
		const plain = new URL(request.url).pathname.slice('/v1.0'.length);
		sentAt.push(clock.now());
		asked.push(parts?.map(({ url }) => url) ?? [plain]);
		return parts ? batchAnswer(parts, ({ url }) => ({ ...each(url) })) : each(plain);
	};
	return { send, sentAt, asked };
};

describe.each([408, 500, 502, 503, 504])('a passing failure, %i', (status) => {
	test.each(['GET', 'PATCH', 'PUT', 'DELETE'] as const)('of a %s is sent again', async (method) => {
		const { send, asked } = answers(answer(status), answer(200));
		const sent = queue().send({ ...get('/users/1'), method }, sendOptions(send));
		expect((await sent).status).toBe(200);
		expect(asked).toHaveLength(2);
	});

	test('of a part of a batch: only that part', async () => {
		const clock = new VirtualClock();
		let failures = 1;
		const { send, asked } = graph(clock, (url) =>
			answer(url === user(1) && failures-- > 0 ? status : 200),
		);
		const requests = queue(clock);
		const sent = [0, 1, 2].map(async (id) => await requests.send(get(user(id)), sendOptions(send)));
		const responses = await clock.run(Promise.all(sent));
		expect(responses.map((response) => response.status)).toEqual([200, 200, 200]);
		expect(asked).toEqual([[user(0), user(1), user(2)], [user(1)]]);
	});

	test('of a POST is final: it may have created something', async () => {
		const { send, asked } = answering(() => answer(status));
		const request: HttpRequest = { ...get('/users'), method: 'POST', body: {} };
		expect((await queue().send(request, sendOptions(send))).status).toBe(status);
		expect(asked).toHaveLength(1);
	});

	test('that the sender calls final is final', async () => {
		const final = answer(status, { error: { code: 'SharePoint' } });
		const { send, asked } = answering(() => final);
		const options = sendOptions(send, { isFinal: ({ body }) => body === final.body });
		expect(await queue().send(get('/users/1'), options)).toBe(final);
		expect(asked).toHaveLength(1);
	});
});

test('a lost answer to a POST is final, a throttled POST is not', async () => {
	const request: HttpRequest = { ...get('/users'), method: 'POST', body: {} };
	const lost = answering(() => new ConnectionError('ECONNRESET', 'graph.example'));
	await expect(queue().send(request, sendOptions(lost.send))).rejects.toThrow(ConnectionError);
	expect(lost.asked).toHaveLength(1);
	const throttled = answers(answer(429), answer(201));
	expect((await queue().send(request, sendOptions(throttled.send))).status).toBe(201);
});

describe('503 for a whole batch', () => {
	const outer = (headers: Record<string, string>) => async (status: number) => {
		const clock = new VirtualClock();
		const sentAt: number[] = [];
		const sizes: Array<number | undefined> = [];
		const send = async (request: HttpRequest): Promise<HttpResponse> => {
			const parts = partsOf(request);
			sentAt.push(clock.now());
			sizes.push(parts?.length);
			if (sentAt.length === 1) return answer(status, undefined, headers);
			return parts ? batchAnswer(parts, () => answer(200)) : answer(200);
		};
		const requests = queue(clock);
		const sent = Array.from(
			{ length: 12 },
			async (_, id) => await requests.send(get(user(id)), sendOptions(send)),
		);
		const responses = await clock.run(Promise.all(sent));
		expect(responses.every((response) => response.status === 200)).toBe(true);
		return { sentAt, sizes };
	};

	test.each([408, 429, 503, 504])('with Retry-After is sent again as one: %i', async (status) => {
		const { sentAt, sizes } = await outer({ 'retry-after': '7' })(status);
		expect(sizes).toEqual([12, 12]);
		expect(sentAt[1]).toBe(7000);
	});

	test.each([408, 503, 504])('without Retry-After is sent again as one: %i', async (status) => {
		const { sizes } = await outer({})(status);
		expect(sizes).toEqual([12, 12]);
	});
});

test('503 with Retry-After pauses all that are like it', async () => {
	const clock = new VirtualClock();
	let isFirst = true;
	const { send, sentAt } = graph(clock, () => {
		const status = isFirst ? 503 : 200;
		isFirst = false;
		return answer(status, undefined, { 'retry-after': '30' });
	});
	const requests = queue(clock);
	const options = sendOptions(send, { batches: false });
	const first = requests.send(get(user(0)), options);
	await clock.advance(1000);
	const later = [1, 2, 3].map(async (id) => await requests.send(get(user(id)), options));
	await clock.run(Promise.all([first, ...later]));
	expect(sentAt.filter((at) => at > 0 && at < 30_000)).toEqual([]);
});

describe('how long it is tried', () => {
	test.each([429, 503])(
		'requests that Graph pauses are tried for longer than maxRetries blind ones: %i',
		async (status) => {
			const clock = new VirtualClock();
			const { send } = graph(clock, () =>
				clock.now() < 170_000 ? answer(status, undefined, { 'retry-after': '1' }) : answer(200),
			);
			const response = await clock.run(queue(clock).send(get(user(1)), sendOptions(send)));
			expect(response.status).toBe(200);
		},
	);

	test('and as long as others get through, their refusals use up nothing', async () => {
		const clock = new VirtualClock();
		let refusals = 0;
		const { send } = graph(clock, (url) => {
			if (url !== user(0) || refusals === 30) return answer(200);
			refusals++;
			return answer(429, undefined, { 'retry-after': '1' });
		});
		const requests = queue(clock);
		const options = sendOptions(send);
		const busy = requests.send(get(user(0)), options);
		const others = async (): Promise<void> => {
			for (let id = 1; refusals < 30; id++) {
				await requests.send(get(user(id)), options);
				await clock.pass(400);
			}
		};
		const [response] = await clock.run(Promise.all([busy, others()]));
		expect(response.status).toBe(200);
	});

	test('40 minutes after its first refusal a request is given up, whatever the others do', async () => {
		const clock = new VirtualClock();
		const busy = answer(429, undefined, { 'retry-after': '60' });
		const { send, sentAt } = graph(clock, (url) => (url === user(0) ? busy : answer(200)));
		const requests = queue(clock);
		const options = sendOptions(send, { maxRetries: 100 });
		let isDone = false;
		const refused = requests.send(get(user(0)), options).then((response) => {
			isDone = true;
			return response;
		});
		const others = async (): Promise<void> => {
			for (let id = 1; !isDone; id++) {
				await requests.send(get(user(id)), options);
				await clock.pass(10_000);
			}
		};
		const [response] = await clock.run(Promise.all([refused, others()]));
		expect(response.status).toBe(429);
		expect(sentAt.at(-1)).toBeLessThan(LONGEST_WAIT_MS + 2 * 60_000);
		expect(clock.now()).toBeGreaterThanOrEqual(LONGEST_WAIT_MS);
	});

	test('a Retry-After of 0, or of a date gone by, is none: Graph is not hammered', async () => {
		for (const value of ['0', 'Wed, 21 Oct 2020 07:28:00 GMT']) {
			const clock = new VirtualClock({ start: Date.parse('2026-10-21T07:28:00Z') });
			const { send, sentAt } = graph(clock, () => answer(429, undefined, { 'retry-after': value }));
			await clock.run(queue(clock).send(get(user(1)), sendOptions(send)));
			expect(sentAt.length).toBeLessThan(150);
		}
	});

	test.each([
		['429, Retry-After 1', answer(429, undefined, { 'retry-after': '1' }), 183_000 + 60_000],
		['429, Retry-After 300', answer(429, undefined, { 'retry-after': '300' }), LONGEST_WAIT_MS],
		['429', answer(429), 183_000 + 60_000],
		['503, Retry-After 10', answer(503, undefined, { 'retry-after': '10' }), 183_000 + 60_000],
		['503', answer(503), 300_000],
	])('a Graph that lets nothing through is given up by all: %s', async (_, refused, most) => {
		const clock = new VirtualClock();
		const { send, sentAt } = graph(clock, () => refused);
		const requests = queue(clock);
		const sent = Array.from(
			{ length: 3000 },
			async (__, id) => await requests.send(get(user(id)), sendOptions(send)),
		);
		const responses = await clock.run(Promise.all(sent));
		expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([refused.status]));
		expect(clock.now()).toBeLessThanOrEqual(most);
		// One request at a time tries whether Graph has recovered; it is not hammered.
		expect(sentAt.length).toBeLessThan(300);
	});

	test('a Graph that answers nothing at all is given up by all', async () => {
		const clock = new VirtualClock();
		let asked = 0;
		const send = async (): Promise<HttpResponse> => {
			asked++;
			await clock.pass(100);
			throw new ConnectionError('ECONNRESET', 'graph.example');
		};
		const requests = queue(clock);
		const outcomes = await clock.run(
			Promise.allSettled(
				Array.from(
					{ length: 3000 },
					async (_, id) => await requests.send(get(user(id)), sendOptions(send)),
				),
			),
		);
		expect(outcomes.every(({ status }) => status === 'rejected')).toBe(true);
		expect(clock.now()).toBeLessThan(300_000);
		expect(asked).toBeLessThan(300);
	});

	test('one that is retried less often does not give up for the others', async () => {
		const clock = new VirtualClock();
		const { send } = graph(clock, () =>
			clock.now() < 400_000 ? answer(429, undefined, { 'retry-after': '5' }) : answer(200),
		);
		const requests = queue(clock);
		const impatient = requests.send(get(user(0)), sendOptions(send, { maxRetries: 8 }));
		const patient = requests.send(get(user(1)), sendOptions(send, { maxRetries: 20 }));
		const responses = await clock.run(Promise.all([impatient, patient]));
		expect(responses.map(({ status }) => status)).toEqual([429, 200]);
	});

	test('a long pause closes changes only where it is for changes', async () => {
		const clock = new VirtualClock();
		const send = async ({ method }: HttpRequest): Promise<HttpResponse> => {
			await clock.pass(10);
			if (method === 'GET') return answer(200);
			const headers = {
				'retry-after': '301',
				'x-ms-throttle-information': 'WriteLimitExceeded',
			};
			return answer(429, undefined, headers);
		};
		const requests = queue(clock);
		const options = sendOptions(send, { batches: false });
		const change: HttpRequest = { ...get(user(1)), method: 'PATCH', body: {} };
		const sent = [change, get(user(2)), change].map(
			async (request) => await requests.send(request, options),
		);
		expect((await clock.run(Promise.all(sent))).map(({ status }) => status)).toEqual([
			429, 200, 429,
		]);
		const later = [requests.send(get(user(3)), options), requests.send(change, options)];
		expect((await clock.run(Promise.all(later))).map(({ status }) => status)).toEqual([200, 429]);
		expect(clock.now()).toBeLessThan(1000);
	});
});

describe('nothing that Graph answers leaves a request unsettled', () => {
	const odd: unknown[] = [
		undefined,
		null,
		'',
		0,
		[],
		[null],
		{ id: '1' },
		{ id: '1', status: '200' },
		{ id: '1', status: NaN },
		{ id: '1', status: 200, headers: null },
		{ id: '1', status: 200, headers: 'x' },
		{ id: '1', status: 200, headers: { a: { toString: null }, 'Retry-After': { valueOf: 1 } } },
		{ id: '1', status: 429, headers: { 'retry-after': Object.create(null) } },
		{ id: '1', status: 429, headers: { 'x-ms-throttle-scope': [null] } },
		{ id: { toString: null }, status: 200 },
		{ id: '1', status: 401, body: { error: { code: Object.create(null) } } },
		{ id: '1', status: 200, body: { toString: null } },
	];

	test.each(odd.map((part) => [part]))('a part that is %p', async (part) => {
		const clock = new VirtualClock();
		const send = async (request: HttpRequest): Promise<HttpResponse> =>
			partsOf(request) ? answer(200, { responses: [part, { id: '2', status: 200 }] }) : answer(200);
		const requests = queue(clock);
		const options = sendOptions(send, { maxRetries: 1 });
		const sent = [0, 1].map(async (id) => await requests.send(get(user(id)), options));
		const outcomes = await clock.run(Promise.allSettled(sent));
		expect(outcomes).toHaveLength(2);
		expect(outcomes[1].status).toBe('fulfilled');
	});

	test('whatever breaks over an answer', async () => {
		const broken = new Error('broken');
		const { send } = answering(() => answer(500));
		const isFinal = (): boolean => {
			throw broken;
		};
		await expect(queue().send(get('/me'), sendOptions(send, { isFinal }))).rejects.toBe(broken);
	});

	test('a request that cannot be sent as JSON', async () => {
		const circular: Record<string, unknown> = {};
		circular.self = circular;
		const { send } = answering(() => answer(200));
		const request: HttpRequest = { ...get('/me'), method: 'PATCH', body: circular };
		await expect(queue().send(request, sendOptions(send))).rejects.toThrow(TypeError);
		expect((await queue().send(get('/me'), sendOptions(send))).status).toBe(200);
	});
});

test('a clock that is set back delays nothing', async () => {
	const start = 10_000_000;
	const clock = new VirtualClock({ start });
	const { send, sentAt } = graph(clock, () =>
		sentAt.length === 1 ? answer(429, undefined, { 'retry-after': '10' }) : answer(200),
	);
	// In the middle of the pause.
	const back = (): number => (clock.now() > start + 5000 ? 3_600_000 : 0);
	const requests = queue({ ...clock, now: () => clock.now() - back() });
	await clock.run(requests.send(get(user(1)), sendOptions(send)));
	expect(clock.now() - start).toBeLessThanOrEqual(12_000);
});
