import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import formbody from '@fastify/formbody';
import { randomUUID } from 'node:crypto';
import type { Tenant } from '../tenant.ts';
import { finish, type LogEntry } from '../control/log.ts';
import { EntraError, entraErrorBody } from './aadsts.ts';
import { adminConsent, authorize, type Answer } from './authorize.ts';
import { faultySignIn } from './faultySignIn.ts';
import { failurePage } from './pages.ts';
import type { Params } from './parameters.ts';
import { token } from './token.ts';
import { openidConfiguration } from './openidConfiguration.ts';
import { checkTenantSegment } from './tenantSegment.ts';

interface TenantPath {
	Params: { tenant: string };
}
const sessionCookie = 'ESTSAUTH';

/**
 * The login origin. The tenant is passed as a function because its origins are only known once all
 * three listeners are up.
 */
export function loginApp(
	tenantOf: () => Tenant,
	https: { key: string; cert: string } | null,
): FastifyInstance {
	const app: FastifyInstance = https
		? (Fastify({ https }) as unknown as FastifyInstance)
		: Fastify();
	const entries = new WeakMap<FastifyRequest, LogEntry>();
	void app.register(formbody);

	app.addHook('preHandler', async (request, reply) => {
		const tenant = tenantOf();
		const entry = tenant.log.append({
			origin: 'login',
			method: request.method,
			url: request.url,
			headers: request.headers,
			body: request.body ?? null,
		});
		entries.set(request, entry);
		reply.header('date', new Date(tenant.now()).toUTCString());
		await faultySignIn(tenant, request, reply, entry);
	});

	const end = (
		request: FastifyRequest,
		status: number,
		error?: { code: string; message: string },
	): void => {
		const entry = entries.get(request);
		if (entry) finish(entry, status, error);
	};

	app.setErrorHandler((error, request, reply) => {
		const failure = error instanceof EntraError ? error : new EntraError(90033);
		if (!(error instanceof EntraError))
			process.stderr.write(
				`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
			);
		end(request, failure.status, { code: `AADSTS${failure.aadsts}`, message: failure.message });
		if (request.url.includes('/authorize') || request.url.includes('/adminconsent'))
			return reply
				.code(failure.status)
				.type('text/html; charset=utf-8')
				.send(failurePage(failure.message));
		return reply
			.code(failure.status)
			.header('cache-control', 'no-store')
			.send(entraErrorBody(failure, tenantOf().origins.login, correlationId(request)));
	});

	app.setNotFoundHandler((request, reply) => {
		end(request, 404, { code: 'NotFound', message: '' });
		return reply
			.code(404)
			.type('text/html; charset=utf-8')
			.send(failurePage('The page was not found.'));
	});

	app.post<TenantPath>('/:tenant/oauth2/v2.0/token', async (request, reply) => {
		const form = fields(request.body);
		const answer = await token(
			tenantOf(),
			request.params.tenant,
			form,
			request.headers.authorization,
		);
		end(request, 200);
		return reply
			.header('cache-control', 'no-store')
			.header('pragma', 'no-cache')
			.header('client-request-id', correlationId(request))
			.send(answer);
	});

	const page = (answer: Answer, request: FastifyRequest, reply: FastifyReply): FastifyReply => {
		if (answer.kind === 'page') {
			end(request, answer.status);
			return reply.code(answer.status).type('text/html; charset=utf-8').send(answer.html);
		}
		end(request, 302);
		if (answer.signedIn !== undefined)
			reply.header(
				'set-cookie',
				`${sessionCookie}=${encodeURIComponent(answer.signedIn)}; Path=/; HttpOnly; SameSite=Lax`,
			);
		return reply.redirect(answer.location, 302);
	};
	const session = (request: FastifyRequest): string | undefined => {
		const value = new RegExp(`(?:^|;\\s*)${sessionCookie}=([^;]*)`).exec(
			request.headers.cookie ?? '',
		)?.[1];
		return value === undefined ? undefined : decodeURIComponent(value);
	};

	app.get<TenantPath>('/:tenant/oauth2/v2.0/authorize', async (request, reply) =>
		page(
			authorize(tenantOf(), request.params.tenant, fields(request.query), session(request)),
			request,
			reply,
		),
	);
	app.get<TenantPath>('/:tenant/adminconsent', async (request, reply) =>
		page(adminConsent(tenantOf(), request.params.tenant, fields(request.query)), request, reply),
	);
	app.get<TenantPath>('/:tenant/v2.0/.well-known/openid-configuration', async (request) => {
		checkTenantSegment(tenantOf(), request.params.tenant);
		end(request, 200);
		return openidConfiguration(tenantOf(), request.params.tenant);
	});
	app.get<TenantPath>('/:tenant/discovery/v2.0/keys', async (request) => {
		checkTenantSegment(tenantOf(), request.params.tenant);
		end(request, 200);
		return tenantOf().key.jwks;
	});
	return app;
}

function fields(source: unknown): Params {
	const result: Record<string, string> = {};
	for (const [name, value] of Object.entries(
		typeof source === 'object' && source !== null ? source : {},
	)) {
		if (typeof value === 'string') result[name] = value;
		// Entra refuses a parameter that is given twice.
		else if (Array.isArray(value)) throw new EntraError(9002313);
	}
	return result;
}

function correlationId(request: FastifyRequest): string {
	const given = request.headers['client-request-id'];
	return typeof given === 'string' && given !== '' ? given : randomUUID();
}
