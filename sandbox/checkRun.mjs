// Compares what `npm start -- --once --json FILE` wrote with what the tenant was seeded with: node sandbox/checkRun.mjs FILE
// The seed is read directly, not through Graph, n8n or the node. Runs on the newer Node (the tenant is TypeScript).
import { isDeepStrictEqual } from 'node:util';
import { readFileSync } from 'node:fs';
import { seedDirectory } from './tenant/directory/seed.ts';
import { sandboxTenant } from './tenantProcess.mjs';

const { rows, query } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { directory } = seedDirectory(sandboxTenant);

const managerName = (id) => (directory.get(id)?.properties ?? directory.orgContacts.get(id))?.displayName ?? '';
const expected = directory
	.all()
	.filter((user) => user.properties.department === query.department)
	.map(({ properties, managerId }) => ({
		name: properties.displayName,
		jobTitle: properties.jobTitle,
		department: properties.department,
		manager: managerId === null ? '' : managerName(managerId),
	}));

const key = (row) => JSON.stringify(row);
const sorted = (list) => [...list].sort((a, b) => (key(a) < key(b) ? -1 : 1));
const problems = [];
if (expected.length < 10) problems.push(`the tenant has only ${expected.length} people in ${query.department}: too few to prove anything`);
if (!expected.some((row) => row.manager)) problems.push('nobody in the tenant\'s department has a manager');
if (!isDeepStrictEqual(sorted(rows), sorted(expected))) {
	const have = new Set(rows.map(key));
	const want = new Set(expected.map(key));
	problems.push(`${rows.length} rows instead of ${expected.length}`);
	for (const row of want) if (!have.has(row)) problems.push(`missing: ${row}`);
	for (const row of have) if (!want.has(row)) problems.push(`not in the tenant: ${row}`);
}
const names = rows.map((row) => row.name);
if (!isDeepStrictEqual(names, [...names].sort(new Intl.Collator('en', { sensitivity: 'base' }).compare))) problems.push('the rows are not sorted by name');

if (problems.length > 0) {
	process.stderr.write(`The result of the example workflow is not what the tenant holds:\n  ${problems.join('\n  ')}\n`);
	process.exit(1);
}
process.stdout.write(`The ${rows.length} rows are what the tenant holds.\n`);
