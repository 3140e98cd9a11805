/** Requests that a user's mailbox answers: four at once each, and whom a refusal concerns. */
import type { HttpRequest, HttpResponse } from '../../../nodes/Office365Users/transport/http';
import { photo, runAll } from '../../support/graph/limiterRuns';
import { batchAnswer, get, partsOf, queue, sendOptions } from '../../support/graph/requestQueue';
import { SimulatedGraph } from '../../support/graph/simulatedGraph';
import { answer } from '../../support/graph/send';
import { VirtualClock } from '../../support/graph/virtualClock';

const photoOf = (mailbox: number, index = 0): HttpRequest =>
	get(`/users/${mailbox}/photo?n=${index}`, { mailbox: String(mailbox) });

const APP_WIDE = { 'x-ms-throttle-scope': 'Tenant_Application/ReadWrite/app/tenant' };
const OF_USER = { 'x-ms-throttle-scope': 'User_Application/ReadWrite/app/user' };

/** A Graph that answers each request by the function, and notes when it was asked for what. */
function graph(clock: VirtualClock, each: (url: string) => HttpResponse) {
	const asked: Array<{ at: number; url: string }> = [];
	const send = async (request: HttpRequest): Promise<HttpResponse> => {
		const parts = partsOf(request);
		const plain = request.url.slice(request.url.indexOf('/v1.0') + '/v1.0'.length);
		const at = clock.now();
		for (const url of parts?.map((part) => part.url) ?? [plain]) asked.push({ at, url });
		await clock.pass(50);
		return parts ? batchAnswer(parts, ({ url }) => ({ ...each(url) })) : each(plain);
	};
	return { send, asked };
}

describe('a mailbox takes four requests at once', () => {
	test.each([true, false])('in batches: %s', async (batches) => {
		const { graph: simulated, lost } = await runAll({
			count: 240,
			graph: { perMailbox: 4 },
			request: (index) => photoOf(index % 3, index),
			options: { batches },
		});
		expect(lost).toBe(0);
		expect(simulated.throttled).toBe(0);
		expect(simulated.mostInMailbox).toBe(4);
	});

	test('one that others keep busy does not hold up what is not for it', async () => {
		const clock = new VirtualClock();
		const simulated = new SimulatedGraph(clock, {
			answer: ({ url }) =>
				url.includes('/users/0/photo') && clock.now() < 60_000
					? { status: 429, headers: { 'retry-after': '60' }, body: {} }
					: undefined,
		});
		const requests = queue(clock);
		const doneAt: number[] = [];
		const all = Array.from({ length: 60 }, async (_, index) => {
			const options = sendOptions(simulated.send);
			const { status } = await requests.send(photoOf(index % 3, index), options);
			doneAt[index] = clock.now();
			return status;
		});
		expect(new Set(await clock.run(Promise.all(all)))).toEqual(new Set([200]));
		const others = doneAt.filter((_, index) => index % 3 !== 0);
		expect(Math.max(...others)).toBeLessThan(10_000);
		// Its own four that were in flight are told once; the rest wait with them.
		expect(simulated.asked).toBe(60 + 4);
	});

	test.each([
		['before anything was sent', 0],
		['a little later', 500],
	])('a run that ends leaves nobody of another run behind: %s', async (_, later) => {
		const clock = new VirtualClock();
		const { send } = graph(clock, () => answer(200));
		const requests = queue(clock);
		let isEnded = false;
		const stopped = new Error('stopped');
		const ending = sendOptions(send, {
			isEnded: () => isEnded,
			throwIfStopped: () => {
				if (isEnded) throw stopped;
			},
		});
		await clock.run(requests.send(photoOf(1), sendOptions(send)));
		await clock.advance(later);
		const ended = Array.from({ length: 10 }, async (__, index) => {
			return await requests.send(photoOf(1, index), ending);
		});
		const other = requests.send(photoOf(1, 10), sendOptions(send));
		isEnded = true;
		const outcomes = await clock.run(Promise.allSettled([...ended, other]));
		expect(outcomes.map(({ status }) => status)).toEqual([
			...Array<string>(10).fill('rejected'),
			'fulfilled',
		]);
	});
});

