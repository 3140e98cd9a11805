/** Search Users: which fields come along, and page after page of a large tenant. */
import type { IDataObject } from 'n8n-workflow';

import { DEFAULT_LIST_FIELDS } from '../../nodes/Office365Users/users/userProperties';
import { modeOf } from '../support/engine/queryMode';
import { type LogEntry, Workbench } from '../support/engine/workbench';

const search = { resource: 'search', operation: 'users' };
const bench = new Workbench();

const ids = (users: IDataObject[]): unknown[] => users.map(({ id }) => id);

describe('Search Users', () => {
	describe('Fields', () => {
		it('returns those of the default fields that a list can have', async () => {
			const found = await bench.results({ ...search, limit: 3 });
			const expected = await bench.everyone(DEFAULT_LIST_FIELDS);
			expect(found).toEqual(expected.slice(0, 3));
		});

		it('reads chosen profile fields user by user', async () => {
			const found = await bench.results({
				...search,
				limit: 5,
				selectFields: ['displayName', 'skills', 'aboutMe', 'birthday'],
			});
			expect(found).toHaveLength(5);
			for (const { id, ...user } of found) {
				const { displayName, skills, aboutMe, birthday } = await bench.stored(String(id));
				expect(user).toEqual({ displayName, skills, aboutMe, birthday });
			}
			const lists = (await bench.asked()).filter(({ path: asked }) => asked === '/v1.0/users');
			expect(lists.map(({ query }) => query.$select)).toEqual(['id,displayName']);
		});

		it('fills in profile fields for all pages of a list', async () => {
			// Guests have no profile in SharePoint, and one of the cast has no license for it.
			const without = bench.tenant.cast.noSharePoint.userPrincipalName;
			const filter = `userType eq 'Member' and userPrincipalName ne '${without}'`;
			const found = await bench.results({
				...search,
				returnAll: true,
				selectFields: ['schools'],
				options: { filter },
			});
			const members = (await bench.everyone(['id', 'userType', 'userPrincipalName'])).filter(
				({ userType, userPrincipalName }) => userType === 'Member' && userPrincipalName !== without,
			);
			expect(ids(found)).toEqual(ids(members));
			for (const { id, schools } of found.slice(0, 30)) {
				expect(schools).toEqual((await bench.stored(String(id))).schools);
			}
			expect(found.filter(({ schools }) => !Array.isArray(schools))).toEqual([]);
		});

		it.each([
			['a list', ['surname', 'department']],
			['a list in an expression', '={{ ["surname", "department"] }}'],
			['one text with commas', '={{ "surname,department" }}'],
			['a text with spaces and empty places', '={{ " surname , ,department, " }}'],
			['repeats', '={{ "surname,department,surname" }}'],
			['a list with spaces and repeats', [' surname', 'department ', 'surname']],
		])('takes %s', async (_what, selectFields) => {
			const found = await bench.results({ ...search, limit: 2, selectFields });
			const expected = await bench.everyone(['id', 'surname', 'department']);
			expect(found).toEqual(expected.slice(0, 2));
			expect((await bench.asked()).map(({ query }) => query.$select)).toEqual([
				'id,surname,department',
			]);
		});

		it('keeps the ID where the user put it', async () => {
			await bench.results({ ...search, limit: 1, selectFields: ['surname', 'id'] });
			expect((await bench.asked())[0].query.$select).toBe('surname,id');
		});

		it.each(['', '={{ [] }}', '={{ " , " }}', '={{ null }}', '={{ undefined }}'])(
			'takes %j to mean the default fields',
			async (selectFields) => {
				const [found] = await bench.results({ ...search, limit: 1, selectFields });
				expect(Object.keys(found).sort()).toEqual([...DEFAULT_LIST_FIELDS].sort());
			},
		);

		it('reads an extension property by its full name', async () => {
			const badge = 'extension_22222222222242228222222222222222_badge';
			const found = await bench.results({
				...search,
				searchTerm: 'alice',
				selectFields: `={{ "${badge}" }}`,
			});
			const { alice } = bench.tenant.cast;
			expect(found.find(({ id }) => id === alice.id)).toEqual({ id: alice.id, [badge]: 'A-17' });
		});

		it.each([
			['jobTitel', 'jobTitle'],
			['DisplayNames', 'displayName'],
			['mobilphone', 'mobilePhone'],
		])('sends %s and suggests the nearest name when Graph refuses it', async (wrong, near) => {
			bench.expectRefusal(400, 'Request_BadRequest');
			const { error } = await bench.run({ ...search, selectFields: [wrong] });
			expect(error?.message).toBe(
				`'Fields' names "${wrong}", which Microsoft Graph does not know. Did you mean "${near}"?`,
			);
			expect((await bench.asked()).map(({ query }) => query.$select)).toEqual([`id,${wrong}`]);
		});

		it('sends the name of an extension that the tenant does not have', async () => {
			bench.expectRefusal(400, 'Request_BadRequest');
			const extension = 'extension_00000000000000000000000000000000_costCode';
			const { error } = await bench.run({ ...search, selectFields: [extension] });
			expect(error?.message).toBe(
				`'Fields' names "${extension}", which Microsoft Graph does not know`,
			);
			expect(await bench.asked()).toHaveLength(1);
		});
	});
});

