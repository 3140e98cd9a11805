// A fresh n8n with the packed node in it, beside a simulated tenant: what every step plays on.
import { randomInt } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { importCredentials, importWorkflows } from '../../sandbox/n8n/commands.mjs';
import { signedInCredential } from '../../sandbox/n8n/credential.mjs';
import { n8nEnvironment } from '../../sandbox/n8n/environment.mjs';
import { ownerLogin, signIn } from '../../sandbox/n8n/owner.mjs';
import { startN8n } from '../../sandbox/n8n/server.mjs';
import { freePort } from '../../sandbox/ports.mjs';
import { sandboxTenant, startTenant } from '../../sandbox/tenantProcess.mjs';
import { installPacked } from './packedNode.mjs';

/**
 * @param options.folder where n8n's user folder is made; it must not exist yet
 * @param options.port n8n's port; any free one without
 * @param options.users how many people the tenant has
 * @param options.withCredential imports a credential that is signed in
 * @param options.scopes permissions that it has besides the usual ones
 * @param options.credentials further credentials to import, and
 * @param options.workflows workflows, as n8n imports them
 * @param options.env more settings for n8n
 */
export async function setStage({
	folder,
	tarball,
	port,
	users = sandboxTenant.users,
	withCredential = true,
	scopes = [],
	credentials = [],
	workflows = [],
	env: more = {},
}) {
	mkdirSync(folder, { recursive: true });
	const n8nPort = port ?? (await freePort(belowOutgoing()));
	const environment = n8nEnvironment({
		userFolder: folder,
		port: n8nPort,
		brokerPort: await freePort(0, n8nPort),
	});
	const env = { ...environment, ...more };
	const [tenant] = await Promise.all([
		startTenant({
			...sandboxTenant,
			users,
			avoidPort: n8nPort,
			logFile: join(folder, 'tenant.log'),
		}),
		installPacked(tarball, folder),
	]);
	const all = [...credentials];
	if (withCredential) {
		const { signedInAs: _, ...credential } = await signedInCredential(tenant, scopes);
		all.push(credential);
	}
	if (all.length > 0) await importCredentials(all, { env });
	if (workflows.length > 0) await importWorkflows(workflows, { env });
	const n8n = await startN8n({ env });
	const login = ownerLogin(folder);
	return {
		folder,
		env,
		tenant,
		login,
		n8n: { ...n8n, request: await signIn(n8n.local, login) },
		control: controlOf(tenant.control),
		async close() {
			await Promise.all([n8n.program.stop(), tenant.program.stop()]);
		},
	};
}

/** A port that no outgoing connection of n8n itself can have taken before it listens: systems take those from 32768 on. */
const belowOutgoing = () => randomInt(20_000, 30_000);

/** The tenant's control address: what it holds, what it was asked for, and its knobs. */
function controlOf(address) {
	const send = async (method, path, body) => {
		const response = await fetch(`${address}${path}`, {
			method,
			headers: body === undefined ? {} : { 'content-type': 'application/json' },
			body: body === undefined ? undefined : JSON.stringify(body),
		});
		const text = await response.text();
		if (!response.ok)
			throw new Error(`The tenant answered ${response.status} to ${method} ${path}: ${text}`);
		return text === '' ? undefined : JSON.parse(text);
	};
	return {
		get: (path) => send('GET', path),
		post: (path, body) => send('POST', path, body),
		patch: (path, body) => send('PATCH', path, body),
		delete: (path) => send('DELETE', path),
	};
}
