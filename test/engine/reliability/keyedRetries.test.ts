/** Who is read together has the same Max Retries: those of one item do not hold for others. */
import { ordinaryPeople } from '../../support/engine/updating';
import { itemsFor, userOfItem, Workbench } from '../../support/engine/workbench';

const bench = new Workbench({ users: 60 });
const settings = { onError: 'continueRegularOutput' } as const;
const options = { maxRetries: '={{ $itemIndex === 0 ? 0 : 8 }}' };
const THROTTLED = { type: '429', retryAfter: 0.05 } as const;

it.each(['userProfile', 'manager'])('%s', async (operation) => {
	bench.expectRefusal(429);
	const ids = await ordinaryPeople(bench, 40);
	await bench.fault(THROTTLED, { pathPattern: '/users', count: 1 });
	const { items } = await bench.run(
		{ resource: 'get', operation, user: userOfItem, selectFields: ['city'], options },
		{ items: itemsFor(...ids), settings },
	);
	const failed = items.flatMap(({ json }, index) =>
		String(json.error ?? '').includes('No manager') || !json.error ? [] : [index],
	);
	expect(failed.filter((index) => index !== 0)).toEqual([]);
});

it('looked up by mail', async () => {
	bench.expectRefusal(429);
	const mails = (await bench.everyone(['mail'])).map(({ mail }) => mail).filter(Boolean);
	await bench.fault(THROTTLED, { pathPattern: '/users', count: 1 });
	const user = { __rl: true, mode: 'mail', value: '={{ $json.user }}' };
	const { items } = await bench.run(
		{ resource: 'get', operation: 'userProfile', user, selectFields: ['city'], options },
		{ items: itemsFor(...mails.slice(0, 30)), settings },
	);
	expect(items.slice(1).filter(({ json }) => json.error)).toEqual([]);
});
