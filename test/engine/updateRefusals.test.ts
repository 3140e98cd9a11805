/** Changes that Graph refuses: whose they are, what is missing, what to do. */

import type { INodeParameters } from 'n8n-workflow';

import { ownerOf } from '../../credentials/entra/appCredential';
import type { StoredCredential } from '../support/engine/credentials';
import { EVERY_RIGHT, PASSWORD, patches } from '../support/engine/updating';
import { itemsFor, type SignIn, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 80 });

const NOBODY = 'nobody@contoso.onmicrosoft.example';
const all: SignIn = { scopes: EVERY_RIGHT };

/** Update User of the item's user. */
const update = (updateFields: INodeParameters, options: INodeParameters = {}): INodeParameters => ({
	resource: 'update',
	operation: 'user',
	user: userOfItem,
	updateFields,
	options,
});

describe('Update', () => {
	describe('What Graph refuses, explained', () => {
		const one = async (
			who: string,
			updateFields: INodeParameters,
			signIn: SignIn = all,
		): Promise<{ message: string; description: string }> => {
			const { error } = await bench.run(update(updateFields), {
				items: itemsFor(bench.tenant.cast[who].userPrincipalName),
				signIn,
			});
			return { message: String(error?.message), description: String(error?.description) };
		};
		const named = (who: string): string => `"${bench.tenant.cast[who].userPrincipalName}"`;

		it('a synced user: says where to change it', async () => {
			bench.expectRefusal(400, 'Request_BadRequest');
			const { message, description } = await one('synced', { city: 'Basel', mobilePhone: '1' });
			expect(message).toBe(
				`${named('synced')} is synced from an on-premises directory, which is where City, Mobile Phone must be changed`,
			);
			expect(description).toContain(
				'Microsoft Graph says: Unable to update the specified properties',
			);
		});

		it('a synced user: profile fields can still be set', async () => {
			const { synced } = bench.tenant.cast;
			await bench.results(update({ skills: ['go'] }), {
				items: itemsFor(synced.id),
				signIn: all,
			});
			expect((await bench.stored(synced)).skills).toEqual(['go']);
		});

		it('a formerly synced user: extension attributes belong to Exchange', async () => {
			bench.expectRefusal(400, 'Request_BadRequest');
			const { message } = await one('formerlySynced', { extensionAttribute1: 'x' });
			expect(message).toBe(
				`${named('formerlySynced')} was synced from an on-premises directory before, or is managed by Exchange: Extension Attribute 1 to 15 of such a user can only be changed with Exchange tools`,
			);
		});

		it('someone with an administrator role: names the higher role that is needed', async () => {
			bench.expectRefusal(403, 'Authorization_RequestDenied');
			const { otherAdmin } = bench.tenant.cast;
			const { message } = await one(
				'admin',
				{ mobilePhone: '1', city: 'Basel' },
				{ as: otherAdmin, scopes: EVERY_RIGHT },
			);
			expect(message).toBe(
				`The signed-in account has the permission to change City, Mobile Phone of ${named('admin')}, but not the role: it needs the Entra role User Administrator or above, and where ${named('admin')} is an administrator, a role above theirs such as Global Administrator`,
			);
		});

		it.each([
			['city', 'Basel', 'City', ['User.ReadWrite.All'], ['User.Read.All']],
			[
				'accountEnabled',
				false,
				'Account Enabled',
				['User.EnableDisableAccount.All'],
				['User.Read.All'],
			],
			['businessPhones', ['1'], 'Business Phones', ['User-Phone.ReadWrite.All'], ['User.Read.All']],
			[
				'otherMails',
				['a@b.example'],
				'Other Mails',
				['User-Mail.ReadWrite.All'],
				['User.Read.All'],
			],
			[
				'password',
				PASSWORD,
				'Password',
				['User-PasswordProfile.ReadWrite.All', 'the Entra role User Administrator'],
				['User.Read.All'],
			],
			[
				'employeeLeaveDateTime',
				'2030-01-01',
				'Employee Leave Date',
				['User-LifeCycleInfo.ReadWrite.All', 'the Entra role Global Administrator'],
				['User.Read.All'],
			],
		])(
			'%s without its permission: names the permission',
			async (name, value, label, needed, scopes) => {
				bench.expectRefusal(403, 'Authorization_RequestDenied');
				await bench.set({ sensitivePermissions: 'required' });
				const { message } = await one('alice', { [name]: value }, { scopes });
				expect(message).toContain(`no right to change ${label} of ${named('alice')}`);
				for (const words of needed) expect(message).toContain(words);
			},
		);

		it('a password without the role: names the role', async () => {
			bench.expectRefusal(403, 'Authorization_RequestDenied');
			const { alice } = bench.tenant.cast;
			const { message } = await one(
				'umlaut',
				{ password: PASSWORD },
				{ as: alice, scopes: EVERY_RIGHT },
			);
			expect(message).toContain('the Entra role User Administrator');
		});

		it('profile fields of others without Sites.ReadWrite.All: names the permission', async () => {
			bench.expectRefusal(500);
			const { message } = await one('alice', { skills: ['go'] }, {});
			expect(message).toBe(
				`The signed-in account may not change profile fields of ${named('alice')} (Skills); it also needs the permission Sites.ReadWrite.All`,
			);
		});

		describe('an app without a user', () => {
			const app = async (): Promise<StoredCredential> => {
				const { apps, graph, login, tenantId, token } = bench.tenant;
				const { clientId, clientSecret, roles } = apps.appOnly;
				const fields = {
					...{ cloud: 'custom', graphBaseUrl: graph, loginBaseUrl: login },
					...{ method: 'clientSecret', tenantId, clientId, clientSecret },
				};
				const { access_token } = await token({ clientId, roles });
				return {
					type: 'office365UsersAppApi',
					data: { ...fields, accessToken: access_token, accessTokenOwner: ownerOf(fields) },
				};
			};
			const byApp = async (updateFields: INodeParameters): Promise<string> => {
				const { error } = await bench.run(
					{ ...update(updateFields), authentication: 'appOnly' },
					{ items: itemsFor(bench.tenant.cast.alice.id), credential: await app() },
				);
				return String(error?.message);
			};

			it.each([
				['skills', ['go'], 'Skills'],
				['employeeHireDate', '2026-01-01', 'Employee Hire Date'],
			])('cannot change %s', async (name, value, label) => {
				bench.expectRefusal(403, 'Authorization_RequestDenied');
				expect(await byApp({ city: 'Basel', [name]: value })).toContain(
					`Microsoft does not let an app without a signed-in user change ${label} of`,
				);
				// It is tried, because reports say that it sometimes works, and noted in the log.
				expect(bench.warnings().join()).toContain(label);
			});

			it('changes the rest, including a password and the leave date', async () => {
				const { alice } = bench.tenant.cast;
				const [result] = await bench.results(
					{
						...update({
							city: 'Basel',
							password: PASSWORD,
							employeeLeaveDateTime: '2030-01-01',
						}),
						authentication: 'appOnly',
					},
					{ items: itemsFor(alice.id), credential: await app() },
				);
				expect(result.success).toBe(true);
				expect(await bench.stored(alice)).toMatchObject({
					city: 'Basel',
					employeeLeaveDateTime: '2030-01-01T00:00:00Z',
				});
			});
		});

		it('says that a name is taken by another user', async () => {
			bench.expectRefusal(400, 'Request_BadRequest');
			const { admin, alice } = bench.tenant.cast;
			const { error } = await bench.run(update({ userPrincipalName: admin.userPrincipalName }), {
				items: itemsFor(alice.id),
			});
			expect(error?.message).toBe(
				"'User Principal Name' is taken: another user already has this value",
			);
		});

		it("names a domain that is not the organization's", async () => {
			bench.expectRefusal(400, 'Request_BadRequest');
			const { error } = await bench.run(update({ userPrincipalName: 'alice@elsewhere.example' }), {
				items: itemsFor(bench.tenant.cast.alice.id),
			});
			expect(error?.message).toMatch(/^'User Principal Name' was not accepted .*verified domain/);
		});

		it('an unknown user', async () => {
			bench.expectRefusal(404, 'Request_ResourceNotFound');
			const { error } = await bench.run(update({ city: 'Basel', division: 'X', skills: ['go'] }), {
				items: itemsFor(NOBODY),
				signIn: all,
			});
			expect(error?.message).toContain(`No user found for "${NOBODY}" in 'User'`);
			expect(await patches(bench)).toEqual([]);
		});
	});
});
