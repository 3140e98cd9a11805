import type { ServerResponse } from 'node:http';

import type { HttpRequest, HttpResponse } from '../../../nodes/Office365Users/transport/http';
import { ConnectionError } from '../../../nodes/Office365Users/transport/http';
import { n8nSend } from '../../../nodes/Office365Users/execution/n8nHttp';
import { CREDENTIAL, itemContext } from '../../support/engine/contexts';
import { json, type LoopbackServer, serving } from '../../support/graph/server';

let server: LoopbackServer | undefined;
afterEach(async () => {
	await server?.close();
	server = undefined;
});

/** One request through n8n's own helper to a server that responds like this. */
async function sent(
	answer: (response: ServerResponse) => void,
	request: Partial<HttpRequest> = {},
	settings = {},
): Promise<HttpResponse> {
	server = await serving((response) => answer(response));
	const context = itemContext({
		credential: {
			clientId: 'app',
			clientSecret: 'secret',
			oauthTokenData: { access_token: 'the-token', refresh_token: 'r', token_type: 'Bearer' },
		},
	});
	const send = n8nSend(context, CREDENTIAL, settings);
	return await send({ method: 'GET', url: `${server.address}/v1.0/me`, ...request });
}

describe('what goes out', () => {
	test("carries the credential's token and an id for support, and asks for JSON", async () => {
		await sent((response) => json(response, 200, {}));
		const [{ method, url, headers }] = server?.received ?? [];
		expect([method, url]).toEqual(['GET', '/v1.0/me']);
		expect(headers.authorization).toBe('Bearer the-token');
		expect(headers['client-request-id']).toMatch(/^[0-9a-f-]{36}$/);
		expect(headers.accept).toBe('application/json');
	});

	test('has the given headers, and an object as JSON', async () => {
		await sent((response) => json(response, 200, {}), {
			method: 'PATCH',
			headers: { ConsistencyLevel: 'eventual' },
			body: { surname: 'Müller', mail: null },
		});
		const [{ method, headers, body }] = server?.received ?? [];
		expect(method).toBe('PATCH');
		expect(headers.consistencylevel).toBe('eventual');
		expect(headers['content-type']).toMatch(/^application\/json/);
		expect(JSON.parse(body)).toEqual({ surname: 'Müller', mail: null });
	});

	test('keeps the address as encoded', async () => {
		const path = "/v1.0/users/o'brien%40x.y/a%23EXT%23?$filter=a%20eq%20%27b%26c%27&$top=5";
		server = await serving((response) => json(response, 200, {}));
		const context = itemContext({ credential: { oauthTokenData: { access_token: 't' } } });
		await n8nSend(context, CREDENTIAL)({ method: 'GET', url: server.address + path });
		expect(server.received[0].url).toBe(path);
	});
});

describe('what comes back', () => {
	test('JSON, with the names of headers in lower case', async () => {
		const response = await sent((answer) => {
			answer.setHeader('Request-ID', 'r-1');
			json(answer, 200, { id: '1' });
		});
		expect(response).toMatchObject({ status: 200, body: { id: '1' } });
		expect(response.headers['request-id']).toBe('r-1');
	});

	test.each([400, 403, 404, 429, 500, 503])(
		'status %i is a response with a body',
		async (status) => {
			const body = { error: { code: 'x', message: 'y' } };
			const response = await sent((answer) => {
				answer.setHeader('Retry-After', '7');
				json(answer, status, body);
			});
			expect(response).toMatchObject({ status, body });
			expect(response.headers['retry-after']).toBe('7');
		},
	);

	test('an empty 204', async () => {
		const response = await sent((answer) => answer.writeHead(204).end());
		expect(response.status).toBe(204);
	});
});

describe('incomplete responses', () => {
	const code = async (answering: Promise<unknown>): Promise<unknown> =>
		await answering.then(
			(response) => ({ response }),
			(error: unknown) => (error instanceof ConnectionError ? error.code : error),
		);

	test('the connection breaks before the response', async () => {
		const broken = await code(sent((answer) => answer.destroy()));
		expect(broken).toBe('ECONNRESET');
	});

	test('the connection breaks in the middle of the body', async () => {
		const broken = await code(
			sent((answer) => {
				answer.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': '1000' });
				answer.write('{"id":"1",', () => answer.destroy());
			}),
		);
		expect(broken).toBe('ECONNRESET');
	});

	test('an error response whose body breaks off is still an error response', async () => {
		const response = await sent((answer) => {
			answer.writeHead(503, { 'Content-Length': '1000', 'Retry-After': '3' });
			answer.write('{"error":', () => answer.destroy());
		});
		expect(response).toMatchObject({ status: 503, headers: { 'retry-after': '3' } });
	});

	test('the body stalls for longer than the timeout', async () => {
		const broken = await code(
			sent((answer) => void answer.writeHead(200).write('{"id":'), {}, { timeout: 50 }),
		);
		expect(broken).toMatch(/^(ECONNABORTED|ECONNRESET|ETIMEDOUT)$/);
	});

	test('the connection is refused', async () => {
		server = await serving(() => {});
		const { address } = server;
		await server.close();
		const context = itemContext({ credential: { oauthTokenData: { access_token: 't' } } });
		const broken = n8nSend(context, CREDENTIAL)({ method: 'GET', url: `${address}/v1.0/me` });
		await expect(broken).rejects.toMatchObject({
			name: 'ConnectionError',
			code: 'ECONNREFUSED',
			host: new URL(address).host,
		});
	});

	test('no response within the timeout', async () => {
		const broken = await code(sent(() => {}, {}, { timeout: 50 }));
		expect(broken).toMatch(/^(ECONNABORTED|ETIMEDOUT)$/);
	});
});

test.each([301, 302, 303, 307, 308])(
	'a redirect (%i) is not followed: neither token nor body go elsewhere',
	async (status) => {
		const elsewhere = await serving((response) => json(response, 200, { id: 'elsewhere' }));
		try {
			const response = await sent((answer) =>
				answer.writeHead(status, { Location: `${elsewhere.address}/x` }).end(),
			);
			expect(response.status).toBe(status);
			expect(elsewhere.received).toEqual([]);
		} finally {
			await elsewhere.close();
		}
	},
);

describe('older n8n throws without the cause, with the status or code in httpCode', () => {
	const throwing = async (httpCode: string | null): Promise<HttpResponse> => {
		const context = itemContext({ credential: {} });
		const thrown = Object.assign(new Error('What n8n makes of it'), { httpCode });
		context.helpers.httpRequestWithAuthentication = async () => await Promise.reject(thrown);
		return await n8nSend(
			context,
			CREDENTIAL,
		)({ method: 'GET', url: 'https://graph.example/v1.0/me' });
	};

	test('a 401 is a response', async () => {
		expect(await throwing('401')).toEqual({ status: 401, headers: {}, body: undefined });
	});

	test.each(['ECONNRESET', 'ENOTFOUND', 'CERT_HAS_EXPIRED'])(
		'%s is a failed connection',
		async (code) => {
			await expect(throwing(code)).rejects.toEqual(new ConnectionError(code, 'graph.example'));
		},
	);

	test('anything else is rethrown unchanged', async () => {
		await expect(throwing(null)).rejects.toThrow('What n8n makes of it');
	});
});
