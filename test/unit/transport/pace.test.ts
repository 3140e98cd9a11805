/** How fast a run sends where Graph throttles: many minutes of Graph in virtual time. */
import type { HttpRequest } from '../../../nodes/Office365Users/transport/http';
import { Outbox, type Terms } from '../../../nodes/Office365Users/transport/outbox';
import { terms } from '../support/outbox';
import { type GraphOptions, type Quota, ROOT, SimulatedGraph } from '../support/simulatedGraph';
import { VirtualClock } from '../support/virtualClock';

const lookup = (index: number): HttpRequest => ({
	method: 'GET',
	url: `${ROOT}/v1.0/users/${index}`,
});

const termsOf = (graph: SimulatedGraph, change: Partial<Terms> = {}): Terms =>
	terms(graph.send, { shareReads: true, ...change });

interface Ran {
	failed: number;
	/** Virtual milliseconds. */
	took: number;
	graph: SimulatedGraph;
}

/** So many requests at once through one outbox. */
async function run(
	count: number,
	options: GraphOptions,
	{ seed = 1, start = 0, request = lookup, terms = {} as Partial<Terms> } = {},
): Promise<Ran> {
	const clock = new VirtualClock({ seed, start });
	const graph = new SimulatedGraph(clock, options);
	const outbox = new Outbox(ROOT, clock, async () => await clock.pass(1));
	const all = termsOf(graph, terms);
	let failed = 0;
	await clock.run(
		Promise.all(
			Array.from({ length: count }, async (_, index) => {
				const { status, body } = await outbox.send(request(index), all);
				const asked = request(index).url;
				if (status !== 200 || (body as { url: string }).url !== asked) failed++;
			}),
		),
	);
	return { failed, took: clock.now() - start, graph };
}

/** The least time that a limit allows: whole windows, and the last one's requests. */
const least = (count: number, { limit, windowMs = 10_000 }: Quota): number =>
	(Math.ceil(count / limit) - 1) * windowMs;

const share = ({ graph }: Ran): number => graph.throttled / graph.asked;
const middle = (values: number[]): number =>
	values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

const KINDS = ['fixed', 'aligned', 'sliding'] as const;
const FORMS = ['seconds', 'fraction', 'date'] as const;
const LIMITS = [100, 200, 500];
/** What differs between Graph's services, and how far away they are. */
const WAYS = [
	{ latencyMs: 0, tellsShare: false, refusedCount: false },
	{ latencyMs: 50, tellsShare: true, refusedCount: false },
	{ latencyMs: 50, tellsShare: false, refusedCount: true },
	{ latencyMs: 400, tellsShare: true, refusedCount: true },
];

describe.each(LIMITS)('1,000 lookups where %i per 10 s are allowed', (limit) => {
	describe.each(KINDS)('in %s windows', (kind) => {
		test.each(FORMS)(
			'Retry-After as %s: at most 10 %% throttled, 1.3 times the least',
			async (form) => {
				for (const { latencyMs, ...way } of WAYS) {
					const quota: Quota = { limit, kind, retryAfter: form, ...way };
					const ran = await run(1000, { latencyMs, quota });
					expect(ran.failed).toBe(0);
					expect(share(ran)).toBeLessThanOrEqual(0.1);
					// The requests of the last window take their time as well.
					const most = 1.3 * (least(1000, quota) + 7 * latencyMs);
					expect(ran.took).toBeLessThanOrEqual(most);
				}
			},
		);

		test('without Retry-After: none fails', async () => {
			const ratios: number[] = [];
			for (let seed = 1; seed <= 15; seed++) {
				const quota: Quota = { limit, kind, retryAfter: 'missing' };
				const ran = await run(1000, { quota, jitterMs: 30 }, { seed, start: seed * 1370 });
				expect(ran.failed).toBe(0);
				ratios.push(ran.took / least(1000, quota));
			}
			expect(middle(ratios)).toBeLessThanOrEqual(2);
		});
	});

	test('whatever the clock and the line do', async () => {
		for (let seed = 1; seed <= 15; seed++) {
			const kind = KINDS[seed % 3];
			const quota: Quota = { limit, kind, refusedCount: seed % 2 === 0 };
			const ran = await run(1000, { quota, jitterMs: 40 }, { seed, start: seed * 1370 });
			expect(ran.failed).toBe(0);
			expect(ran.took).toBeLessThanOrEqual(1.3 * least(1000, quota));
			expect(share(ran)).toBeLessThanOrEqual(0.11);
		}
	});

	test.each(KINDS)('others had used most of it just before, %s windows', async (kind) => {
		for (const part of [0.5, 0.95, 1]) {
			const usedBefore = limit * part;
			const quota: Quota = { limit, kind, usedBefore };
			const ran = await run(1000, { quota });
			expect(ran.failed).toBe(0);
			expect(share(ran)).toBeLessThanOrEqual(0.1);
			expect(ran.took).toBeLessThanOrEqual(1.3 * least(1000 + usedBefore, quota));
		}
	});

	test.each(KINDS)('others use a third of the limit, %s windows: none fails', async (kind) => {
		for (const retryAfter of [...FORMS, 'missing'] as const) {
			const quota: Quota = { limit, kind, retryAfter, othersPerSecond: limit / 30 };
			const ran = await run(1000, { quota });
			expect(ran.failed).toBe(0);
			expect(share(ran)).toBeLessThanOrEqual(0.25);
		}
	});
});

