/** Inactive For (Days) with an app, whose permissions Microsoft does not name. */
import { randomUUID } from 'node:crypto';

import { AppWorkbench } from '../support/engine/appWorkbench';

const bench = new AppWorkbench();

async function inactive(
	roles: string[],
	options: object = {},
): Promise<Awaited<ReturnType<typeof bench.run>>> {
	const clientId = randomUUID();
	await bench.tenant.control('POST', '/apps', { clientId, clientSecret: 's', roles });
	return await bench.run(
		{
			resource: 'search',
			operation: 'users',
			authentication: 'appOnly',
			searchTerm: 'Zoe Null',
			returnAll: true,
			selectFields: ['id'],
			options: { inactiveForDays: 30, ...options },
		},
		{ credential: bench.app({ clientId, clientSecret: 's' }) },
	);
}

it('keeps who never signed in and has no date of creation', async () => {
	const id = await bench.addUser({ displayName: 'Zoe Null', createdDateTime: null });
	const { items, error } = await inactive(['User.Read.All', 'AuditLog.Read.All']);
	expect(error).toBeUndefined();
	expect(items.map(({ json }) => json.id)).toEqual([id]);
});

it('calls nobody inactive where the dates are hidden from the app', async () => {
	await bench.addUser({ displayName: 'Zoe Null' });
	bench.expectRefusal(403);
	const { items, error } = await inactive(['User.ReadBasic.All', 'AuditLog.Read.All']);
	expect(items).toEqual([]);
	expect(error?.message).toMatch(/^'Inactive For \(Days\)' cannot be told for 1 user/);
});
