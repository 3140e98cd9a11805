/** The example workflow of Sync Users, through n8n's own engine. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { runSaved, type SavedWorkflow } from '../support/engine/savedWorkflow';
import { Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 200, seed: 1 });
const FILE = join(__dirname, '../../sandbox/workflows/hr-list.json');

test('a list from HR: previewed, applied, undone', async () => {
	const workflow = JSON.parse(readFileSync(FILE, 'utf8')) as SavedWorkflow;
	const fields = ['id', 'displayName', 'jobTitle', 'department', 'city', 'employeeOrgData'];
	const before = await bench.everyone(fields);
	const { output, error } = await runSaved(workflow, {
		o365UsersSandbox: await bench.credential(),
	});
	if (error) throw error;
	const staff = before.filter(({ department }) => department === 'Marketing');
	expect(staff.length).toBeGreaterThan(5);
	expect(output('What happened').map(({ json }) => json)).toEqual(
		staff.map(({ displayName, jobTitle }) => ({
			name: displayName,
			from: jobTitle,
			to: `Senior ${String(jobTitle)}`,
			applied: true,
			restored: jobTitle,
		})),
	);
	expect(output('Preview').map(({ json }) => json.changes)).toEqual(
		output('Apply').map(({ json }) => json.changes),
	);
	expect(await bench.everyone(fields)).toEqual(before);
	const changes = (await bench.asked()).filter(({ method }) => method !== 'GET');
	expect(changes).toHaveLength(2 * staff.length);
});
