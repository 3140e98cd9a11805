/**
 * What n8n's own expression engine makes of the hidden fields, over the real parents of the type.
 */
import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { MemoryCredentials } from '../../support/engine/credentials';
import { additionalData, CREDENTIAL } from '../../support/engine/contexts';

/** The credential as a node gets it. */
async function resolved(
	stored: ICredentialDataDecryptedObject,
): Promise<ICredentialDataDecryptedObject> {
	const credentials = new MemoryCredentials({ 1: { type: CREDENTIAL, data: stored } });
	const reference = { id: '1', name: 'Credential' };
	return await credentials.getDecrypted(
		additionalData(credentials),
		reference,
		CREDENTIAL,
		'manual',
	);
}

const CUSTOM = {
	cloud: 'custom',
	loginBaseUrl: 'https://login.example',
	graphBaseUrl: 'https://graph.example',
};

// docs/graph.md#clouds.
const CLOUDS: Array<[ICredentialDataDecryptedObject, string, string]> = [
	[{ cloud: 'global' }, 'https://login.microsoftonline.com', 'https://graph.microsoft.com'],
	[{ cloud: 'usGov' }, 'https://login.microsoftonline.us', 'https://graph.microsoft.us'],
	[{ cloud: 'usGovDod' }, 'https://login.microsoftonline.us', 'https://dod-graph.microsoft.us'],
	[{ cloud: 'china' }, 'https://login.chinacloudapi.cn', 'https://microsoftgraph.chinacloudapi.cn'],
	[CUSTOM, CUSTOM.loginBaseUrl, CUSTOM.graphBaseUrl],
];

// docs/credentials.md#a-signed-in-user.
const READ = ['User.Read.All', 'People.Read.All', 'Sites.Read.All'];
const PERMISSIONS: Array<[ICredentialDataDecryptedObject, string[]]> = [
	[{ permissions: 'basic' }, ['User.Read', 'User.ReadBasic.All', 'People.Read']],
	[{ permissions: 'read' }, READ],
	[{ permissions: 'readWrite' }, [...READ, 'User.ReadWrite.All', 'ProfilePhoto.ReadWrite.All']],
	[
		{ permissions: 'custom', enabledScopes: 'openid offline_access User.Read Sites.Read.All' },
		['User.Read', 'Sites.Read.All'],
	],
];

const sorted = (scope: unknown): string[] => String(scope).split(' ').sort();

describe.each(CLOUDS)('cloud %j', (cloud, login, graph) => {
	test.each(['common', 'contoso.onmicrosoft.com', '11111111-2222-3333-4444-555555555555'])(
		'tenant %s: where to sign in and where Graph is',
		async (tenantId) => {
			expect(await resolved({ ...cloud, tenantId })).toMatchObject({
				authUrl: `${login}/${tenantId}/oauth2/v2.0/authorize`,
				accessTokenUrl: `${login}/${tenantId}/oauth2/v2.0/token`,
				graphApiBaseUrl: graph,
			});
		},
	);

	test.each(PERMISSIONS)('%j: its scopes', async (permissions, scopes) => {
		const { scope } = await resolved({ ...cloud, ...permissions });
		// Short names mean the global Graph; in other clouds they are written out.
		const own = cloud.cloud === 'global' ? scopes : scopes.map((name) => `${graph}/${name}`);
		expect(sorted(scope)).toEqual(['openid', 'offline_access', ...own].sort());
	});
});

test('nothing filled in: the global cloud, any organization, to read', async () => {
	const credential = await resolved({});
	expect(credential).toMatchObject({
		authUrl: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize',
		graphApiBaseUrl: 'https://graph.microsoft.com',
		grantType: 'authorizationCode',
		authentication: 'body',
	});
	expect(sorted(credential.scope)).toEqual(['offline_access', 'openid', ...READ].sort());
});

describe('as people usually fill it in', () => {
	test('slashes, spaces and a version on custom addresses', async () => {
		const credential = await resolved({
			cloud: 'custom',
			loginBaseUrl: ' https://login.example/ ',
			graphBaseUrl: 'https://graph.example/v1.0/',
			permissions: 'basic',
		});
		expect(credential).toMatchObject({
			authUrl: 'https://login.example/common/oauth2/v2.0/authorize',
			accessTokenUrl: 'https://login.example/common/oauth2/v2.0/token',
			graphApiBaseUrl: 'https://graph.example',
		});
		expect(credential.scope).toContain(' https://graph.example/User.Read ');
	});

	test.each(['', '  ', ' common '])('a tenant of %j is any organization', async (tenantId) => {
		const { authUrl } = await resolved({ tenantId });
		expect(authUrl).toBe('https://login.microsoftonline.com/common/oauth2/v2.0/authorize');
	});

	test('spaces and line breaks around scopes are ignored', async () => {
		const enabledScopes = '\n openid  User.Read\noffline_access ';
		for (const [cloud, , graph] of CLOUDS.slice(0, 2)) {
			const { scope } = await resolved({ ...cloud, permissions: 'custom', enabledScopes });
			const read = cloud.cloud === 'global' ? 'User.Read' : `${graph}/User.Read`;
			expect(scope).toBe(`openid ${read} offline_access`);
		}
	});

	test('a scope with its full address is kept', async () => {
		const enabledScopes = 'offline_access profile email https://graph.microsoft.us/.default';
		const given = { cloud: 'usGov', permissions: 'custom', enabledScopes };
		expect((await resolved(given)).scope).toBe(enabledScopes);
	});

	test('scopes left over from Custom are ignored for other choices', async () => {
		const { scope } = await resolved({ permissions: 'read', enabledScopes: 'User.ReadWrite.All' });
		expect(scope).not.toContain('ReadWrite');
	});

	test('addresses left over from Custom are ignored in other clouds', async () => {
		const { graphApiBaseUrl, authUrl } = await resolved({ ...CUSTOM, cloud: 'global' });
		expect(graphApiBaseUrl).toBe('https://graph.microsoft.com');
		expect(authUrl).toMatch(/^https:\/\/login\.microsoftonline\.com\//);
	});
});

test('stored addresses do not replace those of the cloud', async () => {
	const evil = 'https://evil.example/token';
	const credential = await resolved({ cloud: 'global', authUrl: evil, accessTokenUrl: evil });
	expect(credential.authUrl).not.toBe(evil);
	expect(credential.accessTokenUrl).not.toBe(evil);
});
