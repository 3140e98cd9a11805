// The example workflows: which of them to import, and publishing them.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { workflowsDir } from '../paths.mjs';

/** Those that wait for calls from outside, and so must be published. */
const called = [
	'n8n-nodes-base.webhook',
	'n8n-nodes-base.formTrigger',
	'@n8n/n8n-nodes-langchain.mcpTrigger',
];

const has =
	(types) =>
	({ workflow }) =>
		workflow.nodes.some(({ type }) => types.includes(type));

/** Serves tools to MCP clients: nothing to run, and no last node whose items could be shown. */
export const servesTools = has(['@n8n/n8n-nodes-langchain.mcpTrigger']);

/** Takes an app's credential, which the sandbox has not. */
export const needsApp = ({ workflow }) =>
	workflow.nodes.some(({ credentials }) => credentials?.office365UsersAppApi);

export function exampleWorkflows() {
	return readdirSync(workflowsDir)
		.filter((name) => name.endsWith('.json'))
		.sort()
		.map((file) => {
			const text = readFileSync(join(workflowsDir, file), 'utf8');
			return {
				file,
				workflow: JSON.parse(text),
				hash: createHash('sha256').update(text).digest('hex'),
			};
		});
}

/** Those that are new or have changed in the repository since the last start, so that edits made in n8n are not overwritten. */
export function notYetImported(userFolder, examples) {
	const record = importRecord(userFolder);
	return examples.filter(({ file, hash }) => record[file] !== hash);
}

export function rememberImported(userFolder, examples) {
	const record = Object.fromEntries(examples.map(({ file, hash }) => [file, hash]));
	writeFileSync(join(userFolder, 'imported-workflows.json'), JSON.stringify(record, null, 2));
}

function importRecord(userFolder) {
	const file = join(userFolder, 'imported-workflows.json');
	return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};
}

/** Publishes those that are called from outside. `request` sends as the owner (owner.mjs). A workflow that was deleted in n8n is skipped. */
export async function publish(request, examples) {
	const there = new Map(
		(await request('GET', '/workflows')).map((workflow) => [workflow.id, workflow]),
	);
	for (const { workflow } of examples.filter(has(called))) {
		const found = there.get(workflow.id);
		if (!found || found.active) continue;
		await activate(request, workflow.id);
	}
}

/** Publishes an imported workflow. */
export async function activate(request, id) {
	const { versionId, nodes, connections } = await request('GET', `/workflows/${id}`);
	try {
		await request('POST', `/workflows/${id}/activate`, { versionId });
	} catch (error) {
		if (!error.message.includes('Version not found')) throw error;
		// n8n 2.0 creates a version only when an imported workflow is changed.
		const [first, ...others] = nodes;
		const moved = { ...first, position: [first.position[0] + 1, first.position[1]] };
		const saved = await request('PATCH', `/workflows/${id}`, {
			nodes: [moved, ...others],
			connections,
		});
		await request('POST', `/workflows/${id}/activate`, { versionId: saved.versionId });
	}
}
