/** A DELETE whose connection broke is sent again; a 404 then is only "done" where it is about what was to go. */
import { ordinaryPeople } from '../../support/engine/updating';
import { itemsFor, userOfItem, Workbench } from '../../support/engine/workbench';

const bench = new Workbench({ users: 60 });

const NOBODY = 'nobody@contoso.onmicrosoft.example';
const NOBODYS_ID = '00000000-1111-4222-8333-444444444444';
const removeManager = {
	resource: 'update',
	operation: 'manager',
	user: userOfItem,
	managerAction: 'remove',
};
const deletePhoto = { resource: 'photo', operation: 'delete', user: userOfItem };

/** How the answer to the first DELETE is lost. */
const LOSSES = ['reset', 'resetAfterHandling', '502', '504'];
const NOT_SAID = [
	{ code: 'Request_ResourceNotFound', message: 'Nichts da.' },
	{ code: 'ErrorItemNotFound', message: '' },
	{ code: 'SomethingNew', message: "Resource 'manager' is gone." },
];

describe.each([
	['Delete Photo', deletePhoto],
	['Set Manager > Remove', removeManager],
])('%s', (_, parameters) => {
	it.each(LOSSES)('somebody who is not there, after %s: no success', async (loss) => {
		bench.expectRefusal(404);
		bench.expectRefusal(502);
		bench.expectRefusal(504);
		await bench.fault(loss, { method: 'DELETE', count: 1 });
		const { error } = await bench.run(parameters, { items: itemsFor(NOBODY) });
		expect(error?.message).toContain(`No user found for "${NOBODY}" in 'User'`);
	});

	it.each([NOBODY, NOBODYS_ID])('nor for %s among others, in batches', async (nobody) => {
		bench.expectRefusal(404);
		const people = await ordinaryPeople(bench, 8);
		await bench.fault('resetAfterHandling', { method: 'POST', pathPattern: 'batch', count: 1 });
		const { items } = await bench.run(parameters, {
			items: itemsFor(...people.slice(0, 4), nobody, ...people.slice(4)),
			settings: { onError: 'continueRegularOutput' },
		});
		expect(items.map(({ json }) => typeof json.error === 'string')).toEqual(
			items.map((__, index) => index === 4),
		);
		expect(items[4].json.error).toContain(`No user found for "${nobody}" in 'User'`);
	});

	it.each(LOSSES)('somebody who is there, after %s: done', async (loss) => {
		bench.expectRefusal(404);
		bench.expectRefusal(502);
		bench.expectRefusal(504);
		const { id } = bench.tenant.cast.alice;
		await bench.fault(loss, { method: 'DELETE', count: 1 });
		const [done] = await bench.results(parameters, { items: itemsFor(id) });
		expect(done.deleted ?? done.success).toBe(true);
	});

	it.each(NOT_SAID)('whatever Graph calls it: $code $message', async ({ code, message }) => {
		bench.expectRefusal(404);
		const { id } = bench.tenant.cast.alice;
		await bench.fault('resetAfterHandling', { method: 'DELETE', count: 1 });
		await bench.fault({ type: 'error', status: 404, code, message }, { method: 'DELETE' });
		const [done] = await bench.results(parameters, { items: itemsFor(id) });
		expect(done.deleted ?? done.success).toBe(true);
	});
});

it('a photo that was never there is not said to be deleted, where no try was lost', async () => {
	bench.expectRefusal(404);
	const { noPhoto } = bench.tenant.cast;
	const results = await bench.results(deletePhoto, { items: itemsFor(noPhoto.id) });
	expect(results).toEqual([{ deleted: false, user: noPhoto.id }]);
});
