// One install at a time in this project: two npm in one node_modules would spoil it.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { rootDir } from './paths.mjs';

const lockFile = join(rootDir, '.cache', 'install.pid');

export async function takeInstallLock(onWait) {
	mkdirSync(join(rootDir, '.cache'), { recursive: true });
	for (;;) {
		try {
			writeFileSync(lockFile, String(process.pid), { flag: 'wx' });
			return () => rmSync(lockFile, { force: true });
		} catch (error) {
			if (error.code !== 'EEXIST') throw error;
			const pid = Number(readOr(lockFile, ''));
			if (pid && isAlive(pid)) onWait(pid);
			else rmSync(lockFile, { force: true });
			await sleep(500);
		}
	}
}

function readOr(file, fallback) {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return fallback;
	}
}

function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}
