import { runSettings } from '../../../nodes/Office365Users/execution/runSettings';
import { itemContext } from '../../support/engine/contexts';

const BATCHING = (batchInterval: number): object => ({
	requestOptions: { batching: { batch: { batchSize: 5, batchInterval } } },
});

test.each([
	['three items', { items: [{}, {}, {}] }, { size: 3 }],
	['Execute Once', { items: [{}, {}, {}], settings: { executeOnce: true } }, { size: 1 }],
	['no input', { items: [] }, { size: 0 }],
	['stopping, as by default', {}, { stopsOnFailure: true }],
	['continuing', { settings: { onError: 'continueRegularOutput' } }, { stopsOnFailure: false }],
	['an error output', { settings: { onError: 'continueErrorOutput' } }, { stopsOnFailure: false }],
	['all at once, as by default', {}, { inGroups: false }],
	['groups', { parameters: BATCHING(1000) }, { inGroups: true }],
	['groups without a pause', { parameters: BATCHING(0) }, { inGroups: false }],
] as const)('%s', (_, options, expected) => {
	expect(runSettings(itemContext(options as never))).toMatchObject(expected);
});

test('the next tick comes after what is ready now', async () => {
	const order: string[] = [];
	const tick = runSettings(itemContext())
		.nextTick()
		.then(() => order.push('tick'));
	await Promise.resolve().then(() => order.push('now'));
	await tick;
	expect(order).toEqual(['now', 'tick']);
});
