/** Values that undoing a sync has to restore exactly, and that are no difference when given again. */
import type { IDataObject } from 'n8n-workflow';

import { keep, kept, synced, undone } from '../support/engine/syncing';
import { ordinaryPeople } from '../support/engine/updating';
import { Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 60 });

const ext = (name: string): string => `extension_22222222222242228222222222222222_${name}`;

const EXACT: Array<[field: string, value: IDataObject[string], other: IDataObject[string]]> = [
	['skills', ['rock, paper'], ['a', 'b']],
	['otherMails', ['one@contoso.example'], ['two@contoso.example']],
	[ext('tags'), [' a', 'b '], ['q']],
	[ext('startedOn'), '2024-05-01T10:00:00.123Z', '2020-01-01'],
	['employeeLeaveDateTime', '2024-05-01T10:00:00.250Z', '2020-01-01'],
	['businessPhones', ['+1 425 555 0100, ext 5'], '+1 1'],
];

test.each(EXACT)('%s %j: restored, and no difference', async (field, value, other) => {
	const [id] = await ordinaryPeople(bench, 1);
	await keep(bench, id, { properties: { [field]: value } });
	expect(await synced(bench, [{ id, [field]: value }])).toMatchObject([{ changed: false }]);
	const done = await synced(bench, [{ id, [field]: other }]);
	expect(done).toMatchObject([{ written: true }]);
	expect(await undone(bench, done)).toMatchObject([{ written: true }]);
	expect((await kept(bench, id)).properties[field]).toEqual(value);
});

test('rows that write an open extension in upper and lower case', async () => {
	const [id] = await ordinaryPeople(bench, 1);
	await keep(bench, id, { openExtensions: { 'com.a': { x: 'before', X: 'too' } } });
	const done = await synced(bench, [
		{ id, 'extensions/com.a/x': 'v' },
		{ id, 'extensions/COM.A/x': 'w' },
		{ id, 'extensions/com.a/X': 'other' },
	]);
	await undone(bench, done);
	expect((await kept(bench, id)).openExtensions).toEqual({ 'com.a': { x: 'before', X: 'too' } });
});

test('what no item can give is left out, and the rest is restored', async () => {
	const [id] = await ordinaryPeople(bench, 1);
	const before = { nested: { a: 1 }, mixed: [1, 'a'], t: 'x' };
	await keep(bench, id, { openExtensions: { 'com.o': before } });
	const names = Object.keys(before).map((name) => `extensions/com.o/${name}`);
	const row = { id, ...Object.fromEntries(names.map((name) => [name, 'flat'])) };
	await undone(bench, await synced(bench, [row]));
	expect((await kept(bench, id)).openExtensions).toEqual({
		'com.o': { nested: 'flat', mixed: 'flat', t: 'x' },
	});
});
