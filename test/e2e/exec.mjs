// Runs a program that is not a Node script, as the user that is named: node exec.mjs USER|- COMMAND ARGS...
// Started through sandbox/children.mjs, so that it ends with the test whatever happens.
import { execFileSync, spawn } from 'node:child_process';

const [user, command, ...args] = process.argv.slice(2);
const number = (flag) => Number(execFileSync('id', [flag, user], { encoding: 'utf8' }));
const identity = user === '-' ? {} : { uid: number('-u'), gid: number('-g') };

const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], ...identity });
// The group's signal reaches this process too; it goes when the program has gone.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {});
child.on('error', (error) => {
	process.stderr.write(`${error.message}\n`);
	process.exit(127);
});
child.on('exit', (code) => process.exit(code ?? 1));
