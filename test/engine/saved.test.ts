/**
 * What people saved keeps working: workflows as n8n saved them run unchanged, and return what the
 * tenant holds, which is read bypassing the node (saved/README.md).
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { AppWorkbench } from '../support/engine/appWorkbench';
import { asConnectorUser } from '../support/engine/connector';
import { NODE_TYPE } from '../support/engine/engine';
import { runSaved, type SavedWorkflow } from '../support/engine/savedWorkflow';
import { TenantReader } from '../support/engine/tenantReader';
import { EVERY_RIGHT } from '../support/engine/updating';
import { checkedRun, type SavedCheck } from './saved/checks/check';
import { exampleChecks } from './saved/checks/examples';
import { generalChecks } from './saved/checks/general';
import { getChecks } from './saved/checks/get';
import { photoChecks } from './saved/checks/photo';
import { DELTA, searchChecks } from './saved/checks/search';
import { trendingAndPeopleChecks } from './saved/checks/trendingAndPeople';
import { updateChecks } from './saved/checks/update';

const FOLDER = join(__dirname, 'saved/workflows');
const FILES = readdirSync(FOLDER).map((name) => name.replace(/\.json$/, ''));

/** The saved workflows name people by the IDs that this seed gives. */
const bench = new AppWorkbench({ users: 200, seed: 1 });
const reader = new TenantReader(bench);
const CHECKS: Record<string, SavedCheck> = Object.assign(
	{},
	...[
		exampleChecks,
		generalChecks,
		getChecks,
		photoChecks,
		searchChecks,
		trendingAndPeopleChecks,
		updateChecks,
	].map((checks) => checks(reader)),
);

const saved = (file: string): SavedWorkflow =>
	JSON.parse(readFileSync(join(FOLDER, `${file}.json`), 'utf8')) as SavedWorkflow;

/** By the IDs that the saved workflows name. */
const credentials = async () => ({
	o365UsersSandbox: await bench.credential({ scopes: EVERY_RIGHT }),
	o365UsersApp: bench.app(),
});

it('every saved workflow has its check', () => {
	expect(FILES).toEqual(Object.keys(CHECKS).sort());
});

it.each(FILES)('%s', async (file) => {
	const { called, refusals = [], check } = CHECKS[file];
	for (const status of refusals) bench.expectRefusal(status);
	const workflow = saved(file);
	const run = await runSaved(workflow, await credentials(), { called });
	if (run.error) throw run.error;
	const checked = checkedRun(run, workflow);
	await check(checked);
	const ours = workflow.nodes.filter(({ type }) => type === NODE_TYPE).map(({ name }) => name);
	expect([...checked.seen]).toEqual(expect.arrayContaining(ours));
});

it('goes on from the place that Get Changed Users left in the workflow', async () => {
	const workflow = saved('search-changes');
	let page = await reader.graph(DELTA);
	while (page['@odata.nextLink']) page = await reader.graph(String(page['@odata.nextLink']));
	// As version 0.1.0 leaves it.
	const staticData = {
		'node:Remembered': {
			remembered: {
				deltaLink: String(page['@odata.deltaLink']),
				fields: 'id,displayName,department,city',
			},
		},
	};
	const { alice } = bench.tenant.cast;
	await bench.tenant.control('PATCH', `/users/${alice.id}`, {
		properties: { department: 'Astronomy' },
	});
	const run = await runSaved(workflow, await credentials(), { staticData });
	if (run.error) throw run.error;
	expect(run.output('Remembered').map(({ json }) => json)).toEqual([
		asConnectorUser(await reader.person(alice.id, 'displayName', 'department', 'city')),
	]);
});
