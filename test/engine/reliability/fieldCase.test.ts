/** Field names in upper and lower case: read together as they are read singly. */
import { itemsFor, Workbench } from '../../support/engine/workbench';

const bench = new Workbench({ users: 60 });

it.each([
	['upn', 'userPrincipalName', 'UserPrincipalName,city'],
	['id', 'id', 'UserPrincipalName,city'],
	['id', 'id', 'ID,CITY'],
	['mail', 'mail', 'UserPrincipalName'],
])('by %s (%s), fields "%s"', async (mode, key, names) => {
	const everyone = (await bench.everyone([key])).map((user) => user[key]);
	const some = everyone.filter(Boolean).slice(0, 20);
	const read = async (options: { batchRequests?: boolean }): Promise<unknown> =>
		await bench.results(
			{
				resource: 'get',
				operation: 'userProfile',
				user: { __rl: true, mode, value: '={{ $json.user }}' },
				selectFields: `={{ "${names}" }}`,
				options,
			},
			{ items: itemsFor(...some) },
		);
	const together = await read({});
	expect(together).toEqual(await read({ batchRequests: false }));
	expect(together).toHaveLength(20);
});
