/** Requests for sign-in activity: ten in a minute, whatever else the run does (docs/graph.md#sign-in-activity-limit). */
import type { HttpRequest } from '../../../nodes/Office365Users/transport/http';
import { lookup, runAll } from '../../support/graph/limiterRuns';
import { queue, sendOptions } from '../../support/graph/requestQueue';
import { type GraphOptions, type Quota, SimulatedGraph } from '../../support/graph/simulatedGraph';
import { VirtualClock } from '../../support/graph/virtualClock';

const MINUTE = 60_000;
const isActivity = ({ url }: HttpRequest): boolean => url.includes('signInActivity');
const activity = (index: number): HttpRequest => ({
	...lookup(index),
	url: `${lookup(index).url}?$select=signInActivity`,
	signInActivity: true,
});
const quota = (change: Partial<Quota> = {}): Quota => ({
	limit: 10,
	windowMs: MINUTE,
	kind: 'sliding',
	refusedCount: true,
	counts: isActivity,
	...change,
});
const graph = (change: Partial<Quota> = {}): GraphOptions => ({
	quotas: [quota(change)],
	latencyMs: 300,
	jitterMs: 200,
});

test.each(['sliding', 'fixed', 'aligned'] as const)(
	'all of them pass without one refusal (%s window)',
	async (kind) => {
		for (const seed of [1, 2, 3]) {
			const ran = await runAll({ count: 45, request: activity, seed, graph: graph({ kind }) });
			expect(ran).toMatchObject({ lost: 0, refused: 0 });
			// Four minutes are the least; each window takes as long as its answers besides.
			expect(ran.took).toBeGreaterThanOrEqual(4 * MINUTE);
			expect(ran.took).toBeLessThan(4 * MINUTE + 10_000);
		}
	},
);

test('where nobody counts, the pace is kept all the same', async () => {
	const ran = await runAll({ count: 21, request: activity, graph: {} });
	expect(ran.took).toBeGreaterThanOrEqual(2 * MINUTE);
});

test('each by itself, and nothing else waits for them', async () => {
	const clock = new VirtualClock();
	const simulated = new SimulatedGraph(clock, graph());
	const requests = queue(clock);
	const options = sendOptions(simulated.send);
	const paced = Array.from({ length: 30 }, (_, id) => requests.send(activity(id), options));
	const others = Array.from({ length: 100 }, (_, id) => requests.send(lookup(id), options));
	await clock.run(Promise.all(others));
	expect(clock.now()).toBeLessThan(2000);
	expect(simulated.calls.filter(isActivity)).toHaveLength(10);
	expect(simulated.calls.filter(({ url }) => url.endsWith('$batch'))).toHaveLength(5);
	await clock.run(Promise.all(paced));
	expect(simulated.throttled).toBe(0);
});

test('a cancelled run ends at once, and nothing is sent after it', async () => {
	const clock = new VirtualClock();
	const simulated = new SimulatedGraph(clock, graph());
	const requests = queue(clock);
	const all = Promise.allSettled(
		Array.from({ length: 30 }, (_, id) => requests.send(activity(id), sendOptions(simulated.send))),
	);
	await clock.advance(30_000);
	const reason = new Error('cancelled');
	clock.cancel(reason);
	const ended = await all;
	expect(clock.now()).toBe(30_000);
	expect(ended.filter(({ status }) => status === 'rejected')).toHaveLength(20);
	await clock.advance(10 * MINUTE);
	expect(simulated.calls).toHaveLength(10);
});

test.each(['seconds', 'missing'] as const)(
	'where others use the limit too, nothing is lost (Retry-After: %s)',
	async (retryAfter) => {
		const ran = await runAll({
			count: 30,
			request: activity,
			graph: graph({ retryAfter, usedBefore: 7, othersPerSecond: 4 / 60 }),
		});
		expect(ran.lost).toBe(0);
		expect(ran.refused).toBeLessThan(0.5);
	},
);

test('a refusal pauses nothing else', async () => {
	const clock = new VirtualClock();
	const simulated = new SimulatedGraph(clock, graph({ usedBefore: 10 }));
	const requests = queue(clock);
	const options = sendOptions(simulated.send);
	const paced = requests.send(activity(1), options);
	await clock.advance(5000);
	expect(simulated.throttled).toBe(1);
	await clock.run(requests.send(lookup(1), options));
	expect(clock.now()).toBeLessThan(6000);
	await clock.run(paced);
	expect(simulated.passed).toBe(2);
});
