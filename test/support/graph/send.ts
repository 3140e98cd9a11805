import type { HttpRequest, HttpResponse, Send } from '../../../nodes/Office365Users/transport/http';

export interface RecordedSend {
	readonly send: Send;
	/** What was sent, in order. */
	readonly asked: HttpRequest[];
}

/** Answers each request by the function, and remembers the request. An Error is thrown. */
export function answering(answer: (request: HttpRequest) => HttpResponse | Error): RecordedSend {
	const asked: HttpRequest[] = [];
	return {
		asked,
		send: async (request) => {
			asked.push(request);
			const outcome = answer(request);
			if (outcome instanceof Error) throw outcome;
			return outcome;
		},
	};
}

/** Gives these answers one after the other. One request too many fails the test. */
export function answers(...outcomes: Array<HttpResponse | Error>): RecordedSend {
	const left = [...outcomes];
	return answering(() => left.shift() ?? new Error('Nothing more was to be sent'));
}

export const answer = (
	status: number,
	body: unknown = undefined,
	headers: Record<string, string> = {},
): HttpResponse => ({ status, headers, body });

/** An answer as Graph refuses. */
export const refusal = (status: number, code = '', message = ''): HttpResponse =>
	answer(status, { error: { code, message } });
