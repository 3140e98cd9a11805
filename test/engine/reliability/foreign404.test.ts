/** A 404 that is not about what was asked for, such as a gateway's, settles nothing. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { ordinaryPeople } from '../../support/engine/updating';
import { itemsFor, userOfItem, Workbench } from '../../support/engine/workbench';

const bench = new Workbench({ users: 60 });
const settings = { onError: 'continueRegularOutput' } as const;

const FOREIGN = [
	{ type: 'html', status: 404 },
	{ type: 'error', status: 404, code: 'UnknownError', message: '' },
	{ type: 'error', status: 404, code: 'NotFound', message: 'No route.' },
] as const;

const stored = async (id: string): Promise<IDataObject> =>
	(await bench.tenant.control('GET', `/users/${id}`)).body as never as IDataObject;

describe.each([true, false])('Batch Requests %j', (batchRequests) => {
	const options = { batchRequests };

	it.each(FOREIGN)('%j: the manager is not said to be removed', async (fault) => {
		bench.expectRefusal(404);
		const people = await ordinaryPeople(bench, 2);
		for (const id of people) {
			await bench.tenant.control('PATCH', `/users/${id}`, { managerId: bench.tenant.cast.ceo.id });
		}
		await bench.fault(fault as never, { method: 'DELETE', count: 2 });
		const parameters: INodeParameters = {
			resource: 'update',
			operation: 'manager',
			user: userOfItem,
			managerAction: 'remove',
			options,
		};
		const { items } = await bench.run(parameters, { items: itemsFor(...people), settings });
		for (const [index, id] of people.entries()) {
			expect((await stored(id)).managerId).toEqual(expect.any(String));
			expect(items[index].json.error).toEqual(expect.any(String));
		}
	});

	it.each(FOREIGN)('%j: somebody without a manager stays without one', async (fault) => {
		bench.expectRefusal(404);
		const { ceo } = bench.tenant.cast;
		await bench.fault(fault as never, { method: 'DELETE', count: 2 });
		const parameters: INodeParameters = {
			resource: 'update',
			operation: 'manager',
			user: userOfItem,
			managerAction: 'remove',
			options,
		};
		expect(await bench.results(parameters, { items: itemsFor(ceo.id) })).toMatchObject([
			{ success: true, statusCode: 204 },
		]);
	});

	it.each(FOREIGN)('%j: a photo that is there is not said to be absent', async (fault) => {
		bench.expectRefusal(404);
		const { alice } = bench.tenant.cast;
		await bench.fault(fault as never, { method: 'DELETE', count: 2 });
		const parameters: INodeParameters = {
			resource: 'photo',
			operation: 'delete',
			user: userOfItem,
			options,
		};
		const { items } = await bench.run(parameters, { items: itemsFor(alice.id), settings });
		expect((await stored(alice.id)).photo).toBeTruthy();
		expect(items[0].json.error).toEqual(expect.any(String));
	});

	it.each(['get', 'getMetadata'])(
		"a gateway's page: Photo > %s does not return empty",
		async (operation) => {
			bench.expectRefusal(404);
			const { alice } = bench.tenant.cast;
			await bench.fault({ type: 'html', status: 404 }, { pathPattern: '/photo', count: 9 });
			const parameters: INodeParameters = {
				resource: 'photo',
				operation,
				user: userOfItem,
				binaryPropertyName: 'data',
				options: { ...options, ifNotFound: 'returnEmpty' },
			};
			const { items } = await bench.run(parameters, { items: itemsFor(alice.id), settings });
			expect(items[0].json.hasPhoto).not.toBe(false);
			expect(items[0].json.error).toEqual(expect.any(String));
		},
	);
});
