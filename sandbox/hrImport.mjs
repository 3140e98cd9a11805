// What "Import HR's list from a file" has to change in a tenant as it was seeded, and "Undo the last sync" to restore.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { workflowsDir } from './paths.mjs';

/** Graph's names of the list's columns, but for the key and the manager. */
const columns = {
	'Display Name': 'displayName',
	'Job Title': 'jobTitle',
	City: 'city',
	'Cost Center': 'costCenter',
};

/** The list as the file has it; no cell of it has a comma. */
function list() {
	const [head, ...lines] = readFileSync(join(workflowsDir, 'hr-import.csv'), 'utf8')
		.trim()
		.split('\n')
		.map((line) => line.split(','));
	return lines.map((cells) => Object.fromEntries(head.map((name, index) => [name, cells[index]])));
}

/** `{ user, changes }` for each row that differs: of a field what it is and what it is to be, of a manager both IDs. */
export function hrChanges(directory) {
	const whoHas = (employeeId) =>
		directory.all().find(({ properties }) => properties.employeeId === employeeId);
	return list().flatMap((row) => {
		const user = whoHas(row['Employee ID']);
		const valueOf = (name) =>
			name === 'costCenter' ? user.properties.employeeOrgData[name] : user.properties[name];
		const changes = Object.entries(columns)
			.map(([column, field]) => ({ field, from: valueOf(field), to: row[column] }))
			.concat({ field: 'manager', from: user.managerId, to: whoHas(row.Manager)?.id })
			// A blank cell leaves what is there.
			.filter(({ from, to }) => to && from !== to);
		return changes.length > 0 ? [{ user, changes }] : [];
	});
}

/** What the import keeps, without what differs from run to run. */
export const kept = ({ user, undo }) => ({ user, undo: JSON.parse(undo) });
export const hrImported = (directory) =>
	hrChanges(directory).map(({ user, changes }) => ({
		user: user.properties.userPrincipalName,
		undo: {
			id: user.id,
			...Object.fromEntries(changes.map(({ field, from }) => [field, from])),
		},
	}));

/** What the undo says of each user, without the managers' names. */
export const restored = ({ id, written, changes }) => ({
	id,
	written,
	fields: changes.map(({ field }) => field),
	values: changes.filter(({ field }) => field !== 'manager').map(({ from, to }) => [from, to]),
});
export const hrRestored = (directory) =>
	hrChanges(directory).map(({ user, changes }) => ({
		id: user.id,
		written: true,
		fields: changes.map(({ field }) => field),
		values: changes.filter(({ field }) => field !== 'manager').map(({ from, to }) => [to, from]),
	}));
