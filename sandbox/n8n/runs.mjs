// Runs a workflow without a browser and returns the output of its last node.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { n8nDir, workflowsDir } from '../paths.mjs';
import { fillInForm } from './forms.mjs';

const isOf = (type) => (node) => node.type === `n8n-nodes-base.${type}`;

/** Runs a workflow by its trigger: a webhook over HTTP, a form, otherwise as the editor's Execute button does. */
export async function run({ local, request }, workflow, query = {}) {
	const webhook = workflow.nodes.find(isOf('webhook'));
	if (webhook) return await runOverHttp(local, workflow, webhook.parameters.path, query);
	const form = workflow.nodes.find(isOf('formTrigger'));
	if (form) return await runByForm({ local, request }, workflow, form.parameters.options.path);
	return await runByButton(request, workflow, workflow.nodes.find(isOf('manualTrigger')).name);
}

async function runByButton(request, workflow, trigger) {
	const { executionId } = await request('POST', `/workflows/${workflow.id}/run`, {
		triggerToStartFrom: { name: trigger },
	});
	return await resultOf(request, workflow, executionId);
}

/** Uploads the file beside the workflow that is named as the form is, and lets it be applied. */
async function runByForm({ local, request }, workflow, path) {
	const name = `${path}.csv`;
	const file = { name, content: readFileSync(join(workflowsDir, name)) };
	await fillInForm(local, path, [[file], [undefined, 'Apply']]);
	const filter = encodeURIComponent(JSON.stringify({ workflowId: workflow.id }));
	const { results } = await request('GET', `/executions?filter=${filter}&limit=1`);
	return await resultOf(request, workflow, results[0].id);
}

const underWay = ['new', 'running', 'waiting'];

/** The items of the last node, once the execution has ended. */
async function resultOf(request, workflow, executionId, limitMs = 60_000) {
	const until = Date.now() + limitMs;
	for (;;) {
		const execution = await request('GET', `/executions/${executionId}`);
		// One that has waited for an answer has been stopped, too.
		if (execution.stoppedAt && !underWay.includes(execution.status))
			return itemsOf(workflow, execution);
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
