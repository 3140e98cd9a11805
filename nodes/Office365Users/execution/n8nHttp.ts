/** Sending over n8n's own helper, so that its proxies, limits, token refresh and cancelling hold. */
import { randomUUID } from 'node:crypto';

import {
	type IExecuteSingleFunctions,
	type IHttpRequestOptions,
	type IN8nHttpFullResponse,
} from 'n8n-workflow';

import {
	ConnectionError,
	type HttpResponse,
	property,
	type Send,
	textHeaders,
	textProperty,
} from '../transport/http';
import { signInFailureIn } from './signInFailure';

/** The part of n8n's contexts that sending needs; load options have it too. */
type Sender = Pick<IExecuteSingleFunctions, 'helpers'>;

/**
 * @param credentialType whose token goes along; n8n refreshes it on 401 and asks once more
 * @param settings n8n's per-request settings (timeout, proxy, certificate check, allowed domains)
 */
export function n8nSend(
	context: Sender,
	credentialType: string,
	settings: Partial<IHttpRequestOptions> = {},
): Send {
	return async ({ method, url, headers, body, binary }) => {
		const options: IHttpRequestOptions = {
			...settings,
			method,
			url,
			// Microsoft's support asks for this id (docs/graph.md#request-ids).
			headers: { Accept: 'application/json', 'client-request-id': randomUUID(), ...headers },
			...(binary ? { encoding: 'arraybuffer' } : { json: !Buffer.isBuffer(body) }),
			returnFullResponse: true,
			// Only a 401 is thrown, which makes n8n renew the token
			// (docs/n8n.md#ignore-http-status-errors).
			ignoreHttpStatusErrors: { ignore: true, except: [401] },
			// A redirect would carry the body, a password perhaps, to wherever it points (docs/n8n.md#redirects).
			disableFollowRedirect: true,
		};
		if (body !== undefined) options.body = body as IHttpRequestOptions['body'];
		return await (
			context.helpers.httpRequestWithAuthentication.call(
				// The helper's declared `this` is wider than what it uses.
				context as IExecuteSingleFunctions,
				credentialType,
				options,
			) as Promise<IN8nHttpFullResponse>
		).then(
			({ statusCode, headers: received, body: answer }): HttpResponse => ({
				status: statusCode,
				headers: textHeaders(received),
				body: answer,
			}),
			(error: unknown) => answerIn(error, url),
		);
	};
}

/**
 * What n8n throws: a 401 after it has renewed the token, or a failed connection. The answer is in the
 * cause; older n8n (2.30) drops that and keeps only the status or the code, in `httpCode`.
 */
function answerIn(error: unknown, url: string): HttpResponse {
	const signIn = signInFailureIn(error);
	if (signIn) throw signIn;
	const cause = property(error, 'cause');
	const response = property(cause, 'response');
	const status = property(response, 'status');
	// Rejected in spite of success: the body broke off.
	if (typeof status === 'number' && status >= 200 && status < 300) {
		throw new ConnectionError('ECONNRESET', new URL(url).host);
	}
	if (typeof status === 'number') {
		return {
			status,
			headers: textHeaders(property(response, 'headers')),
			body: property(response, 'data'),
		};
	}
	const code = textProperty(cause, 'code');
	if (property(cause, 'isAxiosError') === true && code !== undefined && code !== 'ERR_CANCELED') {
		// It may be the sign-in server that was asked for a new token.
		const asked = textProperty(property(cause, 'config'), 'url') ?? url;
		throw new ConnectionError(code, new URL(URL.canParse(asked) ? asked : url).host);
	}
	const kept = cause === undefined ? textProperty(error, 'httpCode') : undefined;
	if (kept === '401') return { status: 401, headers: {}, body: undefined };
	if (kept && /^[A-Z][A-Z_]+$/.test(kept)) throw new ConnectionError(kept, new URL(url).host);
	throw error;
}
