// Tells quickly whether a folder's node_modules is complete, even after an interrupted install.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const stampOf = (dir) => join(dir, 'node_modules', '.installed-by-sandbox.json');
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** What an install depends on: the lockfile, the platform and the Node that native modules are built for. */
function fingerprint(dir, nodeVersion) {
	const hash = createHash('sha256')
		.update(readFileSync(join(dir, 'package-lock.json')))
		.digest('hex');
	return { lockfile: hash, platform: `${process.platform}-${process.arch}`, node: nodeVersion };
}

export function isStamped(dir, nodeVersion) {
	try {
		return JSON.stringify(readJson(stampOf(dir))) === JSON.stringify(fingerprint(dir, nodeVersion));
	} catch {
		return false;
	}
}

export function stamp(dir, nodeVersion) {
	writeFileSync(stampOf(dir), JSON.stringify(fingerprint(dir, nodeVersion)));
}

/** Removed before an install and written again afterwards, so that an interrupted install is noticed. */
export function unstamp(dir) {
	rmSync(stampOf(dir), { force: true });
}

/**
 * Whether npm has already installed what the lockfile asks for, because somebody ran `npm install` by hand:
 * npm's own record in node_modules must list every required package of the lockfile, and no other versions.
 */
export function npmInstalledAll(dir) {
	try {
		const wanted = readJson(join(dir, 'package-lock.json')).packages;
		const there = readJson(join(dir, 'node_modules', '.package-lock.json')).packages;
		const complete = Object.entries(wanted).every(
			([path, entry]) =>
				path === '' || there[path] || entry.optional || entry.devOptional || entry.peer,
		);
		const same = Object.entries(there).every(
			([path, entry]) => wanted[path]?.version === entry.version && existsSync(join(dir, path)),
		);
		return complete && same;
	} catch {
		return false;
	}
}
