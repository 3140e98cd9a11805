/** What is read before a decision must be Graph's answer: else the item fails, and nothing is written. */
import { ordinaryPeople } from '../../support/engine/updating';
import { itemsFor, user, userOfItem, Workbench } from '../../support/engine/workbench';

const bench = new Workbench({ users: 60 });

/** Successful responses that hold no entity. */
const PAGES = [
	{ type: 'html', status: 200 },
	{ type: 'html', status: 202 },
];

describe('Read first', () => {
	const run = async (parameters: object, id: string) =>
		await bench.run(
			{ user: userOfItem, ...parameters },
			{ items: itemsFor(id), settings: { onError: 'continueRegularOutput' } },
		);

	/** The tenant answers the next GET so. */
	const answerWith = async (answer: { type: string } & Record<string, unknown>): Promise<void> =>
		await bench.fault(answer, { method: 'GET' });

	it.each(PAGES)('employeeOrgData: %j', async (answer) => {
		await answerWith(answer);
		const { alice } = bench.tenant.cast;
		const before = await bench.stored(alice);
		const { items } = await run(
			{ resource: 'update', operation: 'user', updateFields: { division: 'North' } },
			alice.id,
		);
		expect(items[0].json.error).toMatch(/something other than/);
		expect(await bench.stored(alice)).toEqual(before);
		expect((await bench.asked()).map(({ method }) => method)).toEqual(['GET']);
	});

	it.each(PAGES)('Get Management Chain: %j says nothing about managers', async (answer) => {
		await answerWith(answer);
		const { alice } = bench.tenant.cast;
		const { items } = await run({ resource: 'get', operation: 'managementChain' }, alice.id);
		expect(items).toHaveLength(1);
		expect(items[0].json.error).toMatch(/something other than/);
	});

	it('Get Photo Metadata: a page in place of the user is not "no photo"', async () => {
		bench.expectRefusal(404);
		const { noMailbox } = bench.tenant.cast;
		await bench.fault({ type: 'html', status: 200 }, { method: 'GET', skip: 1 });
		const { items } = await run({ resource: 'photo', operation: 'getMetadata' }, noMailbox.id);
		expect(items[0].json.error).toMatch(/something other than/);
	});

	it.each([
		['Update User', { operation: 'user', updateFields: { city: 'Basel' } }, 'PATCH'],
		['Set Manager', { operation: 'manager', managerAction: 'remove' }, 'DELETE'],
	])("%s: a proxy's page is no confirmation", async (_, parameters, method) => {
		await bench.fault({ type: 'html', status: 200 }, { method });
		const [id] = await ordinaryPeople(bench, 1);
		const { items } = await run({ resource: 'update', ...parameters }, id);
		expect(items[0].json.error).toMatch(/something other than/);
	});

	it("Set Manager > Assign: a proxy's page is no confirmation", async () => {
		await bench.fault({ type: 'html', status: 200 }, { method: 'PUT' });
		const { admin, alice } = bench.tenant.cast;
		const { items } = await run(
			{ resource: 'update', operation: 'manager', manager: user(admin.id, 'id') },
			alice.id,
		);
		expect(items[0].json.error).toMatch(/something other than/);
	});
});
