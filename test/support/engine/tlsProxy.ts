/** An HTTPS proxy to a server that speaks HTTP, with its own certificate, which is trusted here. */
import { request as forward } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';

import { certificate } from './certificates';
import { trust } from './trust';

export interface TlsProxy {
	address: string;
	close(): void;
}

export async function tlsProxy(to: string): Promise<TlsProxy> {
	const { certificate: cert, key } = certificate({ host: '127.0.0.1' });
	trust(cert);
	const server: Server = createServer({ cert, key }, (incoming, outgoing) => {
		const onward = forward(
			new URL(incoming.url ?? '/', to),
			{ method: incoming.method, headers: incoming.headers },
			(answer) => {
				outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
				answer.pipe(outgoing);
			},
		);
		onward.on('error', () => outgoing.destroy());
		incoming.pipe(onward);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	return {
		address: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
		close: () => {
			server.closeAllConnections();
			server.close();
		},
	};
}
