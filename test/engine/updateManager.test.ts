/** Set Manager: assigning, removing, and what is said when it fails. */
import type { INodeParameters } from 'n8n-workflow';

import { ordinaryPeople } from '../support/engine/updating';
import { BOTH_PATHS, itemsFor, user, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 80 });

const NOBODY = 'nobody@contoso.onmicrosoft.example';
const NOBODYS_ID = '00000000-1111-4222-8333-444444444444';

describe('Update', () => {
	describe('Set Manager', () => {
		const assign = (manager: string): INodeParameters => ({
			resource: 'update',
			operation: 'manager',
			user: userOfItem,
			managerAction: 'assign',
			manager: user(manager, manager.includes('@') ? 'upn' : 'id'),
		});
		const remove = {
			resource: 'update',
			operation: 'manager',
			user: userOfItem,
			managerAction: 'remove',
		};
		const managerOf = async (id: string): Promise<unknown> =>
			(await bench.tenant.control('GET', `/users/${encodeURIComponent(id)}`)).body.managerId;

		it.each(['id', 'userPrincipalName'] as const)('assigns a manager by %s', async (by) => {
			const { admin, alice } = bench.tenant.cast;
			expect(await managerOf(alice.id)).not.toBe(admin.id);
			const set = await bench.results(assign(admin[by]), { items: itemsFor(alice.id) });
			expect(set).toEqual([{ success: true, statusCode: 204, user: alice.id, manager: admin[by] }]);
			expect(await managerOf(alice.id)).toBe(admin.id);
			const put = (await bench.asked()).find(({ method }) => method === 'PUT');
			expect(put?.path).toBe(`/v1.0/users/${alice.id}/manager/$ref`);
			expect(put?.body).toEqual({ '@odata.id': expect.stringContaining(admin.id) });
		});

		it('sends nothing else for a manager by ID', async () => {
			const { admin, alice } = bench.tenant.cast;
			await bench.results(assign(admin.id), { items: itemsFor(alice.id) });
			expect((await bench.asked()).map(({ method }) => method)).toEqual(['PUT']);
		});

		it.each(['apostrophe', 'dollar', 'guest'])('assigns %s by user principal name', async (who) => {
			const { alice, [who]: boss } = bench.tenant.cast;
			await bench.results(assign(boss.userPrincipalName), { items: itemsFor(alice.id) });
			expect(await managerOf(alice.id)).toBe(boss.id);
		});

		it('assigns the signed-in user, and to the signed-in user', async () => {
			const { admin, alice, ceo } = bench.tenant.cast;
			const set = await bench.results(assign('me'), { items: itemsFor(alice.id) });
			expect(set).toEqual([{ success: true, statusCode: 204, user: alice.id, manager: 'me' }]);
			expect(await managerOf(alice.id)).toBe(admin.id);
			await bench.results(assign(ceo.id), { items: itemsFor('me') });
			expect(await managerOf(admin.id)).toBe(ceo.id);
		});

		it('assigns a contact, who is not a user', async () => {
			const { alice, orgContact } = bench.tenant.cast;
			await bench.results(assign(orgContact.id), { items: itemsFor(alice.id) });
			expect(await managerOf(alice.id)).toBe(orgContact.id);
		});

		it('accepts the address of a profile page for the manager', async () => {
			const { admin, alice } = bench.tenant.cast;
			await bench.results(
				assign(`https://entra.microsoft.com/#view/X/userId/${admin.id}/hidePreviewBanner~/true`),
				{ items: itemsFor(alice.id) },
			);
			expect(await managerOf(alice.id)).toBe(admin.id);
		});

		it.each(BOTH_PATHS)(
			'assigns one manager to many, and each item its own, over %s',
			async (path) => {
				const people = await ordinaryPeople(bench, 40);
				const { admin, ceo } = bench.tenant.cast;
				await bench.results(
					{ ...assign(''), manager: user('={{ $json.boss }}') },
					{
						path,
						items: people.map((id, index) => ({
							json: { user: id, boss: (index % 2 ? admin : ceo).userPrincipalName },
						})),
					},
				);
				for (const [index, id] of people.entries()) {
					expect(await managerOf(id)).toBe((index % 2 ? admin : ceo).id);
				}
			},
		);

		it('removes the manager', async () => {
			const { alice } = bench.tenant.cast;
			expect(await managerOf(alice.id)).not.toBeNull();
			const removed = await bench.results(remove, { items: itemsFor(alice.id) });
			expect(removed).toEqual([{ success: true, statusCode: 204, user: alice.id, manager: null }]);
			expect(await managerOf(alice.id)).toBeNull();
			expect((await bench.asked()).map(({ method, path: asked }) => `${method} ${asked}`)).toEqual([
				`DELETE /v1.0/users/${alice.id}/manager/$ref`,
			]);
		});

		it.each([NOBODY, NOBODYS_ID, `https://entra.microsoft.com/#view/X/userId/${NOBODYS_ID}`])(
			'says that the manager %s does not exist, and not the user',
			async (manager) => {
				bench.expectRefusal(404, 'Request_ResourceNotFound');
				const { alice } = bench.tenant.cast;
				const before = await managerOf(alice.id);
				const { error } = await bench.run(assign(manager), { items: itemsFor(alice.id) });
				expect(error?.message).toContain(manager.startsWith('https') ? NOBODYS_ID : manager);
				expect(error?.message).toContain("'Manager'");
				expect(error?.message).not.toContain("'User'");
				expect(await managerOf(alice.id)).toBe(before);
			},
		);

		it('says that the user does not exist, and not the manager', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { error } = await bench.run(assign(bench.tenant.cast.admin.id), {
				items: itemsFor(NOBODY),
			});
			expect(error?.message).toContain(`No user found for "${NOBODY}" in 'User'`);
		});

		it('says that the manager of a synced user is set on premises', async () => {
			bench.expectRefusal(400, 'Request_BadRequest');
			const { admin, synced } = bench.tenant.cast;
			const { error } = await bench.run(assign(admin.id), { items: itemsFor(synced.id) });
			expect(error?.message).toBe(
				`"${synced.id}" is synced from an on-premises directory, which is where Manager must be changed`,
			);
		});

		it('names the permission that is missing', async () => {
			bench.expectRefusal(403, 'Authorization_RequestDenied');
			const { admin, alice } = bench.tenant.cast;
			const { error } = await bench.run(assign(admin.id), {
				items: itemsFor(alice.id),
				signIn: { scopes: ['User.Read.All'] },
			});
			expect(error?.message).toMatch(/change Manager of .* the permission User\.ReadWrite\.All/);
		});

		it('empty manager: refused before anything is sent', async () => {
			const { error } = await bench.run(
				{ ...assign(''), manager: user('={{ $json.boss }}') },
				{ items: itemsFor(bench.tenant.cast.alice.id) },
			);
			expect(error?.message).toBe("'Manager' is empty");
			expect(await bench.log()).toEqual([]);
		});
	});
});
