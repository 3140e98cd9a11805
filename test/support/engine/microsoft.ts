/**
 * All of Microsoft's hosts on this machine: a proxy, as companies run them, that leads every
 * connection to one HTTPS server with certificates for all of them. It responds to any token request
 * and any Graph request, and records the addresses.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, connect } from 'node:net';

import { opensslCertificate } from './certificates';
import { trust } from './trust';

const HOSTS = [
	'login.microsoftonline.com',
	'login.microsoftonline.us',
	'login.chinacloudapi.cn',
	'login.partner.microsoftonline.cn',
	'graph.microsoft.com',
	'graph.microsoft.us',
	'dod-graph.microsoft.us',
	'microsoftgraph.chinacloudapi.cn',
	'login.contoso.example',
	'graph.contoso.example',
];

export interface Visit {
	/** `POST https://host/path`, without the query. */
	request: string;
	body: URLSearchParams;
	authorization: string | undefined;
}

type Answer = (request: IncomingMessage, response: ServerResponse, visit: Visit) => boolean;

export class Microsoft {
	visits: Visit[] = [];
	/** Hosts requested from the proxy, unknown ones included. */
	hosts = new Set<string>();
	/** Responds instead of the default; false for the default. */
	instead: Answer = () => false;
	private servers: Server[] = [];
	private before: Record<string, string | undefined> = {};

	/** Starts with the test file and stops with it; n8n finds the proxy where it always looks. */
	constructor() {
		beforeAll(async () => {
			const names = HOSTS.map((host) => `DNS:${host}`).join(',');
			const pem = opensslCertificate('-addext', `subjectAltName=${names}`);
			trust(pem.certificate);
			const target = createHttpsServer(
				{ cert: pem.certificate, key: pem.key },
				(request, response) => {
					void this.answer(request, response);
				},
			);
			const proxy = createServer();
			proxy.on('connect', ({ url = '' }: IncomingMessage, client) => {
				const host = url.replace(/:443$/, '');
				this.hosts.add(host);
				if (!HOSTS.includes(host)) return void client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
				const onward = connect((target.address() as AddressInfo).port, '127.0.0.1', () => {
					client.write('HTTP/1.1 200 Connection established\r\n\r\n');
					onward.pipe(client);
					client.pipe(onward);
				});
				for (const socket of [client, onward]) {
					socket.on('error', () => {});
					socket.on('close', () => {
						client.destroy();
						onward.destroy();
					});
				}
			});
			this.servers = [target, proxy];
			for (const server of this.servers) {
				await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
			}
			const { port } = proxy.address() as AddressInfo;
			for (const name of ['HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy']) {
				this.before[name] = process.env[name];
				Reflect.deleteProperty(process.env, name);
			}
			process.env.HTTPS_PROXY = `http://127.0.0.1:${port}`;
		});
		afterAll(async () => {
			for (const [name, value] of Object.entries(this.before)) {
				if (value === undefined) Reflect.deleteProperty(process.env, name);
				else process.env[name] = value;
			}
			for (const server of this.servers) {
				server.closeAllConnections();
				await new Promise((resolve) => server.close(resolve));
			}
		});
		beforeEach(() => {
			this.visits = [];
			this.hosts.clear();
			this.instead = () => false;
		});
	}

	private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of request) chunks.push(chunk as Buffer);
		const text = Buffer.concat(chunks).toString();
		const visit: Visit = {
			request: `${request.method} https://${request.headers.host}${request.url?.split('?')[0]}`,
			body: new URLSearchParams(text),
			authorization: request.headers.authorization,
		};
		this.visits.push(visit);
		if (this.instead(request, response, visit)) return;
		const isToken = request.url?.includes('/oauth2/') === true;
		json(
			response,
			200,
			isToken
				? {
						token_type: 'Bearer',
						expires_in: 3599,
						// Names the scope it was issued for.
						access_token: `for:${visit.body.get('scope') ?? ''}`,
						refresh_token: 'next-refresh-token',
					}
				: { id: 'u1', mail: 'u1@contoso.example', value: [] },
		);
	}
}

export function json(response: ServerResponse, status: number, body: unknown): void {
	response.writeHead(status, { 'Content-Type': 'application/json' });
	response.end(JSON.stringify(body));
}
