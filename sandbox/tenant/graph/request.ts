import type { Tenant } from '../tenant.ts';
import type { Caller } from '../entra/tokens.ts';
import type { Segment } from './path.ts';
import type { QueryOptions } from './queryOptions.ts';
import type { Malformation } from '../control/faultSchema.ts';
import { GraphError, badRequest } from './errors.ts';

/** An incoming request: over HTTP, or as one part of a $batch. */
export interface IncomingRequest {
	readonly method: string;
	/** Path and query, still encoded, with the version: /v1.0/users?$top=5 */
	readonly url: string;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string | undefined>>;
	readonly body: Buffer | null;
	/** The $batch that contains it: its seq in the log and its caller. */
	readonly batch?: {
		readonly seq: number;
		readonly caller: Caller;
		readonly authorization: string;
	};
}

/** What a handler is given. */
export interface GraphContext {
	readonly tenant: Tenant;
	readonly request: IncomingRequest;
	readonly caller: Caller;
	/** The segments after the version, and what the route's placeholders matched. */
	readonly segments: readonly Segment[];
	readonly query: QueryOptions;
	readonly logSeq: number;
	/** Answers another request, as a part of this one. */
	respond(
		part: IncomingRequest,
	): Promise<GraphResponse & { readonly headers: Readonly<Record<string, string>> }>;
}

/** What happens to the response on the connection (POST /faults). */
export type ConnectionFault =
	| { readonly kind: 'reset' | 'cut' }
	| { readonly kind: 'slow'; readonly ms: number };

export interface GraphResponse {
	readonly status: number;
	readonly headers?: Readonly<Record<string, string>>;
	/** An object is sent as JSON; a Buffer or string is sent as it is. */
	readonly body?: object | Buffer | string;
	readonly connection?: ConnectionFault;
	/** How the response of a batch misdescribes this part (POST /faults). */
	readonly malformation?: Malformation;
}

export const ok = (body: object): GraphResponse => ({ status: 200, body });
export const noContent = (): GraphResponse => ({ status: 204 });

export const header = (context: GraphContext, name: string): string | undefined =>
	context.request.headers[name];

/** ConsistencyLevel: eventual, which links do not include (docs/graph.md#paging). */
export const isEventual = (context: GraphContext): boolean =>
	header(context, 'consistencylevel')?.toLowerCase() === 'eventual';

/** The request's JSON object. */
export function jsonBody(context: GraphContext): Record<string, unknown> {
	const type = header(context, 'content-type') ?? '';
	if (context.request.body === null || context.request.body.length === 0)
		throw badRequest(
			'Write requests (excluding DELETE) must contain the Content-Type header declaration.',
		);
	if (!/^application\/json\b/i.test(type))
		throw new GraphError(
			400,
			'BadRequest',
			'Write requests (excluding DELETE) must contain the Content-Type header declaration.',
		);
	try {
		const value: unknown = JSON.parse(context.request.body.toString('utf8'));
		if (typeof value === 'object' && value !== null && !Array.isArray(value))
			return value as Record<string, unknown>;
	} catch {
		// Refused below, like any other body that is not a JSON object.
	}
	throw new GraphError(
		400,
		'BadRequest',
		'Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.',
	);
}
