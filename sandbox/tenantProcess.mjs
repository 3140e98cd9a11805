// Runs the simulated Microsoft tenant as a separate program.
import { join } from 'node:path';
import { startNode, whileRunning } from './children.mjs';
import { tenantDir } from './paths.mjs';
import { freePort } from './ports.mjs';

/** What the tenant is seeded with; with these, a check can compute everything that it holds. */
export const sandboxTenant = { users: 200, seed: 1 };

/** The same ports each time if they are free, so that credentials and requests made by hand keep working. */
const preferredPorts = { graph: 5871, login: 5872, control: 5873 };

/** Resolves to `{ graph, login, control, tenantId, tenantDomain, program }`. */
export async function startTenant({ users, seed, logFile, avoidPort }) {
	const ports = [];
	for (const [name, port] of Object.entries(preferredPorts))
		ports.push(`--${name}-port`, String(await freePort(port, avoidPort)));
	let announce;
	const announced = new Promise((resolve) => (announce = resolve));
	const program = startNode(
		'the simulated tenant',
		[join(tenantDir, 'main.ts'), '--users', String(users), '--seed', String(seed), ...ports],
		{
			cwd: tenantDir,
			logFile,
			onLine: (line) => line.startsWith('{"graph"') && announce(JSON.parse(line)),
		},
	);
	return { ...(await whileRunning(program, announced)), program };
}
