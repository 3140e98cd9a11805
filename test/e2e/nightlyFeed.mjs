// The example that writes changed users to a table, night after night: published, with a later node that fails, and repaired by whoever is woken.
import { randomUUID } from 'node:crypto';
import { activate } from '../../sandbox/n8n/workflows.mjs';
import { check, equal } from './check.mjs';

const file = 'changed-users.json';

/** Only its trigger is another one: called over HTTP instead of at night. */
const calledAt = (path, nodes) =>
	nodes.map((node) =>
		node.name === 'Every night at two'
			? {
					...node,
					type: 'n8n-nodes-base.webhook',
					typeVersion: 2,
					webhookId: path,
					parameters: {
						path,
						responseMode: 'lastNode',
						responseData: 'allEntries',
						options: {},
					},
				}
			: node,
	);

/** Resolves to a line of what was seen. */
export async function nightlyFeed({ n8n, control }, examples) {
	const { workflow } = examples.find((example) => example.file === file);
	const { name, nodes, connections, settings } = workflow;
	// A new address with each change: it is there as soon as n8n has published that change.
	let path = 'nightly-feed-0';
	const { id } = await n8n.request('POST', '/workflows', {
		name: `${name} (published)`,
		nodes: calledAt(path, nodes),
		connections,
		settings,
	});
	await activate(n8n.request, id);
	const night = async () => await published(`${n8n.local}/webhook/${path}`);
	/** Changes a node's parameters in the published workflow, as a person would in the editor. */
	const change = async (changed, parameters) => {
		path = `nightly-feed-${randomUUID()}`;
		const now = await n8n.request('GET', `/workflows/${id}`);
		const saved = await n8n.request('PATCH', `/workflows/${id}`, {
			nodes: calledAt(path, now.nodes).map((node) =>
				node.name === changed
					? { ...node, parameters: { ...node.parameters, ...parameters } }
					: node,
			),
			connections,
		});
		await n8n.request('POST', `/workflows/${id}/activate`, { versionId: saved.versionId });
	};

	const first = await night();
	const { users, alice, umlaut, noPhoto } = await control.get('/cast');
	equal('Rows after the first night', first.rows.length, users);

	await control.patch(`/users/${alice.id}`, { properties: { department: 'Astronomy' } });
	await control.patch(`/users/${umlaut.id}`, { managerId: null });
	const row = ({ id: userId }) => first.rows.find((one) => one.userId === userId);
	const changed = [
		{ ...row(alice), department: 'Astronomy' },
		{ ...row(umlaut), managerId: null },
	];
	const expectChanged = (what, { ok, rows }) => {
		check(`${what}: the workflow failed`, ok);
		const comparable = (list) => list.map(({ updatedAt, ...one }) => one);
		equal(what, byUser(comparable(rows)), byUser(comparable(changed)));
	};

	// A node behind it fails: n8n has kept the place all the same.
	const { parameters } = workflow.nodes.find(({ name }) => name === 'Into the table');
	const conditions = [{ keyName: 'noSuchColumn', condition: 'eq', keyValue: 'x' }];
	await change('Into the table', { filters: { conditions } });
	check('The broken workflow did not fail', !(await night()).ok);
	await change('Into the table', parameters);
	const { options } = workflow.nodes.find(({ name }) => name === 'Get Changed Users').parameters;
	await change('Get Changed Users', { options: { ...options, repeatLastRound: true } });
	expectChanged('Rows when the round is repeated', await night());
	await change('Get Changed Users', { options });

	await control.delete(`/users/${noPhoto.id}`);
	check('The last night failed', (await night()).ok);
	const rows = await inTable(n8n.request, workflow);
	equal('Rows in the table at the end', rows.length, users - 1);
	check(
		'The one who is gone is still in the table',
		!rows.some(({ userId }) => userId === noPhoto.id),
	);
	await n8n.request('POST', `/workflows/${id}/deactivate`, {});
	return `${users} rows, then 2 changed: not lost though a later node failed, then one gone`;
}

const byUser = (rows) => [...rows].sort((one, other) => (one.userId < other.userId ? -1 : 1));

/** n8n says that a workflow is published a moment before its webhook is there. */
async function published(address, patienceMs = 15_000) {
	const until = Date.now() + patienceMs;
	for (;;) {
		const response = await fetch(address);
		if (response.status !== 404 || Date.now() > until) {
			return { ok: response.ok, rows: response.ok ? await response.json() : [] };
		}
		await new Promise((resolve) => setTimeout(resolve, 250));
	}
}

async function inTable(request, { nodes }) {
	const { tableName } = nodes.find(({ name }) => name === 'Table of users').parameters;
	const { id: project } = await request('GET', '/projects/personal');
	const tables = await request('GET', `/projects/${project}/data-tables`);
	const { id } = tables.data.find(({ name }) => name === tableName);
	const rows = await request('GET', `/projects/${project}/data-tables/${id}/rows?take=1000`);
	return rows.data;
}
