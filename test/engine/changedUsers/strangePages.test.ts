/** Pages of a round that are not as Graph's are: nothing is lost by them. */
import { PublishedWorkflow } from '../../support/engine/publishedWorkflow';
import { Workbench } from '../../support/engine/workbench';

const bench = new Workbench({ users: 60 });
const CHANGES = { resource: 'search', operation: 'changes', selectFields: ['displayName', 'city'] };

const ELSEWHERE = 'https://elsewhere.example/v1.0/users/delta?$deltatoken=x';

describe.each(['workflow', 'item'])('place in the %s', (state) => {
	it.each([
		['without a link', { value: [] }],
		['with a link to another server', { value: [], '@odata.deltaLink': ELSEWHERE }],
	])('a last page %s: the round fails, and the next one has what changed', async (_, page) => {
		const { alice } = bench.tenant.cast;
		const from = new PublishedWorkflow(bench, {
			...CHANGES,
			state,
			options: { firstRound: 'none' },
		});
		const deltaLink = String((await from.results()).at(-1)?.deltaLink ?? '');
		const given = state === 'item' ? { deltaLink } : {};
		await bench.tenant.control('PATCH', `/users/${alice.id}`, { properties: { city: 'Q' } });
		const type = { type: 'html', status: 200, contentType: 'application/json' };
		await bench.fault({ ...type, body: JSON.stringify(page) } as never, {
			pathPattern: 'deltatoken',
			count: 1,
		});
		const { error } = await from.run(given);
		expect(error?.message).toContain('for the next round');
		expect((await from.results(given)).map(({ id }) => id)).toContain(alice.id);
	});
});
