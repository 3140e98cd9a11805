/** The From List pickers, called as n8n's editor calls them: its own context, helper and HTTP. */
import type { IDataObject, INodeListSearchResult } from 'n8n-workflow';
import { inspect } from 'node:util';

import { Office365Users } from '../../nodes/Office365Users/Office365Users.node';
import type { StoredCredential } from '../support/engine/credentials';
import { editorContext } from '../support/engine/engine';
import { Workbench } from '../support/engine/workbench';

const bench = new Workbench();
const { searchUsers } = new Office365Users().methods.listSearch;

async function list(
	filter?: string,
	paginationToken?: string,
	credential?: StoredCredential,
): Promise<INodeListSearchResult> {
	const context = editorContext({ '1': credential ?? (await bench.credential()) });
	return await searchUsers.call(context, filter, paginationToken);
}

/** Everyone as the picker shows them, in the order of their names. */
async function shown(): Promise<INodeListSearchResult['results']> {
	const everyone = await bench.everyone(
		['id', 'displayName', 'userPrincipalName'],
		'$orderby=displayName',
	);
	return everyone.map(({ id, displayName, userPrincipalName }: IDataObject) => ({
		name: `${String(displayName)} (${String(userPrincipalName)})`,
		value: String(id),
	}));
}

describe('The list of users', () => {
	it('starts with a page in the order of names', async () => {
		const { results, paginationToken } = await list();
		expect(results).toEqual((await shown()).slice(0, 50));
		expect(paginationToken).toEqual(expect.any(String));
		expect(await bench.asked()).toHaveLength(1);
	});

	it('continues where the previous page ended until everyone has been shown once', async () => {
		const seen: INodeListSearchResult['results'] = [];
		let token: string | undefined;
		do {
			const page = await list(undefined, token);
			seen.push(...page.results);
			token = page.paginationToken as string | undefined;
		} while (token !== undefined);
		expect(seen).toEqual(await shown());
		const asked = await bench.asked();
		expect(asked).toHaveLength(Math.ceil(seen.length / 50));
	});

	it('continues within what was typed', async () => {
		for (let number = 0; number < 60; number++) {
			await bench.addUser({ displayName: `Zzyzx ${number}` });
		}
		const first = await list('zzyzx');
		expect(first.results).toHaveLength(50);
		const second = await list('zzyzx', String(first.paginationToken));
		expect(second.results).toHaveLength(10);
		expect(second.paginationToken).toBeUndefined();
		const all = [...first.results, ...second.results];
		expect(new Set(all.map(({ value }) => value)).size).toBe(60);
		expect(all.filter(({ name }) => !name.startsWith('Zzyzx '))).toEqual([]);
	});

	it('sorts matches by name as well', async () => {
		const { results } = await list('m');
		const names = results.map(({ name }) => name);
		expect(names.length).toBeGreaterThan(3);
		expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other)));
	});

	it.each([
		['alice.wal', 'alice'],
		['  alice.wal ', 'alice'],
		["Sean O'B", 'apostrophe'],
		["O'Brien", 'apostrophe'],
		['Jürgen Müß', 'umlaut'],
		['dana_fabrikam.example#EXT#@', 'guest'],
		['$ Cash', 'dollar'],
	])('finds %j', async (filter, who) => {
		const { id, displayName, userPrincipalName } = bench.tenant.cast[who];
		const { results } = await list(filter);
		expect(results).toEqual([{ name: `${displayName} (${userPrincipalName})`, value: id }]);
	});

	it.each(['A&B Partners', '100% Sure', 'C++', '"quoted"', "') or startswith(mail,'"])(
		'takes %j literally',
		async (displayName) => {
			const id = await bench.addUser({ displayName });
			const { results } = await list(displayName);
			expect(results.map(({ value }) => value)).toEqual([id]);
		},
	);

	it.each(['', '   '])('shows everyone for %j', async (filter) => {
		expect((await list(filter)).results).toEqual((await shown()).slice(0, 50));
	});

	it('is empty when nobody matches', async () => {
		expect(await list('nobody is called this')).toEqual({
			results: [],
			paginationToken: undefined,
		});
	});

	it('shows the user principal name of a user without a display name', async () => {
		const userPrincipalName = `zz.nameless@${bench.tenant.tenantDomain}`;
		const id = await bench.addUser({ displayName: null, userPrincipalName });
		const { results } = await list('zz.nameless');
		expect(results).toEqual([{ name: expect.stringContaining(userPrincipalName), value: id }]);
	});

	it('works with the smallest permissions', async () => {
		const credential = await bench.credential({ scopes: ['User.ReadBasic.All'] });
		expect((await list(undefined, undefined, credential)).results).toEqual(
			(await shown()).slice(0, 50),
		);
	});

	it('renews an access token that has expired', async () => {
		bench.expectRefusal(401);
		const credential = await bench.credential({ expiresIn: -60 });
		expect((await list('alice.wal', undefined, credential)).results).toHaveLength(1);
	});

	describe('says what is wrong', () => {
		async function failure(...given: Parameters<typeof list>): Promise<Error> {
			return await list(...given).then(
				() => {
					throw new Error('It did not fail');
				},
				(error: Error) => error,
			);
		}

		it('without the right to list users', async () => {
			bench.expectRefusal(403);
			const credential = await bench.credential({ scopes: ['User.Read'] });
			const { name, message } = await failure(undefined, undefined, credential);
			expect(name).toBe('NodeApiError');
			expect(message).toMatch(/has no right to do this.*User\.ReadBasic\.All/);
		});

		it('to a guest', async () => {
			bench.expectRefusal(403);
			const credential = await bench.credential({ as: bench.tenant.cast.guest });
			const { message } = await failure(undefined, undefined, credential);
			expect(message).toContain('has no right');
		});

		it('when Graph cannot be reached', async () => {
			const { type, data } = await bench.credential();
			const credential = { type, data: { ...data, graphBaseUrl: 'http://127.0.0.1:1' } };
			const { message } = await failure(undefined, undefined, credential);
			expect(message).toBe('Could not reach 127.0.0.1:1 (ECONNREFUSED)');
		});

		it('when the sign-in is revoked, and keeps the secrets', async () => {
			bench.expectRefusal(401);
			bench.expectRefusal(400, 'AADSTS50173');
			const credential = await bench.credential();
			await bench.tenant.control('POST', '/revoke', { what: 'both' });
			const error = await failure(undefined, undefined, credential);
			expect(error.message).toMatch(/reconnect/i);
			const { access_token, refresh_token } = credential.data.oauthTokenData as IDataObject;
			const left = inspect(error, { depth: Infinity, showHidden: true });
			for (const secret of [access_token, refresh_token, credential.data.clientSecret]) {
				expect(left).not.toContain(secret);
			}
		});

		it.each([
			'https://graph.example/v1.0/users?$skiptoken=x',
			'//graph.example/v1.0/users',
			'javascript:alert(1)',
			'/v1.0/users',
			'not an address',
		])('when the next page is %j, and does not request it', async (token) => {
			const { message } = await failure(undefined, token);
			expect(message).toContain('another server');
			expect(await bench.log()).toEqual([]);
		});

		it.each<[string, (graph: string, login: string) => string]>([
			['another port', (_graph, login) => login],
			[
				'a user name before the host',
				(graph, login) => login.replace('//', `//${new URL(graph).host}@`),
			],
			['another scheme', (graph) => graph.replace('http:', 'https:')],
		])('when the next page has %s, and does not request it', async (_what, origin) => {
			const { graph, login } = bench.tenant;
			await failure(undefined, `${origin(graph, login)}/v1.0/users`);
			expect(await bench.log()).toEqual([]);
		});
	});
});
