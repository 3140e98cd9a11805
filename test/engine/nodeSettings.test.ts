/** Many items under n8n's own settings: Retry On Fail, Execute Once, Batching, and the Stop button. */
import type { INodeParameters } from 'n8n-workflow';

import {
	DEFAULT_FIELDS,
	DEFAULT_LIST_FIELDS,
} from '../../nodes/Office365Users/users/userProperties';
import {
	expectNothingSent,
	pairedItems,
	watchRejections,
	userNames,
} from '../support/engine/itemRuns';
import { BOTH_PATHS, itemsFor, user, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench();
watchRejections();

const profile = { resource: 'get', operation: 'userProfile', user: userOfItem };

const NOBODY = 'nobody@contoso.onmicrosoft.example';

describe.each(BOTH_PATHS)('Items over %s', (path) => {
	describe('Retry On Fail', () => {
		const retries = { retryOnFail: true, maxTries: 5, waitBetweenTries: 500 };
		const refusalOf = (name: string) => async () =>
			await bench.until((log) =>
				log.some(({ path: asked, status }) => status === 404 && asked.includes(name)),
			);

		it('reads everything again, and the last try counts', async () => {
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
			expect(pairedItems(items)).toEqual([{ item: 0 }, { item: 1 }]);
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

		it('retries a bad value as often as set, and sends nothing', async () => {
			const { error } = await bench.run(profile, {
				path,
				items: itemsFor(bench.tenant.cast.alice.id, 'not a user'),
				settings: { ...retries, maxTries: 2, waitBetweenTries: 1 },
			});
			expect(error?.context?.itemIndex).toBe(1);
			await expectNothingSent(bench);
		});

		it('fails with the last refusal if it persists', async () => {
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
			await expectNothingSent(bench);
		});

		it('still reads the others again under On Error: Continue', async () => {
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
			await expectNothingSent(bench);
		});
	});

	describe('Request Options > Batching', () => {
		const inGroups = (batchSize: number): INodeParameters => ({
			requestOptions: { batching: { batch: { batchSize, batchInterval: 10 } } },
		});

		it.each([1, 2, 5, 50])('reads everything in groups of %i', async (size) => {
			const users = await userNames(bench, 7);
			const { items, error } = await bench.run(
				{ ...profile, ...inGroups(size) },
				{ path, items: itemsFor(...users) },
			);
			expect(error).toBeUndefined();
			expect(items.map(({ json }) => json.userPrincipalName)).toEqual(users);
			expect(pairedItems(items)).toEqual(users.map((_name, index) => ({ item: index })));
		});

		it('does not send later groups when an item of the first group is refused', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const users = await userNames(bench, 6);
			users[1] = NOBODY;
			const { error } = await bench.run(
				{
					...profile,
					// Long enough for the refusal to arrive, however busy the machine is.
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
			const users = await userNames(bench, 6);
			users[1] = 'not a user';
			const { error } = await bench.run(
				{ ...profile, ...inGroups(2) },
				{ path, items: itemsFor(...users) },
			);
			expect(error?.context?.itemIndex).toBe(1);
			await expectNothingSent(bench);
		});

		it('continues under On Error: Continue', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const users = await userNames(bench, 6);
			users[1] = NOBODY;
			users[4] = '';
			const { items } = await bench.run(
				{ ...profile, ...inGroups(2) },
				{ path, items: itemsFor(...users), settings: { onError: 'continueRegularOutput' } },
			);
			expect(items.map(({ json }) => json.error !== undefined)).toEqual(
				users.map((_name, index) => index === 1 || index === 4),
			);
			expect(pairedItems(items)).toEqual(users.map((_name, index) => ({ item: index })));
		});

		it('keeps what was learnt for later groups', async () => {
			bench.expectRefusal(400, 'BadRequest');
			await bench.set({ sharePoint: false });
			const users = await userNames(bench, 6);
			const { items } = await bench.run(
				{
					...profile,
					...inGroups(1),
					requestOptions: { batching: { batch: { batchSize: 1, batchInterval: 200 } } },
				},
				{ path, items: itemsFor(...users) },
			);
			for (const { json } of items) {
				expect(Object.keys(json).sort()).toEqual([...DEFAULT_LIST_FIELDS].sort());
			}
			// One, if the response to the first arrives before the second is sent.
			const refused = (await bench.asked()).filter(({ status }) => status === 400);
			expect(refused.length).toBeLessThan(users.length);
		});
	});

	describe("n8n's Stop button", () => {
		it('ends the run: nothing is sent afterwards', async () => {
			// Long enough to press the button while the first requests are under way.
			await bench.set({ latencyMs: 1000 });
			const users = await userNames(bench, 200);
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
