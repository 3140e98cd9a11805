/** Sync Users: cases that one way of running them settles. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { Office365Users } from '../../nodes/Office365Users/Office365Users.node';
import { WRITABLE_FIELDS } from '../../nodes/Office365Users/users/userProperties';
import { agentTool } from '../support/engine/agentTool';
import { editorContext } from '../support/engine/engine';
import { EVERY_RIGHT, ordinaryPeople, patches } from '../support/engine/updating';
import { automatic, byHand } from '../support/engine/syncing';
import { Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 80 });
const signIn = { scopes: EVERY_RIGHT };

const rows = (...list: IDataObject[]): INodeExecutionData[] => list.map((json) => ({ json }));

interface Person {
	id: string;
	userPrincipalName: string;
	employeeId: string;
	mail: string;
	jobTitle: string;
	city: string;
	department: string;
}

async function people(count: number): Promise<Person[]> {
	const ids = await ordinaryPeople(bench, count);
	return await Promise.all(
		ids.map(async (id) => ({ ...(await bench.stored(id)), id }) as unknown as Person),
	);
}

test('unknown columns can be left out', async () => {
	const [one] = await people(1);
	const [result] = await bench.results(automatic('id', { unknownColumns: 'ignore' }), {
		items: rows({ id: one.id, city: 'New', foo: 'bar', row_number: 3 }),
	});
	expect(result).toMatchObject({ written: true });
});

test('columns that were removed from the form do not count', async () => {
	const [one] = await people(1);
	const parameters = byHand('id', { id: one.id, city: 'New', department: 'New' });
	(parameters.columns as IDataObject).schema = [{ id: 'department', removed: true }];
	const [result] = await bench.results(parameters);
	expect(result).toMatchObject({ changes: [{ field: 'city' }] });
});

test('a password is written whenever given, and shown nowhere', async () => {
	const [one] = await people(1);
	const password = 'Kx7!vegetable-Otter';
	const [result] = await bench.results(automatic('id'), {
		signIn,
		items: rows({ id: one.id, password, city: one.city }),
	});
	expect(result).toMatchObject({ written: true, changes: [{ field: 'password' }], undo: null });
	expect(JSON.stringify(result)).not.toContain('vegetable');
	expect((await patches(bench)).length).toBe(1);
});

test("SharePoint's fields and the manager are read only where they are mapped", async () => {
	const everyone = await people(30);
	const boss = bench.tenant.cast.umlaut.userPrincipalName;
	const read = async (more: (person: Person) => IDataObject) => {
		await bench.tenant.control('DELETE', '/log');
		await bench.results(automatic('id', { dryRun: true }), {
			items: rows(...everyone.map((person) => ({ id: person.id, ...more(person) }))),
		});
		return (await bench.asked()).map(({ path, query }) => [path, Object.keys(query).sort().join()]);
	};
	const list = ['/v1.0/users', '$filter,$select'];
	expect(await read(({ city }) => ({ city }))).toEqual([list, list]);
	const withManager = ['/v1.0/users', '$expand,$filter,$select'];
	expect(await read(({ city }) => ({ city, manager: boss }))).toEqual([
		withManager,
		withManager,
		list,
	]);
	expect(await read(({ city }) => ({ city, aboutMe: 'x' }))).toHaveLength(2 + 30);
});

test('a preview needs no right to change anybody', async () => {
	const [one] = await people(1);
	const [result] = await bench.results(automatic('userPrincipalName', { dryRun: true }), {
		signIn: { scopes: ['User.Read.All'] },
		items: rows({
			userPrincipalName: one.userPrincipalName,
			city: 'New',
			manager: bench.tenant.cast.umlaut.id,
		}),
	});
	expect(result).toMatchObject({ changed: true, written: false });
});

test("as the tool of an AI agent, where one item is the agent's", async () => {
	const [one] = await people(1);
	const call = agentTool({
		parameters: byHand('employeeId', {
			employeeId: "={{ $fromAI('employeeId') }}",
			jobTitle: "={{ $fromAI('jobTitle') }}",
		}),
		credential: await bench.credential(),
	});
	const answer = await call({ employeeId: one.employeeId, jobTitle: 'Made by an agent' });
	expect(JSON.stringify(answer)).toContain(one.userPrincipalName);
	expect(await bench.stored(one.id)).toMatchObject({ jobTitle: 'Made by an agent' });
});

test('the editor is told of every column, and which of them can be matched by', async () => {
	const { resourceMapping } = new Office365Users().methods;
	const { fields } = await resourceMapping.userColumns.call(editorContext());
	expect(fields.map(({ id }) => id).sort()).toEqual(
		[
			...WRITABLE_FIELDS.map(({ name }) => name),
			'id',
			'manager',
			'onPremisesSamAccountName',
		].sort(),
	);
	expect(
		fields
			.filter(({ canBeUsedToMatch }) => canBeUsedToMatch)
			.map(({ id }) => id)
			.sort(),
	).toEqual(['employeeId', 'id', 'mail', 'onPremisesSamAccountName', 'userPrincipalName']);
	expect(fields.filter(({ defaultMatch }) => defaultMatch).map(({ id }) => id)).toEqual([
		'userPrincipalName',
	]);
});

test('a change that Graph refuses says what had been written of the row', async () => {
	const [one] = await people(1);
	bench.expectRefusal(403);
	await bench.fault(
		{ type: 'error', status: 403, code: 'Authorization_RequestDenied' },
		{ method: 'PUT' },
	);
	const { error } = await bench.run(automatic('id'), {
		items: rows({ id: one.id, city: 'New', manager: bench.tenant.cast.umlaut.id }),
	});
	expect(error?.message).toMatch(/Already updated: City$/);
});

test('two rows for one user in two groups of items', async () => {
	const [one] = await people(1);
	const requestOptions = { batching: { batch: { batchSize: 1, batchInterval: 200 } } };
	const results = await bench.results(
		{ ...automatic('id'), requestOptions },
		{
			items: rows(
				{ id: one.id, city: 'New' },
				{ id: one.id, city: 'New' },
				{ id: one.id, city: one.city },
			),
		},
	);
	expect(results.map(({ written }) => written)).toEqual([true, false, true]);
	expect(await bench.stored(one.id)).toMatchObject({ city: one.city });
});
