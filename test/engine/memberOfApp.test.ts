/** Search Users as an app without a user: what Member Of and Inactive For (Days) take. */
import { randomUUID } from 'node:crypto';

import type { INodeParameters } from 'n8n-workflow';

import { AppWorkbench } from '../support/engine/appWorkbench';
import type { Outcome } from '../support/engine/engine';

const bench = new AppWorkbench();

/** As a new app with these application permissions: tokens are kept, with what they allow. */
async function search(roles: string[], options: object): Promise<Outcome> {
	const clientId = randomUUID();
	const clientSecret = 'a-secret';
	const registered = await bench.tenant.control('POST', '/apps', { clientId, clientSecret, roles });
	expect(registered.status).toBe(200);
	return await bench.run(
		{
			authentication: 'appOnly',
			resource: 'search',
			operation: 'users',
			returnAll: true,
			options: options as INodeParameters,
		},
		{ credential: bench.app({ clientId, clientSecret }) },
	);
}
const memberOf = () => ({
	__rl: true,
	mode: 'id',
	value: (bench.tenant.cast.groups as unknown as Record<string, string>).Legal,
});

it('finds the inactive members of a group', async () => {
	const { items, error } = await search(
		['User.Read.All', 'GroupMember.Read.All', 'AuditLog.Read.All'],
		{ memberOf: memberOf(), inactiveForDays: 1 },
	);
	expect(error).toBeUndefined();
	expect(items.length).toBeGreaterThan(0);
});

it('says which permissions may be missing', async () => {
	bench.expectRefusal(403);
	const { error } = await search(['User.Read.All'], { memberOf: memberOf(), inactiveForDays: 1 });
	expect(error?.message).toBe(
		"The app has no right to do this: 'Member Of' needs the permission GroupMember.Read.All; 'Inactive For (Days)' needs the permission AuditLog.Read.All and a Microsoft Entra ID P1 license",
	);
	expect(error?.description).toMatch(/^Add the application permission to the app registration/);
});

it('says so where members come with nothing but their IDs', async () => {
	const { items, run } = await search(['GroupMember.Read.All'], { memberOf: memberOf() });
	expect(items.length).toBeGreaterThan(0);
	expect(items.every(({ json }) => Object.keys(json).join() === 'id')).toBe(true);
	const [{ message }] = run.data.resultData.runData['Office 365 Users'][0].hints ?? [];
	expect(message).toContain('needs the permission User.Read.All');
});

it('calls nobody inactive whose dates it may not see', async () => {
	bench.expectRefusal(403);
	const { items, error } = await search(['GroupMember.Read.All', 'AuditLog.Read.All'], {
		memberOf: memberOf(),
		inactiveForDays: 90,
	});
	expect(items).toEqual([]);
	expect(error?.description).toContain(
		'Reading users also needs User.ReadBasic.All or User.Read.All',
	);
});
