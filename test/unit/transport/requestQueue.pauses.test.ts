/** What waits: one pause for all, ended by whoever ends the run, and no work for what cannot be sent. */
import type { HttpRequest, HttpResponse } from '../../../nodes/Office365Users/transport/http';
import type { SendOptions } from '../../../nodes/Office365Users/transport/job';
import { lookup, runAll } from '../../support/graph/limiterRuns';
import { batchAnswer, get, partsOf, queue, sendOptions } from '../../support/graph/requestQueue';
import { SimulatedGraph } from '../../support/graph/simulatedGraph';
import { answer } from '../../support/graph/send';
import { VirtualClock } from '../../support/graph/virtualClock';

/** 200 requests, all throttled for a minute, and what becomes of them. */
function paused(change: Partial<SendOptions> = {}, count = 200) {
	const clock = new VirtualClock();
	const graph = new SimulatedGraph(clock, {
		answer: () => ({ status: 429, headers: { 'retry-after': '60' }, body: {} }),
	});
	const requests = queue(clock);
	const options = sendOptions(graph.send, change);
	const outcomes = Promise.allSettled(
		Array.from({ length: count }, async (_, id) => await requests.send(lookup(id), options)),
	);
	return { clock, graph, outcomes };
}

test('a pause is one for all of them', async () => {
	const { clock, graph } = paused();
	await clock.advance(59_000);
	// Four batches were in flight; nobody else even asked.
	expect(graph.calls).toHaveLength(4);
});

test('it ends at once when the run is cancelled, and nothing is sent after it', async () => {
	const { clock, graph, outcomes } = paused();
	await clock.advance(30_000);
	const reason = new Error('cancelled');
	clock.cancel(reason);
	const ended = await outcomes;
	expect(clock.now()).toBe(30_000);
	expect(ended.every((one) => one.status === 'rejected' && one.reason === reason)).toBe(true);
	await clock.advance(600_000);
	expect(graph.calls).toHaveLength(4);
});

test('where the run says by itself that it has ended, that is what its requests get', async () => {
	const run = ending();
	const { clock, outcomes } = paused(run.options);
	await clock.advance(30_000);
	run.end();
	clock.cancel(new Error('cancelled'));
	const ended = await outcomes;
	expect(ended.every((one) => one.status === 'rejected' && one.reason === run.stopped)).toBe(true);
});

/** A run, and the means to end it. */
function ending() {
	let isEnded = false;
	const stopped = new Error('stopped');
	const options: Partial<SendOptions> = {
		throwIfStopped: () => {
			if (isEnded) throw stopped;
		},
		isEnded: () => isEnded,
	};
	return {
		stopped,
		options,
		end: () => {
			isEnded = true;
		},
	};
}

test.each([200, 5000])(
	'it is not sat out by a run that has failed meanwhile: %i requests',
	async (count) => {
		const run = ending();
		const { clock, graph, outcomes } = paused(run.options, count);
		await clock.advance(30_000);
		run.end();
		const ended = await clock.run(outcomes);
		expect(clock.now()).toBeLessThanOrEqual(31_000);
		expect(ended.every(({ status }) => status === 'rejected')).toBe(true);
		expect(graph.calls).toHaveLength(4);
	},
);

test('what waits behind calls that hang ends with the run, too', async () => {
	const clock = new VirtualClock();
	const run = ending();
	const send = async (): Promise<HttpResponse> => {
		await clock.pass(300_000);
		return answer(200);
	};
	const requests = queue(clock);
	const options = sendOptions(send, { ...run.options, batches: false });
	let ended = 0;
	const sent = Array.from({ length: 100 }, async (_, id) => {
		await requests.send(get(`/users/${id}`), options).catch(() => ended++);
	});
	await clock.advance(10_000);
	run.end();
	await clock.advance(1000);
	expect(ended).toBe(80);
	await clock.run(Promise.all(sent));
});

test('ended in the middle of a pause, the others of that queue go on', async () => {
	const clock = new VirtualClock();
	const graph = new SimulatedGraph(clock, {
		outage: { until: 60_000, retryAfter: 10 },
	});
	const requests = queue(clock);
	const run = ending();
	const ended = requests.send(lookup(1), sendOptions(graph.send, run.options));
	const others = [2, 3, 4].map(async (id) => {
		return await requests.send(lookup(id), sendOptions(graph.send));
	});
	await clock.advance(5000);
	run.end();
	await expect(clock.run(ended)).rejects.toBe(run.stopped);
	expect(clock.now()).toBeLessThanOrEqual(6000);
	const responses = await clock.run(Promise.all(others));
	expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
});

