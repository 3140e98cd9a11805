// Another n8n than the pinned one: `npm run test:e2e -- --n8n oldest`, `newest` or a version.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSqlite } from '../../sandbox/installParts.mjs';
import { npm } from '../../sandbox/npm.mjs';
import { n8nDir, rootDir } from '../../sandbox/paths.mjs';

/** The oldest n8n that the package claims to work with, as the README says. */
export const oldest = '2.30.8';

/** The newest version that is listed need not be installable: a package of its own may be missing. */
const tries = 4;

/** Older n8n fetch this one from an address of its own, which not every network lets through; no node of the test uses it. */
const fromNpm = { xlsx: '0.18.5' };

/** Resolves to `{ version, dir }`: the folder that holds it in node_modules, made where it is missing. */
export async function otherN8n(wanted, say) {
	if (wanted !== 'newest') return await installed(wanted === 'oldest' ? oldest : wanted, say);
	const refusals = [];
	for (const version of (await published()).slice(0, tries)) {
		try {
			return await installed(version, say);
		} catch (error) {
			refusals.push(`${version}: ${error.message}`);
			say(`n8n ${version} cannot be installed; the one before it is tried`);
		}
	}
	throw new Error(`None of the newest n8n could be installed.\n${refusals.join('\n')}`);
}

/** Newest first. */
async function published() {
	const versions = JSON.parse(
		await npm(['view', 'n8n', 'versions', '--json', '--loglevel=error'], { cwd: rootDir }),
	);
	const parts = (version) => version.split('.').map(Number);
	return versions
		.filter((version) => /^\d+\.\d+\.\d+$/.test(version))
		.sort((a, b) => {
			const [x, y] = [parts(a), parts(b)];
			return y[0] - x[0] || y[1] - x[1] || y[2] - x[2];
		});
}

async function installed(version, say) {
	const dir = join(rootDir, '.cache', 'n8n', version);
	const complete = join(dir, 'complete');
	if (existsSync(complete)) return { version, dir };
	rmSync(dir, { recursive: true, force: true });
	mkdirSync(dir, { recursive: true });
	const { overrides } = JSON.parse(readFileSync(join(n8nDir, 'package.json'), 'utf8'));
	const manifest = {
		private: true,
		dependencies: { n8n: version },
		overrides: { ...fromNpm, ...overrides },
	};
	writeFileSync(join(dir, 'package.json'), JSON.stringify(manifest));
	say(`installing n8n ${version}, 3 to 5 minutes`);
	await npm(
		[
			'install',
			'--ignore-scripts',
			'--loglevel=error',
			'--no-audit',
			'--no-fund',
			'--no-package-lock',
		],
		{ cwd: dir },
	);
	say(`n8n ${version}: its database module`);
	await buildSqlite(dir);
	writeFileSync(complete, '');
	return { version, dir };
}
