// Building blocks of the workflows that only the test has.
import { activate } from '../../sandbox/n8n/workflows.mjs';

const credentials = {
	office365UsersOAuth2Api: { id: 'o365UsersSandbox', name: 'Office 365 Users (sandbox)' },
};

/** Our node, or with `Tool` behind its type the tool that n8n makes of it. */
export const office365Users = (name, parameters, { tool = false } = {}) => ({
	name,
	type: `n8n-nodes-office365-users.office365Users${tool ? 'Tool' : ''}`,
	typeVersion: 1,
	parameters,
	credentials,
});

/** Answers with the items of the last node, unless `parameters` say otherwise. */
export const webhook = (path, parameters = {}) => ({
	name: 'Webhook',
	type: 'n8n-nodes-base.webhook',
	typeVersion: 2,
	parameters: {
		path,
		httpMethod: 'POST',
		responseMode: 'lastNode',
		responseData: 'allEntries',
		options: {},
		...parameters,
	},
	webhookId: path,
});

/**
 * @param links `[from, to, kind, input]`: kind is main (if not given), ai_tool or ai_languageModel;
 * input is the place among the inputs of `to`
 */
export function workflow(id, name, nodes, links) {
	const connections = {};
	for (const [from, to, kind = 'main', index = 0] of links) {
		connections[from] ??= {};
		connections[from][kind] ??= [[]];
		connections[from][kind][0].push({ node: to, type: kind, index });
	}
	return {
		id,
		name,
		nodes: nodes.map((node, index) => ({
			id: `${id}-${index}`,
			position: [index * 220, 0],
			...node,
		})),
		connections,
		settings: { executionOrder: 'v1' },
		active: false,
	};
}

/** Publishes a workflow, and waits until its webhook is there. */
export async function publishAndCall({ local, request }, { id, nodes }) {
	await activate(request, id);
	const { path } = nodes.find(({ name }) => name === 'Webhook').parameters;
	return async (body) => {
		const until = Date.now() + 15_000;
		for (;;) {
			const response = await fetch(`${local}/webhook/${path}`, {
				method: 'POST',
				headers: { 'content-type': 'application/json' },
				body: JSON.stringify(body),
			});
			const text = await response.text();
			if (response.ok) return JSON.parse(text);
			// n8n says that a workflow is published a moment before its webhook is there.
			if (response.status !== 404 || Date.now() > until)
				throw new Error(`The workflow answered ${response.status}: ${text.slice(0, 500)}`);
			await new Promise((resolve) => setTimeout(resolve, 250));
		}
	};
}
