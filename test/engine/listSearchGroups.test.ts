/** The From List picker of groups, called as n8n's editor calls it. */
import type { INodeListSearchResult } from 'n8n-workflow';

import { Office365Users } from '../../nodes/Office365Users/Office365Users.node';
import { editorContext } from '../support/engine/engine';
import { type SignIn, Workbench } from '../support/engine/workbench';

const bench = new Workbench();
const { searchGroups } = new Office365Users().methods.listSearch;
const signedIn = { scopes: ['GroupMember.Read.All'] };

async function list(
	filter?: string,
	paginationToken?: string,
	signIn: SignIn = signedIn,
): Promise<INodeListSearchResult> {
	const context = editorContext({ '1': await bench.credential(signIn) });
	return await searchGroups.call(context, filter, paginationToken);
}
const groups = (): Record<string, string> =>
	bench.tenant.cast.groups as unknown as Record<string, string>;
const names = ({ results }: INodeListSearchResult): string[] => results.map(({ name }) => name);

it('lists all groups in the order of their names, with their mail addresses', async () => {
	const { results } = await list();
	expect(results.map(({ value }) => value)).toEqual(
		Object.keys(groups())
			.sort((one, other) => one.localeCompare(other, 'en'))
			.map((name) => groups()[name]),
	);
	expect(results[0].name).toBe('All Staff (all.staff@contoso.example)');
});

it.each([
	[
		'eng',
		[
			'Engineering (engineering@contoso.example)',
			'Engineering Team (engineering.team@contoso.example)',
		],
	],
	['  ENGINEERING T ', ['Engineering Team (engineering.team@contoso.example)']],
	['engineering.team@', ['Engineering Team (engineering.team@contoso.example)']],
	["O'", ["O'Neill's Group"]],
	['nothing like it', []],
	['%_#&+\\"', []],
])('finds what begins with %j', async (typed, wanted) => {
	await bench.tenant.control('POST', '/groups', { displayName: "O'Neill's Group" });
	expect(names(await list(typed))).toEqual(wanted);
});

it('goes on with the next page', async () => {
	for (let number = 0; number < 60; number++)
		await bench.tenant.control('POST', '/groups', { displayName: `Zzyzx ${number}` });
	const first = await list('zzyzx');
	expect(first.results).toHaveLength(50);
	const second = await list('zzyzx', String(first.paginationToken));
	expect(second.paginationToken).toBeUndefined();
	expect(new Set([...names(first), ...names(second)]).size).toBe(60);
});

it('says which permission is missing, and does not leak it as a status', async () => {
	bench.expectRefusal(403);
	await expect(list('a', undefined, { scopes: ['User.Read.All'] })).rejects.toThrow(
		'The signed-in account has no right to do this; it needs the permission GroupMember.Read.All',
	);
});

it('does not follow a page on another server', async () => {
	await expect(list('a', 'https://elsewhere.example/v1.0/groups')).rejects.toThrow(
		'The next page of groups is on another server',
	);
	expect(await bench.asked()).toEqual([]);
});
