import { Fifo } from '../../../nodes/Office365Users/transport/fifo';
import { Timeline } from '../../../nodes/Office365Users/transport/timeline';
import { VirtualClock } from '../../support/graph/virtualClock';

test('what waits for its time comes when it is due, the soonest first', () => {
	const { random } = new VirtualClock({ seed: 3 });
	const timeline = new Timeline<number>();
	const times = Array.from({ length: 500 }, () => Math.floor(random() * 200));
	for (const at of times) timeline.add(at, at);
	expect(timeline.nextAt).toBe(Math.min(...times));
	const due: number[] = [];
	for (let at = timeline.takeDue(100); at !== undefined; at = timeline.takeDue(100)) due.push(at);
	const sorted = times.filter((at) => at <= 100).sort((a, b) => a - b);
	expect(due).toEqual(sorted);
	expect(timeline.length).toBe(500 - sorted.length);
	expect(timeline.nextAt).toBeGreaterThan(100);
});

test('what is taken out does not come', () => {
	const timeline = new Timeline<number>();
	for (const at of [5, 3, 8, 1, 9, 2]) timeline.add(at, at);
	expect(timeline.remove((at) => at % 2 === 1, 2)).toHaveLength(2);
	const rest = timeline.length;
	expect(rest).toBe(4);
	const due: number[] = [];
	for (let at = timeline.takeDue(9); at !== undefined; at = timeline.takeDue(9)) due.push(at);
	expect(due).toEqual([...due].sort((a, b) => a - b));
	expect(due).toEqual(expect.arrayContaining([2, 8]));
	expect(timeline.nextAt).toBe(Infinity);
});

test('first in, first out, however many', () => {
	const fifo = new Fifo<number>();
	const out: Array<number | undefined> = [];
	for (let item = 0; item < 1000; item++) {
		fifo.push(item);
		if (item % 3 === 0) out.push(fifo.shift());
	}
	expect(fifo.length).toBe(1000 - out.length);
	expect(fifo.peek()).toBe(out.length);
	expect(fifo.remove((item) => item % 2 === 0, 100)).toHaveLength(100);
	while (fifo.length > 0) out.push(fifo.shift());
	expect(out).toHaveLength(900);
	expect(out).toEqual([...out].sort((a, b) => Number(a) - Number(b)));
	expect(fifo.shift()).toBeUndefined();
	expect(fifo.peek()).toBeUndefined();
});
