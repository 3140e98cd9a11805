/** Search Users: the option Count Only. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { modeOf } from '../support/engine/queryMode';
import { BOTH_PATHS, itemsFor, Workbench } from '../support/engine/workbench';

const bench = new Workbench();
const signIn = { scopes: ['User.Read.All', 'AuditLog.Read.All', 'GroupMember.Read.All'] };
const count = (options: IDataObject = {}, others: IDataObject = {}): INodeParameters =>
	({
		resource: 'search',
		operation: 'users',
		options: { countOnly: true, ...options },
		...others,
	}) as unknown as INodeParameters;
const group = (name: string): IDataObject => ({
	__rl: true,
	mode: 'id',
	value: (bench.tenant.cast.groups as unknown as Record<string, string>)[name],
});

describe.each(BOTH_PATHS)('Count Only (%s)', (path) => {
	it('is one number, of one request', async () => {
		const users = await bench.everyone(['id']);
		for (const countOnly of [true, 'true', '={{ true }}']) {
			await bench.tenant.control('DELETE', '/log');
			const found = await bench.results(count({ countOnly }), { path, signIn });
			expect(found).toEqual([{ count: users.length }]);
			expect(await bench.asked()).toHaveLength(1);
		}
	});

	it.each<[string, INodeParameters, (user: IDataObject) => boolean]>([
		[
			'a filter',
			count({ filter: "department eq 'Legal'" }),
			({ department }) => department === 'Legal',
		],
		[
			'an advanced filter',
			count({ filter: "department ne 'Legal'" }),
			({ department }) => department !== 'Legal',
		],
		[
			'a search term',
			count({}, { searchTerm: 'alice' }),
			(user) =>
				['displayName', 'givenName', 'surname', 'mail', 'mailNickname', 'userPrincipalName'].some(
					(name) => String(user[name]).toLowerCase().startsWith('alice'),
				),
		],
		[
			'words',
			count({ searchMode: 'tokens' }, { searchTerm: 'alice' }),
			({ displayName }) => /\balice/i.test(String(displayName)),
		],
	])('with %s', async (_what, parameters, matches) => {
		const users = await bench.everyone([
			...['id', 'department', 'displayName', 'givenName', 'surname', 'mail'],
			...['mailNickname', 'userPrincipalName'],
		]);
		const wanted = users.filter(matches).length;
		expect(wanted).toBeGreaterThan(0);
		expect(await bench.results(parameters, { path, signIn })).toEqual([{ count: wanted }]);
		expect((await bench.asked()).map(modeOf)).toEqual(['advanced']);
	});

	it('of a group, nested and direct', async () => {
		const users = await bench.everyone(['id', 'department']);
		const memberOf = group('Engineering');
		const all = users.filter(({ department }) => department === 'Engineering').length;
		expect(await bench.results(count({ memberOf }), { path, signIn })).toEqual([{ count: all }]);
		expect(
			await bench.results(count({ memberOf, includeNested: false }), { path, signIn }),
		).toEqual([{ count: 3 }]);
		expect(await bench.asked()).toHaveLength(2);
	});

	it('of nobody is 0', async () => {
		const found = await bench.results(count({ memberOf: group('Empty Group') }), { path, signIn });
		expect(found).toEqual([{ count: 0 }]);
	});

	it('of inactive users counts what comes, over all pages', async () => {
		const options = { inactiveForDays: 400 };
		const users = await bench.results({ ...count(), returnAll: true, options } as INodeParameters, {
			path,
			signIn,
		});
		const found = await bench.results(count(options, { limit: 1 }), { path, signIn });
		expect(found).toEqual([{ count: users.length }]);
		expect(users.length).toBeGreaterThan(1);
	});

	it('means the same whatever Limit, Fields, Sort and Output Format say', async () => {
		const users = await bench.everyone(['id']);
		const found = await bench.results(
			count(
				{ outputFormat: 'connectorV1', orderBy: 'displayName' },
				{ limit: 0, returnAll: 'perhaps', selectFields: ['job title', 'aboutMe'] },
			),
			{ path, signIn },
		);
		expect(found).toEqual([{ count: users.length }]);
		expect((await bench.asked()).map(({ query }) => query.$select)).toEqual(['id']);
	});

	it('each item has its own', async () => {
		const items = itemsFor('Legal', 'Engineering', 'Nowhere');
		const { items: found } = await bench.run(
			count({ filter: "=department eq '{{ $json.user }}'" }),
			{
				path,
				signIn,
				items,
			},
		);
		const users = await bench.everyone(['id', 'department']);
		const wanted = (name: string): number =>
			users.filter(({ department }) => department === name).length;
		expect(found.map(({ json, pairedItem }) => ({ json, pairedItem }))).toEqual([
			{ json: { count: wanted('Legal') }, pairedItem: { item: 0 } },
			{ json: { count: wanted('Engineering') }, pairedItem: { item: 1 } },
			{ json: { count: 0 }, pairedItem: { item: 2 } },
		]);
	});
});

describe('Count Only', () => {
	it('of what advanced queries refuse counts what comes', async () => {
		const filter = 'signInActivity/lastSignInDateTime le 2025-06-01T00:00:00Z';
		const users = await bench.results(
			{ ...count(), returnAll: true, options: { filter } } as INodeParameters,
			{ signIn },
		);
		expect(users.length).toBeGreaterThan(0);
		expect(await bench.results(count({ filter }), { signIn })).toEqual([{ count: users.length }]);
	});

	it('turned off changes nothing', async () => {
		for (const countOnly of [false, '', '={{ null }}', 'false']) {
			const found = await bench.results(count({ countOnly }, { limit: 2 }), { signIn });
			expect(found).toHaveLength(2);
		}
	});

	it('must be true or false', async () => {
		const { error } = await bench.run(count({ countOnly: 'perhaps' }), { signIn });
		expect(error?.message).toBe(`'Count Only' is "perhaps"; it must be true or false`);
		expect(await bench.asked()).toEqual([]);
	});

	it('says that a tenant for customers does not count', async () => {
		bench.expectRefusal(400);
		await bench.set({ b2c: true });
		for (const options of [{}, { filter: "department eq 'Legal'" }]) {
			const { error } = await bench.run(count(options), { signIn });
			expect(error?.message).toBe("This tenant does not support 'Count Only'");
			expect(error?.description).toContain('do not count users');
		}
	});

	it('says which permission is missing', async () => {
		bench.expectRefusal(403);
		const { error } = await bench.run(count({ memberOf: group('Legal') }), {
			signIn: { scopes: ['User.Read.All'] },
		});
		expect(error?.message).toContain("'Member Of' needs the permission GroupMember.Read.All");
	});

	it('leaves Sort aside before it is looked at', async () => {
		const filter = 'signInActivity/lastSignInDateTime le 2025-06-01T00:00:00Z';
		const unsorted = await bench.results(count({ filter }), { signIn });
		for (const orderBy of ['displayName', 'no sort order!']) {
			expect(await bench.results(count({ filter, orderBy }), { signIn })).toEqual(unsorted);
		}
	});

	it('works with the basic permission', async () => {
		bench.expectRefusal(403);
		const found = await bench.results(count({}, { searchTerm: 'alice' }), {
			signIn: { scopes: ['User.ReadBasic.All'] },
		});
		expect(found[0].count).toBeGreaterThan(0);
	});
});
