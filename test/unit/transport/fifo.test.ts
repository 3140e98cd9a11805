import { Fifo } from '../../../nodes/Office365Users/transport/fifo';

test('what has gone is not held any longer: it may have a file with it', () => {
	const waiting = new Fifo<{ name: string }>();
	for (let index = 0; index < 40; index++) waiting.push({ name: `file ${index}` });
	for (let index = 0; index < 30; index++) {
		expect(waiting.shift()).toEqual({ name: `file ${index}` });
		expect(JSON.stringify(waiting)).not.toContain(`"file ${index}"`);
	}
	expect(waiting.length).toBe(10);
	expect(waiting.peek()).toEqual({ name: 'file 30' });
});

test('in the order in which they came, also where some are taken out between', () => {
	const waiting = new Fifo<number>();
	for (let index = 0; index < 300; index++) waiting.push(index);
	for (let index = 0; index < 100; index++) expect(waiting.shift()).toBe(index);
	expect(waiting.remove((item) => item % 2 === 0, 50)).toHaveLength(50);
	const rest = Array.from({ length: waiting.length }, () => waiting.shift());
	expect(rest.slice(0, 3)).toEqual([101, 103, 105]);
	expect(rest).toHaveLength(150);
	expect(waiting.shift()).toBeUndefined();
});
