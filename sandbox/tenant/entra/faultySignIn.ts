import type { FastifyReply, FastifyRequest } from 'fastify';
import { setTimeout as sleep } from 'node:timers/promises';
import { elsewhere } from '../control/elsewhere.ts';
import { retryAfterHeader, type FaultAction } from '../control/faultSchema.ts';
import { finish, type LogEntry } from '../control/log.ts';
import { tearDown } from '../control/tearDown.ts';
import type { Tenant } from '../tenant.ts';
import { EntraError } from './aadsts.ts';

/**
 * Applies the fault that affects a request to the login origin, if any (control API, POST /faults).
 * Once it has replied, the request must not be handled any more.
 */
export async function faultySignIn(
	tenant: Tenant,
	request: FastifyRequest,
	reply: FastifyReply,
	entry: LogEntry,
): Promise<void> {
	const fault = tenant.faults.strike({
		origin: 'login',
		method: request.method,
		url: request.url,
		insideBatch: false,
	});
	if (!fault) return;
	entry.fault = fault.type;
	await apply(tenant, fault, request, reply, entry);
}

async function apply(
	tenant: Tenant,
	fault: FaultAction,
	request: FastifyRequest,
	reply: FastifyReply,
	entry: LogEntry,
): Promise<void> {
	switch (fault.type) {
		case 'aadsts':
			throw new EntraError(
				fault.code,
				'',
				fault.claims === undefined ? {} : { claims: fault.claims },
			);
		case 'latency':
		case 'slowBody':
			await sleep(fault.ms);
			return;
		case '429':
		case '408':
		case '500':
		case '502':
		case '503':
		case '504': {
			const retryAfter = retryAfterHeader(fault.retryAfter, tenant.now());
			reply.headers(fault.headers);
			if (retryAfter !== undefined) reply.header('retry-after', retryAfter);
			finish(entry, Number(fault.type), { code: 'AADSTS90033', message: '' });
			throw new EntraError(90033, '', { status: Number(fault.type) });
		}
		case 'error':
			finish(entry, fault.status, fault);
			await reply
				.code(fault.status)
				.headers(fault.headers)
				.send({ error: fault.code, error_description: fault.message });
			return;
		case 'html':
			finish(entry, fault.status);
			await reply
				.code(fault.status)
				.headers({ 'content-type': fault.contentType, ...fault.headers })
				.send(fault.body);
			return;
		case 'redirect':
			finish(entry, fault.status);
			await reply.redirect(elsewhere(tenant, request.url), fault.status);
			return;
		default:
			finish(entry, 0, { code: fault.type, message: 'The connection was broken by a fault.' });
			reply.hijack();
			tearDown(reply.raw.socket);
	}
}
