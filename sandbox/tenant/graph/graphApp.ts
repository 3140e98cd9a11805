import { tearDown } from '../control/tearDown.ts';
import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { Tenant } from '../tenant.ts';
import { respond, type RespondResult } from './respond.ts';

/**
 * Larger than Graph's own limit, so that the endpoint refuses large requests as Graph does, rather
 * than the HTTP server.
 */
const bodyLimit = 64 * 1024 * 1024;

/**
 * The Graph origin. It has one route, because OData paths (keys in parentheses, $count, %23) are
 * parsed by graph/path.ts.
 */
export function graphApp(
	tenantOf: () => Tenant,
	https: { key: string; cert: string } | null,
): FastifyInstance {
	// A path that cannot be decoded must reach the route too: graph/path.ts refuses it in Graph's
	// words.
	const options = { bodyLimit, exposeHeadRoutes: false, rewriteUrl: () => '/' };
	const app: FastifyInstance = https
		? (Fastify({ ...options, https }) as unknown as FastifyInstance)
		: Fastify(options);
	app.removeAllContentTypeParsers();
	app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => {
		done(null, body);
	});
	app.all('/', async (request, reply) => {
		const headers: Record<string, string | undefined> = {};
		for (const [name, value] of Object.entries(request.headers))
			headers[name] = Array.isArray(value) ? value.join(', ') : value;
		const body = Buffer.isBuffer(request.body) ? request.body : null;
		return send(
			reply,
			await respond(tenantOf(), {
				method: request.method,
				url: request.originalUrl,
				headers,
				body,
			}),
		);
	});
	return app;
}

function send(reply: FastifyReply, result: RespondResult): FastifyReply {
	const body =
		result.body === undefined || Buffer.isBuffer(result.body) || typeof result.body === 'string'
			? result.body
			: JSON.stringify(result.body);
	if (result.connection) {
		reply.hijack();
		void breakConnection(reply.raw, result, Buffer.from(body ?? ''));
		return reply;
	}
	return reply.code(result.status).headers(result.headers).send(body);
}

/** A connection fault: no response, half the body, or a slow body. */
async function breakConnection(
	raw: ServerResponse,
	{ status, headers, connection }: RespondResult,
	body: Buffer,
): Promise<void> {
	if (connection?.kind !== 'reset')
		raw.writeHead(status, { ...headers, 'content-length': body.length });
	if (connection?.kind === 'slow') {
		const steps = 10;
		const step = Math.ceil(body.length / steps) || 1;
		for (let at = 0; at < body.length && !raw.destroyed; at += step) {
			raw.write(body.subarray(at, at + step));
			await sleep(connection.ms / steps);
		}
		raw.end();
		return;
	}
	if (connection?.kind === 'cut')
		await new Promise((written) => {
			raw.write(body.subarray(0, Math.floor(body.length / 2)), written);
		});
	tearDown(raw.socket as Socket | null);
}
