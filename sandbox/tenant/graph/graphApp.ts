import Fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import type { Tenant } from '../tenant.ts';
import { respond, type RespondResult } from './respond.ts';

/** More than Graph's own limit: what is too large is refused by the endpoint, as Graph does, not by the HTTP server. */
const bodyLimit = 64 * 1024 * 1024;

/** The Graph origin: one route, because OData paths (keys in parentheses, $count, %23) are read by graph/path.ts. */
export function graphApp(tenantOf: () => Tenant, https: { key: string; cert: string } | null): FastifyInstance {
  // A path that cannot be decoded must reach the route as well: graph/path.ts words the refusal.
  const options = { bodyLimit, exposeHeadRoutes: false, rewriteUrl: () => '/' };
  const app: FastifyInstance = https ? (Fastify({ ...options, https }) as unknown as FastifyInstance) : Fastify(options);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => { done(null, body); });
  app.all('/', async (request, reply) => {
    const headers: Record<string, string | undefined> = {};
    for (const [name, value] of Object.entries(request.headers)) headers[name] = Array.isArray(value) ? value.join(', ') : value;
    const body = Buffer.isBuffer(request.body) ? request.body : null;
    return send(reply, await respond(tenantOf(), { method: request.method, url: request.originalUrl, headers, body }));
  });
  return app;
}

function send(reply: FastifyReply, result: RespondResult): FastifyReply {
  reply.code(result.status).headers(result.headers);
  if (result.body === undefined) return reply.send();
  return reply.send(Buffer.isBuffer(result.body) || typeof result.body === 'string' ? result.body : JSON.stringify(result.body));
}
