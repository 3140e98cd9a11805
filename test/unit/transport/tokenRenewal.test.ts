/** An access token that expires in the middle of a run, and a sign-in server that fails. */
import type { HttpRequest, HttpResponse } from '../../../nodes/Office365Users/transport/http';
import { ConnectionError } from '../../../nodes/Office365Users/transport/http';
import type { SendOptions } from '../../../nodes/Office365Users/transport/job';
import { batchAnswer, get, partsOf, queue, sendOptions } from '../../support/graph/requestQueue';
import { answer, refusal } from '../../support/graph/send';
import { VirtualClock } from '../../support/graph/virtualClock';

const EXPIRED = refusal(401, 'InvalidAuthenticationToken');
const RENEWED = 'renewed';

/**
 * A Graph whose batches refuse the token until a plain request has renewed it.
 * @param renewals what the plain requests meet, one after the other; then the token is renewed
 */
function expiring(clock: VirtualClock, ...renewals: Array<HttpResponse | Error | typeof RENEWED>) {
	let isValid = false;
	const asked: { plain: HttpRequest[]; batches: HttpRequest[] } = { plain: [], batches: [] };
	const send = async (request: HttpRequest): Promise<HttpResponse> => {
		const parts = partsOf(request);
		asked[parts ? 'batches' : 'plain'].push(request);
		const wasValid = isValid;
		// Batches that are sent later may be answered sooner.
		await clock.pass(parts ? 100 + 400 / asked.batches.length : 100);
		if (parts) return batchAnswer(parts, ({ url }) => (wasValid ? answer(200, url) : EXPIRED));
		const outcome = renewals.shift() ?? RENEWED;
		if (outcome instanceof Error) throw outcome;
		if (outcome !== RENEWED) return outcome;
		isValid = true;
		return answer(200, new URL(request.url).pathname.slice('/v1.0'.length));
	};
	return { asked, send };
}

async function sendAll(
	clock: VirtualClock,
	fake: ReturnType<typeof expiring>,
	count: number,
	change: Partial<SendOptions> = {},
): Promise<Array<PromiseSettledResult<HttpResponse>>> {
	const requests = queue(clock);
	const options = sendOptions(fake.send, change);
	return await clock.run(
		Promise.allSettled(
			Array.from(
				{ length: count },
				async (_, id) => await requests.send(get(`/users/${id}`), options),
			),
		),
	);
}

const bodies = (results: Array<PromiseSettledResult<HttpResponse>>): unknown[] =>
	results.map((result) => (result.status === 'fulfilled' ? result.value.body : result.reason));
const each = (count: number): string[] => Array.from({ length: count }, (_, id) => `/users/${id}`);

test('however many batches meet it, it is renewed once, and everybody is answered', async () => {
	const clock = new VirtualClock();
	const fake = expiring(clock);
	// Four batches are in flight, and come back while it is being renewed and after that.
	expect(bodies(await sendAll(clock, fake, 80))).toEqual(each(80));
	expect(fake.asked.plain).toHaveLength(1);
	expect(fake.asked.batches).toHaveLength(8);
});

test.each([
	['503', answer(503)],
	['429 with Retry-After', answer(429, undefined, { 'retry-after': '2' })],
	['500 of the sign-in server', answer(500)],
	['a reset', new ConnectionError('ECONNRESET', 'login.example')],
	['no answer in time', new ConnectionError('ETIMEDOUT', 'login.example')],
])('a renewal that fails in passing is tried again for all who wait: %s', async (_, failure) => {
	const clock = new VirtualClock();
	const fake = expiring(clock, failure, failure, RENEWED);
	expect(bodies(await sendAll(clock, fake, 60))).toEqual(each(60));
	expect(fake.asked.plain).toHaveLength(3);
});

test.each([
	['503', answer(503)],
	['a reset', new ConnectionError('ECONNRESET', 'login.example')],
])('one that goes on failing ends for all of them: %s', async (_, failure) => {
	const clock = new VirtualClock();
	const fake = expiring(clock, failure, failure, failure, failure);
	const results = await sendAll(clock, fake, 60, { maxRetries: 2 });
	for (const result of results) {
		if (result.status === 'fulfilled') expect(result.value.status).toBe(503);
		else expect(result.reason).toBeInstanceOf(ConnectionError);
	}
	expect(fake.asked.plain).toHaveLength(3);
	expect(clock.now()).toBeLessThan(10_000);
});