describe('a refusal of one mailbox', () => {
	test('without Retry-After: it is left alone for a while, so often', async () => {
		const clock = new VirtualClock();
		const { send, asked } = graph(clock, () => answer(429));
		const requests = queue({ ...clock, random: () => 1 });
		const sent = requests.send(photoOf(1), sendOptions(send, { maxRetries: 3 }));
		expect((await clock.run(sent)).status).toBe(429);
		expect(asked.map(({ at }) => Math.floor(at / 1000))).toEqual([0, 1, 3, 7]);
	});

	test('a pause is never cut short by a later, shorter one', async () => {
		const clock = new VirtualClock();
		const waits = ['60', '1'];
		const { send, asked } = graph(clock, (url) => {
			const wait = url.includes('n=0') || url.includes('n=1') ? waits.shift() : undefined;
			return wait ? answer(429, undefined, { 'retry-after': wait }) : answer(200);
		});
		const requests = queue(clock);
		const options = sendOptions(send, { batches: false });
		const sent = [0, 1].map(async (index) => await requests.send(photoOf(1, index), options));
		await clock.run(Promise.all(sent));
		expect(asked.filter(({ at }) => at > 0 && at < 60_000)).toEqual([]);
	});

	test('a long pause is its own answer; the run goes on', async () => {
		const clock = new VirtualClock();
		const { send } = graph(clock, (url) =>
			url.includes('/users/1/')
				? answer(429, undefined, { 'retry-after': '3600', ...OF_USER })
				: answer(200),
		);
		const requests = queue(clock);
		const options = sendOptions(send);
		const first = await clock.run(requests.send(photoOf(1), options));
		expect(first.status).toBe(429);
		const later = [photoOf(2), get('/users/1'), { ...get('/users/3'), method: 'PATCH' as const }];
		const responses = later.map(async (request) => await requests.send(request, options));
		expect((await clock.run(Promise.all(responses))).map(({ status }) => status)).toEqual([
			200, 200, 200,
		]);
		expect(clock.now()).toBeLessThan(2000);
	});
});

describe("a refusal that is the app's", () => {
	test.each([
		['by its scope, from the first on', APP_WIDE, 1],
		['by what is seen, from the third mailbox on', {}, 3],
	])('is known %s', async (_, headers, mailboxes) => {
		const clock = new VirtualClock();
		const { send, asked } = graph(clock, (url) =>
			url.includes('/photo') && clock.now() < 30_000
				? answer(429, undefined, { 'retry-after': '30', ...headers })
				: answer(200),
		);
		const requests = queue(clock);
		const options = sendOptions(send, { batches: false });
		const first = Array.from({ length: mailboxes }, async (__, index) => {
			return await requests.send(photoOf(index), options);
		});
		await clock.advance(1000);
		const later = Array.from({ length: 50 }, async (__, index) => {
			return await requests.send(photoOf(100 + index), options);
		});
		// The directory is another service.
		const lookup = requests.send(get('/users/1'), options);
		await clock.advance(1000);
		const soon = asked.filter(({ at }) => at >= 1000).map(({ url }) => url);
		// Without a scope one more refusal is needed to see it.
		expect(soon.filter((url) => url.includes('/photo')).length).toBeLessThanOrEqual(
			mailboxes === 1 ? 0 : 20,
		);
		expect(soon).toContain('/users/1');
		const responses = await clock.run(Promise.all([...first, ...later, lookup]));
		expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]));
	});

	test('a scope that names the user is the mailbox, however many there are', async () => {
		const clock = new VirtualClock();
		const { send, asked } = graph(clock, (url) =>
			/users\/[0-4]\//.test(url) && clock.now() < 30_000
				? answer(429, undefined, { 'retry-after': '30', ...OF_USER })
				: answer(200),
		);
		const requests = queue(clock);
		const options = sendOptions(send);
		const busy = [0, 1, 2, 3, 4].map(async (id) => await requests.send(photoOf(id), options));
		await clock.advance(1000);
		await clock.run(requests.send(photoOf(9), options));
		expect(clock.now()).toBeLessThan(2000);
		await clock.run(Promise.all(busy));
		expect(asked).toHaveLength(5 + 1 + 5);
	});

	test('3,000 photos at 200 per 10 s: none is lost', async () => {
		const quota = { limit: 200, counts: () => true };
		const ran = await runAll({ count: 3000, request: photo, graph: { quotas: [quota] } });
		expect(ran.lost).toBe(0);
		expect(ran.refused).toBeLessThan(0.35);
	});
});
