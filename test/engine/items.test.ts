/**
 * Many items: what belongs to which, what happens when one of them fails, and how n8n's own
 * settings (On Error, Retry On Fail, Execute Once, Batching, Stop) hold.
 *
 * @jest-environment ./test/support/engine/environment.ts
 */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { DEFAULT_FIELDS, SAFE_FIELDS } from '../../nodes/Office365Users/users/userProperties';
import { BOTH_PATHS, itemsFor, user, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench();

const profile = { resource: 'get', operation: 'userProfile', user: userOfItem };
const manager = { resource: 'get', operation: 'manager', user: userOfItem };
const reports = { resource: 'get', operation: 'directReports', user: userOfItem };
const myProfile = { resource: 'get', operation: 'myProfile' };
const search = { resource: 'search', operation: 'users', searchTerm: '={{ $json.term }}' };

const NOBODY = 'nobody@contoso.onmicrosoft.example';
const GUID = '00000000-0000-4000-8000-000000000000';

/** What a refusal by Graph looks like on an item of its own. */
const refused = (statusCode: number, code: string): IDataObject =>
	expect.objectContaining({
		code,
		statusCode,
		requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string,
		date: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/) as string,
	}) as IDataObject;
/** And a value that was never sent. */
const NOT_SENT = { code: null, statusCode: null, requestId: null, date: null };

/** Everyone's user principal name, `count` of them. */
async function names(count: number): Promise<string[]> {
	const everyone = await bench.everyone(['id', 'userPrincipalName']);
	return everyone.slice(0, count).map(({ userPrincipalName }) => String(userPrincipalName));
}

/** Nothing was sent, and nothing comes late. */
async function expectNothingSent(): Promise<void> {
	await new Promise((resolve) => setTimeout(resolve, 100));
	expect(await bench.log()).toEqual([]);
}

afterEach(() => {
	const { unhandledRejections } = globalThis as { unhandledRejections?: string[] };
	expect(unhandledRejections).toEqual([]);
});

const of = (items: INodeExecutionData[]): unknown[] => items.map(({ pairedItem }) => pairedItem);

