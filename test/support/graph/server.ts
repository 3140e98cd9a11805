/** A server on loopback, for what needs real sockets. */
import {
	createServer,
	type IncomingHttpHeaders,
	type Server,
	type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Received {
	method: string;
	/** Path and query as they came. */
	url: string;
	headers: IncomingHttpHeaders;
	body: string;
}

export interface LoopbackServer {
	/** `http://127.0.0.1:<port>` */
	readonly address: string;
	readonly received: Received[];
	close(): Promise<void>;
}

/** Responds to every request with the function. */
export async function serving(
	answer: (response: ServerResponse, request: Received) => void,
): Promise<LoopbackServer> {
	const received: Received[] = [];
	const server: Server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { method = '', url = '', headers } = request;
			received.push({ method, url, headers, body: Buffer.concat(chunks).toString() });
			answer(response, received[received.length - 1]);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		address: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		received,
		close: async () => {
			server.closeAllConnections();
			await new Promise((resolve) => server.close(resolve));
		},
	};
}

export function json(response: ServerResponse, status: number, body: unknown): void {
	response.writeHead(status, { 'Content-Type': 'application/json' });
	response.end(JSON.stringify(body));
}
