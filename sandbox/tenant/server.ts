import type { FastifyInstance } from 'fastify';
import { makeServerCertificate } from './certificates.ts';
import { controlApp } from './control/controlApp.ts';
import { seedDirectory } from './directory/seed.ts';
import { makeSigningKey } from './entra/keys.ts';
import { loginApp } from './entra/loginApp.ts';
import { graphApp } from './graph/graphApp.ts';
import { Tenant, type Origins, type TenantOptions } from './tenant.ts';

export interface ServerOptions extends TenantOptions {
	readonly host: string;
	readonly graphPort: number;
	readonly loginPort: number;
	readonly controlPort: number;
	/** Graph and login over HTTPS; control stays HTTP. */
	readonly tls: boolean;
}

export interface RunningTenant {
	readonly origins: Origins;
	readonly tenant: Tenant;
	/** The CA to trust, with tls. */
	readonly caFile: string | undefined;
	close(): Promise<void>;
}

/**
 * Three listeners, one tenant: Graph, login and control are separate origins, like Graph and Entra
 * in real life.
 */
export async function startTenant(options: ServerOptions): Promise<RunningTenant> {
	let tenant: Tenant | undefined;
	const tenantOf = (): Tenant => {
		if (!tenant) throw new Error('The tenant is still starting.');
		return tenant;
	};
	const key = makeSigningKey();
	const certificate = options.tls ? await makeServerCertificate(options.host) : null;
	const apps: FastifyInstance[] = [
		graphApp(tenantOf, certificate),
		loginApp(tenantOf, certificate),
		controlApp(tenantOf),
	];
	const close = async (): Promise<void> => {
		await Promise.all(
			apps.map((app) => {
				app.server.closeAllConnections();
				return app.close();
			}),
		);
	};
	try {
		const ports = [options.graphPort, options.loginPort, options.controlPort];
		const [graph = '', login = '', control = ''] = await Promise.all(
			apps.map((app, index) =>
				listen(app, options.host, ports[index] ?? 0, options.tls && index < 2 ? 'https' : 'http'),
			),
		);
		const origins: Origins = { graph, login, control };
		tenant = new Tenant(options, origins, await key, seedDirectory(options));
		return { origins, tenant, caFile: certificate?.caFile, close };
	} catch (error) {
		await close();
		throw error;
	}
}

async function listen(
	app: FastifyInstance,
	host: string,
	port: number,
	scheme: 'http' | 'https',
): Promise<string> {
	await app.listen({ host, port });
	const address = app.server.address();
	if (typeof address !== 'object' || address === null) throw new Error('No address.');
	return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${address.port}`;
}
