/** Everyone once more: what was told in the round that failed, and what has gone since, is not lost. */
import type { INodeParameters } from 'n8n-workflow';

import { PublishedWorkflow } from '../../support/engine/publishedWorkflow';
import { Workbench } from '../../support/engine/workbench';

const bench = new Workbench({ users: 60 });
const CHANGES: INodeParameters = {
	resource: 'search',
	operation: 'changes',
	selectFields: ['displayName', 'city'],
};
const REPEAT = { repeatLastRound: true };

describe('after a round of everyone', () => {
	it.each([[{}], [{ startOver: true }]])(
		'%j: a user who was removed since is named, however often it is repeated',
		async (options) => {
			const { noPhoto, alice } = bench.tenant.cast;
			const from = new PublishedWorkflow(bench, CHANGES);
			const first = await from.results({ options });
			await bench.tenant.control('DELETE', `/users/${noPhoto.id}`);
			await bench.tenant.control('PATCH', `/users/${alice.id}`, { properties: { city: 'Q' } });
			for (let times = 0; times < 2; times++) {
				const repeated = await from.results({ options: REPEAT });
				expect(repeated).toContainEqual({ id: noPhoto.id, removed: 'changed' });
				expect(repeated).toContainEqual(expect.objectContaining({ id: alice.id, city: 'Q' }));
				expect(new Set(repeated.map(({ id }) => id)).size).toBe(repeated.length);
				expect(repeated).toHaveLength(first.length);
			}
			expect(await from.results()).toEqual([]);
		},
	);

	it('a manager who was removed since is told', async () => {
		const { alice } = bench.tenant.cast;
		const from = new PublishedWorkflow(bench, CHANGES);
		const first = await from.results({ options: { includeManager: true } });
		expect(first.find(({ id }) => id === alice.id)).toHaveProperty('manager.id');
		await bench.tenant.control('PATCH', `/users/${alice.id}`, { managerId: null });
		const repeated = await from.results({ options: { includeManager: true, ...REPEAT } });
		expect(repeated.find(({ id }) => id === alice.id)).toHaveProperty('manager', null);
		const known = repeated.filter(({ removed }) => removed === undefined);
		expect(known.every((user) => 'manager' in user)).toBe(true);
		expect(known.some(({ manager }) => manager !== null)).toBe(true);
	});
});

it('the link is no longer accepted: a manager who was removed meanwhile is told', async () => {
	bench.expectRefusal(400);
	const { alice } = bench.tenant.cast;
	const from = new PublishedWorkflow(bench, { ...CHANGES, options: { includeManager: true } });
	await from.results();
	await bench.tenant.control('PATCH', `/users/${alice.id}`, { managerId: null });
	await bench.set({ deltaTokens: 'expired' });
	expect((await from.results()).find(({ id }) => id === alice.id)).toHaveProperty('manager', null);
});

it('without Include Manager nobody has the field, also when everyone comes once more', async () => {
	bench.expectRefusal(400);
	const from = new PublishedWorkflow(bench, CHANGES);
	await from.results();
	await bench.set({ deltaTokens: 'expired' });
	expect((await from.results()).filter((user) => 'manager' in user)).toEqual([]);
});

it('other fields from now on, and a later node fails: the round is told once more', async () => {
	const { noPhoto, alice } = bench.tenant.cast;
	const options = { firstRound: 'none' };
	const from = new PublishedWorkflow(bench, { ...CHANGES, options });
	await from.results();
	await bench.tenant.control('DELETE', `/users/${noPhoto.id}`);
	const others = { selectFields: ['city', 'department'] };
	await from.run(others, { failsLater: true });
	await bench.tenant.control('PATCH', `/users/${alice.id}`, { properties: { city: 'Q' } });
	for (let times = 0; times < 2; times++) {
		const repeated = await from.results({ ...others, options: { ...options, ...REPEAT } });
		expect(repeated).toContainEqual({ id: noPhoto.id, removed: 'changed' });
		expect(repeated.map(({ id }) => id)).toContain(alice.id);
	}
	await bench.tenant.control('PATCH', `/users/${alice.id}`, { properties: { department: 'D' } });
	expect(await from.results(others)).toMatchObject([{ id: alice.id, department: 'D' }]);
});
