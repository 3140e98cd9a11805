import { Outbox, type Terms } from '../../../nodes/Office365Users/transport/outbox';
import { ROOT, SimulatedGraph, type GraphOptions } from '../support/simulatedGraph';
import { VirtualClock } from '../support/virtualClock';

async function go(n: number, options: GraphOptions, seed = 1, start = 0) {
	const clock = new VirtualClock({ seed, start });
	const graph = new SimulatedGraph(clock, options);
	const outbox = new Outbox(ROOT, clock, async () => await clock.pass(1));
	const terms: Terms = { send: graph.send, maxRetries: 8, batches: true, shareReads: true, mayStart: () => {}, ended: () => false };
	let failed = 0;
	const t0 = clock.now();
	await clock.run(Promise.all(Array.from({ length: n }, async (_, i) => {
		const r = await outbox.send({ method: 'GET', url: `${ROOT}/v1.0/users/${i}` }, terms);
		if (r.status !== 200) failed++;
	})));
	const q = options.quota!;
	const w = q.windowMs ?? 10000;
	const eff = q.limit - (q.othersPerSecond ?? 0) * w / 1000;
	const least = Math.max(1000, (Math.ceil(n / eff) - 1) * w);
	return { failed, share: graph.throttled / graph.asked, ratio: (clock.now() - t0) / least, calls: graph.calls.length, t: clock.now() - t0 };
}
test('sim', async () => {
	const rows: string[] = [];
	const seeds = Number(process.env.SEEDS ?? 3);
	const pick = (process.env.ONLY ?? '').split(',').filter(Boolean);
	for (const n of [30, 1000, 5000]) for (const limit of [100, 200, 500]) for (const kind of ['fixed', 'aligned', 'sliding'] as const) for (const ra of ['seconds', 'fraction', 'date', 'missing'] as const) for (const lat of [0, 50, 400]) for (const others of [0, 0.3]) for (const extra of [0, 1]) {
		let worst = { failed: 0, share: 0, ratio: 0, calls: 0 };
		if (n === 30 && limit !== 100) continue;
		if (n === 5000 && (limit === 500 || lat === 400)) continue;
		for (let s = 1; s <= seeds; s++) {
			const lim = n === 30 ? 20 : limit;
			const r = await go(n, { latencyMs: lat, jitterMs: lat / 2, quota: { limit: lim, kind, retryAfter: ra, refusedCount: extra === 1, tellsShare: extra === 1, othersPerSecond: lim * others / 10 } }, s, s * 3700);
			worst = { failed: Math.max(worst.failed, r.failed), share: Math.max(worst.share, r.share), ratio: Math.max(worst.ratio, r.ratio), calls: Math.max(worst.calls, r.calls) };
		}
		const bad = worst.failed > 0 || (n > 30 && ra !== 'missing' && worst.share > 0.1) || worst.ratio > (ra === 'missing' ? 2 : 1.3);
		rows.push(`${bad ? 'BAD ' : 'ok  '} n=${n} L=${limit} ${kind} ra=${ra} lat=${lat} others=${others} extra=${extra}  failed=${worst.failed} share=${(worst.share * 100).toFixed(1)}% ratio=${worst.ratio.toFixed(2)} calls=${worst.calls}`);
	}
	require('fs').writeFileSync('/tmp/sim/out.txt', rows.join('\n'));
	console.log(rows.filter((r) => r.startsWith('BAD')).length, 'bad of', rows.length);
}, 3_000_000);
