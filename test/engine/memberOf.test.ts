/** Search Users: Member Of and Include Nested. */
import type { IDataObject } from 'n8n-workflow';

import { BOTH_PATHS, Workbench } from '../support/engine/workbench';

const search = { resource: 'search', operation: 'users', returnAll: true, selectFields: ['id'] };
const bench = new Workbench();
const signIn = { scopes: ['User.Read.All', 'GroupMember.Read.All'] };
const groupId = (name: string): string =>
	(bench.tenant.cast.groups as unknown as Record<string, string>)[name];
const group = (name: string): IDataObject => ({
	__rl: true,
	mode: 'list',
	value: groupId(name),
	cachedResultName: name,
});
const ids = (users: IDataObject[]): unknown[] => users.map(({ id }) => id);

describe.each(BOTH_PATHS)('Member Of (%s)', (path) => {
	it('finds the users of nested groups, each once', async () => {
		const found = await bench.results(
			{ ...search, options: { memberOf: group('All Staff') } as never },
			{ path, signIn },
		);
		const everyone = await bench.everyone(['id']);
		expect(ids(found).sort()).toEqual(ids(everyone).sort());
	});
	it('inactive', async () => {
		const found = await bench.results(
			{ ...search, options: { memberOf: group('Engineering'), inactiveForDays: 400 } as never },
			{ path, signIn: { scopes: [...signIn.scopes, 'AuditLog.Read.All'] } },
		);
		console.log(
			found.length,
			(await bench.asked()).map(({ url }) => url),
		);
		const count = await bench.results(
			{ ...search, options: { memberOf: group('Engineering'), countOnly: true } as never },
			{ path, signIn },
		);
		console.log(count);
	});
});
