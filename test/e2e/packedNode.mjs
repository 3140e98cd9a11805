// The package as npm would publish it, installed into an n8n user folder the way n8n's own installer does it.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { npm } from '../../sandbox/npm.mjs';
import { newerNode, rootDir } from '../../sandbox/paths.mjs';

const { name, dependencies } = readJson(join(rootDir, 'package.json'));

const unpackedLimit = 1_000_000;
const allowed = /^(package\.json|README\.md|LICENSE|CHANGELOG\.md|dist\/.*)$/;

/** Builds and packs; resolves to `{ file, files, unpackedBytes }`. */
export async function packNode(folder) {
	await npm(['run', 'build'], { cwd: rootDir, nodeDir: dirname(newerNode) });
	mkdirSync(folder, { recursive: true });
	await npm(['pack', '--ignore-scripts', '--loglevel=error', '--pack-destination', folder], {
		cwd: rootDir,
	});
	const tarball = readdirSync(folder).find((entry) => entry.endsWith('.tgz'));
	if (!tarball) throw new Error('"npm pack" ended well, but there is no tarball.');
	return { file: join(folder, tarball), ...contentsOf(join(folder, tarball)) };
}

/** @throws when something is in the package that does not belong there, or is missing */
function contentsOf(tarball) {
	const lines = execFileSync('tar', ['-tvzf', tarball], { encoding: 'utf8' }).trim().split('\n');
	const files = lines.map((line) => line.slice(line.indexOf('package/') + 'package/'.length));
	const unpackedBytes = lines.reduce((sum, line) => sum + Number(line.trim().split(/\s+/)[2]), 0);
	const strange = files.filter((file) => !allowed.test(file));
	if (strange.length > 0)
		throw new Error(`The package holds what it should not: ${strange.join(', ')}`);
	const { n8n } = readJson(join(rootDir, 'package.json'));
	const wanted = [
		...n8n.nodes,
		...n8n.credentials,
		'dist/icons/office365Users.svg',
		'dist/icons/office365Users.dark.svg',
	];
	const missing = wanted.filter((file) => !files.includes(file));
	if (missing.length > 0) throw new Error(`The package lacks ${missing.join(', ')}`);
	if (unpackedBytes > unpackedLimit)
		throw new Error(`The package has ${unpackedBytes} bytes unpacked, more than 1 MB.`);
	return { files: files.length, unpackedBytes };
}

/** Unpacks, strips what only developers need, installs the dependency without any scripts. */
export async function installPacked(tarball, userFolder) {
	const downloads = join(userFolder, '.n8n', 'nodes');
	const target = join(downloads, 'node_modules', name);
	mkdirSync(target, { recursive: true });
	execFileSync('tar', ['-xzf', tarball, '-C', target, '--strip-components=1']);

	const manifest = readJson(join(target, 'package.json'));
	for (const kind of ['devDependencies', 'peerDependencies', 'optionalDependencies'])
		delete manifest[kind];
	writeJson(join(target, 'package.json'), manifest);
	await npm(
		[
			'install',
			'--audit=false',
			'--fund=false',
			'--bin-links=false',
			'--install-strategy=shallow',
			'--ignore-scripts=true',
			'--package-lock=false',
			'--prefer-offline',
		],
		{ cwd: target },
	);
	writeJson(join(downloads, 'package.json'), {
		name: 'installed-nodes',
		private: true,
		dependencies: { [name]: manifest.version },
	});
	checkInstalled(target);
	return target;
}

/** The dependency is there, and n8n-workflow is not: n8n must lend its own. */
function checkInstalled(target) {
	const own = join(target, 'node_modules');
	for (const dependency of Object.keys(dependencies)) {
		const found = createRequire(join(target, 'package.json')).resolve(dependency);
		if (relative(own, found).startsWith('..'))
			throw new Error(`${dependency} was not installed with the package.`);
	}
	if (existsSync(join(own, 'n8n-workflow'))) {
		rmSync(own, { recursive: true });
		throw new Error('A second n8n-workflow was installed with the package.');
	}
}

function readJson(file) {
	return JSON.parse(readFileSync(file, 'utf8'));
}

function writeJson(file, value) {
	writeFileSync(file, JSON.stringify(value, null, 2));
}
