import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tenant } from '../tenant.ts';
import { finish, type LogEntry } from '../control/log.ts';
import { authenticate } from './authenticate.ts';
import { GraphError, graphErrorBody } from './errors.ts';
import { faultyAnswer } from './faultyAnswer.ts';
import { isOutlook } from './outlook.ts';
import { parsePath } from './path.ts';
import { parseQuery } from './queryOptions.ts';
import type { GraphContext, GraphResponse, IncomingRequest } from './request.ts';
import { findHandler } from './routes.ts';

export interface RespondResult extends GraphResponse {
	readonly headers: Readonly<Record<string, string>>;
}

/** A request must be smaller than this (docs/graph.md#photo-upload-size). */
const maxRequestBytes = 4 * 1024 * 1024;
const jsonHeaders = {
	'content-type':
		'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8',
	'odata-version': '4.0',
};
const diagnostic = JSON.stringify({
	ServerInfo: {
		DataCenter: 'Sandbox',
		Slice: 'E',
		Ring: '1',
		ScaleUnit: '001',
		RoleInstance: 'SANDBOX0001',
	},
});

/**
 * Answers one request, whether on its own or part of a $batch: log, fault, token, quota, route,
 * handler, errors.
 */
export async function respond(tenant: Tenant, request: IncomingRequest): Promise<RespondResult> {
	const requestId = randomUUID();
	const clientRequestId = request.headers['client-request-id'] || requestId;
	const headers = {
		'request-id': requestId,
		'client-request-id': clientRequestId,
		'x-ms-ags-diagnostic': diagnostic,
		date: new Date(tenant.now()).toUTCString(),
	};
	const entry = logged(tenant, request);
	const started = Date.now();
	try {
		const response = await handleOrFail(tenant, request, entry, started);
		finish(
			entry,
			response.status,
			response.connection && {
				code: response.connection.kind,
				message: 'The connection was tampered with by a fault.',
			},
		);
		return {
			...response,
			headers: { ...headers, ...(isJson(response.body) ? jsonHeaders : {}), ...response.headers },
		};
	} catch (error) {
		const failure =
			error instanceof GraphError
				? error
				: new GraphError(
						500,
						'InternalServerError',
						'An internal error of the simulated tenant occurred.',
					);
		if (!(error instanceof GraphError))
			process.stderr.write(
				`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
			);
		await atLeast(tenant, request, started);
		finish(entry, failure.status, { code: failure.code, message: failure.message });
		return {
			status: failure.status,
			headers: { ...headers, 'content-type': 'application/json', ...failure.headers },
			body: graphErrorBody(failure, requestId, clientRequestId, tenant.now()),
		};
	}
}

async function handleOrFail(
	tenant: Tenant,
	request: IncomingRequest,
	entry: LogEntry,
	started: number,
): Promise<GraphResponse> {
	const fault = tenant.faults.strike({
		origin: 'graph',
		method: request.method,
		url: request.url,
		insideBatch: request.batch !== undefined,
	});
	const proper = (): Promise<GraphResponse> => handle(tenant, request, entry.seq, started);
	if (!fault) return proper();
	entry.fault = fault.type;
	return faultyAnswer(tenant, request, fault, proper);
}

async function handle(
	tenant: Tenant,
	request: IncomingRequest,
	logSeq: number,
	started: number,
): Promise<GraphResponse> {
	if ((request.body?.length ?? 0) >= maxRequestBytes)
		throw new GraphError(
			413,
			'RequestEntityTooLarge',
			'The request body is larger than the limit of 4 MB.',
		);
	const caller =
		request.batch?.caller ?? (await authenticate(tenant, request.headers.authorization));
	const at = request.url.indexOf('?');
	const [version, ...segments] = parsePath(at < 0 ? request.url : request.url.slice(0, at));
	if (version?.name !== 'v1.0')
		throw new GraphError(400, 'BadRequest', `Invalid version: ${version?.name ?? ''}`);
	const handler = findHandler(segments, request.method);
	const query = parseQuery(at < 0 ? '' : request.url.slice(at + 1));
	const context: GraphContext = {
		tenant,
		request,
		caller,
		segments,
		query,
		logSeq,
		respond: (part) => respond(tenant, part),
	};
	const metered = tenant.throttle.admit(
		tenant.settings.throttle,
		caller,
		request.method,
		segments,
		query,
		{ tenantId: tenant.tenantId, users: tenant.directory.all().length, now: tenant.now() },
	);
	try {
		const response = await handler(context);
		await atLeast(tenant, request, started);
		return { ...response, headers: { ...metered.headers, ...response.headers } };
	} finally {
		metered.release();
	}
}

async function atLeast(tenant: Tenant, request: IncomingRequest, started: number): Promise<void> {
	const rest = tenant.settings.latencyMs - (Date.now() - started);
	// The parts of a batch run in parallel, and the batch itself waits once; only the parts served
	// by Outlook each wait as well.
	if (rest > 0 && (!request.batch || isOutlook(request.url))) await sleep(rest);
}

const isJson = (body: GraphResponse['body']): boolean =>
	typeof body === 'object' && !Buffer.isBuffer(body);

const logged = (tenant: Tenant, request: IncomingRequest): LogEntry =>
	tenant.log.append({
		origin: 'graph',
		method: request.method,
		url: request.url,
		headers: request.batch
			? { ...request.headers, authorization: request.batch.authorization }
			: request.headers,
		body: loggedBody(request),
		...(request.batch ? { parent: request.batch.seq } : {}),
	});

function loggedBody(request: IncomingRequest): unknown {
	if (request.body === null || request.body.length === 0) return null;
	if (!/json/i.test(request.headers['content-type'] ?? '')) return request.body;
	try {
		return JSON.parse(request.body.toString('utf8'));
	} catch {
		return request.body;
	}
}
