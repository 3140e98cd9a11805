// Programs that npm does not hold: Debian's packages, installed where that may be done, else named with the way to get them.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

export class Missing extends Error {}

export const onPath = (program) =>
	(process.env.PATH ?? '')
		.split(delimiter)
		.map((folder) => join(folder, program))
		.find(existsSync);

let running;

/**
 * Installs what is missing, if this machine has apt-get and lets us.
 * @param programs `{ what, debian, find, or }`: its name for people, Debian's package, where it is (undefined: missing),
 *   and what can be done instead of installing it
 * @param say is told what is being installed
 * @throws {Missing} with what is missing and how to get it
 */
export async function provide(programs, say) {
	const missing = programs.filter(({ find }) => !find());
	if (missing.length === 0) return;
	const what = missing.map((program) => program.what).join(', ');
	const packages = missing.map(({ debian }) => debian).join(' ');
	const instead = missing.flatMap((program) => program.or ?? []);
	const command = aptGet();
	if (!command)
		throw new Missing(
			[`Missing: ${what}. On Debian: "sudo apt-get install ${packages}".`, ...instead].join('\n'),
		);
	say(`installing ${what} (apt-get install ${packages})`);
	const options = ['-qq', '-o', 'DPkg::Lock::Timeout=300', '-o', 'Acquire::Retries=2'];
	// An old list is no reason to give up: what it names may still be there.
	const updated = await run([...command, ...options, 'update']);
	const installed = await run([
		...command,
		...options,
		'install',
		'-y',
		'--no-install-recommends',
		...packages.split(' '),
	]);
	const still = missing.filter(({ find }) => !find());
	if (still.length === 0) return;
	const said = (installed.code === 0 ? updated : installed).output.trim().split('\n').slice(-6);
	throw new Missing(
		[
			`Missing: ${still.map((program) => program.what).join(', ')}, and "apt-get install ${packages}" did not bring it. Check the network and Debian's package sources. It said:`,
			...said.map((line) => `    ${line}`),
			...instead,
		].join('\n'),
	);
}

/** Ends an install that is under way. */
export const stopInstalling = () => running?.kill('SIGTERM');

/** How to run apt-get without being asked for a password; undefined where that is not possible. */
function aptGet() {
	if (!onPath('apt-get')) return undefined;
	if (process.getuid?.() === 0) return ['env', ...quietly, 'apt-get'];
	const sudo = onPath('sudo') && spawnSync('sudo', ['-n', 'true']).status === 0;
	return sudo ? ['sudo', '-n', 'env', ...quietly, 'apt-get'] : undefined;
}

/** No questions, and no service is started: the test starts its own, with data of their own. */
const quietly = ['DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1'];

async function run([program, ...args]) {
	return await new Promise((resolve) => {
		let output = '';
		const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
		running = child;
		const collect = (data) => (output = (output + data).slice(-20_000));
		child.stdout.on('data', collect);
		child.stderr.on('data', collect);
		child.on('error', ({ message }) => resolve({ code: 127, output: message }));
		child.on('close', (code) => {
			running = undefined;
			resolve({ code, output });
		});
	});
}
