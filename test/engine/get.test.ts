/** The resource Get: each operation, and users with every oddity. */
import { DEFAULT_FIELDS, SAFE_FIELDS } from '../../nodes/Office365Users/users/userProperties';
import { itemsFor, user, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench();

describe('Get', () => {
	describe('Get User Profile', () => {
		const profile = { resource: 'get', operation: 'userProfile', user: userOfItem };

		it.each(['alice', 'apostrophe', 'dollar', 'umlaut', 'disabled', 'synced'])(
			'reads %s by user principal name and by ID with the 31 default fields',
			async (who) => {
				const { id, userPrincipalName } = bench.tenant.cast[who];
				const [byName, byId] = await bench.results(profile, {
					items: itemsFor(userPrincipalName, id),
				});
				expect(byName).toMatchObject({ id, userPrincipalName });
				expect(byId).toEqual(byName);
				expect(Object.keys(byName).sort()).toEqual([...DEFAULT_FIELDS].sort());
			},
		);

		it('returns what the tenant holds', async () => {
			const { alice } = bench.tenant.cast;
			const [read] = await bench.results(profile, { items: itemsFor(alice.id) });
			const stored = await bench.stored(alice);
			expect(read.department).toBe(stored.department);
			expect(read.skills).toEqual(stored.skills);
			expect(read.businessPhones).toEqual(stored.businessPhones);
		});

		it.each(['me', 'ME', ' me '])('takes %j to mean the signed-in user', async (word) => {
			const [read] = await bench.results(profile, {
				items: itemsFor(word),
				signIn: { as: bench.tenant.cast.alice },
			});
			expect(read.id).toBe(bench.tenant.cast.alice.id);
			expect((await bench.asked()).map(({ path: asked }) => asked)).toEqual(['/v1.0/me']);
		});

		it('accepts the address of a profile page', async () => {
			const { alice } = bench.tenant.cast;
			const address = `https://entra.microsoft.com/#view/Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/overview/userId/${alice.id}/hidePreviewBanner~/true`;
			const [read] = await bench.results(profile, { items: itemsFor(address) });
			expect(read.id).toBe(alice.id);
		});

		it('reads a guest, who has no profile in SharePoint, with the safe fields', async () => {
			bench.expectRefusal(403, 'accessDenied');
			const { guest } = bench.tenant.cast;
			const read = await bench.results(profile, {
				items: itemsFor(guest.userPrincipalName, guest.id),
			});
			expect(read[0]).toMatchObject({ id: guest.id, userPrincipalName: guest.userPrincipalName });
			expect(read[1]).toEqual(read[0]);
			expect(Object.keys(read[0]).sort()).toEqual([...SAFE_FIELDS].sort());
		});

		it('leaves out the default fields that guests may not read', async () => {
			bench.expectRefusal(401);
			const { guest } = bench.tenant.cast;
			const [read] = await bench.results(profile, {
				items: itemsFor(guest.id),
				signIn: { as: guest },
			});
			expect(Object.keys(read).sort()).toEqual([...SAFE_FIELDS].sort());
		});
	});

	describe('Get My Profile', () => {
		it('reads the signed-in user', async () => {
			const { alice } = bench.tenant.cast;
			const [read] = await bench.results(
				{ resource: 'get', operation: 'myProfile', selectFields: ['jobTitle', 'skills'] },
				{ signIn: { as: alice, scopes: ['User.Read'] } },
			);
			const { jobTitle, skills } = await bench.stored(alice);
			expect(read).toEqual({ id: alice.id, jobTitle, skills });
		});
	});

	describe('Get Manager', () => {
		const manager = { resource: 'get', operation: 'manager', user: userOfItem };

		it('reads the manager with directory and profile fields', async () => {
			const { alice } = bench.tenant.cast;
			const [read] = await bench.results(manager, { items: itemsFor(alice.id) });
			const stored = await bench.stored(alice.manager as string);
			expect(Object.keys(read).sort()).toEqual([...DEFAULT_FIELDS].sort());
			expect(read).toMatchObject({
				id: alice.manager,
				displayName: stored.displayName,
				skills: stored.skills,
			});
		});

		it('names the type of a manager who is not a user', async () => {
			const { orgContactManager } = bench.tenant.cast;
			const [read] = await bench.results(manager, {
				items: itemsFor(orgContactManager.id),
			});
			expect(read).toMatchObject({
				'@odata.type': '#microsoft.graph.orgContact',
				id: orgContactManager.manager,
			});
		});

		it('says that there is no manager', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { ceo } = bench.tenant.cast;
			const { error } = await bench.run(manager, { items: itemsFor(ceo.userPrincipalName) });
			expect(error?.message).toBe(
				`No manager found for the specified user: ${ceo.userPrincipalName}`,
			);
		});

		it('returns an empty result instead if set to, but not for a user who does not exist', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { alice, ceo } = bench.tenant.cast;
			const { items } = await bench.run(
				{ ...manager, options: { ifNotFound: 'returnEmpty' } },
				{
					items: itemsFor(alice.id, ceo.id, 'nobody@contoso.onmicrosoft.example'),
					settings: { onError: 'continueRegularOutput' },
				},
			);
			expect(items[0].json.id).toBe(alice.manager);
			expect(items[1]).toEqual({ json: { found: false, user: ceo.id }, pairedItem: { item: 1 } });
			expect(items[2].json.error).toContain('nobody@contoso.onmicrosoft.example');
		});
	});

	describe('Get Direct Reports', () => {
		const reports = { resource: 'get', operation: 'directReports' };

		it('returns all, or as many as the limit says', async () => {
			const { manyReports } = bench.tenant.cast;
			const all = await bench.results({
				...reports,
				user: user(manyReports.id, 'id'),
				returnAll: true,
			});
			expect(all).toHaveLength(manyReports.directReports);
			expect(new Set(all.map(({ id }) => id)).size).toBe(manyReports.directReports);
			const some = await bench.results({ ...reports, user: user(manyReports.id, 'id'), limit: 7 });
			expect(some).toEqual(all.slice(0, 7));
		});

		it('fills in chosen profile fields, one user at a time', async () => {
			const { alice } = bench.tenant.cast;
			const read = await bench.results({
				...reports,
				user: user(alice.id, 'id'),
				selectFields: ['displayName', 'skills'],
			});
			expect(read).toHaveLength(alice.directReports);
			for (const report of read) {
				expect(report.skills).toEqual((await bench.stored(report.id as string)).skills);
			}
		});

		it('returns nothing for someone without reports', async () => {
			const { admin } = bench.tenant.cast;
			expect(await bench.results({ ...reports, user: user(admin.id, 'id') })).toEqual([]);
		});
	});
});

it('names the user in a message as the picker showed them', async () => {
	bench.expectRefusal(404, 'Request_ResourceNotFound');
	const { ceo } = bench.tenant.cast;
	const shown = `${ceo.displayName} (${ceo.userPrincipalName})`;
	const { error } = await bench.run({
		resource: 'get',
		operation: 'manager',
		user: { ...user(ceo.id, 'list'), cachedResultName: shown },
	});
	expect(error?.message).toBe(`No manager found for the specified user: ${shown}`);
});
