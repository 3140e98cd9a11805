/** What the rate limiter must stand, as data: one row of docs/rate-limiter.md each. */
import { change, least, photo, type RunSettings } from './limiterRuns';
import type { GraphOptions, Quota, SimulatedGraph } from './simulatedGraph';

export interface Scenario {
	readonly row: string;
	readonly name: string;
	readonly settings: RunSettings;
	/** What the time is compared with: milliseconds, or a limiter that only pauses. */
	readonly compared: number | 'pause';
	readonly most: number;
	/** The largest part that may be refused. */
	readonly mostRefused?: number;
}

const APP_WIDE = 'Tenant_Application/ReadWrite/app/tenant';
const NETWORK: GraphOptions = { latencyMs: 50, jitterMs: 20 };
const quota = (each: Quota): GraphOptions => ({ ...NETWORK, quotas: [each] });

const scenarios: Scenario[] = [];
const KINDS = ['fixed', 'sliding'] as const;

for (const limit of [100, 200, 500]) {
	for (const kind of KINDS) {
		for (const retryAfter of ['seconds', 'fraction', 'missing'] as const) {
			const isTold = retryAfter !== 'missing';
			scenarios.push({
				row: isTold ? '1,000 at a limit' : '1,000 at a limit, without Retry-After',
				name: `${limit} per 10 s, ${kind}, ${retryAfter}`,
				settings: { count: 1000, graph: quota({ limit, kind, retryAfter }) },
				compared: least(1000, limit),
				most: isTold ? 1.3 : 2,
				mostRefused: isTold ? 0.2 : 0.3,
			});
		}
		scenarios.push({
			row: '1,000 at a limit',
			name: `${limit} per 10 s, ${kind}, seconds, share told`,
			settings: { count: 1000, graph: quota({ limit, kind, tellsShare: true }) },
			compared: least(1000, limit),
			most: 1.3,
			mostRefused: limit === 200 ? 0.1 : 0.2,
		});
	}
}

for (const kind of KINDS) {
	for (const tellsShare of [false, true]) {
		for (const latencyMs of [50, 300]) {
			scenarios.push({
				row: "Graph's documented limits",
				name: `20,000 reads, ${kind}${tellsShare ? ', share told' : ''}, ${latencyMs} ms`,
				settings: {
					count: 20_000,
					graph: { ...quota({ limit: 3500, kind, tellsShare }), latencyMs },
				},
				compared: least(20_000, 3500),
				most: latencyMs === 300 ? 1.15 : 1.1,
				mostRefused: 0.05,
			});
		}
	}
	scenarios.push({
		row: "Graph's documented limits",
		name: `6,000 changes, ${kind}`,
		settings: {
			count: 6000,
			request: change,
			graph: quota({
				limit: 3000,
				windowMs: 150_000,
				kind,
				counts: ({ method }) => method !== 'GET',
				headers: { 'x-ms-throttle-information': 'WriteLimitExceeded' },
			}),
		},
		compared: least(6000, 3000, 150_000),
		most: 1.1,
		mostRefused: 0.05,
	});
}

for (const [runs, count] of [
	[10, 1000],
	[40, 250],
]) {
	for (const retryAfter of ['seconds', 'missing'] as const) {
		for (const kind of KINDS) {
			scenarios.push({
				row: 'runs that share a limit',
				name: `${runs} runs of ${count}, ${kind}, ${retryAfter}`,
				settings: { runs, count, graph: quota({ limit: 1000, kind, retryAfter }) },
				compared: least(10_000, 1000),
				most: retryAfter === 'missing' ? 2 : 1.2,
			});
		}
	}
}

for (const retryAfter of ['seconds', 'missing'] as const) {
	const most = retryAfter === 'missing' ? 2.5 : 1.7;
	for (const kind of KINDS) {
		for (const share of [0.8, 0.95, 1]) {
			const othersPerSecond = ({ passed }: SimulatedGraph): number =>
				passed < 1000 ? (share * 500) / 10 : 0;
			scenarios.push({
				row: 'others use the limit up',
				name: `${share * 100} %, ${kind}, ${retryAfter}`,
				settings: { count: 2000, graph: quota({ limit: 500, kind, retryAfter, othersPerSecond }) },
				compared: 'pause',
				most,
			});
		}
		const limit = (now: number): number => (now % 1e6 > 15_000 && now % 1e6 < 75_000 ? 50 : 500);
		scenarios.push({
			row: 'others use the limit up',
			name: `the limit falls to a tenth, ${kind}, ${retryAfter}`,
			settings: { count: 2500, graph: quota({ limit, kind, retryAfter }) },
			compared: 'pause',
			most,
		});
	}
}

for (const seconds of [10, 60, 120]) {
	for (const retryAfter of [1, 10, undefined]) {
		for (const status of [429, 503]) {
			// Some begin in the outage, others meet it on their way.
			const from = status === 429 ? 3000 : 0;
			const until = from + seconds * 1000;
			scenarios.push({
				row: 'everything refused for a while',
				name: `${seconds} s from ${from / 1000} s on, ${status}, Retry-After ${retryAfter ?? 'missing'}`,
				settings: {
					count: 10_000,
					graph: { ...quota({ limit: 3500 }), outage: { from, until, status, retryAfter } },
				},
				compared: seconds * 1000 + least(10_000, 3500),
				most: retryAfter === undefined ? 1.7 : 1.3,
			});
		}
	}
}

for (const chance of [0.01, 0.05, 0.1, 0.2]) {
	for (const retryAfter of [1, 10, undefined]) {
		for (const count of chance === 0.2 && retryAfter !== 1 ? [2000, 20_000] : [2000]) {
			scenarios.push({
				row: 'refused by chance',
				name: `${count} requests, ${chance * 100} %, Retry-After ${retryAfter ?? 'missing'}`,
				settings: { count, graph: { ...NETWORK, byChance: { chance, retryAfter } } },
				compared: 'pause',
				most: 2.5,
			});
		}
	}
}

for (const count of [1200, 3000]) {
	for (const isTold of [false, true]) {
		const headers: Record<string, string> = isTold ? { 'x-ms-throttle-scope': APP_WIDE } : {};
		for (const kind of KINDS) {
			scenarios.push({
				row: "photos at an app's limit",
				name: `${count}, ${kind}${isTold ? ', scope told' : ''}`,
				settings: {
					count,
					request: photo,
					graph: quota({ limit: 200, kind, headers, counts: () => true }),
				},
				compared: least(count, 200),
				most: 1.3,
				mostRefused: 0.35,
			});
		}
	}
}

export const SCENARIOS: readonly Scenario[] = scenarios;
