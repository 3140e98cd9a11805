/** What goes out and what comes back. */

export interface HttpRequest {
	readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
	/** Absolute, already encoded. */
	readonly url: string;
	readonly headers?: Readonly<Record<string, string>>;
	/** An object is sent as JSON, a Buffer as it is. */
	readonly body?: object;
	/** The response is wanted as bytes. */
	readonly binary?: boolean;
	/**
	 * It changes nothing, also as a POST. The response to an equal request of this run will do, even in
	 * a run of changes.
	 */
	readonly reusable?: boolean;
	/**
	 * It may be sent again even though it is a POST: should it have been carried out the first time, its
	 * sender knows what the refusal means.
	 */
	readonly repeatable?: true;
	/** The mailbox that serves this request, if one does: Graph limits requests per mailbox. */
	readonly mailbox?: string;
	/** It asks for users' sign-in activity, which Graph limits by itself. */
	readonly signInActivity?: true;
}

export interface HttpResponse {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	/** Parsed if it was JSON. */
	readonly body: unknown;
	/** True for a 404 to a request that an earlier try, whose answer was lost, may have carried out. */
	readonly mayBeDone?: boolean;
}

/**
 * Sends one request and resolves with the response, whatever its status.
 * @throws {ConnectionError} when the connection broke before a complete response arrived
 */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/** No complete response arrived: refused, reset, timed out, name not found. */
export class ConnectionError extends Error {
	constructor(
		/** Node's code, such as ECONNRESET. */
		readonly code: string,
		readonly host: string,
	) {
		super(`No answer from ${host} (${code})`);
		this.name = 'ConnectionError';
	}
}

/** A property of something that may not be an object at all. */
export function property(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null
		? (value as Record<string, unknown>)[name]
		: undefined;
}

/** The same for text; anything else is undefined. */
export function textProperty(value: unknown, name: string): string | undefined {
	const found = property(value, name);
	return typeof found === 'string' ? found : undefined;
}

/** Headers with names in lower case and values as text, whatever they came as. */
export function textHeaders(headers: unknown): Record<string, string> {
	const entries = typeof headers === 'object' && headers !== null ? Object.entries(headers) : [];
	return Object.fromEntries(
		entries
			.filter(([, value]) => value !== undefined && value !== null)
			.map(([name, value]) => [name.toLowerCase(), String(value)]),
	);
}
