/** Few changes among very many users. */
import { PublishedWorkflow } from '../../support/engine/publishedWorkflow';
import { ordinaryPeople } from '../../support/engine/updating';
import { Workbench } from '../../support/engine/workbench';

const bench = new Workbench({ users: 10_000 });

it('10,000 users, 37 changed and 2 with another manager: exactly those, once each', async () => {
	const { alice, umlaut } = bench.tenant.cast;
	const feed = new PublishedWorkflow(bench, {
		resource: 'search',
		operation: 'changes',
		options: { includeManager: true },
	});
	expect(await feed.results()).toHaveLength(10_000);
	// The largest pages that Graph gives.
	expect(await bench.asked()).toHaveLength(50);
	const changed = (await ordinaryPeople(bench, 60)).filter(
		(id) => id !== alice.id && id !== umlaut.id,
	);
	// Some of them twice.
	for (const id of [...changed.slice(0, 37), ...changed.slice(0, 5)]) {
		const properties = { jobTitle: `Changed ${id}` };
		await bench.tenant.control('PATCH', `/users/${id}`, { properties });
	}
	await bench.tenant.control('PATCH', `/users/${alice.id}`, { managerId: umlaut.id });
	await bench.tenant.control('PATCH', `/users/${umlaut.id}`, { managerId: null });
	await bench.tenant.control('DELETE', '/log');

	const found = await feed.results();
	expect(found.map(({ id }) => id).sort()).toEqual(
		[...changed.slice(0, 37), alice.id, umlaut.id].sort(),
	);
	const managers = found.filter((user) => 'manager' in user);
	expect(managers.map(({ id, manager }) => [id, manager])).toEqual(
		expect.arrayContaining([
			[alice.id, { id: umlaut.id }],
			[umlaut.id, null],
		]),
	);
	expect(managers).toHaveLength(2);
	expect((await bench.asked()).length).toBeLessThanOrEqual(3);
	expect(await feed.results()).toEqual([]);
});