describe.each(BOTH_PATHS)('Items over %s', (path) => {
	describe('each result belongs to its item', () => {
		it.each([
			['Get User Profile', profile],
			['Get Manager', manager],
		])('%s', async (_name, parameters) => {
			const { alice, umlaut, disabled } = bench.tenant.cast;
			const { items } = await bench.run(parameters, {
				path,
				items: itemsFor(disabled.id, alice.id, umlaut.userPrincipalName, alice.id),
			});
			const wanted = [disabled, alice, umlaut, alice];
			expect(items.map(({ json }) => json.id)).toEqual(
				wanted.map(({ id, manager: above }) => (parameters === profile ? id : above)),
			);
			expect(of(items)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }, { item: 3 }]);
		});

		it('Get My Profile', async () => {
			const { items } = await bench.run(myProfile, { path, items: itemsFor(1, 2, 3) });
			const { admin } = bench.tenant.cast;
			expect(items.map(({ json }) => json.id)).toEqual([admin.id, admin.id, admin.id]);
			expect(of(items)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		});

		it('Get Direct Reports: several results, none, and as many as the limit says', async () => {
			const { alice, admin, manyReports } = bench.tenant.cast;
			const { items } = await bench.run(
				{ ...reports, limit: '={{ $json.limit }}' },
				{
					path,
					items: [
						{ json: { user: manyReports.id, limit: 3 } },
						{ json: { user: admin.id, limit: 50 } },
						{ json: { user: alice.id, limit: 50 } },
						{ json: { user: manyReports.id, limit: 2 } },
					],
				},
			);
			expect(alice.directReports).toBeGreaterThan(1);
			expect(of(items)).toEqual([
				...Array(3).fill({ item: 0 }),
				...Array(alice.directReports).fill({ item: 2 }),
				...Array(2).fill({ item: 3 }),
			]);
			for (const { json, pairedItem } of items) {
				const { body } = await bench.tenant.control('GET', `/users/${String(json.id)}`);
				const { item } = pairedItem as { item: number };
				expect(body.managerId).toBe(item === 2 ? alice.id : manyReports.id);
			}
		});

		it('Search Users', async () => {
			const { alice, umlaut } = bench.tenant.cast;
			const { items } = await bench.run(
				{ ...search, limit: 3 },
				{
					path,
					items: ['', 'nobody is called this', 'Jürgen Mü', 'alice.wallace'].map((term) => ({
						json: { term },
					})),
				},
			);
			expect(of(items)).toEqual([{ item: 0 }, { item: 0 }, { item: 0 }, { item: 2 }, { item: 3 }]);
			expect(items.slice(3).map(({ json }) => json.id)).toEqual([umlaut.id, alice.id]);
		});

		it('keeps the order of 200 items', async () => {
			const everyone = await names(200);
			const shuffled = everyone.map((_name, index) => everyone[(index * 77) % everyone.length]);
			const { items } = await bench.run(
				{ ...profile, selectFields: ['userPrincipalName'] },
				{ path, items: itemsFor(...shuffled) },
			);
			expect(items.map(({ json }) => json.userPrincipalName)).toEqual(shuffled);
			expect(of(items)).toEqual(shuffled.map((_name, index) => ({ item: index })));
		});
	});

	describe('no two results share an object', () => {
		/** Changes everything that can be reached. */
		function spoil(value: unknown): void {
			if (typeof value !== 'object' || value === null) return;
			for (const member of Object.values(value)) spoil(member);
			if (Array.isArray(value)) value.push('spoilt');
			else Object.assign(value, { spoilt: true });
		}

		function expectSeparate(items: INodeExecutionData[]): void {
			expect(items.length).toBeGreaterThan(2);
			items.forEach((item, index) => {
				const others = (): string => JSON.stringify(items.filter((other) => other !== item));
				const before = others();
				spoil(item);
				expect([index, others()]).toEqual([index, before]);
			});
		}

		const lists = ['businessPhones', 'skills', 'schools', 'employeeOrgData'];
		it.each<[string, INodeParameters]>([
			['Get User Profile', profile],
			['Get User Profile with chosen fields', { ...profile, selectFields: lists }],
			['Get Manager', manager],
			['Get Manager with chosen fields', { ...manager, selectFields: lists }],
			['Get Direct Reports', { ...reports, limit: 2 }],
			['Get Direct Reports with chosen fields', { ...reports, limit: 2, selectFields: lists }],
			['Get My Profile', myProfile],
			['Search Users', { ...search, searchTerm: 'alice', limit: 2 }],
			[
				'Search Users with chosen fields',
				{ ...search, searchTerm: 'alice', limit: 2, selectFields: lists },
			],
			[
				'If Not Found',
				{ ...profile, user: user(GUID, 'id'), options: { ifNotFound: 'returnEmpty' } },
			],
			['the format of the connector', { ...profile, options: { outputFormat: 'connectorV1' } }],
		])('%s, when the items ask for the same', async (name, parameters) => {
			if (name === 'If Not Found') bench.expectRefusal(404);
			const { alice } = bench.tenant.cast;
			const { items } = await bench.run(parameters, {
				path,
				items: itemsFor(alice.id, alice.id, alice.id),
			});
			expectSeparate(items);
		});

		it('managers of several people under the same manager', async () => {
			const { alice } = bench.tenant.cast;
			const below = await bench.results(
				{ ...reports, user: user(alice.id, 'id'), selectFields: ['mail'] },
				{ path },
			);
			const { items } = await bench.run(manager, {
				path,
				items: itemsFor(...below.map(({ id }) => id)),
			});
			expect(new Set(items.map(({ json }) => json.id))).toEqual(new Set([alice.id]));
			expectSeparate(items);
		});

		it('items that failed alike', async () => {
			bench.expectRefusal(404);
			const { items } = await bench.run(profile, {
				path,
				items: itemsFor(GUID, GUID, GUID, '', ''),
				settings: { onError: 'continueRegularOutput' },
			});
			expectSeparate(items);
		});
	});

	describe('On Error: Continue', () => {
		const continues = { onError: 'continueRegularOutput' } as const;

		it('turns a refusal into an item and goes on', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { alice, ceo } = bench.tenant.cast;
			const { items, error } = await bench.run(profile, {
				path,
				items: itemsFor(alice.id, NOBODY, ceo.id),
				settings: continues,
			});
			expect(error).toBeUndefined();
			expect(items[0].json.id).toBe(alice.id);
			expect(items[1]).toEqual({
				json: {
					error: expect.stringContaining(`No user found for "${NOBODY}" in 'User'`),
					details: refused(404, 'Request_ResourceNotFound'),
				},
				pairedItem: { item: 1 },
			});
			expect(items[2].json.id).toBe(ceo.id);
			expect(of(items)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }]);
		});

		it('does the same with a value that cannot be sent', async () => {
			const { alice, ceo } = bench.tenant.cast;
			const { items } = await bench.run(profile, {
				path,
				items: itemsFor('', alice.id, 'not a user', ceo.id),
				settings: continues,
			});
			expect(items.map(({ json }) => json.id)).toEqual([undefined, alice.id, undefined, ceo.id]);
			expect(items[0]).toEqual({
				json: { error: expect.stringMatching(/^'User' is empty/) as string, details: NOT_SENT },
				pairedItem: { item: 0 },
			});
			expect(items[2].json.error).toMatch(/^'User' is "not a user"/);
			expect(of(items)).toEqual([{ item: 0 }, { item: 1 }, { item: 2 }, { item: 3 }]);
			expect(await bench.asked()).toHaveLength(2);
		});

		it('goes on when every item fails', async () => {
			bench.expectRefusal(404);
			const { items, error } = await bench.run(manager, {
				path,
				items: itemsFor(GUID, '', bench.tenant.cast.ceo.id),
				settings: continues,
			});
			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json.details)).toEqual([
				refused(404, 'Request_ResourceNotFound'),
				NOT_SENT,
				refused(404, 'Request_ResourceNotFound'),
			]);
		});

		it('keeps the results of a list beside a failed one', async () => {
			bench.expectRefusal(404);
			const { alice } = bench.tenant.cast;
			const { items } = await bench.run(reports, {
				path,
				items: itemsFor(alice.id, GUID, alice.id),
				settings: continues,
			});
			expect(of(items)).toEqual([
				...Array(alice.directReports).fill({ item: 0 }),
				{ item: 1 },
				...Array(alice.directReports).fill({ item: 2 }),
			]);
			expect(items[alice.directReports].json).toEqual({
				error: expect.any(String) as string,
				details: refused(404, 'Request_ResourceNotFound'),
			});
		});

		it('holds for a bad filter in one item of a search', async () => {
			const { items } = await bench.run(
				{ ...search, limit: 1, options: { filter: '={{ $json.filter }}' } },
				{
					path,
					items: ["department eq 'Sales'", "department eq 'Sales", ''].map((filter) => ({
						json: { filter, term: '' },
					})),
					settings: continues,
				},
			);
			expect(items.map(({ json }) => json.details)).toEqual([undefined, NOT_SENT, undefined]);
			expect(items[1].json.error).toContain("'Filter'");
		});
	});

	describe('On Error: Continue (using error output)', () => {
		const errorOutput = { onError: 'continueErrorOutput' } as const;

		it('sends the failed item to the error output with the fields of its input', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { alice, ceo } = bench.tenant.cast;
			const { items, errorItems, error } = await bench.run(profile, {
				path,
				items: [alice.id, NOBODY, '', ceo.id].map((who, number) => ({
					json: { user: who, number, note: { deep: [number] } },
				})),
				settings: errorOutput,
			});
			expect(error).toBeUndefined();
			expect(items.map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual([
				[alice.id, { item: 0 }],
				[ceo.id, { item: 3 }],
			]);
			expect(errorItems).toEqual([
				{
					json: {
						user: NOBODY,
						number: 1,
						note: { deep: [1] },
						error: expect.stringContaining(`No user found for "${NOBODY}" in 'User'`),
						details: refused(404, 'Request_ResourceNotFound'),
					},
					pairedItem: { item: 1 },
				},
				{
					json: {
						user: '',
						number: 2,
						note: { deep: [2] },
						error: expect.stringContaining("'User' is empty") as string,
						details: NOT_SENT,
					},
					pairedItem: { item: 2 },
				},
			]);
		});

		it('keeps a user without a manager out of it where that is no failure', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { items, errorItems } = await bench.run(
				{ ...manager, options: { ifNotFound: 'returnEmpty' } },
				{ path, items: itemsFor(bench.tenant.cast.ceo.id, NOBODY), settings: errorOutput },
			);
			expect(items.map(({ json }) => json.found)).toEqual([false]);
			expect(errorItems.map(({ json }) => json.user)).toEqual([NOBODY]);
		});
	});

	describe('On Error: Stop', () => {
		it.each([0, 57, 99])('sends nothing when item %i of 100 cannot be sent', async (bad) => {
			const users = await names(100);
			users[bad] = 'not a user';
			const { error, items } = await bench.run(profile, { path, items: itemsFor(...users) });
			expect(error?.message).toMatch(/^'User' is "not a user"/);
			expect(error?.context?.itemIndex).toBe(bad);
			expect(items).toEqual([]);
			await expectNothingSent();
		});

		it('names the first of several bad items', async () => {
			const users = await names(30);
			users[11] = '';
			users[4] = 'not a user';
			const { error } = await bench.run(manager, { path, items: itemsFor(...users) });
			expect(error?.context?.itemIndex).toBe(4);
			await expectNothingSent();
		});

		it('starts nothing further when Graph refuses an item', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const users = [...(await names(200)), ...(await names(200))].map(
				(name, index) => [name, name.toUpperCase()][index % 2],
			);
			users[3] = NOBODY;
			const { error, items } = await bench.run(profile, { path, items: itemsFor(...users) });
			expect(error?.message).toContain(`No user found for "${NOBODY}" in 'User'`);
			expect(error?.context?.itemIndex).toBe(3);
			expect(items).toEqual([]);
			const asked = (await bench.log()).length;
			expect((await bench.asked()).length).toBeLessThan(users.length / 2);
			// Whatever was in flight has been waited for.
			expect((await bench.log()).filter(({ status }) => status === null)).toEqual([]);
			expect((await bench.log()).length).toBe(asked);
		});

		it('reports the first in the order of the items when several are refused', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const users = await names(6);
			users[4] = NOBODY;
			users[2] = GUID;
			const { error } = await bench.run(profile, { path, items: itemsFor(...users) });
			expect(error?.context?.itemIndex).toBe(2);
			expect(error?.message).toContain(GUID);
		});
	});

	describe('an expression that fails for one item', () => {
		const failing = user("={{ $json.broken ? $('No Such Node').item.json.user : $json.user }}");
		const items = (...users: string[]): INodeExecutionData[] =>
			users.map((who, index) => ({ json: { user: who, broken: index === 2 } }));

		it('stops the run before anything is sent', async () => {
			const users = await names(5);
			const { error } = await bench.run(
				{ ...profile, user: failing },
				{ path, items: items(...users) },
			);
			expect(error?.message).toBe("Referenced node doesn't exist");
			expect(error?.context?.itemIndex).toBe(2);
			await expectNothingSent();
		});

		it('leaves the others alone under On Error: Continue', async () => {
			const users = await names(5);
			const outcome = await bench.run(
				{ ...profile, user: failing },
				{ path, items: items(...users), settings: { onError: 'continueRegularOutput' } },
			);
			expect(outcome.error).toBeUndefined();
			const read = outcome.items.map(({ json }) => json.userPrincipalName);
			expect(read).toEqual(users.map((name, index) => (index === 2 ? undefined : name)));
			// RoutingNode itself fails on the expression and drops what belongs to the item.
			if (path === 'routing') return;
			expect(outcome.items[2]).toEqual({
				json: { error: "Referenced node doesn't exist", details: NOT_SENT },
				pairedItem: { item: 2 },
			});
		});
	});

	describe('Retry On Fail', () => {
		const retries = { retryOnFail: true, maxTries: 5, waitBetweenTries: 500 };
		const refusalOf = (name: string) => async () =>
			await bench.until((log) =>
				log.some(({ path: asked, status }) => status === 404 && asked.includes(name)),
			);

		it('reads everything anew, and the last try counts', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { alice } = bench.tenant.cast;
			const late = 'late';
			const running = bench.run(profile, {
				path,
				items: itemsFor(alice.id, `${late}@${bench.tenant.tenantDomain}`),
				settings: retries,
			});
			await refusalOf(late)();
			await bench.tenant.control('PATCH', `/users/${alice.id}`, {
				properties: { jobTitle: 'Changed between two tries' },
			});
			const id = await bench.addUser({ userPrincipalName: `${late}@${bench.tenant.tenantDomain}` });
			const { items, error } = await running;
			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json.id)).toEqual([alice.id, id]);
			expect(items[0].json.jobTitle).toBe('Changed between two tries');
			expect(of(items)).toEqual([{ item: 0 }, { item: 1 }]);
		});

		it('forgets what the failed try had learnt about fields', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			bench.expectRefusal(400, 'BadRequest');
			await bench.set({ sharePoint: false });
			const { alice } = bench.tenant.cast;
			const running = bench.run(profile, {
				path,
				items: itemsFor(alice.id, `late@${bench.tenant.tenantDomain}`),
				settings: retries,
			});
			await refusalOf('late')();
			await bench.set({ sharePoint: true });
			await bench.addUser({ userPrincipalName: `late@${bench.tenant.tenantDomain}` });
			const { items, error } = await running;
			expect(error).toBeUndefined();
			expect(Object.keys(items[0].json).sort()).toEqual([...DEFAULT_FIELDS].sort());
		});

		it('tries a bad value as often as told, and sends nothing', async () => {
			const { error } = await bench.run(profile, {
				path,
				items: itemsFor(bench.tenant.cast.alice.id, 'not a user'),
				settings: { ...retries, maxTries: 2, waitBetweenTries: 1 },
			});
			expect(error?.context?.itemIndex).toBe(1);
			await expectNothingSent();
		});

		it('fails with the last refusal when it stays', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { error } = await bench.run(
				{ ...profile, selectFields: ['mail'] },
				{
					path,
					items: itemsFor(NOBODY),
					settings: { ...retries, maxTries: 3, waitBetweenTries: 1 },
				},
			);
			expect(error?.message).toContain(`No user found for "${NOBODY}" in 'User'`);
			expect(await bench.asked()).toHaveLength(3);
		});

		it('tries again under On Error: Continue when the first item failed', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { alice } = bench.tenant.cast;
			const running = bench.run(profile, {
				path,
				items: itemsFor(`late@${bench.tenant.tenantDomain}`, alice.id),
				settings: { ...retries, onError: 'continueRegularOutput' },
			});
			await refusalOf('late')();
			const id = await bench.addUser({ userPrincipalName: `late@${bench.tenant.tenantDomain}` });
			const { items } = await running;
			expect(items.map(({ json }) => json.id)).toEqual([id, alice.id]);
		});
	});

	describe('Retry On Fail beside an expression that fails', () => {
		const failing = user("={{ $json.broken ? $('No Such Node').item.json.user : $json.user }}");

		it('fails after the last try, and sends nothing', async () => {
			const { alice, ceo } = bench.tenant.cast;
			const { error } = await bench.run(
				{ ...profile, user: failing },
				{
					path,
					items: [
						{ json: { user: alice.id } },
						{ json: { broken: true } },
						{ json: { user: ceo.id } },
					],
					settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
				},
			);
			expect(error?.message).toBe("Referenced node doesn't exist");
			await expectNothingSent();
		});

		it('still reads the others anew under On Error: Continue', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { alice } = bench.tenant.cast;
			const { items } = await bench.run(
				{ ...profile, user: failing },
				{
					path,
					items: [
						{ json: { user: NOBODY } },
						{ json: { broken: true } },
						{ json: { user: alice.id } },
					],
					settings: {
						retryOnFail: true,
						maxTries: 3,
						waitBetweenTries: 1,
						onError: 'continueRegularOutput',
					},
				},
			);
			expect(items.map(({ json }) => json.id)).toEqual([undefined, undefined, alice.id]);
			const asked = (await bench.asked()).map(({ status }) => status);
			expect(asked.filter((status) => status === 404)).toHaveLength(3);
			expect(asked.filter((status) => status === 200)).toHaveLength(3);
		});
	});

	describe('Execute Once', () => {
		it('runs the first item only', async () => {
			const { alice, ceo } = bench.tenant.cast;
			const { items, error } = await bench.run(
				{ ...profile, selectFields: ['mail'] },
				{
					path,
					items: itemsFor(alice.id, ceo.id, 'not a user', ''),
					settings: { executeOnce: true },
				},
			);
			expect(error).toBeUndefined();
			expect(items).toEqual([
				{ json: { id: alice.id, mail: alice.mail }, pairedItem: { item: 0 } },
			]);
			expect(await bench.asked()).toHaveLength(1);
		});

		it('fails on the first item only', async () => {
			const { error } = await bench.run(profile, {
				path,
				items: itemsFor('not a user', bench.tenant.cast.alice.id),
				settings: { executeOnce: true },
			});
			expect(error?.context?.itemIndex).toBe(0);
			await expectNothingSent();
		});
	});

	describe('Request Options > Batching', () => {
		const inGroups = (batchSize: number): INodeParameters => ({
			requestOptions: { batching: { batch: { batchSize, batchInterval: 10 } } },
		});

		it.each([1, 2, 5, 50])('reads everything in groups of %i', async (size) => {
			const users = await names(7);
			const { items, error } = await bench.run(
				{ ...profile, ...inGroups(size) },
				{ path, items: itemsFor(...users) },
			);
			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json.userPrincipalName)).toEqual(users);
			expect(of(items)).toEqual(users.map((_name, index) => ({ item: index })));
		});

		it('sends nothing of the later groups when one of the first group is refused', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const users = await names(6);
			users[1] = NOBODY;
			const { error } = await bench.run(
				{
					...profile,
					// Long enough for the refusal to be there, however busy the machine is.
					requestOptions: { batching: { batch: { batchSize: 3, batchInterval: 1500 } } },
				},
				{ path, items: itemsFor(...users) },
			);
			expect(error?.message).toContain(NOBODY);
			expect(error?.context?.itemIndex).toBe(1);
			const asked = (await bench.asked()).map(({ path: address }) => address);
			const firstGroup = users.slice(0, 3).map((name) => `/v1.0/users/${encodeURIComponent(name)}`);
			expect(asked.filter((address) => !firstGroup.includes(address))).toEqual([]);
		});

		it('sends nothing at all when an item of the first group cannot be sent', async () => {
			const users = await names(6);
			users[1] = 'not a user';
			const { error } = await bench.run(
				{ ...profile, ...inGroups(2) },
				{ path, items: itemsFor(...users) },
			);
			expect(error?.context?.itemIndex).toBe(1);
			await expectNothingSent();
		});

		it('goes on under On Error: Continue', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const users = await names(6);
			users[1] = NOBODY;
			users[4] = '';
			const { items } = await bench.run(
				{ ...profile, ...inGroups(2) },
				{ path, items: itemsFor(...users), settings: { onError: 'continueRegularOutput' } },
			);
			expect(items.map(({ json }) => json.error !== undefined)).toEqual(
				users.map((_name, index) => index === 1 || index === 4),
			);
			expect(of(items)).toEqual(users.map((_name, index) => ({ item: index })));
		});

		it('keeps what was learnt for the groups after', async () => {
			bench.expectRefusal(400, 'BadRequest');
			await bench.set({ sharePoint: false });
			const users = await names(6);
			const { items } = await bench.run(
				{
					...profile,
					...inGroups(1),
					requestOptions: { batching: { batch: { batchSize: 1, batchInterval: 200 } } },
				},
				{ path, items: itemsFor(...users) },
			);
			for (const { json } of items) {
				expect(Object.keys(json).sort()).toEqual([...SAFE_FIELDS].sort());
			}
			// One, if the answer to the first is there before the second is asked for.
			const refused = (await bench.asked()).filter(({ status }) => status === 400);
			expect(refused.length).toBeLessThan(users.length);
		});
	});

	describe("n8n's Stop button", () => {
		it('ends the run: nothing is sent afterwards', async () => {
			// Long enough to press the button while the first requests are under way.
			await bench.set({ latencyMs: 1000 });
			const users = await names(200);
			let cancel = (): void => {};
			const running = bench.run(
				{ ...profile, options: { batchRequests: false } },
				{
					path,
					items: itemsFor(...users),
					started: (run) => {
						cancel = () => run.cancel();
					},
				},
			);
			await bench.until((log) => log.length > 0);
			cancel();
			const { run } = await running;
			expect(run.status).toBe('canceled');
			await bench.until((log) => log.every(({ status }) => status !== null));
			const sent = (await bench.log()).length;
			await new Promise((resolve) => setTimeout(resolve, 200));
			expect((await bench.log()).length).toBe(sent);
			expect((await bench.asked()).length).toBeLessThan(users.length / 2);
		});
	});
});
