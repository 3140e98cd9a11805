// npm start and npm run dev: the node in a real n8n beside a simulated Microsoft tenant. See `--help`.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { stopAll } from './children.mjs';
import { makeGuests } from './guests.mjs';
import { importCredentials, importWorkflows } from './n8n/commands.mjs';
import { signedInCredential } from './n8n/credential.mjs';
import { n8nEnvironment } from './n8n/environment.mjs';
import { mcpAddress, mcpCredential, mcpToken } from './n8n/mcpClients.mjs';
import { putEmptyNodeInPlace, putNodeInPlace } from './n8n/nodePackage.mjs';
import { ownerLogin, signIn } from './n8n/owner.mjs';
import { startN8n } from './n8n/server.mjs';
import { run } from './n8n/runs.mjs';
import {
	exampleWorkflows,
	needsApp,
	notYetImported,
	publish,
	rememberImported,
	servesTools,
} from './n8n/workflows.mjs';
import { npm, stopNpm } from './npm.mjs';
import { newerNode, rootDir, userDir } from './paths.mjs';
import { isHeld, take } from './pidFile.mjs';
import { freePort, isTaken } from './ports.mjs';
import { createProgress } from './progress.mjs';
import { table } from './table.mjs';
import { sandboxTenant, startTenant } from './tenantProcess.mjs';
import { watchBuild } from './watchBuild.mjs';

const help = `npm start -- [options], npm run dev -- [options]
  --once          stop after the example workflow has run
  --port NUMBER   n8n's port (default 5678); 0 takes any free port
  --json FILE     run every example workflow and write their results to FILE
  --fresh         start with an empty n8n: deletes the workflows and credentials made in the sandbox
  --watch         rebuild the node on each change and show it in the running n8n (npm run dev sets it)`;

/** The example whose result is shown as a table. */
const shown = 'department-with-managers.json';
/** The query for the example that is called over HTTP. */
const called = { file: 'find-people.json', query: { name: 'Al' } };

class Refused extends Error {}

const progress = createProgress();

async function main() {
	const options = await readOptions();
	if (options.help) return void process.stdout.write(`${help}\n`);
	if (await isTaken(options.port)) {
		throw new Refused(
			`Port ${options.port} is in use (by another n8n?). Choose another one: npm start -- --port ${await freePort(options.port + 1)}`,
		);
	}
	const pidFile = join(userDir, 'running.pid');
	const other = isHeld(pidFile);
	if (other)
		throw new Refused(
			`The sandbox is already running (process ${other}). Stop it first, with Ctrl+C.`,
		);
	if (options.fresh) rmSync(userDir, { recursive: true, force: true });
	mkdirSync(userDir, { recursive: true });
	const release = take(pidFile);
	process.once('exit', release);

	const { tenant, n8n, login } = await bringUp(options);
	try {
		await runExamples(n8n, options.json);
	} catch (error) {
		if (options.once) throw error;
		// The example can be repaired in the editor, or restored with --fresh.
		progress.stop();
		process.stderr.write(`\n${error.message}\n`);
	}
	if (options.once) return await end(0);

	process.stdout.write(
		[
			'',
			`  n8n is open at  ${n8n.url}`,
			`  sign in with    ${login.email}`,
			`  password        ${login.password}`,
			'',
			`  over HTTP       ${n8n.url}/webhook/find-people?${new URLSearchParams(called.query)}`,
			`  MCP clients     ${mcpAddress(n8n.url, exampleWorkflows().find(servesTools).workflow)}`,
			`  with header     Authorization: Bearer ${mcpToken(userDir)}`,
			'',
			...(n8n.inspectPort
				? [
						`  debugger        127.0.0.1:${n8n.inspectPort}`,
						'',
						'  Changes in nodes/, credentials/ and icons/ show in n8n a few seconds after they are saved.',
					]
				: []),
			`  The credential "${tenant.credential.name}" is signed in to the simulated tenant as ${tenant.credential.signedInAs}.`,
			'  Ctrl+C stops everything.',
			'',
		].join('\n'),
	);
	isOpen = true;
	const died = await Promise.race([
		n8n.program.exited.then(() => n8n.program),
		tenant.program.exited.then(() => tenant.program),
	]);
	if (!ending)
		throw new Error(`${died.name} ended unexpectedly. The end of its log:\n${died.tail()}`);
}

