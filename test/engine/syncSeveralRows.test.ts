/** Several rows for one user, some of which are not written: what the others say. */
import { kept, synced } from '../support/engine/syncing';
import { ordinaryPeople } from '../support/engine/updating';
import { Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 60 });

test('only rows that come after a failure rely on it', async () => {
	bench.expectRefusal(400);
	const [id, other] = await ordinaryPeople(bench, 2);
	const taken = String((await kept(bench, other)).properties.userPrincipalName);
	const found = await synced(bench, [
		{ id, jobTitle: 'X' },
		{ id, jobTitle: 'X' },
		{ id, userPrincipalName: taken },
		{ id, jobTitle: 'X' },
	]);
	expect(found.map(({ error }) => error)).toEqual([
		undefined,
		undefined,
		expect.stringContaining('taken'),
		expect.stringContaining('An earlier item was to change'),
	]);
});

test('more users than Stop If More Than: no row for them is said to be unchanged', async () => {
	const [id, other] = await ordinaryPeople(bench, 2);
	const rows = [id, id, other].map((one) => ({ id: one, jobTitle: 'X1' }));
	const found = await synced(bench, rows, { maxChanges: 1 });
	expect(found.map(({ error }) => error)).toEqual([
		expect.stringContaining("'Stop If More Than' is 1"),
		expect.stringContaining('An earlier item was to change'),
		expect.stringContaining("'Stop If More Than' is 1"),
	]);
});
