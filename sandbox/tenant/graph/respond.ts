import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Tenant } from '../tenant.ts';
import { finish } from '../control/log.ts';
import { authenticate } from './authenticate.ts';
import { GraphError, graphErrorBody } from './errors.ts';
import { parsePath } from './path.ts';
import { parseQuery } from './queryOptions.ts';
import type { GraphContext, GraphResponse, IncomingRequest } from './request.ts';
import { findHandler } from './routes.ts';

export interface RespondResult extends GraphResponse {
  readonly headers: Readonly<Record<string, string>>;
}

/** Answers one request, be it of its own or a part of a $batch: log, token, route, handler, errors. */
export async function respond(tenant: Tenant, request: IncomingRequest): Promise<RespondResult> {
  const requestId = randomUUID();
  const clientRequestId = request.headers['client-request-id'] || requestId;
  const entry = tenant.log.append({
    origin: 'graph', method: request.method, url: request.url, 
    headers: request.batch ? { ...request.headers, authorization: request.batch.authorization } : request.headers,
    body: loggedBody(request), ...(request.batch ? { parent: request.batch.seq } : {}),
  });
  const headers = {
    'request-id': requestId,
    'client-request-id': clientRequestId,
    'x-ms-ags-diagnostic': JSON.stringify({ ServerInfo: { DataCenter: 'Sandbox', Slice: 'E', Ring: '1', ScaleUnit: '001', RoleInstance: 'SANDBOX0001' } }),
  };
  const started = Date.now();
  try {
    const response = await handle(tenant, request, entry.seq);
    await atLeast(tenant, request, started);
    finish(entry, response.status);
    return { ...response, headers: { ...headers, ...(isJson(response.body) ? jsonHeaders : {}), ...response.headers } };
  } catch (error) {
    const failure = error instanceof GraphError ? error : new GraphError(500, 'InternalServerError', 'An internal error of the simulated tenant occurred.');
    if (!(error instanceof GraphError)) process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    await atLeast(tenant, request, started);
    finish(entry, failure.status, { code: failure.code, message: failure.message });
    return { status: failure.status, headers: { ...headers, 'content-type': 'application/json', ...failure.headers }, body: graphErrorBody(failure, requestId, clientRequestId) };
  }
}

const jsonHeaders = { 'content-type': 'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8', 'odata-version': '4.0' };
const isJson = (body: GraphResponse['body']): boolean => typeof body === 'object' && !Buffer.isBuffer(body);

const maxRequestBytes = 4 * 1024 * 1024;

async function handle(tenant: Tenant, request: IncomingRequest, logSeq: number): Promise<GraphResponse> {
  // graph-facts 2.7: Graph's limit for a request.
  if ((request.body?.length ?? 0) > maxRequestBytes) throw new GraphError(413, 'RequestEntityTooLarge', 'The request body is larger than the limit of 4 MB.');
  const caller = request.batch?.caller ?? (await authenticate(tenant, request.headers.authorization));
  const at = request.url.indexOf('?');
  const [version, ...segments] = parsePath(at < 0 ? request.url : request.url.slice(0, at));
  if (version?.name !== 'v1.0') throw new GraphError(400, 'BadRequest', `Invalid version: ${version?.name ?? ''}`);
  const handler = findHandler(segments, request.method);
  const context: GraphContext = {
    tenant, request, caller, segments, query: parseQuery(at < 0 ? '' : request.url.slice(at + 1)), logSeq,
    respond: (part) => respond(tenant, part),
  };
  return handler(context);
}

async function atLeast(tenant: Tenant, request: IncomingRequest, started: number): Promise<void> {
  const rest = tenant.settings.latencyMs - (Date.now() - started);
  // The parts of a batch run at the same time as their batch: it waits once.
  if (rest > 0 && !request.batch) await sleep(rest);
}

function loggedBody(request: IncomingRequest): unknown {
  if (request.body === null || request.body.length === 0) return null;
  if (!/json/i.test(request.headers['content-type'] ?? '')) return request.body;
  try {
    return JSON.parse(request.body.toString('utf8'));
  } catch {
    return request.body;
  }
}
