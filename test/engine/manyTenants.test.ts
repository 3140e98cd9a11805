/** The example for many tenants, through n8n's own engine: one list, one credential, two tenants. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject } from 'n8n-workflow';

import { AppWorkbench } from '../support/engine/appWorkbench';
import { runSaved, type SavedWorkflow } from '../support/engine/savedWorkflow';
import { type TlsProxy, tlsProxy } from '../support/engine/tlsProxy';
import { ordinaryPeople } from '../support/engine/updating';
import { Workbench } from '../support/engine/workbench';

const FILE = join(__dirname, '../../sandbox/workflows/many-tenants.json');
const here = new AppWorkbench({ users: 60 });
const there = new Workbench({ users: 60, seed: 2 });
let proxy: TlsProxy;
beforeAll(async () => {
	proxy = await tlsProxy(there.tenant.login);
});
afterAll(() => proxy.close());

test.each([true, false])('each row goes to its own tenant; a preview: %s', async (dryRun) => {
	const workflow = JSON.parse(readFileSync(FILE, 'utf8')) as SavedWorkflow;
	const { clientId } = here.tenant.apps.appOnly;
	const clientSecret = `all~tenants.${dryRun}`;
	const list: IDataObject[] = [];
	for (const [bench, login] of [
		[here, here.tenant.login],
		[there, proxy.address],
	] as const) {
		await bench.tenant.control('POST', '/apps', { clientId, clientSecret });
		for (const id of await ordinaryPeople(bench, 10)) {
			const { userPrincipalName } = await bench.stored(id);
			const { tenantId, graph } = bench.tenant;
			list.push({ tenantId, login, graph, userPrincipalName, jobTitle: `New in ${tenantId}` });
		}
	}
	// Both tenants' rows in turn.
	const rows = list.map((_, index) => list[(index % 2) * 10 + Math.floor(index / 2)]);
	for (const { name, parameters } of workflow.nodes) {
		if (name === 'The list') parameters.jsonOutput = JSON.stringify({ rows });
		if (name === 'Sync Users') parameters.options = { ...(parameters.options as object), dryRun };
	}
	const { output, error } = await runSaved(workflow, {
		o365UsersTenants: here.app({
			clientSecret,
			tenantId: '={{ $json.tenantId }}',
			loginBaseUrl: '={{ $json.login }}',
			graphBaseUrl: '={{ $json.graph }}',
		}),
	});
	if (error) throw error;
	expect(output('Sync Users').map(({ json }) => [json.user, json.changed, json.written])).toEqual(
		rows.map(({ userPrincipalName }) => [userPrincipalName, true, !dryRun]),
	);
	for (const bench of [here, there]) {
		const { tenantId } = bench.tenant;
		const retitled = (await bench.everyone(['jobTitle'])).filter(
			({ jobTitle }) => jobTitle === `New in ${tenantId}`,
		);
		expect(retitled).toHaveLength(dryRun ? 0 : 10);
	}
});
