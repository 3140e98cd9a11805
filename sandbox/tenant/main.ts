import { parseArgs } from 'node:util';
import { startTenant, type ServerOptions } from './server.ts';

const usage =
	'usage: node main.ts [--graph-port 0] [--login-port 0] [--control-port 0] [--users 200] [--seed 1] [--latency 0] [--host 127.0.0.1] [--tls] [--exit-with-parent]';

class UsageError extends Error {}

function wholeNumber(name: string, value: string, min: number, max: number): number {
	const number = Number(value);
	if (!/^\d+$/.test(value) || number < min || number > max)
		throw new UsageError(`--${name} must be a whole number from ${min} to ${max}, not '${value}'`);
	return number;
}

function readArguments(): ServerOptions & { exitWithParent: boolean } {
	const { values } = parseArgs({
		options: {
			'graph-port': { type: 'string', default: '0' },
			'login-port': { type: 'string', default: '0' },
			'control-port': { type: 'string', default: '0' },
			users: { type: 'string', default: '200' },
			seed: { type: 'string', default: '1' },
			latency: { type: 'string', default: '0' },
			host: { type: 'string', default: '127.0.0.1' },
			tls: { type: 'boolean', default: false },
			'exit-with-parent': { type: 'boolean', default: false },
		},
	});
	const port = (name: 'graph-port' | 'login-port' | 'control-port'): number =>
		wholeNumber(name, values[name], 0, 65_535);
	return {
		graphPort: port('graph-port'),
		loginPort: port('login-port'),
		controlPort: port('control-port'),
		users: wholeNumber('users', values.users, 50, 200_000),
		seed: wholeNumber('seed', values.seed, 0, 2 ** 31),
		latencyMs: wholeNumber('latency', values.latency, 0, 600_000),
		host: values.host,
		tls: values.tls,
		exitWithParent: values['exit-with-parent'],
	};
}

function explained(error: unknown): string {
	if (error instanceof UsageError) return `${error.message}\n${usage}`.split('\n')[0] ?? '';
	const { code, port, message } = error as { code?: string; port?: number; message?: string };
	if (code === 'EADDRINUSE') return `port ${port ?? ''} is taken`;
	return (message ?? String(error)).split('\n')[0] ?? '';
}

try {
	const options = readArguments();
	const running = await startTenant(options);
	const stop = (): void => {
		void running.close().finally(() => process.exit(0));
	};
	process.on('SIGTERM', stop);
	process.on('SIGINT', stop);
	if (options.exitWithParent)
		process.stdin.on('end', stop).on('close', stop).on('error', stop).resume();
	const { tenantId, tenantDomain } = running.tenant;
	process.stdout.write(
		`${JSON.stringify({ ...running.origins, tenantId, tenantDomain, ...(running.caFile === undefined ? {} : { caFile: running.caFile }) })}\n`,
	);
} catch (error) {
	process.stderr.write(`simulated tenant: ${explained(error)}\n`);
	process.exit(2);
}
