/** An image type without bytes is no photo. */
import { itemsFor, userOfItem, Workbench } from '../../support/engine/workbench';

const bench = new Workbench({ users: 60 });
const settings = { onError: 'continueRegularOutput' } as const;

it.each([true, false])('Batch Requests %j: no file without bytes', async (batchRequests) => {
	const ids: string[] = [];
	for (const { id } of await bench.everyone(['id'])) {
		const { body } = await bench.tenant.control('GET', `/users/${String(id)}`);
		if (body.photo) ids.push(String(id));
		if (ids.length === 4) break;
	}
	await bench.fault(
		batchRequests
			? { type: 'malformedPart', how: 'bodyMissing' }
			: ({ type: 'html', status: 200, contentType: 'image/jpeg', body: '' } as never),
		{ pathPattern: '/photo/' },
	);
	const parameters = {
		resource: 'photo',
		operation: 'get',
		user: userOfItem,
		binaryPropertyName: 'data',
		options: { batchRequests },
	};
	const { items } = await bench.run(parameters, { items: itemsFor(...ids), settings });
	expect(items).toHaveLength(4);
	// A part of a batch is asked for again; an answer by itself is a failure.
	expect(items.filter(({ json }) => json.error)).toHaveLength(batchRequests ? 0 : 1);
	expect(items.map(({ json }) => json.fileSize)).not.toContain(0);
});
