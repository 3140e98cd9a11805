// Runs npm and turns its failures into messages that say what to do.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { isWindows, machineNode, sandboxDir } from './paths.mjs';

export class NpmFailure extends Error {}

const running = new Set();

/** Runs npm in `cwd` and resolves to its output; `nodeDir` comes first on PATH for its scripts. @throws {NpmFailure} */
export function npm(args, { cwd, env = {}, nodeDir } = {}) {
	const path = [nodeDir, dirname(machineNode()), process.env.PATH].filter(Boolean).join(delimiter);
	// Through the guard: an npm that outlived an interrupted install would interfere with the next one.
	const child = spawn(
		machineNode(),
		[join(sandboxDir, 'guard.mjs'), '0', ...npmCommand(), ...args],
		{
			cwd,
			env: { ...process.env, ...env, PATH: path },
			stdio: ['pipe', 'pipe', 'pipe'],
			detached: !isWindows,
			windowsHide: true,
		},
	);
	child.stdin.on('error', () => {});
	running.add(child);
	let output = '';
	const collect = (data) => (output = (output + data).slice(-200_000));
	child.stdout.on('data', collect);
	child.stderr.on('data', collect);
	return new Promise((resolve, reject) => {
		child.on('error', (error) =>
			reject(new NpmFailure(`npm could not be started: ${error.message}`)),
		);
		child.on('close', (code, signal) => {
			running.delete(child);
			if (code === 0) resolve(output);
			else reject(new NpmFailure(explain(output, args, signal ?? `exit code ${code}`)));
		});
	});
}

/** Ends every npm that is still running, along with everything it started. */
export function stopNpm() {
	for (const child of running) child.stdin.end();
}

function npmCommand() {
	const node = machineNode();
	const nodeDir = dirname(node);
	const places = [
		process.env.npm_execpath,
		join(nodeDir, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
		join(nodeDir, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
	];
	const cli = places.find((file) => file?.endsWith('npm-cli.js') && existsSync(file));
	return cli ? [node, cli] : ['npm'];
}

const reasons = [
	[
		/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ERR_SOCKET_TIMEOUT|ENETUNREACH|EHOSTUNREACH|network/,
		'The npm registry could not be reached. Check the network (and npm\'s proxy and registry settings: "npm config list"), then run the command again.',
	],
	[/ENOSPC/, 'The disk is full; about 5 GB are needed.'],
	[
		/EACCES|EPERM/,
		'A file could not be written. Check the owner of the project folder and of the npm cache.',
	],
	[
		/E401|E403/,
		'The npm registry refused the request. Check your login to the registry ("npm config list").',
	],
];

function explain(output, args, how) {
	const errors = output.split('\n').filter((line) => /^npm error|error/i.test(line));
	const reason = reasons.find(([pattern]) => errors.some((line) => pattern.test(line)))?.[1];
	const lines = output
		.split('\n')
		.filter((line) => line.trim() !== '' && !/^npm (warn|notice)/.test(line));
	const isOwn = (line) => line.startsWith('npm error');
	// npm puts the reason first and its usage after it; the scripts that it runs put the reason last.
	const said = [
		...lines.filter((line) => !isOwn(line)).slice(-12),
		...lines.filter(isOwn).slice(0, 10),
	];
	return [
		`"npm ${args.join(' ')}" failed (${how}).`,
		...(reason ? [reason] : []),
		'Its output:',
		...said.map((line) => `    ${line}`),
	].join('\n');
}
