import type { FastifyInstance } from 'fastify';
import type { Tenant } from '../tenant.ts';
import { finish } from './log.ts';

const folder = '/elsewhere';

/** Where the fault `redirect` leads: an origin that is neither Graph nor sign-in. */
export const elsewhere = (tenant: Tenant, url: string): string =>
	`${tenant.origins.control}${folder}${url}`;

/** Accepts whatever arrives there and logs it under the origin `elsewhere`, without its secrets. */
export function elsewhereRoutes(app: FastifyInstance, tenantOf: () => Tenant): void {
	void app.register(async (routes) => {
		routes.removeAllContentTypeParsers();
		routes.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) =>
			done(null, readable(body)),
		);
		routes.all(`${folder}/*`, async (request, reply) => {
			const status = request.method === 'GET' ? 200 : 204;
			const entry = tenantOf().log.append({
				origin: 'elsewhere',
				method: request.method,
				url: request.url.slice(folder.length),
				headers: request.headers,
				body: request.body ?? null,
			});
			finish(entry, status);
			return status === 200 ? reply.send({ value: [] }) : reply.code(status).send();
		});
	});
}

/** JSON is logged member by member, anything else by its size. */
function readable(body: string | Buffer): unknown {
	try {
		return JSON.parse(body.toString());
	} catch {
		return body;
	}
}
