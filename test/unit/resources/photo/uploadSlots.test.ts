import {
	Semaphore,
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
