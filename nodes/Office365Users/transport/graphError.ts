/** An answer of Graph's that says no. */
import { type HttpResponse, property, textProperty } from './http';

export class GraphError extends Error {
	constructor(
		readonly status: number,
		/** The most specific code: nested ones win (docs/graph.md#error-shape). */
		readonly code: string,
		/** Graph's own words. */
		message: string,
		readonly requestId?: string,
		/** When, as Graph wrote it. */
		readonly date?: string,
		readonly headers: Readonly<Record<string, string>> = {},
		/** An earlier try of the request, whose answer was lost, may have carried it out. */
		readonly mayBeDone = false,
	) {
		super(message);
		this.name = 'GraphError';
	}
}

/**
 * Reads Graph's error out of an answer, in all the shapes of docs/graph.md#error-shape and
 * docs/graph.md#wrapped-errors.
 */
export function graphErrorOf(response: HttpResponse): GraphError {
	const error = property(decoded(response.body), 'error');
	const inner = innerError(error);
	let code = textProperty(error, 'code') ?? '';
	let message = textProperty(error, 'message') ?? (typeof error === 'string' ? error : '');
	// Some services wrap their own error as JSON text (docs/graph.md#wrapped-errors).
	if (code === 'UnknownError' && message.startsWith('{')) {
		const wrapped = decoded(message);
		code = textProperty(wrapped, 'errorCode') ?? code;
		message = textProperty(wrapped, 'message') ?? message;
	}
	for (let nested = inner; nested !== undefined; nested = innerError(nested)) {
		const nestedCode = textProperty(nested, 'code');
		// A 429's innerError repeats the status as its code; that says less than the outer one.
		if (nestedCode && !/^\d+$/.test(nestedCode)) code = nestedCode;
	}
	return new GraphError(
		response.status,
		code,
		message,
		textProperty(inner, 'request-id') ??
			textProperty(inner, 'requestId') ??
			response.headers['request-id'],
		textProperty(inner, 'date') ?? response.headers.date,
		response.headers,
		response.mayBeDone,
	);
}

/** Graph spells it both ways, at any depth (docs/graph.md#error-shape). */
const innerError = (error: unknown): unknown =>
	property(error, 'innerError') ?? property(error, 'innererror');

/** JSON that came as bytes or text (a photo is asked for as bytes, its refusal comes as JSON). */
function decoded(body: unknown): unknown {
	const text = Buffer.isBuffer(body) ? body.toString('utf8') : body;
	if (typeof text !== 'string') return text;
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}
