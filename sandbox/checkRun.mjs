// Compares the results that `npm start -- --once --json FILE` wrote with the tenant's seed: node sandbox/checkRun.mjs FILE
// The seed is read directly, not through Graph, n8n or the node. Needs the newer Node, as the tenant is TypeScript.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { inactiveGuests } from './guests.mjs';
import { photoOf } from './tenant/directory/drawPhoto.ts';
import { hrImported, hrRestored, kept, restored } from './hrImport.mjs';
import { orgTree } from './orgTree.mjs';
import { membersOf as allMembers } from './tenant/directory/groups.ts';
import { seedDirectory } from './tenant/directory/seed.ts';
import { skus } from './tenant/directory/skus.ts';
import { sandboxTenant } from './tenantProcess.mjs';

const { rows: found, query } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const { directory, cast, groups } = seedDirectory(sandboxTenant);

const nameOf = (id) =>
	(directory.get(id)?.properties ?? directory.orgContacts.get(id))?.displayName ?? '';
const byName = new Intl.Collator('en', { sensitivity: 'base' });

const department = (name) =>
	directory
		.all()
		.filter(({ properties }) => properties.department === name)
		.map(({ properties, managerId }) => ({
			name: properties.displayName,
			jobTitle: properties.jobTitle,
			department: properties.department,
			manager: managerId === null ? '' : nameOf(managerId),
		}));

function orgChartAround(person) {
	const top = directory.get(person.managerId);
	const row =
		(level) =>
		({ properties, managerId }) => ({
			level,
			name: properties.displayName,
			jobTitle: properties.jobTitle ?? '',
			manager: level === 0 ? '' : nameOf(managerId),
		});
	const reports = directory.directReports(top.id);
	return [
		row(0)(top),
		...reports.map(row(1)),
		...reports.flatMap(({ id }) => directory.directReports(id)).map(row(2)),
	];
}

function startingWith(text) {
	const fields = [
		'displayName',
		'givenName',
		'surname',
		'mail',
		'mailNickname',
		'userPrincipalName',
	];
	const starts = (value) =>
		typeof value === 'string' && value.toLowerCase().startsWith(text.toLowerCase());
	return directory
		.all()
		.filter(({ properties }) => fields.some((field) => starts(properties[field])))
		.map(
			({ id, properties: { displayName, mail = null, jobTitle = null, department = null } }) => ({
				id,
				displayName,
				mail,
				jobTitle,
				department,
			}),
		);
}

async function copiedPhoto(from, to) {
	const { bytes, contentType } = await photoOf(from);
	const sha256 = createHash('sha256').update(bytes).digest('hex');
	return {
		from: from.properties.userPrincipalName,
		to: to.properties.userPrincipalName,
		contentType,
		bytes: bytes.length,
		sha256,
		sha256OfCopy: sha256,
		same: true,
	};
}

/** Everyone there gets a new title, and the old one back. */
const retitled = (name) =>
	directory
		.all()
		.filter(({ properties }) => properties.department === name && properties.accountEnabled)
		.map(({ properties: { displayName, jobTitle } }) => ({
			name: displayName,
			from: jobTitle,
			to: `Senior ${jobTitle}`,
			applied: true,
			restored: jobTitle,
		}));

/** Each row of the table has what n8n adds to it. */
const everyoneInTable = (rows) =>
	directory.all().map(({ id, properties, managerId }) => {
		const { displayName, userPrincipalName, jobTitle = null, department = null } = properties;
		const { id: number, createdAt, updatedAt } = rows.find(({ userId }) => userId === id) ?? {};
		const added = { id: number, createdAt, updatedAt };
		return {
			...added,
			userId: id,
			displayName,
			userPrincipalName,
			jobTitle,
			department,
			managerId,
		};
	});
