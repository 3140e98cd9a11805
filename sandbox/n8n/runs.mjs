// Runs a workflow without a browser and returns the output of its last node.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { n8nDir } from '../paths.mjs';

const isOf = (type) => (node) => node.type === `n8n-nodes-base.${type}`;

/** Runs a workflow by its trigger: a webhook over HTTP, otherwise as the editor's Execute button does. */
export async function run({ local, request }, workflow, query = {}) {
	const webhook = workflow.nodes.find(isOf('webhook'));
	if (webhook) return await runOverHttp(local, workflow, webhook.parameters.path, query);
	return await runByButton(request, workflow, workflow.nodes.find(isOf('manualTrigger')).name);
}

async function runByButton(request, workflow, trigger, limitMs = 60_000) {
	const { executionId } = await request('POST', `/workflows/${workflow.id}/run`, {
		triggerToStartFrom: { name: trigger },
	});
	const until = Date.now() + limitMs;
	for (;;) {
		const execution = await request('GET', `/executions/${executionId}`);
		if (execution.stoppedAt) return itemsOf(workflow, execution);
		if (Date.now() > until)
			throw new Error(
				`The workflow "${workflow.name}" was still running after ${limitMs / 1000} seconds.`,
			);
		await sleep(100);
	}
}

function itemsOf(workflow, { status, data }) {
	const { parse } = createRequire(join(n8nDir, 'package.json'))('flatted');
	const { resultData } = parse(data);
	if (status !== 'success') {
		const { node, message, description } = resultData.error ?? {};
		throw new Error(
			`The workflow "${workflow.name}" failed (${status})${node ? `, in "${node.name}"` : ''}: ${[message, description].filter(Boolean).join(' ')}`,
		);
	}
	return resultData.runData[resultData.lastNodeExecuted][0].data.main[0].map((item) => item.json);
}

async function runOverHttp(local, workflow, path, query, patienceMs = 15_000) {
	const until = Date.now() + patienceMs;
	for (;;) {
		const response = await fetch(`${local}/webhook/${path}?${new URLSearchParams(query)}`);
		const text = await response.text();
		if (response.ok) return JSON.parse(text);
		// n8n reports a workflow as published a moment before its webhook is registered.
		if (response.status !== 404 || !text.includes('not registered') || Date.now() > until) {
			throw new Error(
				`The workflow "${workflow.name}" failed (status ${response.status}): ${text.slice(0, 500)}`,
			);
		}
		await sleep(250);
	}
}