describe('a tenant of 2,600 users', () => {
	const large = new Workbench({ users: 2600 });

	/** The pages after the first are Graph's own links: the first address with a token behind it. */
	function expectPages(asked: LogEntry[], tops: string[]): void {
		expect(asked.map(({ query }) => query.$top)).toEqual(tops);
		for (const page of asked.slice(1)) {
			expect(page.url.startsWith(`${asked[0].url}&$skiptoken=`)).toBe(true);
		}
		expect(new Set(asked.map(({ url }) => url)).size).toBe(asked.length);
		expect(new Set(asked.map(modeOf)).size).toBe(1);
	}

	it('reads a limit of 2,500 in three requests of at most 999', async () => {
		const found = await large.results({ ...search, limit: 2500 });
		expectPages(await large.asked(), ['999', '999', '999']);
		expect(found).toHaveLength(2500);
		expect(ids(found)).toEqual(ids((await large.everyone(['id'])).slice(0, 2500)));
		expect(new Set(ids(found)).size).toBe(2500);
	});

	it('stops where the limit is, also at the end of a page', async () => {
		for (const [limit, pages] of [
			[999, 1],
			[1000, 2],
			[1998, 2],
		]) {
			await large.tenant.control('DELETE', '/log');
			const found = await large.results({ ...search, limit, selectFields: ['mail'] });
			expect(found).toHaveLength(limit);
			expect(await large.asked()).toHaveLength(pages);
		}
	});

	it('reads everyone once', async () => {
		const found = await large.results({
			...search,
			returnAll: true,
			selectFields: ['displayName'],
		});
		expectPages(await large.asked(), ['999', '999', '999']);
		expect(found).toEqual(await large.everyone(['id', 'displayName']));
		expect(new Set(ids(found)).size).toBe(2600);
	});

	it('continues where it was when a page has to be requested again', async () => {
		large.expectRefusal(503);
		await large.fault({ type: '503', retryAfter: 0 }, { pathPattern: 'skiptoken', count: 2 });
		await large.fault('cutBody', { pathPattern: 'skiptoken' });
		const found = await large.results({ ...search, returnAll: true, selectFields: ['mail'] });
		expect(found).toEqual(await large.everyone(['id', 'mail']));
		// As far as the tenant knows, the page that broke off was delivered.
		const statuses = (await large.asked()).map(({ status }) => status);
		expect(statuses).toEqual([200, 503, 503, 200, 200, 200]);
	});

	it('sends ConsistencyLevel and $count with every page of an advanced query', async () => {
		const found = await large.results({
			...search,
			returnAll: true,
			selectFields: ['displayName'],
			options: { filter: "companyName eq 'Contoso'", orderBy: 'displayName desc' },
		});
		const asked = await large.asked();
		expectPages(asked, ['999', '999', '999']);
		expect(asked.map(modeOf)).toEqual(['advanced', 'advanced', 'advanced']);
		const expected = (
			await large.everyone(['id', 'displayName', 'companyName'], '$orderby=displayName desc')
		).filter(({ companyName }) => companyName === 'Contoso');
		expect(ids(found)).toEqual(ids(expected));
	});
});
