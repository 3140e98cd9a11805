/** Sign-ins that Microsoft refuses: what a signed-in user and an app are told, and the credential's test. */
import type { ICredentialDataDecryptedObject, INodeParameters } from 'n8n-workflow';

import { AppWorkbench } from '../support/engine/appWorkbench';
import type { StoredCredential } from '../support/engine/credentials';
import { testCredential } from '../support/engine/credentialTest';
import { editorContext, type Outcome } from '../support/engine/engine';
import { itemsFor, user, userOfItem } from '../support/engine/workbench';
import { Office365Users } from '../../nodes/Office365Users/Office365Users.node';

const bench = new AppWorkbench({ users: 60 });

const profile: INodeParameters = {
	resource: 'get',
	operation: 'userProfile',
	user: userOfItem,
	selectFields: ['mail'],
};

const fresh = async (fields: ICredentialDataDecryptedObject = {}): Promise<StoredCredential> => {
	const clientSecret = `fresh~secret.${Math.random()}`;
	const { clientId } = bench.tenant.apps.appOnly;
	await bench.tenant.control('POST', '/apps', { clientId, clientSecret });
	return bench.app({ clientSecret, ...fields });
};

describe('a signed-in user whose token is renewed', () => {
	const renewed = async (code: number): Promise<Outcome> => {
		bench.expectRefusal(401);
		bench.expectRefusal(400);
		const credential = await bench.credential({ expiresIn: -60 });
		await bench.refuseSignIn(code, { count: 10 });
		return await bench.run(profile, {
			credential,
			items: itemsFor(bench.tenant.cast.alice.id, bench.tenant.cast.ceo.id),
			settings: { onError: 'continueErrorOutput' },
		});
	};

	// All but invalid_grant come with Microsoft's text.
	it.each([
		[50076, /^Microsoft asks for multi-factor authentication \(AADSTS50076: /],
		[53003, /^Conditional Access blocks this sign-in \(AADSTS53003: /],
		[530032, /^The organization's security policy blocks this sign-in \(AADSTS530032: /],
		[700016, /^The app is not known in this tenant \(AADSTS700016: /],
		[7000215, /^'Client Secret' is not right \(AADSTS7000215: /],
		[7000222, /^'Client Secret' has expired \(AADSTS7000222: /],
		[7000112, /^The app is disabled in this tenant \(AADSTS7000112: /],
		[90002, /^Microsoft does not know this tenant \(AADSTS90002: /],
		[90038, /^The tenant is in another Microsoft cloud \(AADSTS90038: /],
		[50194, /^The app is registered for one organization only \(AADSTS50194: /],
	])('AADSTS%i', async (code, says) => {
		const { errorItems } = await renewed(code);
		expect(errorItems.map(({ json }) => json.error)).toEqual([
			expect.stringMatching(says),
			expect.stringMatching(says),
		]);
		expect(errorItems[0].json.details).toMatchObject({ code: `AADSTS${code}` });
		// Once for all items: a refused sign-in is not repeated.
		expect(await bench.signIns()).toHaveLength(1);
	});

	it.each([50173, 700082, 70043, 65001, 50057])(
		'AADSTS%i, which n8n does not pass on: names likely reasons and asks to reconnect',
		async (code) => {
			const { errorItems } = await renewed(code);
			expect(errorItems).toHaveLength(2);
			for (const { json } of errorItems) {
				expect(json.error).toMatch(
					/^The credential "Credential 1" needs to be reconnected\. Likely reasons: the password was changed.*not used.*Conditional Access.*reconnect it$/,
				);
			}
		},
	);

	it('a claims challenge of Graph', async () => {
		bench.expectRefusal(401);
		await bench.tenant.control('POST', '/faults', { count: 20, action: 'claimsChallenge' });
		const { error } = await bench.run(profile, {
			items: itemsFor(bench.tenant.cast.alice.id),
		});
		expect(error?.message).toMatch(/^Microsoft requires a new sign-in before it answers/);
		expect(error?.description).toMatch(/reconnect/);
	});

	it('a claims challenge to an app', async () => {
		bench.expectRefusal(401);
		await bench.tenant.control('POST', '/faults', { count: 20, action: 'claimsChallenge' });
		const { error } = await bench.run(
			{ ...profile, authentication: 'appOnly' },
			{ credential: await fresh(), items: itemsFor(bench.tenant.cast.alice.id) },
		);
		expect(error?.message).toMatch(/^Microsoft requires a new sign-in before it answers/);
		expect(error?.description).toMatch(/administrator/);
		expect(error?.description).not.toMatch(/reconnect/);
	});

	it('an app without the permission: asks for the application permission, not to reconnect', async () => {
		bench.expectRefusal(403);
		const { clientId, clientSecret } = bench.tenant.apps.withoutRoles;
		const { error } = await bench.run(
			{ ...profile, authentication: 'appOnly' },
			{
				credential: bench.app({ clientId, clientSecret }),
				items: itemsFor(bench.tenant.cast.alice.id),
			},
		);
		expect(error?.message).toMatch(/^The app has no right to do this .*User\.Read\.All$/);
		expect(error?.description).toMatch(/^Add the application permission to the app registration/);
	});
});

describe('the test of the app credential', () => {
	it('asks for a new token each time, so that a permission that was just granted counts', async () => {
		const credential = await fresh();
		const first = await testCredential(credential);
		expect(first).toMatchObject({ status: 'OK', message: 'Connection successful!' });
		const second = await testCredential(structuredClone(first.stored));
		expect(second.status).toBe('OK');
		expect(second.stored.data.accessToken).not.toBe(first.stored.data.accessToken);
		expect(await bench.signIns()).toHaveLength(2);
	});

	it('says when the app may not read users', async () => {
		bench.expectRefusal(403);
		const { clientId, clientSecret } = bench.tenant.apps.withoutRoles;
		const { message } = await testCredential(bench.app({ clientId, clientSecret }));
		expect(message).toBe(
			'The app can sign in, but it may not read users. Give it the application permission User.Read.All, have an administrator consent, and test again.',
		);
	});

	it.each([
		['expiredSecret', 401, /^'Client Secret' has expired \(AADSTS7000222: /],
		['disabledApp', 400, /^The app is disabled in this tenant \(AADSTS7000112: /],
	])('the app %s', async (name, status, says) => {
		bench.expectRefusal(status);
		const { clientId, clientSecret } = bench.tenant.apps[name];
		expect((await testCredential(bench.app({ clientId, clientSecret }))).message).toMatch(says);
	});

	it('another tenant, another app', async () => {
		bench.expectRefusal(400);
		const tenant = await testCredential(await fresh({ tenantId: 'elsewhere.example' }));
		expect(tenant.message).toMatch(/^Microsoft does not know this tenant \(AADSTS90002: /);
		const app = await testCredential(
			await fresh({ clientId: '0f8fad5b-d9cb-469f-a165-70867728950e' }),
		);
		expect(app.message).toMatch(/^The app is not known in this tenant \(AADSTS700016: /);
	});

	it("bad input: the node's own message", async () => {
		const { message } = await testCredential(await fresh({ tenantId: 'common' }));
		expect(message).toMatch(
			/^'Tenant ID' is "common", and an app without a user needs one certain tenant\. Paste the directory/,
		);
	});

	it('the domain of the tenant is accepted', async () => {
		const { tenantDomain } = bench.tenant;
		expect((await testCredential(await fresh({ tenantId: tenantDomain }))).status).toBe('OK');
	});
});

describe('From List with an app', () => {
	const { searchUsers } = new Office365Users().methods.listSearch;
	const parameters = { ...profile, authentication: 'appOnly', user: user('', 'list') };

	it('lists users', async () => {
		const context = editorContext({ '1': await fresh() }, parameters);
		const { results } = await searchUsers.call(context);
		expect(results).toHaveLength(50);
	});

	it('says why it cannot', async () => {
		const context = editorContext({ '1': await fresh({ tenantId: '' }) }, parameters);
		await expect(searchUsers.call(context)).rejects.toThrow("'Tenant ID' is empty");
		expect(await bench.log()).toEqual([]);
	});
});
