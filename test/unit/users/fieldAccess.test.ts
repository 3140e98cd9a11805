/** How many read the default fields before one of them has learnt whether they are refused. */
import { FieldAccessCache } from '../../../nodes/Office365Users/users/fieldAccess';
import { deferred } from '../../../nodes/Office365Users/transport/deferred';

const settle = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

async function readers(count: number) {
	const { defaultFields } = new FieldAccessCache();
	const answers = Array.from({ length: count }, () => deferred());
	let started = 0;
	const all = answers.map(
		async ({ promise }) =>
			await defaultFields.follow(async () => {
				started++;
				await promise;
			}),
	);
	await settle();
	return {
		answers,
		all,
		started: () => started,
	};
}

it.each([
	[1, 1],
	[20, 20],
	[21, 20],
	[300, 20],
	[1000, 20],
])('of %i who read, %i read at first', async (count, first) => {
	const { started, answers, all } = await readers(count);
	expect(started()).toBe(first);
	answers[0].resolve();
	await settle();
	expect(started()).toBe(count);
	for (const one of answers) one.resolve();
	await Promise.all(all);
});

it('a read that fails lets the others go, too, and those who come later', async () => {
	const { defaultFields } = new FieldAccessCache();
	const failing = defaultFields.follow(async () => await Promise.reject(new Error('No')));
	await expect(failing).rejects.toThrow('No');
	const later = Array.from({ length: 50 }, async (_, index) =>
		defaultFields.follow(async () => await Promise.resolve(index)),
	);
	expect(await Promise.all(later)).toHaveLength(50);
});
