// Step: n8n's distributed mode. 20 executions of 200 lookups at once, on two workers, against a tenant that throttles.
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { n8nBin } from '../../sandbox/n8n/commands.mjs';
import { freePort } from '../../sandbox/ports.mjs';
import { startNode, whileRunning } from '../../sandbox/children.mjs';
import { seedDirectory } from '../../sandbox/tenant/directory/seed.ts';
import { check, equal } from './check.mjs';
import { startServices } from './services.mjs';
import { setStage } from './stage.mjs';
import { manyLookups } from './eventLoop.mjs';
import { publishAndCall } from './workflowParts.mjs';

const executions = 20;
const lookups = 200;
const seed = { users: executions * lookups + 200, seed: 1 };
/** One lookup costs one unit: all of them together are four windows' worth. */
const throttle = { enabled: true, resourceUnits: 1000, windowSeconds: 10 };

const lookUp = manyLookups('o365UsersQueue01', 'e2e-queue');

export async function queueStep(options) {
	const services = await startServices(`${options.folder}-services`);
	const { postgresHome, ...connections } = services;
	let stage;
	try {
		const env = {
			...connections,
			EXECUTIONS_MODE: 'queue',
			N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
			N8N_LOG_LEVEL: 'info',
		};
		stage = await setStage({ ...options, users: seed.users, workflows: [lookUp], env });
		const workers = await Promise.all([1, 2].map((number) => startWorker(stage, number)));
		return await play(stage, workers);
	} finally {
		await stage?.close();
		rmSync(postgresHome, { recursive: true, force: true });
	}
}

async function startWorker({ env, folder }, number) {
	const healthPort = await freePort();
	const logFile = join(folder, `worker-${number}.log`);
	const program = startNode(`worker ${number}`, [n8nBin, 'worker', '--concurrency=5'], {
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
	return { number, program, logFile };
}

async function ready(address, limitMs = 90_000) {
	const until = Date.now() + limitMs;
	while (Date.now() < until) {
		if ((await fetch(address).catch(() => undefined))?.ok) return;
		await sleep(200);
	}
	throw new Error(`A worker was not ready within ${limitMs / 1000} seconds.`);
}

async function play({ n8n, control }, workers) {
	const people = seedDirectory(seed)
		.directory.all()
		.slice(0, executions * lookups)
		.map(({ properties }) => properties.userPrincipalName);
	const call = await publishAndCall(n8n, lookUp);
	// One before the rest, so that the webhook is known to be there.
	await call({ users: [people[0]] });
	await control.patch('/settings', { throttle });
	await control.delete('/log');

	const begun = Date.now();
	const shares = Array.from({ length: executions }, (_, index) =>
		people.slice(index * lookups, (index + 1) * lookups),
	);
	const results = await Promise.all(shares.map((users) => call({ users })));
	const seconds = (Date.now() - begun) / 1000;
	for (const [index, items] of results.entries())
		equal(
			`What execution ${index + 1} put out`,
			items.map(({ userPrincipalName }) => userPrincipalName),
			shares[index],
		);

	const asked = (await control.get('/log')).filter(
		({ origin, path }) => origin === 'graph' && !path.endsWith('/$batch'),
	);
	const passed = asked.filter(({ status }) => status === 200).length;
	const refused = asked.filter(({ status }) => status === 429).length;
	equal('Lookups that the tenant answered', passed, executions * lookups);
	check('The tenant never throttled, so nothing is proven', refused > 0);
	const least =
		Math.floor((executions * lookups) / throttle.resourceUnits - 1) * throttle.windowSeconds;
	check(`The tenant allows this in ${least} seconds at best`, seconds >= least, seconds);

	const jobs = workers.map(
		({ logFile }) => (readFileSync(logFile, 'utf8').match(/finished execution/g) ?? []).length,
	);
	check(
		'Each worker must have had work',
		jobs.every((count) => count > 0),
		jobs,
	);
	return [
		[
			`${executions} x ${lookups} lookups`,
			`${seconds.toFixed(1)} s, every item back in its order, none answered twice`,
		],
		['throttling', `${refused} of ${asked.length} lookups were refused with 429 and sent again`],
		['workers', jobs.map((count, index) => `worker ${index + 1}: ${count} executions`).join(', ')],
	];
}
