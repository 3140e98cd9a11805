// The three folders that have their own packages, and what each needs in addition to `npm ci`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { NpmFailure, npm } from './npm.mjs';
import { machineNode, n8nDir, newerNode, newerNodeHeaders, rootDir, tenantDir } from './paths.mjs';

const sqliteBinary = join(
	n8nDir,
	'node_modules',
	'sqlite3',
	'build',
	'Release',
	'node_sqlite3.node',
);

export const parts = {
	root: {
		dir: rootDir,
		what: 'development tools, 1 GB',
		isReady: () => existsSync(newerNode) && runs(newerNode),
		// The package `node` downloads the Node for this machine in its install script.
		finishing: 'downloading Node 24',
		finish: () =>
			npm(['rebuild', '--ignore-scripts=false', '--loglevel=error', 'node'], {
				cwd: rootDir,
				nodeDir: dirname(machineNode()),
			}),
	},
	tenant: {
		dir: tenantDir,
		what: 'simulated Microsoft tenant',
		isReady: () => true,
	},
	n8n: {
		dir: n8nDir,
		what: 'n8n, 2.6 GB, 3 to 5 minutes',
		needs: 'root',
		isReady: () => existsSync(sqliteBinary),
		finishing: "preparing n8n's database module, about a minute if it has to be compiled",
		finish: () => buildSqlite(n8nDir),
	},
};

/** Prepares n8n's database module in the folder that n8n is installed in. */
export async function buildSqlite(dir) {
	const headers = newerNodeHeaders();
	try {
		// Downloads a prebuilt binary, or compiles it with the headers that come with the package `node`.
		await npm(
			['rebuild', '--ignore-scripts=false', '--loglevel=error', '--foreground-scripts', 'sqlite3'],
			{
				cwd: dir,
				nodeDir: dirname(newerNode),
				env: headers ? { npm_config_nodedir: headers } : {},
			},
		);
	} catch (error) {
		const missing = missingTools();
		if (missing.length === 0) throw error;
		throw new NpmFailure(
			`No prebuilt binary of n8n's database module (sqlite3) could be downloaded, and compiling it needs ${missing.join(', ')}.\n` +
				'On Debian and Ubuntu: "apt-get install make g++ python3"; on macOS: "xcode-select --install". Then run the command again.',
		);
	}
}

function missingTools() {
	const answers = (...commands) =>
		commands.some((command) => spawnSync(command, ['--version']).status === 0);
	const missing = [];
	if (!answers('make', 'gmake') && process.platform !== 'win32') missing.push('make');
	if (
		!answers(...(process.env.CXX ? [process.env.CXX] : ['c++', 'g++', 'clang++'])) &&
		process.platform !== 'win32'
	)
		missing.push('a C++ compiler');
	if (!answers('python3', 'python')) missing.push('Python 3');
	return missing;
}

function runs(node) {
	return spawnSync(node, ['--version']).status === 0;
}
