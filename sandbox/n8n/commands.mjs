// n8n's own command line: imports into a user folder while n8n does not run.
import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startNode } from '../children.mjs';
import { n8nDir } from '../paths.mjs';

let n8nHome = n8nDir;

/** Another n8n than the pinned one is run from now on. */
export const useN8nIn = (dir) => (n8nHome = dir);

/** Whether the n8n that is run has a module of that name; it does not start when told to leave out one that it has not. */
export const hasModule = (name) =>
	existsSync(join(n8nHome, 'node_modules', 'n8n', 'dist', 'modules', name));

export const n8nBin = () => join(n8nHome, 'node_modules', 'n8n', 'bin', 'n8n');

export const importCredentials = (credentials, options) =>
	importJson('credentials', credentials, options);
/** n8n 2.0 does not import a workflow that has no version of its own. */
export const importWorkflows = (workflows, options) =>
	importJson(
		'workflow',
		workflows.map((workflow) => ({ versionId: randomUUID(), ...workflow })),
		options,
	);

async function importJson(kind, things, { env }) {
	const userFolder = env.N8N_USER_FOLDER;
	// Credentials hold secrets: the file is for the owner only, and short-lived.
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
				// n8n ends with exit code 0 after some failures too; what it says is what counts.
				onLine: (line) => (imported ||= line.startsWith('Successfully imported')),
			},
		);
		await program.exited;
		if (!imported) throw new Error(`n8n did not import the ${kind}. It said:\n${program.tail()}`);
	} finally {
		rmSync(file, { force: true });
	}
}
