// A fresh real n8n with the built node and the stand-ins beside it, and simulated tenants 50 ms away.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startNode, whileRunning } from '../../sandbox/children.mjs';
import { importCredentials, importWorkflows } from '../../sandbox/n8n/commands.mjs';
import { signedInCredential } from '../../sandbox/n8n/credential.mjs';
import { n8nEnvironment } from '../../sandbox/n8n/environment.mjs';
import { putNodeInPlace } from '../../sandbox/n8n/nodePackage.mjs';
import { ownerLogin, signIn } from '../../sandbox/n8n/owner.mjs';
import { startN8n } from '../../sandbox/n8n/server.mjs';
import { n8nDir, tenantDir } from '../../sandbox/paths.mjs';
import { freePort } from '../../sandbox/ports.mjs';
import { credentialIds, idOfTenant } from './workflows.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const { parse } = createRequire(join(n8nDir, 'package.json'))('flatted');
const { peakOf } = createRequire(import.meta.url)('./loopMonitor.cjs');

/** Milliseconds that every call to Graph takes. */
export const latencyMs = 50;

/**
 * @param options.users how many people the tenant has
 * @param options.latency milliseconds that every call takes
 */
export async function startTenant({ users, folder, latency = latencyMs }) {
	mkdirSync(folder, { recursive: true });
	let announce;
	const announced = new Promise((resolve) => (announce = resolve));
	const program = startNode(
		'the simulated tenant',
		[join(tenantDir, 'main.ts'), '--users', String(users), '--latency', String(latency)],
		{
			cwd: tenantDir,
			logFile: join(folder, 'tenant.log'),
			onLine: (line) => line.startsWith('{"graph"') && announce(JSON.parse(line)),
		},
	);
	const origins = await whileRunning(program, announced);
	const ask = async (method, path, body) => {
		const response = await fetch(`${origins.control}${path}`, {
			method,
			headers: body === undefined ? {} : { 'content-type': 'application/json' },
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		if (!response.ok)
			throw new Error(
				`The tenant answered ${response.status} to ${path}: ${await response.text()}`,
			);
		return response.status === 204 ? undefined : await response.json();
	};
	return { ...origins, users, ask, stop: async () => await program.stop() };
}

/**
 * n8n with a folder of its own, which is new: nothing of an earlier run weighs on it.
 * @param options.tenants the first one has the credentials of the contestants as they are; those of
 * the others have the tenant's place behind their ID
 */
export async function startStage({ tenant, tenants = [tenant], folder, workflows }) {
	rmSync(folder, { recursive: true, force: true });
	mkdirSync(folder, { recursive: true });
	putNodeInPlace(folder);
	const modules = join(folder, '.n8n', 'nodes', 'node_modules');
	cpSync(join(here, 'standIns'), join(modules, 'n8n-nodes-bench'), { recursive: true });
	writeFileSync(
		join(folder, '.n8n', 'nodes', 'package.json'),
		JSON.stringify({ name: 'installed-nodes', private: true, dependencies: {} }),
	);
	const monitor = join(folder, 'monitor.jsonl');
	writeFileSync(monitor, '');
	const port = await freePort();
	const env = {
		...n8nEnvironment({ userFolder: folder, port, brokerPort: await freePort() }),
		NODE_OPTIONS: `--require=${join(here, 'loopMonitor.cjs')}`,
		BENCH_MONITOR: monitor,
		N8N_PAYLOAD_SIZE_MAX: '64',
		EXECUTIONS_DATA_SAVE_ON_ERROR: 'all',
		N8N_DEFAULT_BINARY_DATA_MODE: 'filesystem',
		N8N_RESTRICT_FILE_ACCESS_TO: dirname(folder),
	};
	const all = await Promise.all(tenants.map(credentials));
	await importCredentials(all.flat(), { env });
	await importWorkflows(workflows, { env });
	const n8n = await startN8n({ env });
	const request = patient(await signIn(n8n.local, ownerLogin(folder)));
	/** The newest execution of each workflow that was looked at. */
	const seen = new Map();
	const notes = () =>
		readFileSync(monitor, 'utf8')
			.trim()
			.split('\n')
			.filter(Boolean)
			.map((line) => JSON.parse(line));
	const pid = notes().find((note) => note.pid)?.pid;
	return {
		local: n8n.local,
		request,
		tenant: tenants[0],
		peakMegabytes: () => peakOf(pid),
		/** The longest time that the event loop was held between two moments, in milliseconds. */
		longestGap: (from, to) =>
			Math.max(
				0,
				...notes()
					.filter(({ at, gap }) => gap && at >= from && at - gap <= to)
					// What reaches into the time before or after is not the node's.
					.map(({ at, gap }) => Math.min(at, to) - Math.max(at - gap, from)),
			),
		/** The most megabytes that buffers took between two moments, and how many just before. */
		mostBuffers: (from, to) => {
			const seen = notes().filter(({ buffers }) => buffers !== undefined);
			const most = (some) => Math.max(0, ...some.map(({ buffers }) => buffers));
			return {
				most: most(seen.filter(({ at }) => at >= from && at <= to)),
				before: seen.filter(({ at }) => at < from).at(-1)?.buffers ?? 0,
			};
		},
		/** The execution of a workflow that is under way, or the one that ended last. */
		newest: async (workflowId) => {
			const filter = encodeURIComponent(JSON.stringify({ workflowId }));
			const { results } = await request('GET', `/executions?filter=${filter}&limit=1`);
			return results[0];
		},
		/** What came of the run that has just answered: n8n stores it a moment later. */
		async ended(workflowId) {
			for (;;) {
				const execution = await this.newest(workflowId);
				if (execution?.stoppedAt && execution.id !== seen.get(workflowId)) {
					seen.set(workflowId, execution.id);
					const found = await request('GET', `/executions/${execution.id}`);
					return { ...found, data: parse(found.data) };
				}
				await sleep(50);
			}
		},
		stop: async () => await n8n.program.stop(),
	};
}

/** n8n answers 503 while its event loop has been held for long. */
const patient = (request) => async (method, path, body) => {
	for (const until = Date.now() + 120_000; ; await sleep(500)) {
		try {
			return await request(method, path, body);
		} catch (error) {
			if (!/ 503\b/.test(error.message) || Date.now() > until) throw error;
		}
	}
};

/** The sandbox's credential, and the same sign-in for n8n's Microsoft Entra ID node. */
async function credentials(tenant, place) {
	const { signedInAs: _, ...ours } = await signedInCredential(tenant);
	const { clientId, clientSecret, oauthTokenData } = ours.data;
	const oauth = `${tenant.login}/${tenant.tenantId}/oauth2/v2.0`;
	return [
		{ ...ours, id: idOfTenant(credentialIds.ours, place) },
		{
			id: idOfTenant(credentialIds.entra, place),
			name: 'Entra (bench)',
			type: 'microsoftEntraOAuth2Api',
			data: {
				clientId,
				clientSecret,
				authUrl: `${oauth}/authorize`,
				accessTokenUrl: `${oauth}/token`,
				graphApiBaseUrl: tenant.graph,
				oauthTokenData,
			},
		},
	];
}
