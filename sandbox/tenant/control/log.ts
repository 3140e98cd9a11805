import { createHash } from 'node:crypto';
import { decodeJwt } from 'jose';

export interface LogEntry {
	readonly seq: number;
	readonly at: string;
	readonly origin: 'graph' | 'login' | 'elsewhere';
	readonly method: string;
	readonly path: string;
	readonly url: string;
	readonly query: Readonly<Record<string, string | string[]>>;
	readonly headers: Readonly<Record<string, unknown>>;
	readonly body: unknown;
	/** null while the request is in progress. */
	status: number | null;
	errorCode: string | null;
	errorMessage: string | null;
	/** The seq of the $batch request that contained this one. */
	readonly parent: number | null;
	durationMs: number | null;
	/** The fault that was injected, if any. */
	fault: string | null;
}

export interface Logged {
	readonly origin: LogEntry['origin'];
	readonly method: string;
	readonly url: string;
	readonly headers: Readonly<Record<string, string | string[] | undefined>>;
	readonly body: unknown;
	readonly parent?: number;
}

const kept = 200_000;
const secretNames = new Set([
	'client_secret',
	'code',
	'refresh_token',
	'client_assertion',
	'access_token',
	'password',
	'code_verifier',
	'id_token',
	'secret',
]);

/** Every request to Graph and login, without secrets. */
export class RequestLog {
	private entries: LogEntry[] = [];
	private next = 1;

	append(request: Logged): LogEntry {
		const [path = '', search = ''] = splitOnce(request.url, '?');
		const entry: LogEntry = {
			seq: this.next,
			at: new Date().toISOString(),
			origin: request.origin,
			method: request.method,
			path,
			url: withoutSecrets(request.url),
			query: queryOf(search),
			headers: headersOf(request.headers),
			body: bodyOf(request.body),
			status: null,
			errorCode: null,
			errorMessage: null,
			parent: request.parent ?? null,
			durationMs: null,
			fault: null,
		};
		this.next += 1;
		this.entries.push(entry);
		if (this.entries.length > kept) this.entries = this.entries.slice(kept / 2);
		return entry;
	}

	since(seq: number): LogEntry[] {
		return this.entries.filter((entry) => entry.seq > seq);
	}

	clear(): void {
		this.entries = [];
	}
}

/** Completes an entry; code and message are those of the error in the response. */
export function finish(
	entry: LogEntry,
	status: number,
	error?: { code: string; message: string },
): void {
	entry.status = status;
	entry.errorCode = error?.code ?? null;
	entry.errorMessage = error?.message ?? null;
	entry.durationMs = Date.now() - Date.parse(entry.at);
}

function splitOnce(value: string, separator: string): [string, string] {
	const at = value.indexOf(separator);
	return at < 0 ? [value, ''] : [value.slice(0, at), value.slice(at + 1)];
}

function queryOf(search: string): Record<string, string | string[]> {
	const query: Record<string, string | string[]> = {};
	for (const [name, value] of new URLSearchParams(search)) {
		const shown = secretNames.has(name) ? '(masked)' : value;
		const before = query[name];
		query[name] = before === undefined ? shown : [before, shown].flat();
	}
	return query;
}

const withoutSecrets = (url: string): string =>
	url.replace(
		/([?&](?:client_secret|code|refresh_token|client_assertion|access_token)=)[^&]*/g,
		'$1(masked)',
	);

function headersOf(headers: Logged['headers']): Record<string, unknown> {
	const shown: Record<string, unknown> = { ...headers };
	if (typeof shown.authorization === 'string')
		shown.authorization = describeAuthorization(shown.authorization);
	if (shown.cookie !== undefined) shown.cookie = '(masked)';
	if (shown['x-identity-header'] !== undefined) shown['x-identity-header'] = '(masked)';
	return shown;
}

/** What the token says, never the token itself. */
function describeAuthorization(header: string): unknown {
	const [scheme = '', value = ''] = header.split(' ');
	if (scheme.toLowerCase() === 'basic')
		return {
			kind: 'basic',
			clientId: decodeURIComponent(Buffer.from(value, 'base64').toString().split(':')[0] ?? ''),
		};
	try {
		const { idtyp, upn, scp, roles, appid, exp, uti } = decodeJwt(value);
		return {
			kind: idtyp === 'app' ? 'application' : 'delegated',
			user: upn ?? null,
			scopes: typeof scp === 'string' ? scp.split(' ') : [],
			roles: roles ?? [],
			app: appid,
			exp,
			id: uti,
		};
	} catch {
		return { kind: value === '' ? 'empty' : 'malformed' };
	}
}

function bodyOf(body: unknown): unknown {
	if (Buffer.isBuffer(body))
		return { bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') };
	return mask(body);
}

function mask(value: unknown): unknown {
	if (Array.isArray(value)) return value.map(mask);
	if (typeof value !== 'object' || value === null) return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, member]) => [
			name,
			secretNames.has(name) && typeof member === 'string' ? '(masked)' : mask(member),
		]),
	);
}
