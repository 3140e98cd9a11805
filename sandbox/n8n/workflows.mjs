// The example workflows: which are to be imported, publishing them, and running one over its webhook.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { workflowsDir } from '../paths.mjs';

export function exampleWorkflows() {
	return readdirSync(workflowsDir)
		.filter((name) => name.endsWith('.json'))
		.sort()
		.map((file) => {
			const text = readFileSync(join(workflowsDir, file), 'utf8');
			return { file, workflow: JSON.parse(text), hash: createHash('sha256').update(text).digest('hex') };
		});
}

/** Those that are new or were changed in the repository since the last start: what somebody edited in n8n is not overwritten. */
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

/** `request` sends as the owner (owner.mjs). A workflow that somebody deleted is left alone. */
export async function publish(request, examples) {
	const there = new Map((await request('GET', '/workflows')).map((workflow) => [workflow.id, workflow]));
	for (const { workflow } of examples) {
		const found = there.get(workflow.id);
		if (!found || found.active) continue;
		const { versionId } = await request('GET', `/workflows/${workflow.id}`);
		await request('POST', `/workflows/${workflow.id}/activate`, { versionId });
	}
}

/** Runs a published workflow over its webhook and returns what its last node put out. */
export async function runWorkflow(local, workflow, query = {}) {
	const path = workflow.nodes.find((node) => node.type === 'n8n-nodes-base.webhook').parameters.path;
	const { response, text } = await oncePublished(() => fetch(`${local}/webhook/${path}?${new URLSearchParams(query)}`));
	const rows = parsed(text);
	if (!response.ok || !Array.isArray(rows)) {
		throw new Error(`The workflow "${workflow.name}" did not run through (status ${response.status}): ${text.slice(0, 500)}`);
	}
	return rows;
}

/** n8n answers that a workflow is published a moment before its webhook is there. */
async function oncePublished(send, patienceMs = 15_000) {
	const until = Date.now() + patienceMs;
	for (;;) {
		const response = await send();
		const text = await response.text();
		if (response.status !== 404 || !text.includes('not registered') || Date.now() > until) return { response, text };
		await sleep(250);
	}
}

function parsed(text) {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
