/** Managers read together, by `$expand` on the list of those whose managers they are. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { itemsFor, type SignIn, userOfItem, Workbench } from '../../support/engine/workbench';

const bench = new Workbench({ users: 700 });
const CONTINUE = { onError: 'continueRegularOutput' } as const;

const managers = (
	selectFields: readonly string[] = [],
	options: INodeParameters = {},
): INodeParameters => ({
	resource: 'get',
	operation: 'manager',
	user: userOfItem,
	selectFields: [...selectFields],
	options,
});
const expansions = async (): Promise<string[]> =>
	(await bench.asked()).flatMap(({ query }) => query.$expand ?? []);
const singly = async () => (await bench.asked()).filter(({ path }) => path.endsWith('/manager'));

/** Users who have a user as manager, with that manager's ID. */
async function reports(count: number): Promise<Array<{ id: string; managerId: string }>> {
	const everyone = await bench.everyone(['id'], '$expand=manager');
	return everyone
		.flatMap(({ id, manager }) => {
			const { id: managerId, '@odata.type': type } = (manager ?? {}) as Record<string, string>;
			return type === '#microsoft.graph.user' ? [{ id: String(id), managerId }] : [];
		})
		.slice(0, count);
}

it('600 managers: 15 users a request, 20 requests a call, each with the manager of that user', async () => {
	const wanted = await reports(600);
	const results = await bench.results(managers(['city']), {
		items: itemsFor(...wanted.map(({ id }) => id)),
	});
	expect(results.map(({ id }) => id)).toEqual(wanted.map(({ managerId }) => managerId));
	expect((await bench.log()).filter(({ parent }) => parent === null)).toHaveLength(2);
	expect(await singly()).toEqual([]);
});

it.each([
	['default fields', []],
	['an extension', ['extension_22222222222242228222222222222222_badge']],
	["SharePoint's fields beside others", ['city', 'aboutMe']],
	['the fields in another case', ['City', 'businessphones']],
])('%s: the same items as singly', async (_, fields) => {
	await bench.giveEveryoneProfiles();
	const items = itemsFor(...(await reports(60)).map(({ id }) => id));
	const together = await bench.results(managers(fields), { items });
	expect((await expansions()).length).toBeGreaterThan(0);
	const single = await bench.results(managers(fields, { batchRequests: false }), { items });
	expect(JSON.stringify(together)).toBe(JSON.stringify(single));
});

it('no manager, no such user, and a contact as manager: what single reads say', async () => {
	bench.expectRefusal(404);
	const { ceo, orgContactManager, alice, guest } = bench.tenant.cast;
	const missing = '11111111-2222-3333-4444-555555555555';
	const users = [ceo.id, orgContactManager.id, alice.id, missing, guest.id];
	const run = async (options: INodeParameters): Promise<IDataObject[]> =>
		(
			await bench.run(managers(['mail', 'city'], options), {
				items: itemsFor(...users),
				settings: CONTINUE,
			})
		).items.map(({ json }) => ({ ...json, details: undefined }));
	const together = await run({});
	expect(await expansions()).toHaveLength(1);
	expect(together).toEqual(await run({ batchRequests: false }));
	expect(together[0].error).toContain('No manager found');
	expect(together[1]['@odata.type']).toBe('#microsoft.graph.orgContact');
	expect(together[3].error).toContain(missing);
});

it('If Not Found: Return Empty Result', async () => {
	bench.expectRefusal(404);
	const { ceo, alice } = bench.tenant.cast;
	const results = await bench.results(managers(['city'], { ifNotFound: 'returnEmpty' }), {
		items: itemsFor(ceo.id, alice.id),
	});
	expect(results[0]).toEqual({ found: false, user: ceo.id });
	expect(results[1].id).toBeDefined();
});

it('an expansion that is refused: singly', async () => {
	bench.expectRefusal(403);
	const wanted = await reports(40);
	await bench.fault(
		{ type: 'error', status: 403, code: 'Authorization_RequestDenied', message: 'No.' },
		{ pathPattern: '\\$expand=', count: 1000 },
	);
	const results = await bench.results(managers(['city']), {
		items: itemsFor(...wanted.map(({ id }) => id)),
	});
	expect(results.map(({ id }) => id)).toEqual(wanted.map(({ managerId }) => managerId));
});

it('a guest, who may not list users, asks singly', async () => {
	bench.expectRefusal(403);
	const signIn: SignIn = { as: bench.tenant.cast.guest, scopes: ['User.Read.All'] };
	const wanted = await reports(40);
	const results = await bench.results(managers(['displayName']), {
		signIn,
		items: itemsFor(...wanted.map(({ id }) => id)),
	});
	expect(results.map(({ id }) => id)).toEqual(wanted.map(({ managerId }) => managerId));
});
