// n8n's command line: imports into a user folder while n8n is not running.
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startNode } from '../children.mjs';
import { n8nDir } from '../paths.mjs';

let n8nHome = n8nDir;

/** From now on, runs the n8n in this folder instead of the pinned one. */
export const useN8nIn = (dir) => (n8nHome = dir);

/** Whether this n8n has a module of that name. It refuses to start if told to disable a module that it does not have. */
export const hasModule = (name) =>
	existsSync(join(n8nHome, 'node_modules', 'n8n', 'dist', 'modules', name));

export const n8nBin = () => join(n8nHome, 'node_modules', 'n8n', 'bin', 'n8n');

export const importCredentials = (credentials, options) =>
	importJson('credentials', credentials, options);
/** n8n 2.0 does not import a workflow without a version ID. */
export const importWorkflows = (workflows, options) =>
	importJson(
		'workflow',
		workflows.map((workflow) => ({ versionId: randomUUID(), ...workflow })),
		options,
	);

async function importJson(kind, things, { env }) {
	const userFolder = env.N8N_USER_FOLDER;
	// Credentials hold secrets: only the owner can read the file, and it is deleted right away.
	const file = join(userFolder, `import-${randomBytes(6).toString('hex')}.json`);
	mkdirSync(userFolder, { recursive: true });
	writeFileSync(file, JSON.stringify(things), { mode: 0o600 });
	try {
		let imported = false;
		const program = startNode(
			`n8n import:${kind}`,
			[n8nBin(), `import:${kind}`, `--input=${file}`],
			{
				cwd: userFolder,
				env,
				logFile: join(userFolder, `import-${kind}.log`),
				// n8n exits with code 0 after some failures too, so its output decides.
				onLine: (line) => (imported ||= line.startsWith('Successfully imported')),
			},
		);
		await program.exited;
		if (!imported)
			throw new Error(`n8n did not import the ${kind}. Its output:\n${program.tail()}`);
	} finally {
		rmSync(file, { force: true });
	}
}
