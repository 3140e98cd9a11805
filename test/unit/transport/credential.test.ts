import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { BadInput } from '../../../nodes/Office365Users/transport/badInput';
import {
	itemCredential,
	type RunCredential,
} from '../../../nodes/Office365Users/transport/credential';

/** Items of a run whose credentials have these fields; counts how often one is read. */
function items(...credentials: ICredentialDataDecryptedObject[]) {
	let reads = 0;
	const run: RunCredential = {};
	return {
		reads: () => reads,
		read: async () =>
			await Promise.all(
				credentials.map(async (credential) => {
					const getCredentials = async (): Promise<ICredentialDataDecryptedObject> => {
						reads++;
						return credential;
					};
					return await itemCredential({ getCredentials }, run);
				}),
			),
	};
}

const roots = async (read: ReturnType<typeof items>): Promise<string[]> =>
	(await read.read()).map(({ root }) => root);

const custom = (graphBaseUrl: string): ICredentialDataDecryptedObject => ({
	cloud: 'custom',
	graphBaseUrl,
});

test('a credential is read once for all items of a run', async () => {
	const run = items({ cloud: 'usGov' }, { cloud: 'usGov' }, { cloud: 'usGov' });
	const address = 'https://graph.microsoft.us';
	expect(await roots(run)).toEqual([address, address, address]);
	expect(run.reads()).toBe(1);
});

test('one that holds expressions is read for each', async () => {
	const differs = { differsByItem: true };
	const run = items({ cloud: 'global', ...differs }, { cloud: 'china', ...differs });
	expect(await roots(run)).toEqual([
		'https://graph.microsoft.com',
		'https://microsoftgraph.chinacloudapi.cn',
	]);
});

describe('what tells credentials apart', () => {
	const keys = async (...credentials: ICredentialDataDecryptedObject[]): Promise<Set<string>> =>
		new Set((await items(...credentials).read()).map(({ key }) => key));
	const differing = { differsByItem: true, cloud: 'global', clientId: 'a', clientSecret: 's3cret' };

	test('is the same for the same one, also with a renewed token', async () => {
		expect((await keys({ cloud: 'global' }, { cloud: 'global' })).size).toBe(1);
		const renewed = { ...differing, oauthTokenData: { access_token: 'new' } };
		expect((await keys(differing, renewed)).size).toBe(1);
	});

	test.each([
		['client', { ...differing, clientId: 'b' }],
		['secret', { ...differing, clientSecret: 'other' }],
		['tenant', { ...differing, tenantId: 'contoso.com' }],
	])('differs by %s', async (_, other) => {
		expect((await keys(differing, other)).size).toBe(2);
	});

	test('holds no secret', async () => {
		const [key] = await keys(differing, differing);
		expect(key).not.toContain('s3cret');
	});
});

test.each([
	'https://graph.example',
	'https://graph.example:8443',
	'http://localhost:5000',
	'http://127.0.0.1:5000',
	'http://[::1]:5000',
])('%s may be asked', async (address) => {
	expect(await roots(items(custom(address)))).toEqual([address]);
});

test.each([
	'http://graph.example',
	'http://localhost.evil.example',
	'http://127.0.0.1.evil.example',
	'http://127.0.0.1@evil.example',
	'ftp://graph.example',
	'graph.example',
	'',
])('%j may not: the token would go out unprotected, or nowhere', async (address) => {
	const asking = items(custom(address)).read();
	await expect(asking).rejects.toThrow(BadInput);
	await expect(asking).rejects.toThrow(/'Graph Address'/);
});
