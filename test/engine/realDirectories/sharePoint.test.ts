/** SharePoint's part of a user fails in its own ways (docs/graph.md#sharepoint-errors). */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	DEFAULT_FIELDS,
	DEFAULT_LIST_FIELDS,
} from '../../../nodes/Office365Users/users/userProperties';
import { BOTH_PATHS, itemsFor, userOfItem, Workbench } from '../../support/engine/workbench';

const bench = new Workbench();

const profile: INodeParameters = { resource: 'get', operation: 'userProfile', user: userOfItem };
const reports: INodeParameters = { resource: 'get', operation: 'directReports', user: userOfItem };
const search: INodeParameters = { resource: 'search', operation: 'users', limit: 3 };
const chosen = { selectFields: ['displayName', 'skills', 'aboutMe'] };
const once = { options: { maxRetries: 0 } };

const NOBODY = 'nobody@contoso.onmicrosoft.example';

/** How SharePoint fails for one user (sandbox/tenant/README.md#one-user), with the status. */
const FAILURES: Array<[string, number]> = [
	['notFound', 404],
	['exception', 500],
	['unauthorized', 500],
	['guestProfile', 500],
	['unlicensed', 400],
	['status401', 401],
	['status403', 403],
	['wrapped401', 500],
];

async function sharePointFails([sharePoint, status]: [string, number], id: string): Promise<void> {
	bench.expectRefusal(status);
	const answered = await bench.tenant.control('PATCH', `/users/${id}`, { sharePoint });
	expect(answered.status).toBe(200);
}

const names = (json: IDataObject): string[] => Object.keys(json).sort();

