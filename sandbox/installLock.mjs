// One install at a time in this project: two npm processes would corrupt the same node_modules.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { rootDir } from './paths.mjs';
import { isHeld, take } from './pidFile.mjs';

const lockFile = join(rootDir, '.cache', 'install.pid');

/** Waits for the lock; resolves to a function that releases it. */
export async function takeInstallLock(onWait) {
	for (;;) {
		const other = isHeld(lockFile);
		if (other) onWait(other);
		else {
			try {
				return take(lockFile);
			} catch (error) {
				if (error.code !== 'EEXIST') throw error;
			}
		}
		await sleep(500);
	}
}