test('a pause of more than five minutes is not waited for', async () => {
	const clock = new VirtualClock();
	const fake = expiring(clock, answer(503, undefined, { 'retry-after': '301' }));
	const results = await sendAll(clock, fake, 60);
	for (const result of results) expect(result).toMatchObject({ value: { status: 503 } });
	expect(clock.now()).toBeLessThan(10_000);
});

test('a DELETE that was lost in the renewal and then finds nothing may be done', async () => {
	const clock = new VirtualClock();
	const plain = [answer(503), refusal(404)];
	const send = async (request: HttpRequest): Promise<HttpResponse> => {
		await clock.pass(100);
		const parts = partsOf(request);
		return parts ? batchAnswer(parts, () => EXPIRED) : (plain.shift() ?? refusal(404));
	};
	const requests = queue(clock);
	const sent = [1, 2].map(async (id) => {
		const request = get(`/users/${id}/manager/$ref`, { method: 'DELETE' });
		return await requests.send(request, sendOptions(send));
	});
	const answers = await clock.run(Promise.all(sent));
	expect(answers.map(({ mayBeDone }) => mayBeDone)).toEqual([true, undefined]);
});

test('a sign-in that is refused is told to all of them', async () => {
	const clock = new VirtualClock();
	const refused = new Error('The sign-in has expired');
	const fake = expiring(clock, refused);
	expect(bodies(await sendAll(clock, fake, 60))).toEqual(Array(60).fill(refused));
	expect(fake.asked.plain).toHaveLength(1);
});

test('a token that is refused after its renewal is refused for each, and it ends', async () => {
	const clock = new VirtualClock();
	const fake = expiring(clock, ...Array<HttpResponse>(100).fill(EXPIRED));
	const results = await sendAll(clock, fake, 60);
	for (const result of results) expect(result).toMatchObject({ value: { status: 401 } });
	expect(fake.asked.plain).toHaveLength(1);
	expect(fake.asked.batches).toHaveLength(3);
});

test('one that only batches refuse is refused for each part, and it ends', async () => {
	const clock = new VirtualClock();
	let plain = 0;
	const send = async (request: HttpRequest): Promise<HttpResponse> => {
		await clock.pass(100);
		const parts = partsOf(request);
		if (parts) return batchAnswer(parts, () => EXPIRED);
		plain++;
		return answer(200);
	};
	const requests = queue(clock);
	const sent = Array.from(
		{ length: 60 },
		async (_, id) => await requests.send(get(`/users/${id}`), sendOptions(send)),
	);
	const statuses = (await clock.run(Promise.all(sent))).map(({ status }) => status);
	expect(statuses.filter((status) => status === 200).length).toBe(plain);
	expect(plain).toBeLessThanOrEqual(3);
});

test('while it is renewed nothing else is sent', async () => {
	const clock = new VirtualClock();
	const fake = expiring(clock, answer(503, undefined, { 'retry-after': '30' }), RENEWED);
	const requests = queue(clock);
	const options = sendOptions(fake.send);
	const first = [0, 1, 2].map(async (id) => await requests.send(get(`/users/${id}`), options));
	await clock.advance(10_000);
	const later = [3, 4].map(async (id) => await requests.send(get(`/users/${id}`), options));
	await clock.advance(10_000);
	expect(fake.asked.batches).toHaveLength(1);
	const all = await clock.run(Promise.all([...first, ...later]));
	expect(all.map(({ body }) => body)).toEqual(each(5));
});

describe('while a failing renewal is waited for', () => {
	const waiting = answer(503, undefined, { 'retry-after': '200' });

	test('a run that ends, ends within a second', async () => {
		const clock = new VirtualClock();
		const fake = expiring(clock, waiting);
		let isEnded = false;
		const stopped = new Error('stopped');
		void clock.pass(20_000).then(() => (isEnded = true));
		const results = await sendAll(clock, fake, 60, {
			isEnded: () => isEnded,
			throwIfStopped: () => {
				if (isEnded) throw stopped;
			},
		});
		expect(bodies(results)).toEqual(Array(60).fill(stopped));
		expect(clock.now()).toBeLessThanOrEqual(21_000);
	});

	test('a run that is cancelled ends at once', async () => {
		const clock = new VirtualClock();
		const fake = expiring(clock, waiting);
		const cancelled = new Error('cancelled');
		void clock.pass(20_000).then(() => clock.cancel(cancelled));
		expect(bodies(await sendAll(clock, fake, 60))).toEqual(Array(60).fill(cancelled));
		expect(clock.now()).toBe(20_000);
	});
});

