/** Values that undoing a sync has to restore exactly, and that are no difference when given again. */
import type { IDataObject } from 'n8n-workflow';

import { keep, kept, synced, undone } from '../support/engine/syncing';
import { ordinaryPeople } from '../support/engine/updating';
import { Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 60 });

const EXACT: Array<[field: string, value: IDataObject[string], other: IDataObject[string]]> = [
	['skills', ['rock, paper'], ['a', 'b']],
	['otherMails', ['one@contoso.example'], ['two@contoso.example']],
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
