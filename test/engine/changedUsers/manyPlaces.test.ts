/** Places of many credentials, and of one whose name in the workflow's memory changes. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { runNode } from '../../support/engine/engine';
import { PublishedWorkflow } from '../../support/engine/publishedWorkflow';
import { Workbench } from '../../support/engine/workbench';

const bench = new Workbench({ users: 60 });
const parameters: INodeParameters = {
	resource: 'search',
	operation: 'changes',
	selectFields: ['displayName', 'city'],
	options: { firstRound: 'none' },
};
const changeAlice = async (): Promise<string> => {
	const { id } = bench.tenant.cast.alice;
	await bench.tenant.control('PATCH', `/users/${id}`, { properties: { city: 'Q' } });
	return id;
};

it('25 accounts by expression: each has its place', async () => {
	const first = await bench.credential();
	const staticData: IDataObject = {};
	const data = { ...first.data, clientId: '={{ $json.t }}' };
	const items = Array.from({ length: 25 }, (_, index) => ({ json: { t: index } }));
	const run = async (): Promise<unknown[]> =>
		(await runNode({ parameters, credentials: { '1': { ...first, data } }, items, staticData }))
			.items;
	await run();
	const id = await changeAlice();
	expect(await run()).toEqual(
		items.map(() => expect.objectContaining({ json: expect.objectContaining({ id }) })),
	);
});

it('a credential that gets an expression, and loses it again, goes on at its place', async () => {
	const stored = await bench.credential();
	const clientSecret = `={{ '${String(stored.data.clientSecret)}' }}`;
	const varying = { ...stored, data: { ...stored.data, clientSecret } };
	const from = new PublishedWorkflow(bench, parameters);
	await from.results({}, { credential: stored });
	const id = await changeAlice();
	const found = await from.results({}, { credential: varying });
	expect(found.map((user) => user.id)).toEqual([id]);
	expect(await from.results({}, { credential: stored })).toEqual([]);
	expect(JSON.stringify(from.staticData).match(/"deltaLink"/g)).toHaveLength(1);
});