describe.each(BOTH_PATHS)('over %s', (path) => {
	describe('default fields', () => {
		it.each(FAILURES)("come without SharePoint's: %s, %i", async (...failure) => {
			const { alice, ceo } = bench.tenant.cast;
			await sharePointFails(failure, alice.id);
			const read = await bench.results(
				{ ...profile, ...once },
				{ path, items: itemsFor(alice.id, ceo.id, alice.id) },
			);
			expect(read.map(({ id }) => id)).toEqual([alice.id, ceo.id, alice.id]);
			expect(read.map(names)).toEqual(
				[DEFAULT_LIST_FIELDS, DEFAULT_FIELDS, DEFAULT_LIST_FIELDS].map((list) => [...list].sort()),
			);
			expect(bench.warnings()).toEqual([expect.stringContaining(`of ${alice.id}`)]);
		});

		it('of a deleted user: the directory says so, and If Not Found holds', async () => {
			bench.expectRefusal(404);
			const { id } = bench.tenant.cast.noPhoto;
			await bench.tenant.control('DELETE', `/users/${id}`);
			const run = async (options: INodeParameters) =>
				await bench.run({ ...profile, options }, { path, items: itemsFor(id) });
			expect((await run({})).error?.message).toContain(`No user found for "${id}" in 'User'`);
			expect((await bench.asked()).map(({ errorCode }) => errorCode)).toEqual([
				'-1, Microsoft.SharePoint.Client.ResourceNotFoundException',
				'Request_ResourceNotFound',
			]);
			const { items } = await run({ ifNotFound: 'returnEmpty' });
			expect(items.map(({ json }) => json)).toEqual([{ found: false, user: id }]);
			expect(bench.warnings().filter((line) => line.includes('default fields'))).toEqual([]);
		});

		it('of a user whose name holds SharePoint are whole, or the user is not found', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { error } = await bench.run(profile, { path, items: itemsFor(`sharepoint.${NOBODY}`) });
			expect(error?.message).toContain(`No user found for "sharepoint.${NOBODY}" in 'User'`);
			expect(await bench.asked()).toHaveLength(1);
		});

		it('a manager comes without them too, and it is noted once', async () => {
			const { alice } = bench.tenant.cast;
			await sharePointFails(['notFound', 404], String(alice.manager));
			const [above] = await bench.results(
				{ resource: 'get', operation: 'manager', user: userOfItem },
				{ path, items: itemsFor(alice.id, alice.id) },
			);
			expect(above.id).toBe(alice.manager);
			expect(names(above)).toEqual([...DEFAULT_LIST_FIELDS].sort());
			expect(bench.warnings()).toHaveLength(1);
		});
	});

	describe('chosen fields of a list', () => {
		it.each(FAILURES)(
			'are null for the user who has none, and the others are whole: %s, %i',
			async (...failure) => {
				const { manyReports } = bench.tenant.cast;
				const of = { path, items: itemsFor(manyReports.id) };
				const plain = await bench.results({ ...reports, returnAll: true }, of);
				const without = plain[3].id;
				await sharePointFails(failure, String(without));
				const found = await bench.results({ ...reports, ...chosen, ...once, returnAll: true }, of);
				expect(found.map(({ id }) => id)).toEqual(plain.map(({ id }) => id));
				for (const { id, skills, aboutMe } of found) {
					const stored = await bench.stored(String(id));
					expect([skills, aboutMe ?? null]).toEqual(
						id === without ? [null, null] : [stored.skills ?? [], stored.aboutMe ?? null],
					);
				}
				expect(bench.warnings()).toEqual([
					expect.stringMatching(`SharePoint gave no skills, aboutMe of ${String(without)}`),
				]);
			},
		);

		it('has the own profile where those of others are hidden', async () => {
			bench.expectRefusal(403, 'accessDenied');
			await bench.set({ hideProfileFieldsFromOthers: true });
			const found = await bench.results({ ...search, ...chosen }, { path });
			const me = bench.tenant.cast.admin;
			expect(found.some(({ id }) => id === me.id)).toBe(true);
			for (const { id, skills } of found) {
				expect(skills).toEqual(id === me.id ? (await bench.stored(me)).skills : null);
			}
			expect(bench.warnings()).toHaveLength(1);
		});
	});

	describe('chosen fields of one user', () => {
		it.each(FAILURES)('name the field and SharePoint: %s, %i', async (...failure) => {
			const { alice } = bench.tenant.cast;
			await sharePointFails(failure, alice.id);
			const { error } = await bench.run(
				{ ...profile, ...chosen, ...once },
				{ path, items: itemsFor(alice.id) },
			);
			expect(error?.message).toMatch(
				new RegExp(`^'Fields' asks for skills, aboutMe of "${alice.id}" from SharePoint, and `),
			);
			if (failure[1] === 404) expect(error?.message).toContain('no profile of this user');
		});

		it('of a deleted one: not found, as If Not Found has it', async () => {
			bench.expectRefusal(404);
			const { id } = bench.tenant.cast.noPhoto;
			await bench.tenant.control('DELETE', `/users/${id}`);
			const { items } = await bench.run(
				{ ...profile, ...chosen, options: { ifNotFound: 'returnEmpty' } },
				{ path, items: itemsFor(id) },
			);
			expect(items.map(({ json }) => json)).toEqual([{ found: false, user: id }]);
		});
	});

	describe('a read with fewer fields that breaks off', () => {
		it.each(['503', { type: '429', retryAfter: null }] as const)(
			'is reported as it is and teaches nothing: %j',
			async (broken) => {
				bench.expectRefusal(403, 'accessDenied');
				bench.expectRefusal(typeof broken === 'string' ? 503 : 429);
				const { alice, ceo, noSharePoint } = bench.tenant.cast;
				await bench.fault(broken, { pathPattern: 'select=(?!aboutMe)' });
				const { items } = await bench.run(
					{ ...profile, ...once },
					{
						path,
						items: itemsFor(noSharePoint.id, alice.id, ceo.id),
						settings: { onError: 'continueRegularOutput' },
					},
				);
				expect(items[0].json.error).toMatch(/too busy|unavailable/);
				expect(items.slice(1).map(({ json }) => names(json).length)).toEqual([31, 31]);
				expect(bench.warnings()).toEqual([]);
			},
		);
	});

	it('an access token that Graph refuses says nothing of the fields', async () => {
		bench.expectRefusal(401);
		await bench.fault('401expired', { origin: 'graph', count: 10_000 });
		const { error } = await bench.run(profile, {
			path,
			items: itemsFor(bench.tenant.cast.alice.id),
		});
		expect(error?.message).toMatch(/did not accept the sign-in/);
		const selected = (await bench.asked()).map(({ query }) => query.$select);
		expect(new Set(selected)).toEqual(new Set([DEFAULT_FIELDS.join(',')]));
	});
});
