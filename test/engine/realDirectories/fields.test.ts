/** Fields that need more than others to be read (docs/graph.md#permissions-of-single-properties). */
import type { INodeParameters } from 'n8n-workflow';

import { PERMISSIONS } from '../../../credentials/entra/scopes';
import { READING, USER_PROPERTY_NAMES } from '../../../nodes/Office365Users/users/userProperties';
import { BOTH_PATHS, itemsFor, userOfItem, Workbench } from '../../support/engine/workbench';

const bench = new Workbench();

const profile: INodeParameters = { resource: 'get', operation: 'userProfile', user: userOfItem };
const search: INodeParameters = { resource: 'search', operation: 'users' };
const signInActivity = { selectFields: ['signInActivity'] };
const auditor = { scopes: [...PERMISSIONS.readWrite, 'AuditLog.Read.All'] };

/** Everything that reading any field needs. */
const everything = {
	scopes: [
		...PERMISSIONS.readWrite,
		...[...READING.values()].flatMap(({ permission }) => permission ?? []),
	],
};

it.each(USER_PROPERTY_NAMES)(
	'%s, which the editor offers, is known to the tenant',
	async (name) => {
		const { alice, admin } = bench.tenant.cast;
		const { role } = READING.get(name) ?? {};
		if (role) await bench.tenant.control('PATCH', `/users/${admin.id}`, { adminRole: role });
		const [read] = await bench.results(
			{ ...profile, selectFields: [name] },
			{ signIn: everything, items: itemsFor(alice.id) },
		);
		expect(read).toHaveProperty(name);
	},
);

describe.each(BOTH_PATHS)('over %s', (path) => {
	describe('signInActivity', () => {
		it('of one user is read by ID, which is looked up first', async () => {
			const { alice, admin } = bench.tenant.cast;
			const read = await bench.results(
				{ ...profile, ...signInActivity, options: { batchRequests: false } },
				{ path, signIn: auditor, items: itemsFor(alice.userPrincipalName, alice.id, 'me') },
			);
			expect(read.map(({ id }) => id)).toEqual([alice.id, alice.id, admin.id]);
			const asked = (await bench.asked()).map(
				({ path: address, query }) => `${decodeURIComponent(address)} ${query.$select}`,
			);
			expect(new Set(asked)).toEqual(
				new Set([
					`/v1.0/users/${alice.userPrincipalName} id`,
					'/v1.0/me id',
					`/v1.0/users/${alice.id} id,signInActivity`,
					`/v1.0/users/${admin.id} id,signInActivity`,
				]),
			);
		});

		it('of a user who is not there: not found', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { items } = await bench.run(
				{ ...profile, ...signInActivity, options: { ifNotFound: 'returnEmpty' } },
				{ path, signIn: auditor, items: itemsFor('nobody@contoso.onmicrosoft.example') },
			);
			expect(items[0].json.found).toBe(false);
		});

		it('of a list is read in small pages', async () => {
			const found = await bench.results(
				{ ...search, ...signInActivity, returnAll: true },
				{ path, signIn: auditor },
			);
			const { body } = await bench.tenant.control('GET', '/cast');
			expect(found).toHaveLength(body.users as number);
			expect((await bench.asked()).map(({ query }) => query.$top)).toEqual(['120', '120']);
		});

		it('says which license a tenant lacks', async () => {
			bench.expectRefusal(403, 'Authentication_RequestFromNonPremiumTenantOrB2CTenant');
			await bench.set({ premium: false });
			const { error } = await bench.run(
				{ ...search, ...signInActivity },
				{ path, signIn: auditor },
			);
			expect(error?.message).toContain('a Microsoft Entra ID P1 license');
		});

		it('as a filter is sent by itself, and plain', async () => {
			const filter = 'signInActivity/lastSignInDateTime le 2099-01-01T00:00:00Z';
			const found = await bench.results(
				{ ...search, ...signInActivity, returnAll: true, options: { filter } },
				{ path, signIn: auditor },
			);
			expect(found.length).toBeGreaterThan(0);
			const [{ headers }] = await bench.asked();
			expect(headers).not.toHaveProperty('consistencylevel');
		});

		it('says which permission and license it needs', async () => {
			bench.expectRefusal(403);
			const { error } = await bench.run({ ...search, ...signInActivity }, { path });
			expect(error?.message).toMatch(
				/no right to read all of 'Fields': signInActivity needs the permission AuditLog\.Read\.All and a Microsoft Entra ID P1 license$/,
			);
		});
	});

	it('the settings of the mailbox are read user by user on a list', async () => {
		const found = await bench.results(
			{ ...search, selectFields: ['displayName', 'mailboxSettings'], limit: 3 },
			{ path, signIn: { scopes: [...PERMISSIONS.readWrite, 'MailboxSettings.Read'] } },
		);
		expect(found).toHaveLength(3);
		const selected = (await bench.asked()).map(({ query }) => query.$select);
		expect(selected).toEqual([
			'id,displayName',
			'mailboxSettings',
			'mailboxSettings',
			'mailboxSettings',
		]);
	});

	it('the settings of the mailbox say which permission they need', async () => {
		bench.expectRefusal(403);
		const { error } = await bench.run(
			{ ...search, selectFields: ['mailboxSettings'], limit: 3 },
			{ path },
		);
		expect(error?.message).toMatch(/mailboxSettings needs the permission MailboxSettings\.Read$/);
	});
});
