// A file that names the process at work. A file left behind by a process that has ended does not count.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** The ID of the process that holds the file, or undefined. */
export function isHeld(file) {
	try {
		const pid = Number(readFileSync(file, 'utf8'));
		process.kill(pid, 0);
		return pid;
	} catch (error) {
		if (error.code === 'EPERM') return Number(readFileSync(file, 'utf8'));
		rmSync(file, { force: true });
		return undefined;
	}
}

/** Takes the file and returns a function that releases it; throws EEXIST if another process was faster. */
export function take(file) {
	mkdirSync(dirname(file), { recursive: true });
	writeFileSync(file, String(process.pid), { flag: 'wx' });
	return () => rmSync(file, { force: true });
}
