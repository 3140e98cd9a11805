import { setTimeout as sleep } from 'node:timers/promises';
import type { Tenant } from '../tenant.ts';
import { retryAfterHeader, type FaultAction } from '../control/faults.ts';
import { unauthorized } from './authenticate.ts';
import { GraphError } from './errors.ts';
import type { ConnectionFault, GraphResponse, IncomingRequest } from './request.ts';
import { tooManyRequests } from './throttle.ts';

const retryHeaders = (value: number | string | null): Record<string, string> => {
	const header = retryAfterHeader(value);
	return header === undefined ? {} : { 'retry-after': header };
};

/** Replaces or wraps the regular handling of a request (control API, POST /faults). */
export async function faultyAnswer(
	tenant: Tenant,
	request: IncomingRequest,
	action: FaultAction,
	handle: () => Promise<GraphResponse>,
): Promise<GraphResponse> {
	switch (action.type) {
		case 'latency':
			await sleep(action.ms);
			return handle();
		case '429':
			throw tooManyRequests(retryHeaders(action.retryAfter));
		case '503':
			throw new GraphError(503, 'serviceNotAvailable', 'The service is temporarily unavailable.', {
				headers: retryHeaders(action.retryAfter),
			});
		case '504':
			throw new GraphError(504, 'UnknownError', '', { headers: retryHeaders(action.retryAfter) });
		case 'error':
			throw new GraphError(action.status, action.code, action.message, { headers: action.headers });
		case 'html':
			return {
				status: action.status,
				headers: { 'content-type': 'text/html' },
				body: '<html><body><h1>Bad gateway</h1></body></html>',
			};
		case '401expired':
			throw unauthorized(tenant, 'Lifetime validation failed, the token is expired.');
		case 'claimsChallenge':
			throw unauthorized(
				tenant,
				'Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenCreatedWithOutdatedPolicies',
				action.claims,
			);
		case 'aadsts':
			return handle();
		case 'reset':
			return broken(request, { status: 0, connection: { kind: 'reset' } });
		case 'resetAfterHandling':
			return broken(request, { ...(await handle()), connection: { kind: 'reset' } });
		case 'cutBody':
			return broken(request, { ...(await handle()), connection: { kind: 'cut' } });
		case 'slowBody':
			return broken(request, { ...(await handle()), connection: { kind: 'slow', ms: action.ms } });
	}
}

/**
 * A part of a batch has no connection of its own: Graph would report that the service behind it did
 * not respond.
 */
function broken(
	request: IncomingRequest,
	response: GraphResponse & { connection: ConnectionFault },
): GraphResponse {
	if (request.batch) throw new GraphError(504, 'UnknownError', '');
	return response;
}
