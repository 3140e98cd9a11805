/** What goes out and what comes back, with nothing of n8n in it. */

export interface HttpRequest {
	readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
	/** Absolute, already encoded. */
	readonly url: string;
	readonly headers?: Readonly<Record<string, string>>;
	/** An object is sent as JSON, a Buffer as it is. */
	readonly body?: object;
	/** The answer is wanted as bytes. */
	readonly binary?: boolean;
	/** Whose mailbox answers this (photo, people, trending): it takes few requests at once. */
	readonly mailbox?: string;
}

export interface HttpResponse {
	readonly status: number;
	/** Names in lower case. */
	readonly headers: Readonly<Record<string, string>>;
	/** Parsed where it was JSON. */
	readonly body: unknown;
}

/**
 * Sends one request and resolves with the answer, whatever its status.
 * @throws {NoAnswer} when the connection broke before a whole answer had come
 */
export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/** No (whole) answer came: refused, reset, timed out, name not found. */
export class NoAnswer extends Error {
	constructor(
		/** Node's code, such as ECONNRESET. */
		readonly code: string,
		readonly host: string,
	) {
		super(`No answer from ${host} (${code})`);
		this.name = 'NoAnswer';
	}
}

/** A property of something that may not be an object at all. */
export function property(value: unknown, name: string): unknown {
	return typeof value === 'object' && value !== null
		? (value as Record<string, unknown>)[name]
		: undefined;
}

/** The same for a text; anything else is undefined. */
export function textProperty(value: unknown, name: string): string | undefined {
	const found = property(value, name);
	return typeof found === 'string' ? found : undefined;
}
