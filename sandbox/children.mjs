// The sandbox's long-running programs: each runs in its own process group and writes to a log file; all are stopped together.
import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isWindows, newerNode, sandboxDir } from './paths.mjs';

const running = new Set();

/**
 * Runs `node args` with the newer Node; `onLine` gets each line of its output. Returns `exited` (resolves to the exit code),
 * `stop()` (resolves once the program and everything it started have ended), `kill()` and `tail()` (the end of its log).
 */
export function startNode(name, args, { cwd, env, logFile, onLine = () => {} }) {
	mkdirSync(dirname(logFile), { recursive: true });
	const log = createWriteStream(logFile);
	const guard = spawn(newerNode, [join(sandboxDir, 'guard.mjs'), '6000', newerNode, ...args], {
		cwd,
		env,
		stdio: ['pipe', 'pipe', 'pipe'],
		detached: !isWindows,
		windowsHide: true,
	});
	guard.stdin.on('error', () => {});
	for (const stream of [guard.stdout, guard.stderr]) {
		let rest = '';
		stream.setEncoding('utf8').on('data', (data) => {
			log.write(data);
			const lines = (rest + data).split('\n');
			rest = lines.pop();
			lines.forEach(onLine);
		});
	}

	const exited = new Promise((resolve) => {
		guard.on('error', () => resolve(127));
		guard.on('exit', (code) => {
			endGroup(guard);
			running.delete(program);
			log.end(() => resolve(code ?? 1));
		});
	});
	const program = {
		name,
		exited,
		async stop() {
			guard.stdin.end();
			const impatient = setTimeout(() => endGroup(guard), 9000);
			await exited;
			clearTimeout(impatient);
		},
		/** Ends it immediately, as if the machine had failed. */
		kill: () => endGroup(guard),
		tail: (lines = 15) =>
			readFileSync(logFile, 'utf8')
				.trim()
				.split('\n')
				.slice(-lines)
				.map((line) => `    ${line}`)
				.join('\n'),
	};
	running.add(program);
	return program;
}

export const stopAll = () => Promise.all([...running].map((program) => program.stop()));

/** Waits for `work`, but rejects if the program ends first. */
export function whileRunning(program, work) {
	const early = program.exited.then((code) => {
		throw new Error(
			`${program.name} ended unexpectedly (exit code ${code}). The end of its log:\n${program.tail()}`,
		);
	});
	early.catch(() => {});
	return Promise.race([work, early]);
}

function endGroup(guard) {
	try {
		if (isWindows) guard.kill();
		else process.kill(-guard.pid, 'SIGKILL');
	} catch {
		// It has already ended.
	}
}
