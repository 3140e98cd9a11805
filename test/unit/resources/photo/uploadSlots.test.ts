import {
	MOST_UPLOADS,
	Semaphore,
	slotsFor,
	uploadSlots,
} from '../../../../nodes/Office365Users/resources/photo/uploadSlots';
import { type Deferred, deferred } from '../../../../nodes/Office365Users/transport/deferred';

/** Work that lasts until it is told to end. */
function works(count: number) {
	const ends: Array<Deferred<void>> = [];
	const started: number[] = [];
	const one = (index: number) => async (): Promise<number> => {
		started.push(index);
		await (ends[index] = deferred()).promise;
		return index;
	};
	return { started, ends, all: Array.from({ length: count }, (_, index) => one(index)) };
}
const settle = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

test('so many at once, the others in their order', async () => {
	const slots = new Semaphore(2);
	const { started, ends, all } = works(4);
	const results = all.map(async (work) => await slots.use(work));
	await settle();
	expect(started).toEqual([0, 1]);
	ends[1].resolve();
	await settle();
	expect(started).toEqual([0, 1, 2]);
	ends[0].resolve();
	ends[2].resolve();
	await settle();
	ends[3].resolve();
	expect(await Promise.all(results)).toEqual([0, 1, 2, 3]);
});

test('a large one takes the room of several, and is not overtaken', async () => {
	const slots = new Semaphore(3);
	const { started, ends, all } = works(4);
	const results = [1, 3, 1, 9].map(async (size, index) => await slots.use(all[index], size));
	await settle();
	expect(started).toEqual([0]);
	ends[0].resolve();
	await settle();
	expect(started).toEqual([0, 1]);
	ends[1].resolve();
	await settle();
	// More than there is takes all that there is.
	expect(started).toEqual([0, 1, 2]);
	ends[2].resolve();
	await settle();
	ends[3].resolve();
	expect(await Promise.all(results)).toEqual([0, 1, 2, 3]);
});

test('at most 16 MB at once', () => {
	for (const bytes of [1, 100_000, 800_000, 900_000, 2_000_000, 3_999_999]) {
		const atOnce = Math.floor(MOST_UPLOADS / slotsFor(bytes));
		expect(atOnce).toBeGreaterThan(0);
		expect(atOnce * bytes).toBeLessThanOrEqual(16_000_000);
	}
});

test('one that fails makes room as well', async () => {
	const slots = new Semaphore(1);
	const failed = slots.use(async () => await Promise.reject(new Error('No')));
	const next = slots.use(async () => await Promise.resolve('next'));
	await expect(failed).rejects.toThrow('No');
	expect(await next).toBe('next');
	expect(await slots.use(async () => await Promise.resolve('later'))).toBe('later');
});

test('one for each run', () => {
	const [run, other] = [{}, {}];
	expect(uploadSlots(run)).toBe(uploadSlots(run));
	expect(uploadSlots(run)).not.toBe(uploadSlots(other));
});
