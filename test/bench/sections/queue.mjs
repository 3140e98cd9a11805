// The request queue by itself: what it costs with very many requests, and how long it holds n8n.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { rootDir } from '../../../sandbox/paths.mjs';
import { row, seconds } from '../report.mjs';
import { number } from './common.mjs';

const requires = createRequire(import.meta.url);
const root = 'https://graph.example';

/** Answers every part at once. */
async function send({ body }) {
	const responses = body.requests.map(({ id }) => ({ id, status: 200, headers: {}, body: { id } }));
	await sleep(0);
	return { status: 200, headers: {}, body: { responses } };
}

export async function queue(options) {
	const dist = join(rootDir, 'dist', 'nodes', 'Office365Users', 'transport');
	const { RequestQueue } = requires(join(dist, 'requestQueue.js'));
	const { Limits } = requires(join(dist, 'limits.js'));
	const { RateLimiter } = requires(join(dist, 'rateLimiter.js'));
	const clock = { now: Date.now, random: Math.random, sleep };
	// No limit, so that only the queue's own work is measured.
	const limits = new Limits(
		Math.random,
		({ windowMs }) => new RateLimiter(Infinity, windowMs, Math.random),
	);
	const nextTick = async () => await sleep(0);
	const requests = new RequestQueue(root, clock, nextTick, limits);
	const sending = {
		send,
		maxRetries: 8,
		batches: true,
		shareReads: false,
		throwIfStopped: () => {},
		isEnded: () => false,
	};
	const count = options.quick ? 20_000 : 100_000;
	const { gap, stop } = watchLoop();
	const before = process.cpuUsage();
	let answered = 0;
	const all = [];
	for (let index = 0; index < count; index++) {
		const request = { method: 'GET', url: `${root}/v1.0/users/${index}?$select=id` };
		all.push(requests.send(request, sending).then(() => answered++));
		// As items come: some hundred on one tick.
		if (index % 300 === 299) await sleep(0);
	}
	await Promise.all(all);
	const { user, system } = process.cpuUsage(before);
	stop();
	const cpu = (user + system) / 1000;
	options.add(
		row(
			`${number(count)} requests through the queue`,
			`${number(answered)} answered, ${seconds(cpu)} of CPU, longest gap ${Math.round(gap())} ms`,
			'3 s of CPU, 250 ms',
			answered === count && cpu < 3000 && gap() <= 250,
			'new',
		),
	);
}

/** How long the event loop is held. */
function watchLoop() {
	let longest = 0;
	let last = performance.now();
	const timer = setInterval(() => {
		const now = performance.now();
		longest = Math.max(longest, now - last - 10);
		last = now;
	}, 10);
	return { gap: () => longest, stop: () => clearInterval(timer) };
}
