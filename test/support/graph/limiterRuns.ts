/** Runs of many requests against a simulated Graph, in virtual time: how long, how many refused, how many lost. */
import type { HttpRequest } from '../../../nodes/Office365Users/transport/http';
import type { SendOptions } from '../../../nodes/Office365Users/transport/job';
import { Limits } from '../../../nodes/Office365Users/transport/limits';
import type { RateLimiter } from '../../../nodes/Office365Users/transport/rateLimiter';
import { RequestQueue } from '../../../nodes/Office365Users/transport/requestQueue';
import { type GraphOptions, ROOT, SimulatedGraph } from './simulatedGraph';
import { VirtualClock } from './virtualClock';

export const lookup = (index: number): HttpRequest => ({
	method: 'GET',
	url: `${ROOT}/v1.0/users/${index}`,
});

export const change = (index: number): HttpRequest => ({
	...lookup(index),
	method: 'PATCH',
	body: { city: `City ${index}` },
});

export const photo = (index: number): HttpRequest => ({
	...lookup(index),
	url: `${ROOT}/v1.0/users/${index}/photo`,
	mailbox: String(index),
});

export interface RunSettings {
	/** Requests of each run. */
	count: number;
	/** Runs at once, each with a queue of its own. */
	runs?: number;
	request?: (index: number) => HttpRequest;
	options?: Partial<SendOptions>;
	graph: GraphOptions;
	seed?: number;
	/** Another rate limiter than the node's. */
	limiter?: (random: () => number) => RateLimiter;
}

export interface Ran {
	lost: number;
	/** Virtual milliseconds. */
	took: number;
	/** Of all requests, the part that Graph refused. */
	refused: number;
	graph: SimulatedGraph;
}

export async function runAll(settings: RunSettings): Promise<Ran> {
	const { count, runs = 1, request = lookup, seed = 1, limiter } = settings;
	const start = seed * 1370;
	const clock = new VirtualClock({ seed, start });
	const graph = new SimulatedGraph(clock, settings.graph);
	const options: SendOptions = {
		send: graph.send,
		maxRetries: 8,
		batches: true,
		shareReads: false,
		throwIfStopped: () => {},
		isEnded: () => false,
		...settings.options,
	};
	let lost = 0;
	const one = async (): Promise<void> => {
		const limits = limiter && new Limits(clock.random, () => limiter(clock.random));
		const queue = new RequestQueue(ROOT, clock, async () => await clock.pass(1), limits);
		const each = async (asked: HttpRequest): Promise<void> => {
			const { status, body } = await queue.send(asked, options);
			if (status !== 200 || (body as { url: string }).url !== asked.url) lost++;
		};
		await Promise.all(
			Array.from({ length: count }, async (_, index) => await each(request(index))),
		);
	};
	await clock.run(Promise.all(Array.from({ length: runs }, one)));
	return { lost, took: clock.now() - start, refused: graph.throttled / graph.asked, graph };
}

/** The least time that a limit allows: whole windows, and the last one's requests. */
export const least = (count: number, limit: number, windowMs = 10_000): number =>
	(Math.ceil(count / limit) - 1) * windowMs;

export const median = (values: number[]): number =>
	[...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
