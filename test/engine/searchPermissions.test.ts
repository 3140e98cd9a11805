/** Search Users: which permission or license a refusal is about, by what is granted. */
import { randomUUID } from 'node:crypto';

import type { INodeParameters } from 'n8n-workflow';

import { AppWorkbench } from '../support/engine/appWorkbench';
import { EVERY_RIGHT } from '../support/engine/updating';

const bench = new AppWorkbench();
const group = (name: 'Legal' | 'Empty Group'): unknown => ({
	__rl: true,
	mode: 'id',
	value: bench.tenant.cast.groups[name],
});
const search = (options: object, more: INodeParameters = {}): INodeParameters => ({
	resource: 'search',
	operation: 'users',
	returnAll: true,
	selectFields: ['id'],
	options: options as INodeParameters,
	...more,
});
const department = { field: 'department', operator: 'equals', value: 'Legal' };
const leaving = { field: 'employeeLeaveDateTime', operator: 'after', value: '2020-01-01' };

it('a filter needs what is not granted, not what is', async () => {
	bench.expectRefusal(403);
	const { error } = await bench.run(search({ conditions: { condition: [leaving, department] } }), {
		signIn: { scopes: ['User.Read.All'] },
	});
	expect(error?.message).toBe(
		'The signed-in account has no right to filter by employeeLeaveDateTime; that needs the permission User-LifeCycleInfo.Read.All',
	);
	expect(error?.description).not.toContain('Choose Read,');
});

it('a filter by sign-ins needs a license', async () => {
	await bench.set({ premium: false });
	bench.expectRefusal(403);
	const filter = 'signInActivity/lastSignInDateTime le 2025-06-01T00:00:00Z';
	const { error } = await bench.run(search({ filter }), {
		signIn: { scopes: [...EVERY_RIGHT, 'AuditLog.Read.All'] },
	});
	expect(error?.message).toBe(
		"'Filter' by signInActivity needs a Microsoft Entra ID P1 license, which this tenant does not have",
	);
});

it('an app may lack what the option needs, or what the condition does', async () => {
	const clientId = randomUUID();
	const roles = ['GroupMember.Read.All'];
	await bench.tenant.control('POST', '/apps', { clientId, clientSecret: 's', roles });
	bench.expectRefusal(403);
	const { error } = await bench.run(
		search(
			{ memberOf: group('Legal'), conditions: { condition: [department] } },
			{ authentication: 'appOnly' },
		),
		{ credential: bench.app({ clientId, clientSecret: 's' }) },
	);
	expect(error?.message).toBe(
		"The app has no right to do this: 'Member Of' needs the permission GroupMember.Read.All; filtering by department needs the permission User.Read.All",
	);
});

it('members whose chosen fields are empty are not said to be hidden', async () => {
	const { alice } = bench.tenant.cast;
	await bench.tenant.control('PATCH', `/users/${alice.id}`, { properties: { faxNumber: null } });
	await bench.tenant.control('POST', '/groups', {
		id: bench.tenant.cast.groups['Empty Group'],
		users: [alice.id],
	});
	const { items, run } = await bench.run(
		search({ memberOf: group('Empty Group') }, { selectFields: ['faxNumber'] }),
		{ signIn: { scopes: ['User.Read.All', 'GroupMember.Read.All'] } },
	);
	expect(items).toHaveLength(1);
	expect(run.data.resultData.runData['Office 365 Users'][0].hints ?? []).toEqual([]);
});