test('a Retry-After of more than five minutes ends all that waits; Graph is not asked further', async () => {
	const { lost, graph, took } = await runAll({
		count: 5000,
		graph: { answer: () => ({ status: 429, headers: { 'retry-after': '301' }, body: {} }) },
	});
	expect(lost).toBe(5000);
	expect(graph.calls.length).toBeLessThanOrEqual(5);
	expect(took).toBeLessThan(1000);
});

test('after it Graph is asked again', async () => {
	const clock = new VirtualClock();
	const graph = new SimulatedGraph(clock, { outage: { until: 400_000, retryAfter: 400 } });
	const requests = queue(clock);
	const options = sendOptions(graph.send);
	expect((await clock.run(requests.send(lookup(1), options))).status).toBe(429);
	await clock.advance(200_000);
	expect((await clock.run(requests.send(lookup(2), options))).status).toBe(429);
	expect(graph.calls).toHaveLength(1);
	await clock.advance(201_000);
	expect((await clock.run(requests.send(lookup(3), options))).status).toBe(200);
});

test('of two long pauses the longer one holds', async () => {
	const clock = new VirtualClock();
	const waits = ['400', '1000'];
	let asked = 0;
	const send = async (): Promise<HttpResponse> => {
		asked++;
		await clock.pass(50);
		const wait = waits.shift();
		return wait ? answer(429, undefined, { 'retry-after': wait }) : answer(200);
	};
	const requests = queue(clock);
	const options = sendOptions(send, { batches: false });
	const sent = [1, 2].map(async (id) => await requests.send(lookup(id), options));
	await clock.run(Promise.all(sent));
	await clock.advance(900_000);
	expect((await clock.run(requests.send(lookup(3), options))).status).toBe(429);
	expect(asked).toBe(2);
	await clock.advance(200_000);
	expect((await clock.run(requests.send(lookup(3), options))).status).toBe(200);
});

test('those that go out again go before those that have not been sent', async () => {
	const clock = new VirtualClock();
	const order: string[] = [];
	const send = async (request: HttpRequest): Promise<HttpResponse> => {
		const parts = partsOf(request) ?? [];
		await clock.pass(50);
		const refuses = clock.now() === 50;
		if (!refuses) order.push(...parts.map(({ url }) => url));
		return batchAnswer(parts, () =>
			refuses ? answer(429, undefined, { 'retry-after': '5' }) : answer(200),
		);
	};
	const requests = queue(clock);
	await clock.run(
		Promise.all(
			Array.from(
				{ length: 200 },
				async (_, id) => await requests.send(get(`/users/${id}`), sendOptions(send)),
			),
		),
	);
	const firstEighty = order.slice(0, 80).sort();
	expect(firstEighty).toEqual(Array.from({ length: 80 }, (_, id) => `/users/${id}`).sort());
});

describe('no request is looked at again and again while it cannot be sent', () => {
	/** Sends so many of which each counts how often it is looked at; four mailboxes, or none. */
	async function looks(count: number, hasMailbox: boolean): Promise<number> {
		const clock = new VirtualClock();
		const graph = new SimulatedGraph(clock, { quotas: [{ limit: 1000 }] });
		const requests = queue(clock);
		let seen = 0;
		const counting = (id: number): HttpRequest => ({
			method: 'GET',
			url: `${lookup(id % 4).url}${hasMailbox ? '/photo' : ''}?n=${id}`,
			get mailbox() {
				seen++;
				return hasMailbox ? String(id % 4) : undefined;
			},
		});
		await clock.run(
			Promise.all(
				Array.from({ length: count }, async (_, id) => {
					return await requests.send(counting(id), sendOptions(graph.send));
				}),
			),
		);
		return seen / count;
	}

	test.each([true, false])('with a mailbox: %s', async (hasMailbox) => {
		const few = await looks(500, hasMailbox);
		const many = await looks(8000, hasMailbox);
		expect(many).toBeLessThan(1.5 * few);
	});
});