/** The seeded guest was invited long ago and has never signed in. */
const guestsNotSeenFor = (days) => [
	{
		name: cast.guest.properties.displayName,
		mail: cast.guest.properties.mail,
		invited: cast.guest.properties.createdDateTime.slice(0, 10),
		lastSignIn: 'never',
	},
	...inactiveGuests(
		days,
		directory.all().map(({ properties }) => properties),
	),
];

/** Those of the groups within it, too. */
function membersOf(groupName) {
	const group = [...groups.values()].find(({ displayName }) => displayName === groupName);
	const { userIds } = allMembers(groups, group, true);
	return userIds.map((id) => {
		const { properties, managerId } = directory.get(id);
		return {
			name: properties.displayName,
			jobTitle: properties.jobTitle,
			manager: managerId === null ? '' : nameOf(managerId),
			licenses: (properties.assignedLicenses ?? [])
				.map(({ skuId }) => skus.find((sku) => sku.skuId === skuId).skuPartNumber)
				.join(', '),
		};
	});
}

const badge = 'extension_22222222222242228222222222222222_badge';

/** Everyone there gets a badge number, and what was there before back. */
const badged = (name) =>
	directory
		.all()
		.filter(({ properties }) => properties.department === name && properties.accountEnabled)
		.map(({ properties }, index) => ({
			name: properties.displayName,
			before: properties[badge] ?? '',
			badge: `E-${1000 + index}`,
			restored: properties[badge] ?? '',
		}));

/** The only example that returns a single row. */
const copied = 'copy-photo.json';

const expected = {
	'badge-list.json': badged('Engineering'),
	'changed-users.json': everyoneInTable(found['changed-users.json'] ?? []),
	[copied]: [await copiedPhoto(cast.alice, cast.noPhoto)],
	'department-with-managers.json': department('Engineering'),
	'group-members.json': membersOf('Marketing'),
	'hr-import.json': hrImported(directory),
	'hr-undo.json': hrRestored(directory),
	'hr-list.json': retitled('Marketing'),
	'inactive-guests.json': guestsNotSeenFor(90),
	'org-chart.json': orgChartAround(cast.admin),
	'org-tree.json': orgTree(directory),
	'find-people.json': startingWith(query.name),
};

/** What of a row is compared, where not all of it is. */
const compared = { 'hr-import.json': kept, 'hr-undo.json': restored };

/** Ignores the order of the rows and of their fields. */
const canonical = (rows) => rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort();

const problems = Object.entries(expected).flatMap(([file, want]) => {
	const have = found[file]?.map(compared[file] ?? ((row) => row));
	if (!have) return [`${file} was not run`];
	if (want.length < 5 && file !== copied)
		return [
			`${file}: the tenant holds only ${want.length} rows for it, too few for a meaningful check`,
		];
	const [wanted, had] = [canonical(want), canonical(have)];
	if (isDeepStrictEqual(wanted, had)) return [];
	return [
		`${file}: ${had.length} rows instead of ${wanted.length}`,
		...wanted.filter((row) => !had.includes(row)).map((row) => `  missing: ${row}`),
		...had.filter((row) => !wanted.includes(row)).map((row) => `  not in the tenant: ${row}`),
	];
});
const names = found['department-with-managers.json']?.map((row) => row.name) ?? [];
if (!isDeepStrictEqual(names, [...names].sort(byName.compare)))
	problems.push('department-with-managers.json: the rows are not sorted by name');

if (!isDeepStrictEqual(expected['org-tree.json'], found['org-tree.json']))
	problems.push('org-tree.json: the rows are not in the order of the tree');

const unchecked = Object.keys(found).filter((file) => !expected[file]);
if (unchecked.length > 0) problems.push(`there is no check for ${unchecked.join(', ')}`);

if (problems.length > 0) {
	process.stderr.write(
		`The results of the example workflows differ from the tenant's data:\n${problems.map((line) => `  ${line}\n`).join('')}`,
	);
	process.exit(1);
}
const counts = Object.entries(found).map(([file, rows]) => `${file} ${rows.length}`);
process.stdout.write(`All rows match the tenant's data (${counts.join(', ')}).\n`);
