import { userRef } from '../../../nodes/Office365Users/users/userRef';
import { running } from '../../support/graph/running';
import { gate, turn } from '../../support/graph/turns';

describe('changes of one user', () => {
	test('are made one after the other in the order of the items, whatever the case', async () => {
		const run = running(3).start(0);
		const doors = [gate(), gate(), gate()];
		const begun: number[] = [];
		const write = async (user: string, index: number): Promise<number> =>
			await run.inOrder(userRef(user, 'User').key, async () => {
				begun.push(index);
				await doors[index].opened;
				return index;
			});
		const results = [write('a@x.y', 0), write('A@X.Y', 1), write('b@x.y', 2)];
		await turn();
		expect(begun).toEqual([0, 2]);
		doors[0].open();
		await turn();
		expect(begun).toEqual([0, 2, 1]);
		doors[1].open();
		doors[2].open();
		expect(await Promise.all(results)).toEqual([0, 1, 2]);
	});

	test('one that fails does not keep the next from being made', async () => {
		const run = running(2).start(0);
		const refused = new Error('refused');
		const first = run.inOrder('a', async () => await Promise.reject(refused));
		const second = run.inOrder('a', async () => 'done');
		await expect(first).rejects.toBe(refused);
		expect(await second).toBe('done');
	});
});

describe('users named in two ways', () => {
	const ID = '87d349ed-44d7-43e1-9a83-5f2406dee5bd';
	const OTHER = '11111111-2222-3333-4444-555555555555';

	/** The order in which the items' changes begin, each ending before the next turn. */
	async function order(
		keys: string[],
		findId: (key: string) => Promise<string>,
		arrival = keys.map((_, index) => index),
	): Promise<{ begun: number[]; found: string[] }> {
		const begun: number[] = [];
		const found: string[] = [];
		const { start } = running(keys.length);
		const run = keys.map((_, index) => start(index))[0];
		await Promise.all(
			arrival.map(async (index) => {
				const key = keys[index];
				await run.whenAllChecked({
					index,
					passed: true,
					changes: key,
					findId: async () => {
						found.push(key);
						return await findId(key);
					},
				});
				await run.inOrder(key, async () => {
					begun.push(index);
					await turn();
				});
			}),
		);
		return { begun, found };
	}

	test('by ID, by name and as "me": one queue', async () => {
		const keys = ['a@x.y', ID, 'me', OTHER];
		const { begun, found } = await order(keys, async () => ID.toUpperCase());
		expect(found).toEqual(['a@x.y', 'me']);
		// The other user waits for nobody.
		expect(begun).toEqual([0, 3, 1, 2]);
	});

	test('the order is that of the items, not that in which their checks ended', async () => {
		const { begun } = await order([ID, 'a@x.y', ID], async () => ID, [2, 1, 0]);
		expect(begun).toEqual([0, 1, 2]);
	});

	test.each([[[ID, OTHER, ID]], [['a@x.y', 'b@x.y']], [['me', 'me']]])(
		'%j: nobody is looked up',
		async (keys) => {
			expect((await order(keys, async (key) => key)).found).toEqual([]);
		},
	);

	test('whoever is not found keeps their own name', async () => {
		const { begun } = await order(
			['a@x.y', ID],
			async () => await Promise.reject(new Error('404')),
		);
		expect(begun).toEqual([0, 1]);
	});
});
