// Starts a real n8n and waits until it is ready.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startNode, whileRunning } from '../children.mjs';
import { n8nBin } from './commands.mjs';

/**
 * Starts n8n and resolves to `{ url, local, program }` once it takes requests.
 * @param options.inspectPort the port on which a debugger can attach; none without
 * @param options.onLine called with each line that n8n logs
 */
export async function startN8n({ env, limitMs = 120_000, inspectPort, onLine }) {
	const url = env.N8N_EDITOR_BASE_URL;
	const local = `http://127.0.0.1:${env.N8N_PORT}`;
	const inspect = inspectPort ? [`--inspect=127.0.0.1:${inspectPort}`] : [];
	const program = startNode('n8n', [...inspect, n8nBin(), 'start'], {
		cwd: env.N8N_USER_FOLDER,
		env,
		logFile: join(env.N8N_USER_FOLDER, 'n8n.log'),
		onLine,
	});
	// Older versions of n8n report that they are ready a moment before their own interface answers.
	await whileRunning(program, ready(`${local}/healthz/readiness`, limitMs));
	await whileRunning(program, ready(`${local}/rest/settings`, limitMs));
	return { url, local, program };
}

async function ready(address, limitMs) {
	const until = Date.now() + limitMs;
	while (Date.now() < until) {
		const answer = await fetch(address).catch(() => undefined);
		if (answer?.ok && answer.headers.get('content-type')?.includes('json')) return;
		await sleep(200);
	}
	throw new Error(`n8n did not become ready within ${limitMs / 1000} seconds.`);
}
