import { Slots } from '../../../nodes/Office365Users/transport/slots';
import { type Gate, gate, turn } from '../support/turns';

/** Work on slots, of which the test decides when each piece ends. */
function workshop(most: number): {
	begun: number[];
	gates: Gate[];
	add: () => Promise<number>;
} {
	const slots = new Slots(most);
	const begun: number[] = [];
	const gates: Gate[] = [];
	const add = async (): Promise<number> => {
		const number = gates.length;
		gates.push(gate());
		return await slots.use(async () => {
			begun.push(number);
			await gates[number].opened;
			return number;
		});
	};
	return { begun, gates, add };
}

test('at most so many at once, the others in the order they came', async () => {
	const { begun, gates, add } = workshop(2);
	const results = [add(), add(), add(), add()];
	await turn();
	expect(begun).toEqual([0, 1]);
	gates[1].open();
	await turn();
	expect(begun).toEqual([0, 1, 2]);
	gates[0].open();
	gates[2].open();
	await turn();
	expect(begun).toEqual([0, 1, 2, 3]);
	gates[3].open();
	expect(await Promise.all(results)).toEqual([0, 1, 2, 3]);
});

test('a failure is passed on and frees its place', async () => {
	const slots = new Slots(1);
	const failure = new Error('refused');
	await expect(slots.use(async () => await Promise.reject(failure))).rejects.toBe(failure);
	expect(await slots.use(async () => 'next')).toBe('next');
});

test('a place given on to one that waits is not free for another as well', async () => {
	const { begun, gates, add } = workshop(1);
	void add();
	void add();
	await turn();
	gates[0].open();
	await turn();
	void add();
	await turn();
	expect(begun).toEqual([0, 1]);
});

test('all places are free again after the work', async () => {
	const { begun, gates, add } = workshop(2);
	void add();
	void add();
	void add();
	for (const each of gates) each.open();
	await turn();
	void add();
	void add();
	void add();
	await turn();
	expect(begun).toEqual([0, 1, 2, 3, 4]);
});
