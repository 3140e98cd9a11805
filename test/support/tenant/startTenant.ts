/**
 * Starts the simulated Microsoft 365 tenant as a separate process (Node 24) and talks HTTP to it.
 *
 *   const tenant = await startTenant({ users: 200 });
 *   const { access_token } = await tenant.token({ user: tenant.cast.alice.id, scopes: ['User.Read'] });
 *   const me = await tenant.get('/me', access_token);        // { status, headers, body }
 *   await tenant.stop();
 *
 * `control(method, path, body)` reaches the control API (sandbox/tenant/README.md).
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export interface TenantArguments {
	users?: number;
	seed?: number;
	latency?: number;
	/** Further command line arguments, as they are. */
	args?: string[];
	/** Further environment of the process. */
	env?: Record<string, string>;
}

export interface CastMember {
	id: string;
	userPrincipalName: string;
	displayName: string;
	mail: string | null;
	manager: string | null;
	directReports: number;
	[fact: string]: unknown;
}

export interface CastApp {
	clientId: string;
	clientSecret: string;
	roles: string[];
	redirectUris: string[];
}

export type Cast = Record<string, CastMember>;

export interface TokenOptions {
	user?: string;
	scopes?: string[];
	roles?: string[];
	clientId?: string;
	expiresIn?: number;
	handlesClaims?: boolean;
}

export interface Tokens {
	access_token: string;
	refresh_token: string;
	expires_in: number;
	token_type: string;
	scope: string;
}

/** An entity in a response: the members most tests read, and whatever else it has. */
export interface Entity {
	id: string;
	displayName: string;
	[name: string]: unknown;
}

/** A JSON response of Graph, sign-in or the control API. */
export interface Body {
	id: string;
	value: Entity[];
	error: { code: string; message: string; innerError: Record<string, unknown> };
	'@odata.context': string;
	'@odata.nextLink'?: string;
	'@odata.deltaLink'?: string;
	'@odata.count'?: number;
	[name: string]: unknown;
}

export interface Answer {
	status: number;
	headers: Headers;
	/** Parsed if it is JSON, otherwise undefined. */
	body: Body;
	bytes: Buffer;
}

export interface RequestOptions {
	method?: string;
	headers?: Record<string, string>;
	body?: unknown;
}

export interface RunningTenant {
	graph: string;
	login: string;
	/** Address of the control API. */
	controlUrl: string;
	tenantId: string;
	tenantDomain: string;
	/** What the tenant printed when it was ready. */
	ready: Record<string, string>;
	cast: Cast;
	apps: Record<string, CastApp>;
	process: ChildProcess;
	control(method: string, path: string, body?: unknown): Promise<Answer>;
	token(options?: TokenOptions): Promise<Tokens>;
	/** A Graph request. `path` begins after /v1.0, or is a whole URL (nextLink). */
	request(path: string, token: string | null, options?: RequestOptions): Promise<Answer>;
	get(path: string, token: string | null, headers?: Record<string, string>): Promise<Answer>;
	stop(): Promise<void>;
}

const root = resolve(__dirname, '../../..');

/** The root package installs Node 24; without it the running Node is used. */
export function tenantNode(): string {
	const own = join(root, 'node_modules', '.bin', 'node');
	return existsSync(own) ? own : process.execPath;
}

/** The process of a tenant, and what it printed when it was ready. */
export interface TenantProcess {
	child: ChildProcess;
	ready: Record<string, string>;
}

/** One that no test file uses at the moment, and the arguments it was started with. */
export interface IdleTenant extends TenantProcess {
	startedWith: string;
}

/** Each of them takes about 100 MB. */
const MOST_IDLE = 4;

export const startTenant = async (options: TenantArguments = {}): Promise<RunningTenant> =>
	await connect(await spawnTenant(options));

/**
 * As `startTenant`, but a tenant that an earlier test file of this process gave back is used again,
 * in its start state: starting one takes half a second. `stop()` gives it back.
 */
export async function borrowTenant(options: TenantArguments = {}): Promise<RunningTenant> {
	// Kept by the environment (support/engine/environment.ts): each test file has globals of its own.
	const { idleTenants = [] } = globalThis as { idleTenants?: IdleTenant[] };
	const startedWith = JSON.stringify(options);
	const found = idleTenants.findIndex((idle) => idle.startedWith === startedWith);
	const tenant = found < 0 ? await spawnTenant(options) : idleTenants.splice(found, 1)[0];
	await send(`${tenant.ready.control}/reset`, { method: 'POST' });
	return {
		...(await connect(tenant)),
		stop: async () => {
			idleTenants.push({ ...tenant, startedWith });
			if (idleTenants.length > MOST_IDLE) await stop(idleTenants.splice(0, 1)[0].child);
		},
	};
}