test.each(KINDS)(
	'5,000 lookups at 200 per 10 s, %s windows: it stays at that pace',
	async (kind) => {
		const quota: Quota = { limit: 200, kind };
		const ran = await run(5000, { quota });
		expect(ran.failed).toBe(0);
		expect(ran.took).toBeLessThanOrEqual(1.3 * least(5000, quota));
		expect(share(ran)).toBeLessThanOrEqual(0.05);
	},
);

test.each(KINDS)('30 lookups at 20 per 10 s, %s windows', async (kind) => {
	for (const retryAfter of [...FORMS, 'missing'] as const) {
		const ran = await run(30, { quota: { limit: 20, kind, retryAfter } });
		expect(ran.failed).toBe(0);
	}
});

test('each request by itself keeps the pace too', async () => {
	const quota: Quota = { limit: 200 };
	const ran = await run(1000, { quota }, { terms: { batches: false } });
	expect(ran.failed).toBe(0);
	expect(ran.graph.calls.every(({ url }) => !url.endsWith('/$batch'))).toBe(true);
	expect(ran.took).toBeLessThanOrEqual(1.3 * least(1000, quota));
	expect(share(ran)).toBeLessThanOrEqual(0.05);
});

test('600 changes where 100 per 10 s are allowed', async () => {
	for (const kind of KINDS) {
		const quota: Quota = { limit: 100, kind, counts: ({ method }) => method !== 'GET' };
		const request = (index: number): HttpRequest => ({
			...lookup(index),
			method: 'PATCH',
			body: { city: `City ${index}` },
		});
		const ran = await run(600, { quota }, { request, terms: { shareReads: false } });
		expect(ran.failed).toBe(0);
		expect(ran.took).toBeLessThanOrEqual(1.3 * least(600, quota));
	}
});

test('no limit: 1,000 lookups in 50 calls, nothing slows them', async () => {
	const { graph, took, failed } = await run(1000, {});
	expect(failed).toBe(0);
	expect(graph.calls).toHaveLength(50);
	// 50 batches, four at a time.
	expect(took).toBeLessThan(13 * 50 + 100);
});

test('ten runs at once share a limit: none fails, none is left behind', async () => {
	const quota: Quota = { limit: 1000 };
	const ratios: number[] = [];
	for (let seed = 1; seed <= 5; seed++) {
		const clock = new VirtualClock({ seed, start: seed * 1370 });
		const graph = new SimulatedGraph(clock, { quota, latencyMs: 80, jitterMs: 30 });
		const terms = termsOf(graph);
		const runs = Array.from({ length: 10 }, async () => {
			const outbox = new Outbox(ROOT, clock, async () => await clock.pass(1));
			const all = Array.from({ length: 1000 }, async (_, index) => {
				return await outbox.send(lookup(index), terms);
			});
			return await Promise.all(all);
		});
		const statuses = (await clock.run(Promise.all(runs))).flat().map(({ status }) => status);
		expect(new Set(statuses)).toEqual(new Set([200]));
		expect(graph.throttled / graph.asked).toBeLessThanOrEqual(0.15);
		ratios.push((clock.now() - seed * 1370) / least(10_000, quota));
	}
	expect(Math.max(...ratios)).toBeLessThanOrEqual(1.2);
});

