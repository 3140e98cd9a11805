// Tells whether a folder's node_modules is complete, quickly, and survives interruptions.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const stampOf = (dir) => join(dir, 'node_modules', '.installed-by-sandbox.json');
const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** What an install depends on: the lockfile, the machine's kind and the Node its native parts are for. */
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

/** Taken off before an install and put back at its end, so that an interrupted one is noticed. */
export function unstamp(dir) {
	rmSync(stampOf(dir), { force: true });
}

/**
 * Whether npm itself has already installed what the lockfile asks for (somebody ran `npm install` by hand):
 * npm's own record inside node_modules must hold every package of the lockfile that is not optional, and no other version.
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
