/** Very many look-ups: the number of calls, and that nobody is mixed up on the way. */
import { itemsFor, userOfItem, Workbench } from '../../support/engine/workbench';

const COUNT = 10_000;
const bench = new Workbench({ users: COUNT + 50 });

it.each([
	['userProfile', 'id'],
	['userProfile', 'userPrincipalName'],
])(
	'10,000 of %s by %s: at most 40 calls',
	async (operation, key) => {
		const everyone = (await bench.everyone(['id', 'userPrincipalName', 'employeeId'])).slice(
			0,
			COUNT,
		);
		await bench.tenant.control('DELETE', '/log');
		const results = await bench.results(
			{
				resource: 'get',
				operation,
				user: userOfItem,
				selectFields: ['employeeId'],
			},
			{ items: itemsFor(...everyone.map((user) => user[key])) },
		);
		const wrong = results.filter(
			({ id, employeeId }, index) =>
				id !== everyone[index].id || employeeId !== (everyone[index].employeeId ?? null),
		);
		expect([results.length, wrong]).toEqual([COUNT, []]);
		const log = await bench.log();
		expect(log.filter(({ parent }) => parent === null).length).toBeLessThanOrEqual(40);
		expect(log.filter(({ path }) => path !== '/v1.0/users' && !path.endsWith('/$batch'))).toEqual(
			[],
		);
	},
	120_000,
);