describe('a renewal belongs to the credential, not to the item that happens to start it', () => {
	const waiting = answer(503, undefined, { 'retry-after': '20' });

	/** Sends with the options of each; the first is the one that goes by itself. */
	async function sendEach(
		clock: VirtualClock,
		send: SendOptions['send'],
		changes: ReadonlyArray<Partial<SendOptions>>,
	): Promise<Array<PromiseSettledResult<HttpResponse>>> {
		const requests = queue(clock);
		const sent = changes.map(
			async (change, id) => await requests.send(get(`/users/${id}`), sendOptions(send, change)),
		);
		return await clock.run(Promise.allSettled(sent));
	}

	/** An item that ends after a while. */
	function ending(clock: VirtualClock, after: number, stopped: Error): Partial<SendOptions> {
		let isEnded = false;
		void clock.pass(after).then(() => (isEnded = true));
		return {
			isEnded: () => isEnded,
			throwIfStopped: () => {
				if (isEnded) throw stopped;
			},
		};
	}

	test.each([
		['while a failed renewal is waited for', 10_000],
		['before it is sent', 150],
	])('its item ends %s: the others get the new token', async (_, after) => {
		const clock = new VirtualClock();
		const fake = expiring(clock, waiting, RENEWED);
		const stopped = new Error('stopped');
		const own = ending(clock, after, stopped);
		const results = await sendEach(clock, fake.send, [own, ...Array<object>(39).fill({})]);
		expect(bodies(results).slice(1)).toEqual(each(40).slice(1));
		expect(bodies(results)[0]).toBe(stopped);
	});

	test('several end, one after the other', async () => {
		const clock = new VirtualClock();
		const fake = expiring(clock, waiting, waiting, waiting, RENEWED);
		const stopped = new Error('stopped');
		const own = [5_000, 25_000, 45_000].map((after) => ending(clock, after, stopped));
		const results = await sendEach(clock, fake.send, [...own, {}, {}]);
		expect(bodies(results)).toEqual([stopped, stopped, stopped, '/users/3', '/users/4']);
	});

	test('its item is not to be retried: those that are wait on', async () => {
		const clock = new VirtualClock();
		const fake = expiring(clock, answer(503), answer(503), RENEWED);
		const results = await sendEach(clock, fake.send, [
			{ maxRetries: 0 },
			{},
			{ maxRetries: 1 },
			...Array<object>(30).fill({}),
		]);
		expect(results[0]).toMatchObject({ value: { status: 503 } });
		expect(results[2]).toMatchObject({ value: { status: 503 } });
		const others = bodies(results).filter((__, id) => id !== 0 && id !== 2);
		expect(others).toEqual(each(33).filter((__, id) => id !== 0 && id !== 2));
	});

	test.each([
		['beside it', 3],
		['not sent yet', 1],
	])('its own request goes on failing: the others, %s, do not fail for that', async (_, first) => {
		const clock = new VirtualClock();
		let isValid = false;
		const send = async (request: HttpRequest): Promise<HttpResponse> => {
			const parts = partsOf(request);
			const wasValid = isValid;
			await clock.pass(100);
			const answerTo = (url: string): HttpResponse =>
				url.endsWith('/users/0') ? answer(503) : answer(200, 'read');
			if (parts) return batchAnswer(parts, ({ url }) => (wasValid ? answerTo(url) : EXPIRED));
			// Only a request that Graph answers in full shows whether the token has been renewed.
			isValid ||= !request.url.endsWith('/users/0');
			return answerTo(request.url);
		};
		const requests = queue(clock);
		const sendOne = async (id: number): Promise<HttpResponse> =>
			await requests.send(get(`/users/${id}`), sendOptions(send, { maxRetries: 3 }));
		const sent = Array.from({ length: first }, async (__, id) => await sendOne(id));
		// Goes along in the first batch, and ends before the renewal.
		const stopped = new Error('stopped');
		const along = requests
			.send(get('/users/along'), sendOptions(send, ending(clock, 50, stopped)))
			.catch((error: unknown) => error);
		await clock.advance(150);
		sent.push(...Array.from({ length: 40 }, async (__, id) => await sendOne(first + id)));
		const statuses = (await clock.run(Promise.all(sent))).map(({ status }) => status);
		expect(statuses).toEqual([503, ...Array<number>(first + 39).fill(200)]);
		expect(await along).toBe(stopped);
	});
});
