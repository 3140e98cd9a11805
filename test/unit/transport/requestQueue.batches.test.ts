import type { HttpRequest, HttpResponse } from '../../../nodes/Office365Users/transport/http';
import { ConnectionError } from '../../../nodes/Office365Users/transport/http';

import { handClock } from '../../support/graph/clock';
import {
	batchAnswer,
	get,
	type Part,
	partsOf,
	queue,
	sendOptions,
} from '../../support/graph/requestQueue';
import { answer, answering, refusal } from '../../support/graph/send';
import { gate, turn } from '../../support/graph/turns';
import { VirtualClock } from '../../support/graph/virtualClock';

import { graph, ok, sendUsers, sentThings, user } from '../../support/graph/manyUsers';

const BUSY = answer(429, undefined, { 'retry-after': '1' });

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
