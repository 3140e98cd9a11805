import { setTimeout as sleep } from 'node:timers/promises';
import type { Tenant } from '../tenant.ts';
import { retryAfterHeader, type FaultAction } from '../control/faultSchema.ts';
import { elsewhere } from '../control/elsewhere.ts';
import { unauthorized } from './authenticate.ts';
import { GraphError } from './errors.ts';
import type { ConnectionFault, GraphResponse, IncomingRequest } from './request.ts';
import { tooManyRequests } from './throttle.ts';

/** Code and message of the failures that are named by their status. */
const failures = {
	'408': ['RequestTimeout', 'The request timed out.'],
	'500': ['InternalServerError', 'An internal server error occurred.'],
	'502': ['BadGateway', 'The gateway received an invalid response.'],
	'503': ['serviceNotAvailable', 'The service is temporarily unavailable.'],
	'504': ['UnknownError', ''],
} as const;

/** Replaces or wraps the regular handling of a request (control API, POST /faults). */
export async function faultyAnswer(
	tenant: Tenant,
	request: IncomingRequest,
	action: FaultAction,
	handle: () => Promise<GraphResponse>,
): Promise<GraphResponse> {
	const withRetryAfter = (fault: {
		headers: Record<string, string>;
		retryAfter: number | string | null;
	}): Record<string, string> => {
		const header = retryAfterHeader(fault.retryAfter, tenant.now());
		return { ...fault.headers, ...(header === undefined ? {} : { 'retry-after': header }) };
	};
	switch (action.type) {
		case 'latency':
			await sleep(action.ms);
			return handle();
		case '429':
			throw tooManyRequests(withRetryAfter(action));
		case '408':
		case '500':
		case '502':
		case '503':
		case '504': {
			const [code, message] = failures[action.type];
			throw new GraphError(Number(action.type), code, message, { headers: withRetryAfter(action) });
		}
		case 'error':
			throw new GraphError(action.status, action.code, action.message, { headers: action.headers });
		case 'html':
			return {
				status: action.status,
				headers: { 'content-type': action.contentType, ...action.headers },
				body: action.body,
			};
		case 'redirect':
			return { status: action.status, headers: { location: elsewhere(tenant, request.url) } };
		case 'malformedPart':
			return { ...(await handle()), malformation: action.how };
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
