// Ports on the loopback interface.
import { connect, createServer } from 'node:net';

/** Whether something is listening on this port, on IPv4 or IPv6. */
export async function isTaken(port) {
	return (
		!(await canListen(port)) || (await answers(port, '127.0.0.1')) || (await answers(port, '::1'))
	);
}

/** The preferred port if it is free, otherwise any free port; never the one to `avoid`. */
export async function freePort(preferred = 0, avoid = 0) {
	if (preferred && preferred !== avoid && !(await isTaken(preferred))) return preferred;
	const port = await anyPort();
	return port === avoid ? await freePort(0, avoid) : port;
}

async function anyPort() {
	return await new Promise((resolve, reject) => {
		const server = createServer().on('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const { port } = server.address();
			server.close(() => resolve(port));
		});
	});
}

const canListen = (port) =>
	new Promise((resolve) => {
		const server = createServer().on('error', () => resolve(false));
		server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
	});

const answers = (port, host) =>
	new Promise((resolve) => {
		const socket = connect({ port, host, timeout: 500 });
		const end = (value) => () => (socket.destroy(), resolve(value));
		socket.on('connect', end(true)).on('error', end(false)).on('timeout', end(false));
	});
