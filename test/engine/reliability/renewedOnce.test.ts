/** A token that has expired is renewed once for everyone who was refused with it, in batches or not. */
import type { INodeParameters } from 'n8n-workflow';

import { AppWorkbench } from '../../support/engine/appWorkbench';
import { ordinaryPeople } from '../../support/engine/updating';
import { BOTH_PATHS, itemsFor, userOfItem, Workbench } from '../../support/engine/workbench';

const bench = new Workbench({ users: 60 });
const apps = new AppWorkbench({ users: 60 });

const signIns = async (of: Workbench): Promise<unknown[]> =>
	(await of.log()).filter(({ origin }) => origin === 'login').map(({ status }) => status);

/** @param batches an expression, or one value for all */
const profile = (batches: boolean | string): INodeParameters => ({
	resource: 'get',
	operation: 'userProfile',
	user: userOfItem,
	selectFields: ['mail'],
	options: { batchRequests: batches },
});
const MIXED = '={{ $itemIndex % 3 > 0 }}';

describe.each(BOTH_PATHS)('over %s', (path) => {
	it.each([true, false, MIXED])('requests in batches: %s', async (batches) => {
		bench.expectRefusal(401, 'InvalidAuthenticationToken');
		await bench.set({ latencyMs: 20, oldRefreshTokens: 'refused' });
		const people = await ordinaryPeople(bench, 40);
		const { items, error } = await bench.run(profile(batches), {
			path,
			credential: await bench.credential({ expiresIn: -60 }),
			items: itemsFor(...people),
		});
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.id)).toEqual(people);
		expect(await signIns(bench)).toEqual([200]);
	});

	it.each([false, MIXED])(
		'a sign-in that has been revoked is not asked for by each: %s',
		async (batches) => {
			bench.expectRefusal(401, 'InvalidAuthenticationToken');
			bench.expectRefusal(400, 'AADSTS50173');
			const people = await ordinaryPeople(bench, 40);
			const credential = await bench.credential();
			await bench.tenant.control('POST', '/revoke', { what: 'both' });
			const { items } = await bench.run(profile(batches), {
				path,
				credential,
				items: itemsFor(...people),
				settings: { onError: 'continueRegularOutput' },
			});
			for (const { json } of items) expect(json.error).toMatch(/reconnect/i);
			// n8n has its own renewal for each that was in flight and is answered after the first refusal.
			expect((await signIns(bench)).length).toBeLessThanOrEqual(20);
		},
	);

	it.each([true, false, MIXED])("an app's token, in batches: %s", async (batches) => {
		apps.expectRefusal(401, 'InvalidAuthenticationToken');
		const people = (await apps.everyone(['id'])).slice(0, 50).map(({ id }) => id);
		const parameters = { ...profile(batches), authentication: 'appOnly' };
		const credential = apps.app();
		const first = await apps.run(parameters, { path, credential, items: itemsFor(people[0]) });
		expect(first.error).toBeUndefined();
		await apps.revoke();
		const before = (await signIns(apps)).length;
		const { items, error } = await apps.run(parameters, {
			path,
			credential: first.credentials.stored['1'],
			items: itemsFor(...people),
		});
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => json.id)).toEqual(people);
		expect((await signIns(apps)).length).toBe(before + 1);
	});

	it('the first item is not to be retried: the others wait for the sign-in server', async () => {
		bench.expectRefusal(401, 'InvalidAuthenticationToken');
		bench.expectRefusal(503);
		await bench.fault({ type: '503', retryAfter: 0 }, { origin: 'login', count: 2 });
		const people = await ordinaryPeople(bench, 40);
		const { items } = await bench.run(
			{
				...profile(true),
				selectFields: ['mail', 'aboutMe'],
				options: { maxRetries: '={{ $itemIndex === 0 ? 0 : 5 }}' },
			},
			{
				path,
				credential: await bench.credential({ expiresIn: -60 }),
				items: itemsFor(...people),
				settings: { onError: 'continueRegularOutput' },
			},
		);
		expect(typeof items[0].json.error).toBe('string');
		expect(items.slice(1).map(({ json }) => json.id)).toEqual(people.slice(1));
		expect(await signIns(bench)).toEqual([503, 503, 200]);
	});
});