async function spawnTenant(options: TenantArguments): Promise<TenantProcess> {
	const numbers = (['users', 'seed', 'latency'] as const).flatMap((name) =>
		options[name] === undefined ? [] : [`--${name}`, String(options[name])],
	);
	const child = spawn(
		tenantNode(),
		[
			join(root, 'sandbox/tenant/main.ts'),
			...numbers,
			'--exit-with-parent',
			...(options.args ?? []),
		],
		{
			stdio: ['pipe', 'pipe', 'pipe'],
			// Compiled once instead of in each of the many processes.
			env: {
				NODE_COMPILE_CACHE: join(tmpdir(), 'office365-users-compiled'),
				...process.env,
				...options.env,
			},
		},
	);
	const ready = await firstLine(child);
	// A test that fails before stop() must not keep the test run waiting: the tenant ends by itself when this process does.
	child.unref();
	for (const stream of [child.stdin, child.stdout, child.stderr])
		(stream as Socket | null)?.unref();
	return { child, ready };
}

async function connect({ child, ready }: TenantProcess): Promise<RunningTenant> {
	const { graph, login, control, tenantId, tenantDomain } = ready;
	const controlRequest = (method: string, path: string, body?: unknown): Promise<Answer> =>
		send(`${control}${path}`, {
			method,
			...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body }),
		});
	const castAnswer = (await controlRequest('GET', '/cast')).body as unknown as Record<
		string,
		unknown
	>;

	const request = (
		path: string,
		token: string | null,
		{ method = 'GET', headers = {}, body }: RequestOptions = {},
	): Promise<Answer> =>
		send(path.startsWith('http') ? path : `${graph}/v1.0${path}`, {
			method,
			headers: {
				...(token === null ? {} : { authorization: `Bearer ${token}` }),
				...(body === undefined || Buffer.isBuffer(body)
					? {}
					: { 'content-type': 'application/json' }),
				...headers,
			},
			...(body === undefined ? {} : { body }),
		});

	return {
		graph,
		login,
		controlUrl: control,
		tenantId,
		tenantDomain,
		ready,
		cast: castAnswer as Cast,
		apps: castAnswer.apps as Record<string, CastApp>,
		process: child,
		control: controlRequest,
		async token(wanted = {}) {
			const answer = await controlRequest('POST', '/tokens', wanted);
			if (answer.status !== 200) throw new Error(`POST /tokens: ${answer.bytes.toString()}`);
			return answer.body as unknown as Tokens;
		},
		request,
		get: (path, token, headers = {}) => request(path, token, { headers }),
		stop: () => stop(child),
	};
}

async function send(
	url: string,
	{ method = 'GET', headers = {}, body }: RequestOptions,
): Promise<Answer> {
	const payload =
		body === undefined
			? undefined
			: Buffer.isBuffer(body)
				? new Uint8Array(body)
				: typeof body === 'string'
					? body
					: JSON.stringify(body);
	const response = await fetch(url, { method, headers, body: payload, redirect: 'manual' });
	const bytes = Buffer.from(await response.arrayBuffer());
	const isJson = /json/.test(response.headers.get('content-type') ?? '');
	return {
		status: response.status,
		headers: response.headers,
		bytes,
		body: (isJson && bytes.length > 0 ? JSON.parse(bytes.toString()) : undefined) as Body,
	};
}

/** The one JSON line that says that the tenant is ready; anything else is a failed start. */
function firstLine(child: ChildProcess): Promise<Record<string, string>> {
	return new Promise((done, failed) => {
		let output = '';
		let errors = '';
		child.stderr?.on('data', (chunk: Buffer) => {
			errors += chunk.toString();
		});
		child.stdout?.on('data', (chunk: Buffer) => {
			output += chunk.toString();
			const end = output.indexOf('\n');
			if (end < 0) return;
			// The process may outlive the test file, which it must not keep in memory.
			for (const stream of [child.stdout, child.stderr])
				stream?.removeAllListeners('data').resume();
			child.removeAllListeners();
			done(JSON.parse(output.slice(0, end)) as Record<string, string>);
		});
		child.once('error', failed);
		child.once('exit', (code) =>
			failed(new Error(`The tenant ended with code ${code}: ${errors.trim()}`)),
		);
	});
}

function stop(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
	return new Promise((done) => {
		child.ref();
		child.once('exit', () => done());
		child.kill('SIGTERM');
	});
}
