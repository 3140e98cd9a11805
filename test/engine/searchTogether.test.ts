/** Search Users: conditions, group, inactivity and count in one search. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { BOTH_PATHS, Workbench } from '../support/engine/workbench';

const bench = new Workbench();
const signIn = { scopes: ['User.Read.All', 'AuditLog.Read.All', 'GroupMember.Read.All'] };
const ids = (users: IDataObject[]): string[] => users.map(({ id }) => String(id)).sort();
const condition = (field: string, operator: string, value?: unknown): IDataObject => ({
	field,
	operator,
	...(value === undefined ? {} : { value: value as string }),
});
const search = (options: IDataObject): INodeParameters => ({
	resource: 'search',
	operation: 'users',
	returnAll: true,
	selectFields: ['id', 'city', 'department', 'accountEnabled'],
	options: options as INodeParameters,
});

describe.each(BOTH_PATHS)('over %s', (path) => {
	it('guests, members of a group and the inactive by conditions', async () => {
		const memberOf = {
			__rl: true,
			mode: 'id',
			value: (bench.tenant.cast.groups as unknown as Record<string, string>)['All Staff'],
		};
		const conditions = {
			condition: [
				condition('accountEnabled', 'equals', true),
				condition('department', 'isOneOf', 'Legal, Sales, Engineering'),
			],
		};
		const all = await bench.results(search({ memberOf, conditions }), { path, signIn });
		const wanted = (await bench.everyone(['id', 'department', 'accountEnabled'])).filter(
			({ department, accountEnabled }) =>
				accountEnabled === true && /^(Legal|Sales|Engineering)$/.test(String(department)),
		);
		expect(wanted.length).toBeGreaterThan(5);
		expect(ids(all)).toEqual(ids(wanted));

		const inactive = await bench.results(search({ memberOf, conditions, inactiveForDays: 400 }), {
			path,
			signIn,
		});
		const inactiveOfAll = ids(
			await bench.results(search({ inactiveForDays: 400 }), { path, signIn }),
		);
		expect(ids(inactive)).toEqual(ids(wanted).filter((id) => inactiveOfAll.includes(id)));
		expect(inactive.length).toBeLessThan(all.length);

		for (const [options, count] of [
			[{ memberOf, conditions }, all.length],
			[{ memberOf, conditions, inactiveForDays: 400 }, inactive.length],
			[{ conditions }, wanted.length],
		] as const) {
			const found = await bench.results(search({ ...options, countOnly: true }), { path, signIn });
			expect(found).toEqual([{ count }]);
		}
	});
});