test('the limit rises while the run lasts: so does its pace', async () => {
	const quota: Quota = { limit: 100 };
	const clock = new VirtualClock();
	const graph = new SimulatedGraph(clock, { quota });
	const outbox = new Outbox(ROOT, clock, async () => await clock.pass(1));
	const terms = termsOf(graph);
	void clock.pass(100_000).then(() => (quota.limit = 1000));
	const all = Array.from(
		{ length: 5000 },
		async (_, index) => await outbox.send(lookup(index), terms),
	);
	const statuses = (await clock.run(Promise.all(all))).map(({ status }) => status);
	expect(new Set(statuses)).toEqual(new Set([200]));
	// At 100 per 10 s it would take 490 s.
	expect(clock.now()).toBeLessThan(350_000);
});

describe('a mailbox takes four requests at once', () => {
	const photo = (index: number): HttpRequest => ({
		method: 'GET',
		url: `${ROOT}/v1.0/users/${index % 3}/photo?n=${index}`,
		mailbox: String(index % 3),
	});

	test.each([true, false])('in batches: %s', async (batches) => {
		const { graph, failed } = await run(
			120,
			{ perMailbox: 4 },
			// By themselves eight are in flight, of three mailboxes.
			{ request: photo, terms: { batches } },
		);
		expect(failed).toBe(0);
		expect(graph.throttled).toBe(0);
		expect(graph.mostInMailbox).toBe(batches ? 4 : 3);
	});

	test('one that others keep busy does not hold up what is not for it', async () => {
		const clock = new VirtualClock();
		const graph = new SimulatedGraph(clock, {
			answer: ({ url }) =>
				url.includes('/users/0/photo') && clock.now() < 60_000
					? { status: 429, headers: { 'retry-after': '60' }, body: {} }
					: undefined,
		});
		const outbox = new Outbox(ROOT, clock, async () => await clock.pass(1));
		const terms = termsOf(graph);
		const doneAt: number[] = [];
		const all = Array.from({ length: 60 }, async (_, index) => {
			const { status } = await outbox.send(photo(index), terms);
			doneAt[index] = clock.now();
			return status;
		});
		expect(new Set(await clock.run(Promise.all(all)))).toEqual(new Set([200]));
		const others = doneAt.filter((_, index) => index % 3 !== 0);
		expect(Math.max(...others)).toBeLessThan(10_000);
		// Its own four that were in flight are told once; the rest wait with them.
		expect(graph.asked).toBe(60 + 4);
	});
});

describe('a pause', () => {
	/** Ten requests, all throttled for a minute, and what becomes of them. */
	function paused(change: Partial<Terms> = {}) {
		const clock = new VirtualClock();
		const graph = new SimulatedGraph(clock, {
			answer: () => ({ status: 429, headers: { 'retry-after': '60' }, body: {} }),
		});
		const outbox = new Outbox(ROOT, clock, async () => await clock.pass(1));
		const terms = termsOf(graph, change);
		const outcomes = Promise.allSettled(
			Array.from({ length: 200 }, async (_, index) => await outbox.send(lookup(index), terms)),
		);
		return { clock, graph, outcomes };
	}

	test('is one for all of them', async () => {
		const { clock, graph } = paused();
		await clock.advance(59_000);
		// Four batches were in flight; nobody else even asked.
		expect(graph.calls).toHaveLength(4);
	});

	test('ends at once when the run is cancelled, and nothing is sent after it', async () => {
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

	test('is not sat out by a run that has failed meanwhile', async () => {
		let isStopped = false;
		const stopped = new Error('stopped');
		const { clock, graph, outcomes } = paused({
			mayStart: () => {
				if (isStopped) throw stopped;
			},
			ended: () => isStopped,
		});
		await clock.advance(30_000);
		isStopped = true;
		const ended = await clock.run(outcomes);
		expect(clock.now()).toBeLessThanOrEqual(31_000);
		expect(ended.every(({ status }) => status === 'rejected')).toBe(true);
		expect(graph.calls).toHaveLength(4);
	});
});

test('a Retry-After of more than five minutes ends all that waits; Graph is not asked further', async () => {
	const { failed, graph, took } = await run(1000, {
		answer: () => ({ status: 429, headers: { 'retry-after': '301' }, body: {} }),
	});
	expect(failed).toBe(1000);
	expect(graph.calls.length).toBeLessThanOrEqual(4);
	expect(took).toBeLessThan(1000);
});
