// A real n8n, from start to ready.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startNode, whileRunning } from '../children.mjs';
import { n8nBin } from './commands.mjs';

/** Starts n8n and resolves to `{ url, program }` once it takes requests. */
export async function startN8n({ env, limitMs = 120_000 }) {
	const url = env.N8N_EDITOR_BASE_URL;
	const local = `http://127.0.0.1:${env.N8N_PORT}`;
	const program = startNode('n8n', [n8nBin(), 'start'], {
		cwd: env.N8N_USER_FOLDER,
		env,
		logFile: join(env.N8N_USER_FOLDER, 'n8n.log'),
	});
	// Older n8n call themselves ready a moment before their own interface answers.
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
