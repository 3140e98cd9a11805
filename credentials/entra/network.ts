/** The way to the sign-in server: over n8n's own HTTP helper, so that its proxies and certificates hold. */
import { type IHttpRequestHelper, type IN8nHttpFullResponse, sleep } from 'n8n-workflow';

import { SignInFailure } from './signInFailure';

export type HttpRequest = IHttpRequestHelper['helpers']['httpRequest'];

/** What MSAL asks for, and what it gets (docs/graph.md#msal-network-client). */
export interface NetworkOptions {
	readonly headers?: Record<string, string>;
	readonly body?: string;
}
export interface NetworkAnswer<T> {
	readonly status: number;
	readonly headers: Record<string, string>;
	readonly body: T;
}

const TIMEOUT_MS = 30_000;
const MOST_RETRIES = 3;
const LONGEST_WAIT_MS = 15_000;

/** Words for Node's codes: n8n puts sentences of its own in place of a message that holds such a code. */
const REASONS: Readonly<Record<string, string>> = {
	ECONNREFUSED: 'the connection was refused',
	ECONNRESET: 'the connection broke',
	EPIPE: 'the connection broke',
	ECONNABORTED: 'no answer came in time',
	ETIMEDOUT: 'no answer came in time',
	ENOTFOUND: 'there is no server of that name',
	EAI_AGAIN: 'the name could not be looked up',
	EHOSTUNREACH: 'there is no way to it',
	ENETUNREACH: 'there is no way to it',
};
const TLS =
	/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|ERR_TLS|EPROTO|ERR_SSL|DEPTH_ZERO/;

/**
 * Sends to one sign-in server and to no other.
 * @throws {SignInFailure} when no usable answer came
 */
export class SignInNetwork {
	/** Why there was no answer: MSAL hides it behind words of its own. */
	failure: SignInFailure | undefined;
	/** The last answer, where it said no; MSAL repeats it for a while without asking again. */
	refusal: NetworkAnswer<unknown> | undefined;
	private http!: HttpRequest;

	constructor(private readonly origin: string) {}

	/** n8n hands out a helper for each call; the newest one holds. */
	use(http: HttpRequest): void {
		this.http = http;
		this.failure = undefined;
	}

	async sendGetRequestAsync<T>(url: string, options?: NetworkOptions): Promise<NetworkAnswer<T>> {
		return await this.send<T>('GET', url, options);
	}

	async sendPostRequestAsync<T>(url: string, options?: NetworkOptions): Promise<NetworkAnswer<T>> {
		return await this.send<T>('POST', url, options);
	}

	private async send<T>(
		method: 'GET' | 'POST',
		url: string,
		options: NetworkOptions = {},
	): Promise<NetworkAnswer<T>> {
		try {
			const answer = await this.answer(method, url, options);
			if (typeof answer.body !== 'object' || answer.body === null) throw noJson(url, answer.status);
			this.refusal = answer.status >= 400 ? answer : undefined;
			return answer as NetworkAnswer<T>;
		} catch (error) {
			this.failure = error instanceof SignInFailure ? error : unreachable(url, error);
			throw this.failure;
		}
	}

	/** Asks again a few times where the server has no time or the connection breaks. */
	private async answer(
		method: 'GET' | 'POST',
		url: string,
		{ headers, body }: NetworkOptions,
	): Promise<NetworkAnswer<unknown>> {
		if (new URL(url).origin !== this.origin) throw elsewhere(url);
		for (let tried = 0; ; tried++) {
			const answer = await this.http({
				method,
				url,
				headers: { Accept: 'application/json', ...headers },
				...(body === undefined ? {} : { body }),
				timeout: TIMEOUT_MS,
				returnFullResponse: true,
				ignoreHttpStatusErrors: true,
				// A secret is not carried on to wherever an answer points.
				disableFollowRedirect: true,
			}).then(
				(response: IN8nHttpFullResponse) => ({
					status: response.statusCode,
					headers: textHeaders(response.headers),
					body: parsed(response.body),
				}),
				(error: unknown) => {
					if (tried < MOST_RETRIES && /ECONNRESET|EPIPE|EAI_AGAIN/.test(codeOf(error)))
						return undefined;
					throw error;
				},
			);
			const wait = waitFor(answer, tried);
			if (answer && (wait > LONGEST_WAIT_MS || tried >= MOST_RETRIES || !isBusy(answer))) {
				return answer;
			}
			await sleep(wait);
		}
	}
}

const isBusy = ({ status }: NetworkAnswer<unknown>): boolean =>
	status === 429 || status === 503 || status === 504;

function waitFor(answer: NetworkAnswer<unknown> | undefined, tried: number): number {
	const seconds = Number(answer?.headers['retry-after'] ?? Number.NaN);
	return Number.isNaN(seconds) ? 500 * 2 ** tried * (0.5 + Math.random() / 2) : seconds * 1000;
}

/** n8n parses JSON where it sees it; an answer may still come as text. */
function parsed(body: unknown): unknown {
	if (typeof body !== 'string') return body;
	try {
		return JSON.parse(body) as unknown;
	} catch {
		return body;
	}
}

const textHeaders = (headers: object): Record<string, string> =>
	Object.fromEntries(
		Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]),
	);

const codeOf = (error: unknown): string => {
	const { code, cause } = (error ?? {}) as { code?: unknown; cause?: { code?: unknown } };
	return String(code ?? cause?.code ?? '');
};

function unreachable(url: string, error: unknown): SignInFailure {
	const { host } = new URL(url);
	const code = codeOf(error);
	if (TLS.test(code)) {
		return new SignInFailure(
			`The certificate of the sign-in server ${host} is not trusted here (${code.toLowerCase()})`,
			'Start n8n with NODE_EXTRA_CA_CERTS naming the file of your certificate authority, such as that of a proxy which looks into connections',
			undefined,
			false,
		);
	}
	// n8n's own limits, such as Allowed HTTP Request Domains, come with words and without a code.
	const reason =
		REASONS[code] ?? (code || !(error instanceof Error) ? code.toLowerCase() : error.message);
	return new SignInFailure(
		`Could not reach the sign-in server ${host}${reason ? `: ${reason}` : ''}`,
		"Check that this n8n can reach the internet (proxy, firewall) and that 'Cloud' of the credential is right",
		undefined,
		false,
	);
}

const noJson = (url: string, status: number): SignInFailure =>
	new SignInFailure(
		`The sign-in server ${new URL(url).host} gave no answer of Microsoft's (status ${status})`,
		"A proxy may have answered in its place. Check the proxy, and 'Sign-In Address' where the cloud is Custom",
		undefined,
		false,
	);

const elsewhere = (url: string): SignInFailure =>
	new SignInFailure(
		`The sign-in would have gone to ${new URL(url).host}, which is not the sign-in server of the credential; it was not sent`,
		"Check 'Cloud' of the credential",
	);
