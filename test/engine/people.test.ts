/** The resource People: who is relevant to a user. */
import type { IDataObject } from 'n8n-workflow';

import { itemsFor, user, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 200 });

const myPeople = { resource: 'people', operation: 'myPeople' };
const relevantPeople = { resource: 'people', operation: 'relevantPeople', user: userOfItem };

/** As Graph returns them, bypassing the node. */
async function peopleOf(path: string, as: string): Promise<IDataObject[]> {
	const { access_token } = await bench.tenant.token({
		user: as,
		scopes: ['People.Read.All'],
		clientId: bench.tenant.apps.publicClient.clientId,
	});
	const { status, body } = await bench.tenant.get(`${path}/people?$top=1000`, access_token);
	expect(status).toBe(200);
	return body.value as unknown as IDataObject[];
}
const idsOf = (people: IDataObject[]): unknown[] => people.map(({ id }) => id);
const namesOf = (people: IDataObject[]): string[] =>
	people.map(({ displayName }) => String(displayName));
const byName = new Intl.Collator('en').compare;

describe('People', () => {
	describe('Get My Relevant People', () => {
		it('returns all people of the signed-in user in the order of relevance', async () => {
			const { manyReports } = bench.tenant.cast;
			const expected = await peopleOf('/me', manyReports.id);
			expect(expected.length).toBeGreaterThan(20);
			const read = await bench.results(
				{ ...myPeople, returnAll: true },
				{ signIn: { as: manyReports, scopes: ['People.Read'] } },
			);
			expect(read).toEqual(expected);
		});

		it('reads page after page, a thousand people at a time', async () => {
			const { alice } = bench.tenant.cast;
			const before = await peopleOf('/me', alice.id);
			const added = await Promise.all(
				Array.from({ length: 1100 }, async () => await bench.addUser({}, { managerId: alice.id })),
			);
			const read = await bench.results({ ...myPeople, returnAll: true }, { signIn: { as: alice } });
			expect(new Set(idsOf(read))).toEqual(new Set([...idsOf(before), ...added]));
			expect(read).toHaveLength(before.length + added.length);
			const pages = (await bench.asked()).map(({ query }) => [query.$top, query.$skip]);
			expect(pages).toEqual([
				['1000', undefined],
				['1000', '1000'],
			]);
			const some = await bench.results({ ...myPeople, limit: 1005 }, { signIn: { as: alice } });
			expect(idsOf(some)).toEqual(idsOf(read).slice(0, 1005));
		});

		it('stops at the limit and requests no more than that', async () => {
			const { manyReports } = bench.tenant.cast;
			const expected = await peopleOf('/me', manyReports.id);
			const signIn = { as: manyReports };
			const read = await bench.results({ ...myPeople, limit: 12 }, { signIn });
			expect(idsOf(read)).toEqual(idsOf(expected.slice(0, 12)));
			expect((await bench.asked()).map(({ query }) => query.$top)).toEqual(['12']);
		});

		it('returns the scores of mail addresses as numbers', async () => {
			const read = await bench.results({ ...myPeople, returnAll: true });
			const scores = read.flatMap(({ scoredEmailAddresses }) =>
				(scoredEmailAddresses as IDataObject[]).map(({ relevanceScore }) => relevanceScore),
			);
			expect(scores.length).toBeGreaterThan(2);
			expect(new Set(scores.map((score) => typeof score))).toEqual(new Set(['number']));
		});

		it('includes externals and groups', async () => {
			const read = await bench.results({ ...myPeople, returnAll: true });
			const classes = read.map(({ personType }) => (personType as IDataObject).class);
			expect(new Set(classes)).toEqual(new Set(['Person', 'Group']));
		});

		it('searches by name and mail, typos included', async () => {
			for (const search of ['Tyler', 'tyler lee', 'Tylor', 'tyler.lee@fabrikam.example']) {
				const read = await bench.results({ ...myPeople, options: { search } });
				expect(namesOf(read)).toEqual(['Tyler Lee']);
			}
			expect((await bench.asked()).map(({ query }) => query.$search)).toEqual([
				'"Tyler"',
				'"tyler lee"',
				'"Tylor"',
				'"tyler.lee@fabrikam.example"',
			]);
		});

		it('returns at most 250 hits and requests no further page', async () => {
			const { alice } = bench.tenant.cast;
			await Promise.all(
				Array.from(
					{ length: 260 },
					async () => await bench.addUser({ displayName: 'Xaver Crowd' }, { managerId: alice.id }),
				),
			);
			const read = await bench.results(
				{ ...myPeople, returnAll: true, options: { search: 'xaver' } },
				{ signIn: { as: alice } },
			);
			expect(namesOf(read)).toEqual(Array.from({ length: 250 }, () => 'Xaver Crowd'));
			const asked = await bench.asked();
			expect(asked.map(({ query }) => [query.$top, query.$skip])).toEqual([['250', undefined]]);
		});

		it('escapes quotes in a search', async () => {
			expect(await bench.results({ ...myPeople, options: { search: 'a" OR "b\\' } })).toEqual([]);
			expect((await bench.asked())[0].query.$search).toBe('"a\\" OR \\"b\\\\"');
		});

		it('filters and sorts', async () => {
			const { manyReports } = bench.tenant.cast;
			const filter = "personType/class eq 'Person' and personType/subclass eq 'OrganizationUser'";
			const all = await peopleOf('/me', manyReports.id);
			const wanted = all.filter(
				({ personType }) => (personType as IDataObject).subclass === 'OrganizationUser',
			);
			const signIn = { as: manyReports };
			const read = await bench.results(
				{ ...myPeople, returnAll: true, options: { filter, orderBy: 'displayName' } },
				{ signIn },
			);
			expect(wanted.length).toBeLessThan(all.length);
			expect(namesOf(read)).toEqual(namesOf(wanted).sort(byName));
			const turned = await bench.results(
				{ ...myPeople, returnAll: true, options: { filter, orderBy: 'displayName desc' } },
				{ signIn },
			);
			expect(namesOf(turned)).toEqual(namesOf(wanted).sort(byName).reverse());
			for (const { headers, query } of await bench.asked()) {
				expect(headers.consistencylevel).toBeUndefined();
				expect(query.$count).toBeUndefined();
			}
		});

		it('names Filter and Sort when Graph rejects them', async () => {
			bench.expectRefusal(400);
			const { error } = await bench.run({ ...myPeople, options: { filter: "birthday eq 'x'" } });
			expect(error?.message).toContain("'Filter'");
			const sorted = await bench.run({ ...myPeople, options: { orderBy: 'surname' } });
			expect(sorted.error?.message).toContain("'Sort'");
		});

		it('says that there is no mailbox', async () => {
			bench.expectRefusal(404, 'ResourceNotFound');
			const { error } = await bench.run(myPeople, {
				signIn: { as: bench.tenant.cast.noMailbox },
			});
			expect(error?.message).toBe(
				'Relevant people come from the mailbox, and the signed-in user has no Exchange Online mailbox',
			);
		});

		it('says which permission is missing', async () => {
			bench.expectRefusal(403);
			const { error } = await bench.run(myPeople, { signIn: { scopes: ['User.Read'] } });
			expect(error?.message).toContain('permission People.Read');
		});
	});

	describe('Get Relevant People', () => {
		it.each(['alice', 'apostrophe', 'umlaut'])(
			'returns the people of %s by user principal name and by ID',
			async (who) => {
				const { id, userPrincipalName } = bench.tenant.cast[who];
				const expected = await peopleOf(`/users/${id}`, bench.tenant.cast.admin.id);
				const { items } = await bench.run(
					{ ...relevantPeople, returnAll: true },
					{ items: itemsFor(userPrincipalName, id) },
				);
				expect(expected.length).toBeGreaterThan(0);
				const of = (item: number): IDataObject[] =>
					items
						.filter(({ pairedItem }) => (pairedItem as { item: number }).item === item)
						.map(({ json }) => json);
				expect(of(0)).toEqual(expected);
				expect(of(1)).toEqual(expected);
			},
		);

		it('filters', async () => {
			const { manyReports } = bench.tenant.cast;
			const all = await peopleOf(`/users/${manyReports.id}`, bench.tenant.cast.admin.id);
			const [{ displayName }] = all;
			const read = await bench.results(
				{
					...relevantPeople,
					options: { filter: `displayName eq '${String(displayName).replace(/'/g, "''")}'` },
				},
				{ items: itemsFor(manyReports.id) },
			);
			expect(idsOf(read)).toEqual(
				idsOf(all.filter((person) => person.displayName === displayName)),
			);
		});

		it('refuses to search the people of others, before anything is sent', async () => {
			const { alice } = bench.tenant.cast;
			const { error } = await bench.run(
				{ ...relevantPeople, options: { search: 'tyler' } },
				{ items: itemsFor(alice.id) },
			);
			expect(error?.message).toBe(
				`'Search' works for the signed-in user only, and 'User' is "${alice.id}"`,
			);
			expect(error?.description).toContain('Get My Relevant People');
			expect(await bench.asked()).toEqual([]);
		});

		it('searches when the user is me', async () => {
			const read = await bench.results({
				...relevantPeople,
				user: user('me'),
				options: { search: 'tyler' },
			});
			expect(namesOf(read)).toEqual(['Tyler Lee']);
		});

		it('says that there is no mailbox, item by item under Continue', async () => {
			bench.expectRefusal(404, 'ResourceNotFound');
			const { alice, noMailbox, guest } = bench.tenant.cast;
			const { items } = await bench.run(
				{ ...relevantPeople, limit: 1 },
				{
					items: itemsFor(noMailbox.userPrincipalName, alice.id, guest.id),
					settings: { onError: 'continueRegularOutput' },
				},
			);
			expect(items.map(({ json }) => json.error)).toEqual([
				`Relevant people come from the mailbox, and "${noMailbox.userPrincipalName}" has no Exchange Online mailbox`,
				undefined,
				`Relevant people come from the mailbox, and "${guest.id}" has no Exchange Online mailbox`,
			]);
		});

		it('says that there is no such user', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const nobody = 'nobody@contoso.onmicrosoft.example';
			const { error } = await bench.run(relevantPeople, { items: itemsFor(nobody) });
			expect(error?.message).toContain(`No user found for "${nobody}" in 'User'`);
		});

		it('says which permission is missing', async () => {
			bench.expectRefusal(403);
			const { error } = await bench.run(relevantPeople, {
				items: itemsFor(bench.tenant.cast.alice.id),
				signIn: { scopes: ['People.Read'] },
			});
			expect(error?.message).toContain('permission People.Read.All');
		});
	});
});
