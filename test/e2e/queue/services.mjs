// Redis and PostgreSQL for n8n's queue mode: Debian's packages, on loopback, in a folder of their own.
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startNode, whileRunning } from '../../../sandbox/children.mjs';
import { freePort } from '../../../sandbox/ports.mjs';
import { onPath } from '../debian.mjs';

const launcher = join(dirname(fileURLToPath(import.meta.url)), '..', 'exec.mjs');
/** PostgreSQL refuses to run as root; its package brings this user. */
const postgresUser = 'postgres';
const isRoot = process.getuid?.() === 0;

const redisServer = () => onPath('redis-server');

/** What queue mode needs on this machine; see debian.mjs. */
export const services = [
	{ what: 'Redis', debian: 'redis-server', find: () => redisServer() },
	{ what: 'PostgreSQL', debian: 'postgresql', find: () => postgresFolder() },
];

/** Debian keeps PostgreSQL's programs off PATH, one folder for each version. */
function postgresFolder() {
	const versions = '/usr/lib/postgresql';
	const debian = existsSync(versions)
		? readdirSync(versions)
				.sort((a, b) => Number(b) - Number(a))
				.map((version) => join(versions, version, 'bin'))
				.find((folder) => existsSync(join(folder, 'initdb')))
		: undefined;
	const initdb = onPath('initdb');
	return debian ?? (initdb && dirname(initdb));
}

/** Resolves to the environment that n8n needs for them. */
export async function startServices(folder) {
	mkdirSync(folder, { recursive: true });
	const [redis, postgres] = await Promise.all([startRedis(folder), startPostgres(folder)]);
	return { ...redis, ...postgres };
}

async function startRedis(folder) {
	const port = await freePort();
	const options = { port, bind: '127.0.0.1', dir: folder, save: '', appendonly: 'no' };
	const program = startNode(
		'Redis',
		[
			launcher,
			'-',
			redisServer(),
			...Object.entries(options).flatMap(([k, v]) => [`--${k}`, String(v)]),
		],
		{ cwd: folder, env: process.env, logFile: join(folder, 'redis.log') },
	);
	await whileRunning(program, listens(port));
	return { QUEUE_BULL_REDIS_HOST: '127.0.0.1', QUEUE_BULL_REDIS_PORT: String(port) };
}

async function startPostgres(folder) {
	const programs = postgresFolder();
	const port = await freePort();
	// A place of its own: the other user must be able to reach it.
	const home = mkdtempSync(join(tmpdir(), 'office365-users-postgres-'));
	const user = isRoot ? postgresUser : '-';
	if (isRoot) {
		const id = (flag) => Number(execFileSync('id', [flag, postgresUser], { encoding: 'utf8' }));
		chownSync(home, id('-u'), id('-g'));
	} else chmodSync(home, 0o700);
	const data = join(home, 'data');
	const run = async (name, ...args) => {
		const program = startNode(name, [launcher, user, join(programs, args[0]), ...args.slice(1)], {
			cwd: home,
			env: { ...process.env, LC_ALL: 'C' },
			logFile: join(folder, `${args[0]}.log`),
		});
		return program;
	};
	const init = await run(
		'initdb',
		'initdb',
		'-D',
		data,
		'-U',
		'n8n',
		'-A',
		'trust',
		'-E',
		'UTF8',
		'--no-sync',
	);
	if ((await init.exited) !== 0)
		throw new Error(`PostgreSQL could not set up its data folder:\n${init.tail()}`);
	const server = await run(
		'PostgreSQL',
		'postgres',
		'-D',
		data,
		'-p',
		String(port),
		'-c',
		'listen_addresses=127.0.0.1',
		'-c',
		`unix_socket_directories=${home}`,
		'-c',
		'fsync=off',
	);
	await whileRunning(server, listens(port));
	return {
		postgresHome: home,
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: String(port),
		DB_POSTGRESDB_DATABASE: 'postgres',
		DB_POSTGRESDB_USER: 'n8n',
	};
}

async function listens(port, limitMs = 30_000) {
	const until = Date.now() + limitMs;
	while (Date.now() < until) {
		const open = await new Promise((resolve) => {
			const socket = connect({ port, host: '127.0.0.1' });
			socket
				.on('connect', () => (socket.destroy(), resolve(true)))
				.on('error', () => resolve(false));
		});
		if (open) return;
		await sleep(100);
	}
	throw new Error(`Nothing listened on port ${port} within ${limitMs / 1000} seconds.`);
}
