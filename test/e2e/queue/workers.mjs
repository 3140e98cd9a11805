// n8n's worker processes.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startNode, whileRunning } from '../../../sandbox/children.mjs';
import { n8nBin } from '../../../sandbox/n8n/commands.mjs';
import { freePort } from '../../../sandbox/ports.mjs';

/** Resolves to `{ number, program, finished }` once it takes work. */
export async function startWorker({ env, folder }, number) {
	const healthPort = await freePort();
	const logFile = join(folder, `worker-${number}.log`);
	const program = startNode(`worker ${number}`, [n8nBin(), 'worker', '--concurrency=5'], {
		cwd: folder,
		env: {
			...env,
			QUEUE_HEALTH_CHECK_ACTIVE: 'true',
			QUEUE_HEALTH_CHECK_PORT: String(healthPort),
			N8N_RUNNERS_BROKER_PORT: String(await freePort()),
		},
		logFile,
	});
	await whileRunning(program, ready(`http://127.0.0.1:${healthPort}/healthz/readiness`));
	return {
		number,
		program,
		/** How many executions it has finished. */
		finished: () => (readFileSync(logFile, 'utf8').match(/finished execution/g) ?? []).length,
	};
}

async function ready(address, limitMs = 90_000) {
	const until = Date.now() + limitMs;
	while (Date.now() < until) {
		if ((await fetch(address).catch(() => undefined))?.ok) return;
		await sleep(200);
	}
	throw new Error(`A worker was not ready within ${limitMs / 1000} seconds.`);
}
