/** A tenant that throttles: every item still gets its response. */
import {
	calls,
	cancelled,
	change,
	changes,
	jobTitles,
	lookup,
	people,
} from '../support/engine/manyItems';
import { BOTH_PATHS, itemsFor, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 1000 });
beforeEach(async () => await bench.giveEveryoneProfiles());
beforeEach(() => bench.expectRefusal(429));

/** Short windows: what takes a minute in reality takes two seconds here. */
const throttle = async (settings: Record<string, unknown>): Promise<void> =>
	await bench.set({
		throttle: { enabled: true, windowSeconds: 1, writesWindowSeconds: 1, ...settings },
	});

/** The share of all requests that was throttled, counting the parts of batches. */
async function throttledShare(): Promise<number> {
	const asked = await bench.asked();
	return asked.filter(({ status }) => status === 429).length / asked.length;
}

describe('Throttled', () => {
	it.each([
		['fixed', 'fraction'],
		['sliding', 'fraction'],
		['fixed', 'missing'],
		['sliding', 'date'],
	])('1,000 lookups in %s windows, Retry-After %s', async (windowKind, retryAfter) => {
		const users = await people(bench, 1000);
		await throttle({ resourceUnits: 500, windowKind, retryAfter });
		const read = await bench.results(lookup, { items: itemsFor(...users) });
		expect(read.map(({ id }) => id)).toEqual(users);
		expect((await bench.log()).some(({ status }) => status === 429)).toBe(true);
		// Windows this short are hit more often than those of ten seconds.
		expect(await throttledShare()).toBeLessThan(0.3);
	});

	it('600 changes: every user has the new value', async () => {
		const users = await people(bench, 600);
		await throttle({ writes: 300, retryAfter: 'fraction' });
		const items = changes(users, (index) => `Throttled ${index}`);
		const results = await bench.results(change, { items });
		expect(results.every(({ success }) => success === true)).toBe(true);
		const titles = await jobTitles(bench);
		expect(users.map((id) => titles.get(id))).toEqual(items.map(({ json }) => json.jobTitle));
		expect((await bench.log()).some(({ status }) => status === 429)).toBe(true);
	});

	it('one mailbox, four requests at once: none is refused', async () => {
		await throttle({});
		await bench.set({ latencyMs: 20 });
		const { alice } = bench.tenant.cast;
		// 30 different requests to the same mailbox.
		const sizes = ['48x48', '64x64', '96x96', '120x120', '240x240', '360x360'];
		const { items, error } = await bench.run(
			{
				resource: 'photo',
				operation: 'get',
				user: userOfItem,
				options: { size: '={{ $json.size }}', batchRequests: false },
			},
			{
				items: Array.from({ length: 30 }, (_, index) => ({
					json: {
						user: index % 2 ? alice.id : alice.userPrincipalName,
						size: sizes[index % sizes.length],
					},
				})),
			},
		);
		expect(error).toBeUndefined();
		expect(items).toHaveLength(30);
	});

	it('only what was throttled is retried', async () => {
		const users = await people(bench, 100);
		await bench.fault({ type: '429', retryAfter: 0.05 }, { insideBatch: true, count: 30 });
		const read = await bench.results(lookup, { items: itemsFor(...users) });
		expect(read.map(({ id }) => id)).toEqual(users);
		const asked = await bench.asked();
		expect(asked).toHaveLength(130);
		const times = new Map<string, number>();
		for (const { path: one, status } of asked) {
			if (status === 200) times.set(one, (times.get(one) ?? 0) + 1);
		}
		expect([...times.values()].every((count) => count === 1)).toBe(true);
	});

	it('a whole throttled batch is one pause', async () => {
		const users = await people(bench, 200);
		await bench.fault({ type: '429', retryAfter: 0.2 }, { insideBatch: false, count: 1 });
		const read = await bench.results(lookup, { items: itemsFor(...users) });
		expect(read.map(({ id }) => id)).toEqual(users);
	});

	it.each(BOTH_PATHS)(
		'cancelled during a pause: the run ends, and nothing is sent after it, over %s',
		async (path) => {
			const users = await people(bench, 500);
			await bench.fault({ type: '429', retryAfter: 250 }, { count: 10_000, insideBatch: true });
			const sent = await cancelled(
				bench,
				{ path, users },
				(log) => log.filter(({ status }) => status === 429).length >= 80,
			);
			expect(sent).toBeLessThanOrEqual(5);
		},
	);

	it.each(BOTH_PATHS)(
		'a run that fails during a pause does not wait for its end, over %s',
		async (path) => {
			bench.expectRefusal(404);
			const users = await people(bench, 60);
			// The first batch holds one unknown user, and 19 who are throttled for four minutes.
			await bench.fault(
				{ type: '429', retryAfter: 250 },
				{ count: 10_000, insideBatch: true, pathPattern: '/users/[0-9a-f]{8}-' },
			);
			const { error } = await bench.run(lookup, {
				path,
				items: itemsFor('nobody@x.example', ...users),
			});
			expect(error?.message).toContain('nobody@x.example');
		},
	);

	it('throttled for too long: says so and does not retry', async () => {
		const users = await people(bench, 500);
		await bench.fault({ type: '429', retryAfter: 400 }, { count: 10_000, insideBatch: true });
		const { items } = await bench.run(lookup, {
			items: itemsFor(...users),
			settings: { onError: 'continueRegularOutput' },
		});
		expect(items).toHaveLength(500);
		expect(new Set(items.map(({ json: { error } }) => error)).size).toBe(1);
		expect(items[0].json.error).toContain('asks to wait for 7 minutes');
		expect((await calls(bench)).length).toBeLessThanOrEqual(4);
	});
});
