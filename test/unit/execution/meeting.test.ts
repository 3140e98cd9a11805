import { Meeting } from '../../../nodes/Office365Users/execution/meeting';
import { gate, turn } from '../../support/graph/turns';

/** Items that meet, and the order in which they went on. */
function meeting(
	expected: number,
	{ atATime = 100, nextTick = async (): Promise<void> => {} } = {},
) {
	const together = new Meeting(expected, atATime, nextTick);
	const wentOn: number[] = [];
	return {
		wentOn,
		arrive: (...indexes: number[]): void => {
			for (const index of indexes) {
				void together.arrive(index).then(() => {
					wentOn.push(index);
				});
			}
		},
		leave: (): void => together.leave(),
	};
}

test('nobody goes on before the last has come, then all in the order of their indexes', async () => {
	const { arrive, wentOn } = meeting(3);
	arrive(2, 0);
	await turn();
	expect(wentOn).toEqual([]);
	arrive(1);
	await turn();
	expect(wentOn).toEqual([0, 1, 2]);
});

test('whoever leaves is not waited for', async () => {
	const { arrive, leave, wentOn } = meeting(3);
	arrive(2, 0);
	leave();
	await turn();
	expect(wentOn).toEqual([0, 2]);
});

test('they can meet again', async () => {
	const { arrive, wentOn } = meeting(2);
	arrive(0, 1);
	await turn();
	arrive(1);
	await turn();
	expect(wentOn).toEqual([0, 1]);
	arrive(0);
	await turn();
	expect(wentOn).toEqual([0, 1, 0, 1]);
});

test('so many go on at a time', async () => {
	const tick = gate();
	const { arrive, wentOn } = meeting(3, { atATime: 2, nextTick: async () => await tick.opened });
	arrive(0, 1, 2);
	await turn();
	expect(wentOn).toEqual([0, 1]);
	tick.open();
	await turn();
	expect(wentOn).toEqual([0, 1, 2]);
});

test('whoever has nothing to send goes on after the others', async () => {
	const together = new Meeting(3, 100, async () => {});
	const wentOn: number[] = [];
	for (const index of [2, 1, 0]) {
		void together.arrive(index, index === 0).then(() => {
			wentOn.push(index);
		});
	}
	await turn();
	expect(wentOn).toEqual([1, 2, 0]);
});
