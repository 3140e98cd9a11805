/** Search Users: whom it finds, and what those with fewer rights are shown. */
import type { IDataObject } from 'n8n-workflow';

import { DEFAULT_LIST_FIELDS } from '../../nodes/Office365Users/users/userProperties';
import { modeOf } from '../support/engine/queryMode';
import { Workbench } from '../support/engine/workbench';

const search = { resource: 'search', operation: 'users' };
const bench = new Workbench();

const ids = (users: IDataObject[]): unknown[] => users.map(({ id }) => id);

describe('Search Users', () => {
	describe('everyone', () => {
		it('returns the first 50 when nothing is set, with one plain request', async () => {
			const found = await bench.results(search);
			expect(ids(found)).toEqual(ids((await bench.everyone(['id'])).slice(0, 50)));
			const asked = await bench.asked();
			expect(asked).toHaveLength(1);
			expect(asked[0].path).toBe('/v1.0/users');
			expect(Object.keys(asked[0].query).sort()).toEqual(['$select', '$top']);
			expect(asked[0].query.$top).toBe('50');
			expect(modeOf(asked[0])).toBe('plain');
		});

		it.each(['', '   '])('takes the search term %j to mean everyone', async (searchTerm) => {
			const found = await bench.results({ ...search, searchTerm, limit: 7 });
			expect(ids(found)).toEqual(ids((await bench.everyone(['id'])).slice(0, 7)));
		});

		it('returns all with the largest page', async () => {
			const found = await bench.results({ ...search, returnAll: true });
			expect(ids(found)).toEqual(ids(await bench.everyone(['id'])));
			expect((await bench.asked()).map(({ query }) => query.$top)).toEqual(['999']);
		});

		it('accepts a limit as text from an expression', async () => {
			const found = await bench.results({ ...search, limit: '={{ "3" }}' });
			expect(found).toHaveLength(3);
		});

		it('returns nothing when nobody matches', async () => {
			const found = await bench.results({ ...search, searchTerm: 'nobody is called this' });
			expect(found).toEqual([]);
		});
	});

	describe('the search term', () => {
		const NAMES = ['displayName', 'givenName', 'surname', 'mail', 'mailNickname'] as const;

		it.each([...NAMES, 'userPrincipalName'] as const)(
			'matches the start of %s, in any case, and not its middle',
			async (field) => {
				const address = (start: string): string =>
					field === 'mail'
						? `${start}@contoso.example`
						: field === 'userPrincipalName'
							? `${start}@${bench.tenant.tenantDomain}`
							: start;
				const starts = await bench.addUser({ [field]: address('Xq7start.rest') });
				await bench.addUser({ [field]: address('a.Xq7start.rest') });
				const found = await bench.results({ ...search, searchTerm: 'xQ7START.r' });
				expect(ids(found)).toEqual([starts]);
			},
		);

		it('finds a user who matches in several fields once', async () => {
			const { alice } = bench.tenant.cast;
			const found = await bench.results({
				...search,
				searchTerm: 'alice.wallace',
				returnAll: true,
			});
			expect(ids(found)).toEqual([alice.id]);
		});

		it.each([
			['an apostrophe', "Sean O'B", 'apostrophe'],
			['an apostrophe at the start', "O'Br", 'apostrophe'],
			['umlauts', 'Jürgen Mü', 'umlaut'],
			['a dollar sign', '$ Cash', 'dollar'],
			['#', 'dana_fabrikam.example#EXT#@', 'guest'],
		])('copes with %s', async (_what, searchTerm, who) => {
			const found = await bench.results({ ...search, searchTerm });
			expect(ids(found)).toEqual([bench.tenant.cast[who].id]);
		});

		it.each([
			'100% Sure',
			'%41lice',
			'A&B Partners',
			'R&D&$top=1',
			'C++ Guild',
			'Room #12',
			'Who? Me',
			'and/or',
			'back\\slash',
			'"Quoted" Name',
			"''",
			"x') or startswith(mail,'",
			'(Temp) Worker',
			'a=b;c,d',
			'日本 太郎',
			'🙂 Smile',
		])('finds %j by the full text', async (displayName) => {
			const id = await bench.addUser({ displayName });
			const found = await bench.results({ ...search, searchTerm: displayName, returnAll: true });
			expect(ids(found)).toEqual([id]);
			expect(modeOf((await bench.asked())[0])).toBe('plain');
		});

		it('accepts a number from an expression', async () => {
			const id = await bench.addUser({ displayName: '4711 Cash Point' });
			const found = await bench.results({ ...search, searchTerm: '={{ 4711 }}' });
			expect(ids(found)).toEqual([id]);
		});
	});

	describe('Search Mode: Words of the Display Name', () => {
		const tokens = { ...search, options: { searchMode: 'tokens' } };

		it.each(['wallace', 'Alice Wall', 'wall ali', 'ALICE'])(
			'finds Alice Wallace by %j',
			async (searchTerm) => {
				const { alice } = bench.tenant.cast;
				const found = await bench.results({ ...tokens, searchTerm, returnAll: true });
				expect(ids(found)).toContain(alice.id);
				const words = searchTerm.toLowerCase().split(' ');
				for (const { displayName } of found) {
					const own = String(displayName).toLowerCase().split(/\s/);
					expect(words.filter((word) => own.some((name) => name.startsWith(word)))).toEqual(words);
				}
				expect((await bench.asked()).map(modeOf)).toEqual(['advanced']);
			},
		);

		it('does not find the middle of a word', async () => {
			const found = await bench.results({ ...tokens, searchTerm: 'allace', returnAll: true });
			expect(ids(found)).not.toContain(bench.tenant.cast.alice.id);
		});

		it.each(["Sean O'Brien", 'Jürgen Müßig', '"Quoted" Name', 'back\\slash', 'A&B Partners'])(
			'takes %j',
			async (searchTerm) => {
				await bench.addUser({ displayName: '"Quoted" Name' });
				await bench.addUser({ displayName: 'back\\slash' });
				await bench.addUser({ displayName: 'A&B Partners' });
				const found = await bench.results({ ...tokens, searchTerm });
				expect(found).toHaveLength(1);
				expect(String(found[0].displayName)).toContain(searchTerm);
			},
		);

		it('works together with a filter and a sort order', async () => {
			const found = await bench.results({
				...search,
				searchTerm: 'a',
				returnAll: true,
				selectFields: ['displayName', 'department'],
				options: {
					searchMode: 'tokens',
					filter: "department eq 'Sales'",
					orderBy: 'displayName desc',
				},
			});
			const expected = (
				await bench.everyone(['id', 'displayName', 'department'], '$orderby=displayName desc')
			).filter(
				({ department, displayName }) =>
					department === 'Sales' && /(^|\s)a/i.test(String(displayName)),
			);
			expect(found.length).toBeGreaterThan(1);
			expect(found).toEqual(expected);
		});

		it('is ignored without a search term', async () => {
			const found = await bench.results({ ...tokens, limit: 5 });
			expect(ids(found)).toEqual(ids((await bench.everyone(['id'])).slice(0, 5)));
			expect((await bench.asked()).map(modeOf)).toEqual(['plain']);
		});
	});

	describe('with fewer permissions', () => {
		it('shows what User.ReadBasic.All reveals; the rest is empty', async () => {
			const basic = ['displayName', 'givenName', 'id', 'mail', 'surname', 'userPrincipalName'];
			const found = await bench.results(
				{ ...search, limit: 4 },
				{ signIn: { scopes: ['User.ReadBasic.All'] } },
			);
			const expected = (await bench.everyone(basic)).slice(0, 4);
			expect(found).toHaveLength(4);
			found.forEach((user, index) => {
				expect(user).toMatchObject(expected[index]);
				for (const name of DEFAULT_LIST_FIELDS.filter((field) => !basic.includes(field))) {
					expect([name, user[name]]).toEqual([name, name === 'businessPhones' ? [] : null]);
				}
			});
		});

		it('says that guests cannot list users', async () => {
			bench.expectRefusal(403, 'Authorization_RequestDenied');
			const { error } = await bench.run(search, {
				signIn: { as: bench.tenant.cast.guest },
			});
			expect(error?.message).toContain('has no right to do this');
			expect(error?.description).toContain('Guests often cannot read or list other users');
		});

		it('names the permission when it is missing', async () => {
			bench.expectRefusal(403, 'Authorization_RequestDenied');
			const { error } = await bench.run(search, { signIn: { scopes: ['User.Read'] } });
			expect(error?.message).toMatch(/has no right to do this.*User\.ReadBasic\.All/);
		});
	});
});
