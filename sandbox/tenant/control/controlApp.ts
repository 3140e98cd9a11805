import Fastify, { type FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Tenant } from '../tenant.ts';
import { EntraError } from '../entra/aadsts.ts';
import { cast } from './cast.ts';
import { ControlError } from './controlError.ts';
import { elsewhereRoutes } from './elsewhere.ts';
import { managedIdentityRoutes } from '../entra/managedIdentity.ts';
import { addGroup } from './groups.ts';
import { settingsPatchSchema } from './settings.ts';
import { addUser, changeUser, findUser, rawUser, removeUser } from './rawUsers.ts';
import { addApp, addCertificate } from './registerApps.ts';
import { issueTokens } from './issueTokens.ts';

const consentSchema = z.strictObject({
	clientId: z.string(),
	user: z.string().default('everybody'),
	scopes: z.array(z.string()).min(1),
});
const revokeSchema = z.strictObject({
	user: z.string().optional(),
	clientId: z.string().optional(),
	what: z.enum(['access', 'refresh', 'both']).default('both'),
});

/** The control origin: how tests and demos inspect and configure the tenant. No token is needed. */
export function controlApp(tenantOf: () => Tenant): FastifyInstance {
	// MSAL ends the IMDS address with a slash.
	const app = Fastify({
		bodyLimit: 64 * 1024 * 1024,
		routerOptions: { ignoreTrailingSlash: true },
	});
	app.setErrorHandler((error, _request, reply) => {
		if (error instanceof z.ZodError) return reply.code(400).send({ error: z.prettifyError(error) });
		const status =
			error instanceof ControlError || error instanceof EntraError
				? error.status
				: ((error as { statusCode?: number }).statusCode ?? 500);
		return reply
			.code(status)
			.send({ error: error instanceof Error ? error.message : String(error) });
	});
	// DELETE and POST without a body are accepted whatever the Content-Type.
	app.removeContentTypeParser('application/json');
	app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
		try {
			done(null, body === '' ? undefined : JSON.parse(String(body)));
		} catch {
			done(new ControlError(400, 'The body is not JSON.'));
		}
	});

	app.get('/cast', async () => cast(tenantOf()));

	app.get<{ Querystring: { since?: string } }>('/log', async (request) =>
		tenantOf().log.since(Number(request.query.since ?? 0)),
	);
	app.delete('/log', async (_request, reply) => {
		tenantOf().log.clear();
		return reply.code(204).send();
	});

	app.post('/reset', async (_request, reply) => {
		tenantOf().reset();
		return reply.code(204).send();
	});
	app.get('/settings', async () => tenantOf().settings);
	app.patch('/settings', async (request) => {
		const tenant = tenantOf();
		const { throttle, ...rest } = settingsPatchSchema.parse(request.body ?? {});
		if (rest.searchIndex === 'frozen') tenant.frozenIndex ??= tenant.directory.version;
		if (rest.searchIndex === 'current') tenant.frozenIndex = undefined;
		tenant.settings = {
			...tenant.settings,
			...rest,
			throttle: { ...tenant.settings.throttle, ...throttle },
		};
		// A changed quota starts from zero.
		if (throttle) tenant.throttle.clear();
		return tenant.settings;
	});

	app.get('/faults', async () => tenantOf().faults.list());
	app.post('/faults', async (request) => tenantOf().faults.add(request.body));
	app.delete('/faults', async (_request, reply) => {
		tenantOf().faults.clear();
		return reply.code(204).send();
	});

	app.post('/tokens', async (request) => issueTokens(tenantOf(), request.body));
	app.post('/revoke', async (request) => {
		const { user, clientId, what } = revokeSchema.parse(request.body ?? {});
		const tenant = tenantOf();
		const match = {
			...(user === undefined ? {} : { userId: findUser(tenant, user).id }),
			...(clientId === undefined ? {} : { clientId }),
		};
		return { revoked: tenant.tokens.revoke(match, what !== 'refresh', what !== 'access') };
	});
	app.post('/consents', async (request, reply) => {
		const { clientId, user, scopes } = consentSchema.parse(request.body);
		const tenant = tenantOf();
		tenant.consents.grant(
			clientId,
			user === 'everybody' ? user : findUser(tenant, user).id,
			scopes,
		);
		return reply.code(204).send();
	});
	app.post('/apps', async (request) => addApp(tenantOf(), request.body));
	app.post<{ Params: { clientId: string } }>('/apps/:clientId/certificates', async (request) =>
		addCertificate(tenantOf(), request.params.clientId, request.body),
	);

	app.get<{ Params: { key: string } }>('/users/:key', async (request) =>
		rawUser(tenantOf(), findUser(tenantOf(), request.params.key)),
	);
	app.patch<{ Params: { key: string } }>('/users/:key', async (request) =>
		changeUser(tenantOf(), request.params.key, request.body),
	);
	app.delete<{ Params: { key: string }; Querystring: { for?: string } }>(
		'/users/:key',
		async (request, reply) => {
			removeUser(tenantOf(), request.params.key, request.query.for !== 'good');
			return reply.code(204).send();
		},
	);
	app.post('/groups', async (request) => addGroup(tenantOf(), request.body));
	app.post('/users', async (request) => addUser(tenantOf(), request.body));
	managedIdentityRoutes(app, tenantOf);
	elsewhereRoutes(app, tenantOf);
	return app;
}