async function bringUp({ port, watch }) {
	const env = n8nEnvironment({
		userFolder: userDir,
		port,
		brokerPort: await freePort(5679, port),
		reload: watch,
	});
	const examples = exampleWorkflows();

	// The build and the tenant do not depend on each other; n8n's imports need only the tenant.
	const [tenant] = await Promise.all([
		tenantAndImports(env, examples),
		watch ? buildAndWatch() : build(),
	]);

	progress.doing('n8n', 'starting n8n');
	// The port that .vscode/launch.json attaches to.
	const inspectPort = watch ? await freePort(9229) : undefined;
	const n8n = await startN8n({ env, inspectPort, onLine: watch ? reportReload : undefined });
	const login = ownerLogin(userDir);
	const request = await signIn(n8n.local, login);
	await publish(request, examples);
	progress.done('n8n', 'n8n is ready, with the node and the example workflows');
	return { tenant, n8n: { ...n8n, request, inspectPort }, login };
}

async function build() {
	progress.doing('build', 'building the node');
	await npm(['run', 'build'], { cwd: rootDir, nodeDir: dirname(newerNode) });
	putNodeInPlace(userDir);
	progress.done('build', 'the node is built');
}

async function buildAndWatch() {
	progress.doing('build', 'building the node');
	await watchBuild({
		dist: putEmptyNodeInPlace(userDir),
		logDir: userDir,
		onError: (line) => say(line),
		onRebuilt: () => say('the node is rebuilt'),
	});
	progress.done('build', 'the node is built');
}

/** n8n's own log says when it has noticed a new build and whether it could load it. */
function reportReload(line) {
	if (line.includes('Hot reload triggered')) say('n8n loads the new build');
	if (line.includes('Hot reload failed'))
		say(`n8n could not load the new build; see ${join(userDir, 'n8n.log')}`);
}

const say = (text) => progress.done('said', text);

async function tenantAndImports(env, examples) {
	progress.doing('tenant', 'starting the simulated Microsoft tenant');
	const tenant = await startTenant({
		...sandboxTenant,
		avoidPort: Number(env.N8N_PORT),
		logFile: join(userDir, 'tenant.log'),
	});
	await makeGuests(tenant);
	const { signedInAs, ...credential } = await signedInCredential(tenant);
	progress.done('tenant', `the simulated tenant is running: ${sandboxTenant.users} users`);

	progress.doing('import', 'importing the credential and the example workflows');
	await importCredentials([credential, mcpCredential(mcpToken(userDir))], { env });
	const missing = notYetImported(userDir, examples);
	if (missing.length > 0)
		await importWorkflows(
			missing.map(({ workflow }) => workflow),
			{ env },
		);
	rememberImported(userDir, examples);
	progress.done('import', 'the credential and the example workflows are imported');
	return { ...tenant, credential: { name: credential.name, signedInAs } };
}

async function runExamples(n8n, jsonFile) {
	const examples = exampleWorkflows();
	const rowsOf = async (file) => {
		const { workflow } = examples.find((example) => example.file === file);
		progress.doing('run', `running "${workflow.name}"`);
		const rows = await run(n8n, workflow, file === called.file ? called.query : {});
		progress.done(
			'run',
			`"${workflow.name}" ran in n8n: ${rows.length === 1 ? '1 item' : `${rows.length} items`}`,
		);
		return rows;
	};
	const rows = await rowsOf(shown);
	process.stdout.write(`${table(rows)}\n`);
	if (!jsonFile) return;
	const all = { [shown]: rows };
	for (const { file } of examples.filter((example) => !servesTools(example) && !needsApp(example)))
		all[file] ??= await rowsOf(file);
	writeFileSync(jsonFile, JSON.stringify({ query: called.query, rows: all }, null, 2));
}

async function readOptions() {
	try {
		const { values } = parseArgs({
			options: {
				once: { type: 'boolean', default: false },
				port: { type: 'string', default: '5678' },
				json: { type: 'string' },
				fresh: { type: 'boolean', default: false },
				watch: { type: 'boolean', default: false },
				help: { type: 'boolean', default: false },
			},
		});
		const port = Number(values.port);
		if (!Number.isInteger(port) || port < 0 || port > 65_535)
			throw new Error(`--port must be a number from 0 to 65535, not "${values.port}".`);
		return { ...values, port: port || (await freePort()) };
	} catch (error) {
		throw new Refused(`${error.message}\n${help}`);
	}
}

let ending = false;
/** Whether the editor is open: then Ctrl+C is the normal way to stop, not an interruption. */
let isOpen = false;

async function end(code) {
	if (ending) return;
	ending = true;
	progress.stop();
	stopNpm();
	await stopAll();
	process.exit(code);
}

for (const [signal, code] of [
	['SIGINT', 130],
	['SIGTERM', 143],
	['SIGHUP', 129],
]) {
	process.on(signal, () => {
		if (!ending) process.stderr.write('\nStopping n8n and the tenant ...\n');
		void end(isOpen ? 0 : code);
	});
}

main().catch(async (error) => {
	if (ending) return;
	progress.stop();
	process.stderr.write(`\n${error.message}\n`);
	await end(error instanceof Refused ? 2 : 1);
});
