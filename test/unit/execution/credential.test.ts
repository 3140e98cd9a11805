import type { ICredentialDataDecryptedObject, IDataObject } from 'n8n-workflow';

import { InvalidParameterError } from '../../../nodes/Office365Users/checks/invalidParameterError';
import {
	type ItemCredential,
	itemCredential,
	type RunCredential,
	withSignIn,
} from '../../../nodes/Office365Users/execution/credential';
import { CredentialState } from '../../../nodes/Office365Users/execution/credentialState';
import type { Send } from '../../../nodes/Office365Users/transport/http';
import { SignInFailure } from '../../../credentials/entra/signInFailure';
import { itemContext, keeperOf } from '../../support/engine/contexts';

/** What a run makes of the credential for each of its items, and how often it was read. */
async function read(
	credential: ICredentialDataDecryptedObject,
	items: IDataObject[],
): Promise<{ all: ItemCredential[]; reads: number }> {
	const keeper = keeperOf(credential);
	const run: RunCredential = {};
	const all = await Promise.all(
		items.map(async (_, index) => {
			const context = itemContext({ keeper, items, index });
			return await itemCredential(context, run);
		}),
	);
	return { all, reads: keeper.reads };
}

const differing = async (field: string, ...values: string[]): Promise<ItemCredential[]> =>
	(
		await read(
			{ cloud: 'global', clientId: 'a', clientSecret: 's3cret', [field]: '={{ $json.value }}' },
			values.map((value) => ({ value })),
		)
	).all;

test('it is read no more often for many items than for one', async () => {
	const credential = { cloud: 'usGov', clientId: 'a' };
	const one = await read(credential, [{}]);
	const many = await read(credential, [{}, {}, {}, {}]);
	expect(many.reads).toBe(one.reads);
	expect(many.all.map(({ root }) => root)).toEqual(Array(4).fill('https://graph.microsoft.us'));
	expect(new Set(many.all.map(({ key }) => key)).size).toBe(1);
});

test('one that holds expressions is evaluated for each item', async () => {
	const all = await differing('cloud', 'global', 'china');
	expect(all.map(({ root }) => root)).toEqual([
		'https://graph.microsoft.com',
		'https://microsoftgraph.chinacloudapi.cn',
	]);
});

describe('what tells credentials apart', () => {
	test.each(['cloud', 'clientId', 'clientSecret', 'tenantId'])('%s', async (field) => {
		const [one, same, other] = await differing(field, 'global', 'global', 'china');
		expect(same.key).toBe(one.key);
		expect(other.key).not.toBe(one.key);
	});

	test('not the token that n8n keeps for an app: it may be renewed meanwhile', async () => {
		const context = itemContext();
		const reader = (accessToken: string): Parameters<typeof itemCredential>[0] => ({
			getNode: () => context.getNode(),
			getCredentials: async () => ({ tenantId: 'contoso.com', accessToken, accessTokenOwner: 'x' }),
		});
		// Contexts that do not say how the credential is stored: it may differ by item.
		const run: RunCredential = {};
		const [one, other] = [
			await itemCredential(reader('old'), run),
			await itemCredential(reader('new'), run),
		];
		expect(other.key).toBe(one.key);
		expect(one.key).not.toBe('');
	});

	test('not the tokens that n8n keeps for it either', async () => {
		const { all } = await read(
			{ tenantId: '={{ $json.tenant }}', oauthTokenData: { access_token: '={{ $json.token }}' } },
			[
				{ tenant: 'contoso.com', token: 'old' },
				{ tenant: 'contoso.com', token: 'new' },
			],
		);
		expect(all[1].key).toBe(all[0].key);
	});

	test('holds no secret', async () => {
		const [{ key }] = await differing('tenantId', 'contoso.com');
		expect(key).not.toBe('');
		expect(key).not.toContain('s3cret');
	});
});

test.each(['https://graph.example:8443', 'http://localhost:5000'])(
	'%s may be asked',
	async (graphBaseUrl) => {
		const { all } = await read({ cloud: 'custom', graphBaseUrl }, [{}]);
		expect(all[0].root).toBe(graphBaseUrl);
	},
);

test.each(['http://graph.example', 'graph.example', ''])(
	'%j may not: the token would go out unprotected, or nowhere',
	async (graphBaseUrl) => {
		const asking = read({ cloud: 'custom', graphBaseUrl }, [{}]);
		await expect(asking).rejects.toThrow(InvalidParameterError);
		await expect(asking).rejects.toThrow(/'Graph Address'/);
	},
);

describe('a sign-in that fails', () => {
	const failing = (error: Error): { send: Send; sent: () => number } => {
		let count = 0;
		const send: Send = async () => {
			count++;
			return await Promise.reject(error);
		};
		return { send: withSignIn(new CredentialState(), send), sent: () => count };
	};
	const request = { method: 'GET', url: 'https://graph.example/v1.0/me' } as const;

	test.each([
		['for good is not tried again', new SignInFailure('Wrong secret', 'Paste it'), 1],
		['in passing is tried again', new SignInFailure('Too busy', 'Wait', undefined, false), 3],
		['without being a sign-in is none', new Error('Something else'), 3],
	])('%s', async (_, error, expected) => {
		const { send, sent } = failing(error);
		for (let count = 0; count < 3; count++) await expect(send(request)).rejects.toBe(error);
		expect(sent()).toBe(expected);
	});
});
