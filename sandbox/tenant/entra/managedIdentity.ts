import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Tenant } from '../tenant.ts';
import { finish } from '../control/log.ts';
import type { AppRegistration } from './apps.ts';
import { faultySignIn } from './faultySignIn.ts';

/** The value that App Service puts into IDENTITY_HEADER: whoever can read it may request tokens. */
export const identityHeader = 'a1b2c3d4-sandbox-identity-header';

interface Refusal {
	readonly status: number;
	readonly body: Readonly<Record<string, unknown>>;
}
type Found = { readonly app: AppRegistration; readonly resource: string } | Refusal;
type Query = Readonly<Record<string, string | undefined>>;

/**
 * Managed identity (docs/graph.md#managed-identity): the App Service form and the IMDS form. In
 * real life these are local http addresses of the machine, so they live on the control origin; the
 * log shows them with sign-in.
 */
export function managedIdentityRoutes(app: FastifyInstance, tenantOf: () => Tenant): void {
	app.get<{ Querystring: Query }>('/msi/token', (request, reply) =>
		answer(
			tenantOf(),
			request,
			reply,
			(tenant, query) => {
				if (request.headers['x-identity-header'] !== identityHeader)
					return refusal(401, { statusCode: 401, message: 'Unauthorized' });
				return identity(tenant, query, '2019-08-01', (message) => ({ statusCode: 400, message }));
			},
			(expires) => ({ expires_on: String(expires) }),
		),
	);

	app.get<{ Querystring: Query }>('/metadata/identity/oauth2/token', (request, reply) =>
		answer(
			tenantOf(),
			request,
			reply,
			(tenant, query) => {
				if (request.headers.metadata?.toString().toLowerCase() !== 'true')
					return refusal(400, {
						error: 'bad_request_102',
						error_description: 'Required metadata header not specified',
					});
				return identity(tenant, query, '2018-02-01', (message) => ({
					error: 'invalid_request',
					error_description: message,
				}));
			},
			(expires, now) => ({
				expires_in: String(expires - now),
				ext_expires_in: String(expires - now),
				expires_on: String(expires),
				not_before: String(now),
			}),
		),
	);
}

const refusal = (status: number, body: Refusal['body']): Refusal => ({ status, body });

function identity(
	tenant: Tenant,
	query: Query,
	version: string,
	worded: (message: string) => Refusal['body'],
): Found {
	if (query['api-version'] !== version)
		return refusal(
			400,
			worded(`The api-version '${query['api-version'] ?? ''}' is not supported.`),
		);
	const resource = query.resource?.replace(/\/$/, '');
	if (resource === undefined || resource === '')
		return refusal(400, worded("The parameter 'resource' is missing."));
	if (resource !== tenant.origins.graph)
		return refusal(
			400,
			worded(
				`AADSTS500011: The resource principal named ${resource} was not found in the tenant named Contoso.`,
			),
		);
	const { systemIdentity, userIdentity } = tenant.namedApps;
	const app =
		query.client_id === undefined
			? systemIdentity
			: userIdentity?.clientId === query.client_id
				? userIdentity
				: undefined;
	return app
		? { app, resource }
		: refusal(
				400,
				worded(
					'No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId.',
				),
			);
}

async function answer(
	tenant: Tenant,
	request: FastifyRequest<{ Querystring: Query }>,
	reply: FastifyReply,
	find: (tenant: Tenant, query: Query) => Found,
	times: (expires: number, now: number) => Record<string, string>,
): Promise<FastifyReply> {
	const entry = tenant.log.append({
		origin: 'login',
		method: request.method,
		url: request.url,
		headers: request.headers,
		body: null,
	});
	await faultySignIn(tenant, request, reply, entry);
	if (reply.sent) return reply;
	const found = find(tenant, request.query);
	if ('status' in found) {
		finish(entry, found.status, {
			code: String(found.body.error ?? found.body.statusCode),
			message: String(found.body.error_description ?? found.body.message),
		});
		return reply.code(found.status).send(found.body);
	}
	const now = Math.floor(Date.now() / 1000);
	const expiresIn = tenant.settings.accessTokenLifetime;
	const accessToken = await tenant.tokens.accessToken({
		app: found.app,
		roles: found.app.roles,
		expiresIn,
	});
	finish(entry, 200);
	return reply.send({
		access_token: accessToken,
		client_id: found.app.clientId,
		resource: found.resource,
		token_type: 'Bearer',
		...times(now + expiresIn, now),
	});
}
