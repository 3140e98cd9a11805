import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { BadInput } from '../../../nodes/Office365Users/transport/badInput';
import { graphRoot, type RunCredential } from '../../../nodes/Office365Users/transport/credential';

/** Items of a run whose credentials have these fields; counts how often one is read. */
function items(...credentials: ICredentialDataDecryptedObject[]) {
	let reads = 0;
	const run: RunCredential = {};
	return {
		reads: () => reads,
		roots: async () =>
			await Promise.all(
				credentials.map(async (credential) => {
					const getCredentials = async (): Promise<ICredentialDataDecryptedObject> => {
						reads++;
						return credential;
					};
					return await graphRoot({ getCredentials }, run);
				}),
			),
	};
}

const custom = (graphBaseUrl: string): ICredentialDataDecryptedObject => ({
	cloud: 'custom',
	graphBaseUrl,
});

test('a credential is read once for all items of a run', async () => {
	const { roots, reads } = items({ cloud: 'usGov' }, { cloud: 'usGov' }, { cloud: 'usGov' });
	const address = 'https://graph.microsoft.us';
	expect(await roots()).toEqual([address, address, address]);
	expect(reads()).toBe(1);
});

test('one that holds expressions is read for each', async () => {
	const differs = { differsByItem: true };
	const { roots } = items({ cloud: 'global', ...differs }, { cloud: 'china', ...differs });
	expect(await roots()).toEqual([
		'https://graph.microsoft.com',
		'https://microsoftgraph.chinacloudapi.cn',
	]);
});

test.each([
	'https://graph.example',
	'https://graph.example:8443',
	'http://localhost:5000',
	'http://127.0.0.1:5000',
	'http://[::1]:5000',
])('%s may be asked', async (address) => {
	expect(await items(custom(address)).roots()).toEqual([address]);
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
	const asking = items(custom(address)).roots();
	await expect(asking).rejects.toThrow(BadInput);
	await expect(asking).rejects.toThrow(/'Graph Address'/);
});
