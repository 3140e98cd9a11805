// Step: every example workflow in the n8n that has the packed node; what they put out is compared with what the tenant holds.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeGuests } from '../../sandbox/guests.mjs';
import { run } from '../../sandbox/n8n/runs.mjs';
import { exampleWorkflows, needsApp, publish, servesTools } from '../../sandbox/n8n/workflows.mjs';
import { newerNode, sandboxDir } from '../../sandbox/paths.mjs';
import { check, equal } from './check.mjs';
import { approval } from './browser/approval.mjs';
import { takeCanvasPictures } from './browser/canvas.mjs';
import { nightlyFeed } from './nightlyFeed.mjs';

/** What a workflow that is called over HTTP is asked for. */
const query = { name: 'Al' };

/** The one that is run without a token, too. */
const shown = 'department-with-managers.json';

/** The pictures of those that the documentation shows. */
const pictured = {
	[shown]: 'canvas-example',
	'badge-list.json': 'canvas-badge-list',
	'changed-users.json': 'canvas-changed-users',
	'group-members.json': 'canvas-group-members',
	'inactive-guests.json': 'canvas-inactive-guests',
	'hr-import.json': 'canvas-hr-import',
	'org-tree.json': 'canvas-org-tree',
};

export async function workflowsStep(stage, { pictures }) {
	const { n8n, folder } = stage;
	// Those that serve tools have a step of their own (mcp.mjs); those that need an app run in test/engine.
	const examples = exampleWorkflows().filter(
		(example) => !servesTools(example) && !needsApp(example),
	);
	if (examples.length === 0) throw new Error('There are no example workflows.');
	await makeGuests(stage.tenant);
	await publish(n8n.request, examples);
	const outputs = {};
	const rows = [];
	for (const { file, workflow } of examples) {
		const begun = Date.now();
		outputs[file] = await run(n8n, workflow, query);
		const items = outputs[file].length;
		rows.push([
			workflow.name,
			`${items} ${items === 1 ? 'item' : 'items'} in ${Date.now() - begun} ms`,
		]);
	}
	const file = join(folder, 'rows.json');
	writeFileSync(file, JSON.stringify({ query, rows: outputs }));
	try {
		execFileSync(newerNode, [join(sandboxDir, 'checkRun.mjs'), file], {
			stdio: ['ignore', 'pipe', 'pipe'],
		});
	} catch (error) {
		throw new Error(String(error.stderr).trim(), { cause: error });
	}
	rows.push(['an access token revoked', await runWithoutToken(stage, examples)]);
	rows.push(['the changes of every night', await nightlyFeed(stage, examples)]);
	rows.push(['a list that waits for approval', await approval(stage, { pictures })]);
	if (pictures)
		await takeCanvasPictures(
			stage,
			pictures,
			examples.flatMap(({ file, workflow }) =>
				pictured[file] ? [{ workflow, name: pictured[file], run: file !== 'hr-import.json' }] : [],
			),
		);
	return rows;
}

/** Whether n8n renews the token hangs on how the node lets it see the refusal. */
async function runWithoutToken({ n8n, control }, examples) {
	const { admin } = await control.get('/cast');
	await control.post('/revoke', { user: admin.id, what: 'access' });
	await control.delete('/log');
	const { workflow } = examples.find(({ file }) => file === shown);
	const { length } = await run(n8n, workflow, query);
	const log = await control.get('/log');
	const renewed = log.filter(({ origin, status }) => origin === 'login' && status === 200).length;
	equal('Times that the token was renewed', renewed, 1);
	check(
		'Nothing met the revoked token',
		log.some(({ status }) => status === 401),
	);
	return `renewed once; ${length} items as before`;
}
