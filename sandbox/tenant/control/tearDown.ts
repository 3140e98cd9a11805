import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';

/**
 * Ends a connection so that the client sees ECONNRESET and no orderly end. A TLS socket cannot be
 * reset: it is torn down.
 */
export function tearDown(socket: Socket | null): void {
	if (socket instanceof TLSSocket) socket.destroy();
	else socket?.resetAndDestroy();
}
