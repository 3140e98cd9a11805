/** Fields that need more than others to be read (docs/graph.md#permissions-of-single-properties). */
import type { INodeParameters } from 'n8n-workflow';

import { PERMISSIONS } from '../../../credentials/entra/scopes';
import { BOTH_PATHS, itemsFor, userOfItem, Workbench } from '../../support/engine/workbench';

const bench = new Workbench();

const profile: INodeParameters = { resource: 'get', operation: 'userProfile', user: userOfItem };
const search: INodeParameters = { resource: 'search', operation: 'users' };
const signInActivity = { selectFields: ['signInActivity'] };
const auditor = { scopes: [...PERMISSIONS.readWrite, 'AuditLog.Read.All'] };

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
