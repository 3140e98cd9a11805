// Installs what is missing: node sandbox/install.mjs root|tenant|n8n|all (one or more).
// Returns quickly if nothing is. Plain JavaScript without dependencies, because it runs before anything is installed.
import { pathToFileURL } from 'node:url';
import { takeInstallLock } from './installLock.mjs';
import { parts } from './installParts.mjs';
import { isStamped, npmInstalledAll, stamp, unstamp } from './installState.mjs';
import { NpmFailure, npm, stopNpm } from './npm.mjs';
import { createProgress } from './progress.mjs';

/** The Node that native modules are built for. The root lockfile pins its exact version, so the major version is enough here. */
const nodeFor = '24';

export const isInstalled = (name) => isStamped(parts[name].dir, nodeFor) && parts[name].isReady();

export async function install(names) {
	let missing = withNeeds(names).filter((name) => !isInstalled(name));
	if (missing.length === 0) return;

	const progress = createProgress();
	const release = await takeInstallLock((pid) =>
		progress.doing('lock', `waiting for another install (process ${pid})`),
	);
	progress.done('lock');
	const stop = (signal) => {
		progress.stop();
		stopNpm();
		release();
		process.stderr.write('\nThe install was interrupted; run the command again to continue.\n');
		process.exit(signal === 'SIGINT' ? 130 : 143);
	};
	process.once('SIGINT', stop).once('SIGTERM', stop).once('SIGHUP', stop);

	try {
		missing = missing.filter((name) => !isInstalled(name));
		// n8n is by far the largest, so it is downloaded alongside the others; only its native module waits for the newer Node.
		const finished = {};
		const inTurn = missing.filter((name) => name !== 'n8n');
		let last = Promise.resolve();
		for (const name of inTurn) last = finished[name] = last.then(() => installPart(name, progress));
		if (missing.includes('n8n')) finished.n8n = installPart('n8n', progress, finished.root);
		await Promise.all(Object.values(finished));
	} catch (error) {
		stopNpm();
		throw error;
	} finally {
		progress.stop();
		release();
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, stop);
	}
}

async function installPart(name, progress, before) {
	const { dir, what, finishing, finish, isReady } = parts[name];
	unstamp(dir);
	if (!npmInstalledAll(dir)) {
		progress.doing(name, `installing ${name} (${what})`);
		// By default npm waits 10 and then 60 seconds before it reports that there is no network.
		const env = { npm_config_fetch_retry_mintimeout: '1000' };
		await npm(['ci', '--ignore-scripts', '--loglevel=error', '--no-audit', '--no-fund'], {
			cwd: dir,
			env,
		});
	}
	if (finish && !isReady()) {
		if (before) {
			progress.doing(name, `${name}: packages are installed`);
			await before;
		}
		progress.doing(name, `${name}: ${finishing}`);
		await finish();
		if (!isReady())
			throw new NpmFailure(
				`${name}: the step "${finishing}" reported success, but its result is missing.`,
			);
	}
	stamp(dir, nodeFor);
	progress.done(name, `${name} is installed (${what.split(',')[0]})`);
}

function withNeeds(names) {
	const all = names.includes('all') ? Object.keys(parts) : names;
	return [
		...new Set(all.flatMap((name) => (parts[name].needs ? [parts[name].needs, name] : [name]))),
	];
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
	const names = process.argv.slice(2);
	const unknown = names.find((name) => name !== 'all' && !parts[name]);
	if (names.length === 0 || unknown) {
		process.stderr.write(`Usage: node sandbox/install.mjs ${Object.keys(parts).join('|')}|all\n`);
		process.exit(2);
	}
	install(names).catch((error) => {
		process.stderr.write(`\n${error instanceof NpmFailure ? error.message : error.stack}\n`);
		process.exit(1);
	});
}
