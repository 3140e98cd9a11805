// Runs one program and ends it, with everything it started, as soon as this process's stdin closes.
// The parent holds the other end of that pipe, so even a parent killed with SIGKILL leaves nothing running.
// Started as the leader of a process group of its own, with how long the program may take to end (milliseconds; 0: it is not asked first).
import { spawn, spawnSync } from 'node:child_process';

const [patience, command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
let ending = false;

const signalAll = (signal) => {
	if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f']);
	else process.kill(-process.pid, signal);
};

// The group's signal reaches this process too; it goes when the program has gone.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {});

process.stdin.resume();
process.stdin.on('close', () => {
	ending = true;
	if (Number(patience) > 0) signalAll('SIGTERM');
	setTimeout(() => signalAll('SIGKILL'), Number(patience));
});

child.on('error', (error) => {
	process.stderr.write(`${error.message}\n`);
	process.exit(127);
});
child.on('exit', (code) => {
	// What the program left behind is ended by the parent, or here when the parent is gone.
	if (ending && process.platform !== 'win32') setTimeout(() => signalAll('SIGKILL'), 100);
	else process.exit(code ?? 1);
});
