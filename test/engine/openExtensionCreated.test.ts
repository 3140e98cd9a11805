/** Creating an open extension while Graph or the connection fails. */
import { kept, synced } from '../support/engine/syncing';
import { ordinaryPeople } from '../support/engine/updating';
import { Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 60 });
const POSTED = { method: 'POST', pathPattern: 'extensions', count: 1 } as const;

test.each(['503', 'reset', 'resetAfterHandling'] as const)('%s: tried again', async (fault) => {
	bench.expectRefusal(503);
	bench.expectRefusal(409);
	const [id] = await ordinaryPeople(bench, 1);
	await bench.fault(fault, POSTED);
	const [{ error, written }] = await synced(bench, [{ id, 'extensions/com.x.q/x': 'y' }]);
	expect([error, written]).toEqual([undefined, true]);
	expect((await kept(bench, id)).openExtensions).toMatchObject({ 'com.x.q': { x: 'y' } });
});

test('it says how often it has been tried', async () => {
	bench.expectRefusal(503);
	const [id] = await ordinaryPeople(bench, 1);
	await bench.fault('503', { ...POSTED, count: 50 });
	const rows = [{ id, 'extensions/com.x.q/x': 'y' }];
	const [{ error }] = await synced(bench, rows, { maxRetries: 1 });
	expect(error).toContain('still after 1 retry');
	const posts = (await bench.asked()).filter(
		({ method, path }) => method === 'POST' && path.endsWith('/extensions'),
	);
	expect(posts).toHaveLength(2);
});
