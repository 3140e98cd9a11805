/** A permission is missing, or a role is: each has its own words (docs/graph.md#missing-role). */
import { PERMISSIONS } from '../../../credentials/entra/scopes';
import { picture, withFile } from '../../support/engine/images';
import { itemsFor, user, userOfItem, Workbench } from '../../support/engine/workbench';

const bench = new Workbench({ users: 60 });

const HELPS = /Choose |'Permissions' in the credential to Custom/;

describe('Roles', () => {
	const said = async (parameters: object, scopes: readonly string[], id: string) => {
		const { error } = await bench.run(
			{ user: userOfItem, ...parameters },
			{ items: itemsFor(id), signIn: { as: bench.tenant.cast.alice, scopes } },
		);
		return { message: error?.message ?? '', description: error?.description ?? '' };
	};
	const city = { resource: 'update', operation: 'user', updateFields: { city: 'Basel' } };
	const language = {
		resource: 'update',
		operation: 'user',
		updateFields: { preferredLanguage: 'de-DE' },
	};

	it('Update User with the scope granted names the role, and larger permissions do not help', async () => {
		bench.expectRefusal(403, 'Authorization_RequestDenied');
		const { umlaut } = bench.tenant.cast;
		const { message, description } = await said(city, PERMISSIONS.readWrite, umlaut.id);
		expect(message).toBe(
			`The signed-in account has the permission to change City of "${umlaut.id}", but not the role: it needs the Entra role User Administrator or above`,
		);
		expect(description).toContain("Larger 'Permissions' in the credential do not help");
		expect(description).not.toMatch(HELPS);
	});

	it('so does a field of oneself', async () => {
		bench.expectRefusal(403, 'Authorization_RequestDenied');
		const { message, description } = await said(language, ['User.ReadWrite'], 'me');
		expect(message).toMatch(/Preferred Language of "me", but not the role: .*User Administrator/);
		expect(description).not.toMatch(HELPS);
	});

	it('so does Set Manager', async () => {
		bench.expectRefusal(403, 'Authorization_RequestDenied');
		const { admin, umlaut } = bench.tenant.cast;
		const { message } = await said(
			{ resource: 'update', operation: 'manager', manager: user(admin.id, 'id') },
			PERMISSIONS.readWrite,
			umlaut.id,
		);
		expect(message).toMatch(/Manager of .*, but not the role: .*User Administrator or above$/);
	});

	it('Update User without the scope names the permissions, either of which is enough', async () => {
		bench.expectRefusal(403, 'Authorization_RequestDenied');
		const { umlaut } = bench.tenant.cast;
		const { message, description } = await said(city, PERMISSIONS.read, umlaut.id);
		expect(message).toContain(
			'it needs the permission User.ReadUpdate.All or User.ReadWrite.All; and the Entra role',
		);
		expect(description).toContain('Choose Read and Write, or Custom with User.ReadUpdate.All');
	});

	it.each([
		[
			'accountEnabled',
			false,
			'User.EnableDisableAccount.All with User.Read.All, or User.ReadWrite.All',
		],
		['mobilePhone', '1', 'User-Phone.ReadWrite.All or User.ReadWrite.All'],
		['otherMails', 'a@b.example', 'User-Mail.ReadWrite.All or User.ReadWrite.All'],
	])('%s: the narrow permission or the wide one', async (name, value, words) => {
		bench.expectRefusal(403, 'Authorization_RequestDenied');
		const { message } = await said(
			{ ...city, updateFields: { [name]: value } },
			PERMISSIONS.read,
			bench.tenant.cast.umlaut.id,
		);
		expect(message).toContain(`it needs the permission ${words}; and`);
		expect(message).not.toContain(' and User-');
	});

	it('a field whose reading needs a permission of its own', async () => {
		bench.expectRefusal(403, 'Authorization_RequestDenied');
		const { umlaut } = bench.tenant.cast;
		const { message, description } = await said(
			{
				resource: 'get',
				operation: 'userProfile',
				selectFields: ['mail', 'employeeLeaveDateTime'],
			},
			PERMISSIONS.read,
			umlaut.id,
		);
		expect(message).toBe(
			"The signed-in account has no right to read all of 'Fields': employeeLeaveDateTime needs the permission User-LifeCycleInfo.Read.All",
		);
		expect(description).toContain('Custom and add User-LifeCycleInfo.Read.All');
	});

	it('a read that is refused although the permission is granted: larger ones do not help', async () => {
		bench.expectRefusal(403);
		const { guest } = bench.tenant.cast;
		const { error } = await bench.run(
			{ resource: 'search', operation: 'users' },
			{ signIn: { as: guest, scopes: PERMISSIONS.read } },
		);
		expect(error?.message).toMatch(/although the permission .* is granted$/);
		expect(error?.description).toContain('Guests often cannot');
		expect(error?.description).not.toMatch(/cannot list users at all/);
		expect(error?.description).not.toMatch(HELPS);
	});

	describe('photos', () => {
		const upload = async (operation: string, scopes: string[], as = bench.tenant.cast.alice) => {
			const { error } = await bench.run(
				{ resource: 'photo', operation, user: userOfItem },
				{
					items: [withFile(await picture(90, 90), { json: { user: bench.tenant.cast.umlaut.id } })],
					signIn: { as, scopes },
				},
			);
			return `${error?.message} | ${error?.description}`;
		};

		it('of others: either permission, and a role', async () => {
			bench.expectRefusal(403);
			expect(await upload('update', ['User.Read'])).toMatch(
				/needs the permission ProfilePhoto\.ReadWrite\.All or User\.ReadWrite\.All; and an Entra role/,
			);
			const granted = await upload('update', ['ProfilePhoto.ReadWrite.All']);
			expect(granted).toMatch(/but not the role: .*User Administrator, People Administrator/);
			expect(granted).not.toMatch(HELPS);
		});

		it("one's own: User.ReadWrite, no role", async () => {
			bench.expectRefusal(403);
			const text = await upload('updateMine', ['User.Read']);
			expect(text).toMatch(/needs the permission User\.ReadWrite \|/);
			expect(text).not.toMatch(/role/);
		});

		it.each(['update', 'updateMine'])('%s: forbidden by the mailbox policy', async (operation) => {
			bench.expectRefusal(403);
			const { alice, umlaut } = bench.tenant.cast;
			for (const { id } of [alice, umlaut]) {
				await bench.tenant.control('PATCH', `/users/${id}`, { photoForbidden: true });
			}
			const text = await upload(operation, ['ProfilePhoto.ReadWrite.All', 'User.ReadWrite']);
			expect(text).toMatch(/^The organization's mailbox policy does not allow/);
			expect(text).not.toMatch(HELPS);
		});
	});
});
