/** Agents that call the tool themselves, several times at once and with items of their own. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { agentTool } from '../../support/engine/agentTool';
import { EVERY_RIGHT } from '../../support/engine/updating';
import { user, Workbench } from '../../support/engine/workbench';

const bench = new Workbench({ users: 60 });

const chosen = user("={{ $fromAI('User', '', 'string') }}");
const OPERATIONS: Array<[string, INodeParameters]> = [
	['userProfile', { resource: 'get', operation: 'userProfile', user: chosen }],
	['manager', { resource: 'get', operation: 'manager', user: chosen }],
	['directReports', { resource: 'get', operation: 'directReports', user: chosen }],
	['managementChain', { resource: 'get', operation: 'managementChain', user: chosen }],
	['photo metadata', { resource: 'photo', operation: 'getMetadata', user: chosen }],
	['trending', { resource: 'trending', operation: 'userDocuments', user: chosen }],
	['people', { resource: 'people', operation: 'relevantPeople', user: chosen }],
	[
		'update',
		{ resource: 'update', operation: 'user', user: chosen, updateFields: { city: 'Oslo' } },
	],
];

const parsed = (answer: unknown): IDataObject[] => JSON.parse(String(answer)) as IDataObject[];

describe.each(OPERATIONS)('%s', (_, parameters) => {
	const call = async (
		agentItems: number,
	): Promise<(args: IDataObject) => Promise<IDataObject[]>> => {
		const credential = await bench.credential({ scopes: EVERY_RIGHT });
		const tool = agentTool({
			parameters,
			credential,
			agentItems: Array.from({ length: agentItems }, () => ({ json: {} })),
		});
		return async (args) => parsed(await tool(args as Record<string, string>));
	};

	it('twelve calls at once each get their own answer', async () => {
		const { alice, umlaut } = bench.tenant.cast;
		const names = Array.from(
			{ length: 12 },
			(_each, index) => (index % 2 === 0 ? alice : umlaut).userPrincipalName,
		);
		const one = await call(1);
		const alone = [await one({ User: names[0] }), await one({ User: names[1] })];
		const together = await Promise.all(names.map(async (name) => await one({ User: name })));
		expect(together).toEqual(names.map((_name, index) => alone[index % 2]));
		expect(alone[0].length).toBeGreaterThan(0);
	});

	it.each([0, 2, 5])('an agent that has %i items itself changes nothing', async (count) => {
		const { alice } = bench.tenant.cast;
		const answers = await (await call(count))({ User: alice.userPrincipalName });
		expect(answers).toEqual(await (await call(1))({ User: alice.userPrincipalName }));
	});
});

it('one call that fails says why, and does not disturb another', async () => {
	const { alice } = bench.tenant.cast;
	bench.expectRefusal(404);
	const tool = agentTool({ parameters: OPERATIONS[0][1], credential: await bench.credential() });
	const [found, missing] = await Promise.allSettled([
		tool({ User: alice.userPrincipalName }),
		tool({ User: 'nobody@contoso.onmicrosoft.example' }),
	]);
	expect(found).toMatchObject({ status: 'fulfilled' });
	expect(missing).toMatchObject({
		status: 'rejected',
		reason: { message: expect.stringContaining('No user found for') as string },
	});
});
