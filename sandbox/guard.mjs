// Runs one program and ends it, along with everything it started, as soon as this process's stdin closes.
// The parent holds the other end of that pipe, so nothing is left running even if the parent is killed with SIGKILL.
// Must lead its own process group. Arguments: how many milliseconds the program gets to shut down (0: none), then the command.
import { spawn, spawnSync } from 'node:child_process';

const [patience, command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });
let ending = false;

const signalAll = (signal) => {
	if (process.platform === 'win32') spawnSync('taskkill', ['/pid', String(child.pid), '/t', '/f']);
	else process.kill(-process.pid, signal);
};

// A signal to the group reaches this process too; it must outlive the program.
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
	// Processes that the program left behind are ended by the parent, or here if the parent has gone.
	if (ending && process.platform !== 'win32') setTimeout(() => signalAll('SIGKILL'), 100);
	else process.exit(code ?? 1);
});
