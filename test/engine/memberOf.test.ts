/** Search Users: the options Member Of and Include Nested. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { modeOf } from '../support/engine/queryMode';
import { BOTH_PATHS, Workbench } from '../support/engine/workbench';

const bench = new Workbench();
const signIn = { scopes: ['User.Read.All', 'GroupMember.Read.All', 'Sites.Read.All'] };

/** The options with the group as the editor stores it. */
const memberOf = (value: unknown, others: IDataObject = {}, mode = 'id'): INodeParameters => ({
	resource: 'search',
	operation: 'users',
	returnAll: true,
	selectFields: ['id'],
	options: { memberOf: { __rl: true, mode, value } as never, ...others } as INodeParameters,
});
const groupId = (name: string): string =>
	(bench.tenant.cast.groups as unknown as Record<string, string>)[name];
const ids = (users: IDataObject[]): string[] => users.map(({ id }) => String(id)).sort();

/** Who is in a group, read bypassing the node. */
async function members(name: string, relationship = 'transitiveMembers'): Promise<string[]> {
	const { access_token } = await bench.tenant.token({
		...signIn,
		clientId: bench.tenant.apps.publicClient.clientId,
	});
	const path = `/groups/${groupId(name)}/${relationship}?$top=999`;
	const { body } = await bench.tenant.get(path, access_token);
	return body.value
		.filter((one) => one['@odata.type'] === '#microsoft.graph.user')
		.map(({ id }) => id)
		.sort();
}

describe.each(BOTH_PATHS)('Member Of (%s)', (path) => {
	it('finds the users of groups within groups, each once, and neither devices nor contacts', async () => {
		const found = await bench.results(memberOf(groupId('All Staff')), { path, signIn });
		expect(ids(found)).toEqual(ids(await bench.everyone(['id'])));
		expect(found.every((user) => Object.keys(user).join() === 'id')).toBe(true);
	});

	it('finds direct members only where that is asked for', async () => {
		for (const includeNested of [false, 'false']) {
			const found = await bench.results(memberOf(groupId('Engineering'), { includeNested }), {
				path,
				signIn,
			});
			expect(found).toHaveLength(3);
			expect(ids(found)).toEqual(await members('Engineering', 'members'));
		}
	});

	it('returns at most so many', async () => {
		const parameters = { ...memberOf(groupId('All Staff')), returnAll: false, limit: 7 };
		expect(await bench.results(parameters, { path, signIn })).toHaveLength(7);
		expect((await bench.asked()).map(({ query }) => query.$top)).toEqual(['7']);
	});

	it('takes the group from the item', async () => {
		const items = ['Engineering', 'Empty Group', 'Legal'].map((name) => ({
			json: { group: groupId(name) },
		}));
		const outcome = await bench.run(memberOf('={{ $json.group }}'), { path, signIn, items });
		expect(outcome.error).toBeUndefined();
		for (const [index, name] of ['Engineering', 'Empty Group', 'Legal'].entries()) {
			const own = outcome.items.filter(
				({ pairedItem }) => (pairedItem as { item: number }).item === index,
			);
			expect(ids(own.map(({ json }) => json))).toEqual(await members(name));
		}
	});
});

describe('Member Of with', () => {
	it('a search term, a filter and a sort order', async () => {
		const everyone = await bench.everyone(['id', 'city', 'displayName']);
		const inGroup = await members('All Staff');
		const [{ city }] = everyone;
		const found = await bench.results(
			{
				...memberOf(groupId('All Staff'), {
					filter: `city eq '${String(city)}'`,
					orderBy: 'displayName desc',
				}),
				searchTerm: 'a',
				selectFields: ['id', 'city', 'displayName', 'givenName', 'surname', 'mail'],
			},
			{ signIn },
		);
		expect(found.length).toBeGreaterThan(0);
		expect(found.every((user) => user.city === city && inGroup.includes(String(user.id)))).toBe(
			true,
		);
		const names = found.map(({ displayName }) => String(displayName));
		expect(names).toEqual([...names].sort((one, other) => other.localeCompare(one, 'en')));
		expect((await bench.asked()).map(modeOf)).toEqual(['advanced']);
	});

	it('words of the display name', async () => {
		const { alice } = bench.tenant.cast;
		const found = await bench.results(
			{
				...memberOf(groupId('All Staff'), { searchMode: 'tokens' }),
				searchTerm: alice.displayName,
			},
			{ signIn },
		);
		expect(ids(found)).toContain(alice.id);
	});

	it('a filter that lists of members do not take', async () => {
		const { error } = await bench.run(
			memberOf(groupId('Legal'), { filter: "identities/any(x:x/issuer eq 'a')" }),
			{ signIn },
		);
		expect(error?.message).toMatch(
			/^'Filter' names identities, which Microsoft Graph does not combine with the members of a group/,
		);
		expect(await bench.asked()).toEqual([]);
	});

	it('profile fields, read user by user', async () => {
		await bench.giveEveryoneProfiles();
		const found = await bench.results(
			{ ...memberOf(groupId('Legal')), selectFields: ['displayName', 'skills'] },
			{ signIn },
		);
		expect(ids(found)).toEqual(await members('Legal'));
		for (const { id, skills } of found) {
			expect(skills).toEqual((await bench.stored(String(id))).skills);
		}
	});

	it("the connector's format and the usual fields", async () => {
		const [found] = await bench.results(
			{ ...memberOf(groupId('Legal'), { outputFormat: 'connectorV1' }), selectFields: [] },
			{ signIn },
		);
		expect(found).toMatchObject({ Department: 'Legal', AccountEnabled: expect.any(Boolean) });
	});
});

describe('where Graph', () => {
	it('takes the cast in advanced mode only', async () => {
		await bench.set({ groupCasts: 'advanced' });
		const found = await bench.results(memberOf(groupId('Legal')), { signIn });
		expect(ids(found)).toEqual(await members('Legal'));
	});

	it('takes it in plain mode only, over all pages', async () => {
		bench.expectRefusal(400);
		await bench.set({ b2c: true });
		await bench.tenant.control('POST', '/groups', {
			id: groupId('Empty Group'),
			users: (await bench.everyone(['id'])).map(({ id }) => id),
		});
		const found = await bench.results(
			{ ...memberOf(groupId('Empty Group')), selectFields: ['signInActivity'] },
			{ signIn: { scopes: [...signIn.scopes, 'AuditLog.Read.All'] } },
		);
		expect(ids(found)).toEqual(await members('Empty Group'));
		expect((await bench.asked()).map(modeOf)).toEqual(['advanced', 'plain', 'plain']);
	});
});

describe('a group that is none', () => {
	it.each([
		['Engineering', /^'Member Of' is "Engineering", which is not the ID of a group$/],
		['', /^'Member Of' is empty$/],
		['={{ null }}', /^'Member Of' is empty$/],
		['={{ undefined }}', /^'Member Of' is empty$/],
		['={{ 5 }}', /^'Member Of' is "?5"?, which is not/],
		['={{ ["a"] }}', /^'Member Of' is .*, which is not/],
		['engineering@contoso.com', /^'Member Of' is "engineering@contoso\.com", which is not/],
		['https://entra.microsoft.com/#home', /^'Member Of' is .*, which is not/],
		["x' or 1 eq 1", /^'Member Of' is /],
	])('%j is refused before anything is sent', async (value, message) => {
		const { error } = await bench.run(memberOf(value), { signIn });
		expect(error?.message).toMatch(message);
		expect(await bench.asked()).toEqual([]);
	});

	it('is named by what the expression gives, not by the name picked before', async () => {
		bench.expectRefusal(404, 'Request_ResourceNotFound');
		const id = '00000000-0000-4000-8000-000000000000';
		const value = {
			__rl: true as const,
			mode: 'list',
			value: `={{ "${id}" }}`,
			cachedResultName: 'Legal',
		};
		const { error } = await bench.run(memberOf(id, { memberOf: value }), { signIn });
		expect(error?.message).toBe(`No group found for "${id}" in 'Member Of'`);
	});

	it('is not found', async () => {
		bench.expectRefusal(404, 'Request_ResourceNotFound');
		const { error } = await bench.run(memberOf(bench.tenant.cast.alice.id), { signIn });
		expect(error?.message).toBe(
			`No group found for "${bench.tenant.cast.alice.id}" in 'Member Of'`,
		);
	});

	it('is called by the name that was picked', async () => {
		bench.expectRefusal(404);
		const options = {
			memberOf: {
				__rl: true,
				mode: 'list',
				value: '00000000-0000-4000-8000-000000000000',
				cachedResultName: 'Gone Since',
			},
		};
		const { error } = await bench.run(
			{ resource: 'search', operation: 'users', options: options as never },
			{ signIn },
		);
		expect(error?.message).toBe(`No group found for "Gone Since" in 'Member Of'`);
	});

	it.each(['', '  ', '={{ null }}'])(
		'Include Nested %j is as if left out',
		async (includeNested) => {
			const found = await bench.results(memberOf(groupId('Engineering'), { includeNested }), {
				signIn,
			});
			expect(found).toHaveLength(15);
		},
	);

	it.each(['perhaps', 2, [true]])('Include Nested must not be %j', async (includeNested) => {
		const { error } = await bench.run(memberOf(groupId('Legal'), { includeNested } as never), {
			signIn,
		});
		expect(error?.message).toMatch(/^'Include Nested' is /);
	});
});

describe('the address of a page', () => {
	const tenantId = '11111111-2222-4333-8444-555555555555';
	it.each([
		(id: string) =>
			`https://entra.microsoft.com/#view/Microsoft_AAD_IAM/GroupDetailsMenuBlade/~/Overview/groupId/${id}/menuId/`,
		(id: string) => `https://admin.microsoft.com/#/groups/:/GroupDetails/${id}/0/TabMembers`,
		(id: string) => `https://teams.microsoft.com/l/team/x?groupId=${id}&tenantId=${tenantId}`,
		(id: string) => `https://teams.microsoft.com/l/team/x?tenantId=${tenantId}&groupId=${id}`,
		(id: string) => `https://graph.microsoft.com/v1.0/groups/${id}`,
		(id: string) => `  ${id.toUpperCase()}\u200b `,
	])('%s', async (address) => {
		const found = await bench.results(memberOf(address(groupId('Legal'))), { signIn });
		expect(ids(found)).toEqual(await members('Legal'));
	});
});

describe('without the permission', () => {
	it('a signed-in user is told which one, and where to get it', async () => {
		bench.expectRefusal(403);
		const { error } = await bench.run(memberOf(groupId('Legal')));
		expect(error?.message).toBe(
			"The signed-in account has no right to do this: 'Member Of' needs the permission GroupMember.Read.All",
		);
		expect(error?.description).toContain(
			"Set 'Permissions' in the credential to Custom and add GroupMember.Read.All",
		);
	});

	it('a larger one will do', async () => {
		const found = await bench.results(memberOf(groupId('Legal')), {
			signIn: { scopes: ['User.Read.All', 'Group.Read.All'] },
		});
		expect(ids(found)).toEqual(await members('Legal'));
	});
});
