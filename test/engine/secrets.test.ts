/**
 * However a sign-in or a request fails, no secret shows in log lines, errors, execution data or the
 * message of the credential test.
 */
import { createPrivateKey, generateKeyPairSync } from 'node:crypto';
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';
import { inspect } from 'node:util';

import { AppWorkbench } from '../support/engine/appWorkbench';
import type { StoredCredential } from '../support/engine/credentials';
import { testCredential } from '../support/engine/credentialTest';
import type { Outcome, Path } from '../support/engine/engine';
import { certificate, opensslCertificate, type Pem } from '../support/engine/certificates';
import { BOTH_PATHS, itemsFor, userOfItem } from '../support/engine/workbench';

const bench = new AppWorkbench({ users: 60 });

const PASSWORD = 'N3w-pass~word.of-a_user';
let count = 0;
const secret = (): string => `ultra~secret.value-${count++}-0123456789`;

let pem: Pem;
let other: Pem;
beforeAll(() => {
	pem = opensslCertificate();
	other = certificate();
});

const profile: INodeParameters = {
	authentication: 'appOnly',
	resource: 'get',
	operation: 'userProfile',
	user: userOfItem,
	selectFields: ['mail'],
};
const withPassword: INodeParameters = {
	authentication: 'appOnly',
	resource: 'update',
	operation: 'user',
	user: userOfItem,
	updateFields: { password: PASSWORD },
};

/** Everything a run leaves behind, non-enumerable properties included. */
const everything = (outcome: Outcome): string =>
	inspect([outcome.run, outcome.items, outcome.errorItems, outcome.error, bench.warnings()], {
		depth: Infinity,
		showHidden: true,
		maxArrayLength: null,
		maxStringLength: null,
	});

/** A PEM may show up in any form, so its lines are searched for. */
const linesOf = (text: string): string[] =>
	text
		.split(/\n|\\n/)
		.filter((line) => line.length > 40 && !line.startsWith('-----'))
		.slice(1, -1);

/** What must not show, in full or in a telling part. */
function secretsOf({ data }: StoredCredential): string[] {
	const tokens = [data.accessToken, ...Object.values((data.oauthTokenData as IDataObject) ?? {})];
	return [
		data.clientSecret,
		...linesOf(String(data.privateKey ?? '')),
		...tokens.flatMap((token) => String(token ?? '').split('.')),
	]
		.map(String)
		.filter((text) => text.length > 15 && text !== 'undefined')
		.concat(PASSWORD);
}

function expectNoSecrets(left: string, ...credentials: StoredCredential[]): void {
	const secrets = credentials.flatMap(secretsOf);
	expect(secrets.length).toBeGreaterThan(1);
	expect(secrets.filter((one) => left.includes(one))).toEqual([]);
	// Nor what is derived from them: assertions and tokens.
	expect(left.match(/eyJ[\w-]{20,}\.eyJ[\w-]{20,}/)).toBeNull();
	expect(left).not.toMatch(/client_assertion=|client_secret=|Bearer /);
}

/** Registers a new secret, so that no earlier test has a token for it. */
async function fresh(fields: ICredentialDataDecryptedObject = {}): Promise<StoredCredential> {
	const clientSecret = secret();
	const { clientId } = bench.tenant.apps.appOnly;
	await bench.tenant.control('POST', '/apps', { clientId, clientSecret });
	return bench.app({ clientSecret, ...fields });
}
const byCertificate = (fields: ICredentialDataDecryptedObject = {}): StoredCredential =>
	bench.app({
		method: 'certificate',
		clientSecret: '',
		certificate: pem.certificate,
		privateKey: pem.key,
		...fields,
	});
/** One that MSAL has no cached response for yet. */
const byNewCertificate = (): StoredCredential => {
	const made = opensslCertificate();
	return byCertificate({ certificate: made.certificate, privateKey: made.key });
};
const damaged = (key: string): string => key.replace(/.{100}\n(?=-----END)/s, '\n');

const INPUTS: Array<[string, () => StoredCredential]> = [
	['the ID of a secret', () => bench.app({ clientSecret: '0f8fad5b-d9cb-469f-a165-70867728950e' })],
	['a secret for the client', () => bench.app({ clientId: secret(), clientSecret: secret() })],
	['a secret for the tenant', () => bench.app({ tenantId: secret(), clientSecret: secret() })],
	[
		'http to sign in',
		() => bench.app({ loginBaseUrl: `http://x:${secret()}@y`, clientSecret: secret() }),
	],
	['a damaged key', () => byCertificate({ privateKey: damaged(pem.key) })],
	['another key', () => byCertificate({ privateKey: other.key })],
	['the key for the certificate', () => byCertificate({ certificate: pem.key })],
	[
		'a locked key',
		() =>
			byCertificate({
				privateKey: createPrivateKey(pem.key)
					.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
					.toString(),
			}),
	],
	[
		'another kind of key',
		() =>
			byCertificate({
				privateKey: generateKeyPairSync('ec', { namedCurve: 'P-384' })
					.privateKey.export({ type: 'pkcs8', format: 'pem' })
					.toString(),
			}),
	],
];

const runOver =
	(path?: Path) =>
	async (
		credential: StoredCredential,
		parameters = profile,
		onError: 'stopWorkflow' | 'continueErrorOutput' = 'stopWorkflow',
	): Promise<Outcome> =>
		await bench.run(parameters, {
			path,
			credential,
			items: itemsFor(bench.tenant.cast.alice.id, bench.tenant.cast.ceo.id),
			settings: { onError },
		});

describe.each(BOTH_PATHS)('over %s', (path) => {
	const run = runOver(path);

	it.each(INPUTS)('bad input: %s', async (_name, credentialOf) => {
		const credential = credentialOf();
		const stopped = await run(credential);
		expect(stopped.error).toBeDefined();
		expectNoSecrets(everything(stopped), credential);
		const went = await run(credential, profile, 'continueErrorOutput');
		expect(went.errorItems).toHaveLength(2);
		expectNoSecrets(everything(went), credential);
		const verdict = await testCredential(structuredClone(credential));
		expect(verdict.status).toBe('Error');
		expectNoSecrets(verdict.message, credential);
		expect(await bench.log()).toEqual([]);
	});

	it.each([
		['Graph refuses', { type: 'error', status: 403, code: 'Authorization_RequestDenied' }],
		['Graph fails', { type: 'error', status: 500, code: 'x' }],
		['an HTML page answers', { type: 'html' }],
		['the token is not taken', '401expired'],
		['a claims challenge', 'claimsChallenge'],
	])('%s', async (_name, action) => {
		for (const status of [401, 403, 500, 502]) bench.expectRefusal(status);
		const credential = await fresh();
		const { status, body } = await bench.tenant.control('POST', '/faults', { count: 50, action });
		expect([status, body]).toEqual([200, expect.anything()]);
		for (const parameters of [profile, withPassword].map((one) => ({
			...one,
			options: { maxRetries: 0 },
		}))) {
			const outcome = await run(credential, parameters, 'continueErrorOutput');
			expect(outcome.errorItems).toHaveLength(2);
			expectNoSecrets(everything(outcome), credential, outcome.credentials.stored['1']);
		}
	});

	it('the servers cannot be reached', async () => {
		// The tenant knows no Graph at that address.
		bench.expectRefusal(400, 'AADSTS500011');
		for (const field of ['loginBaseUrl', 'graphBaseUrl']) {
			const credential = await fresh({ [field]: 'https://127.0.0.1:1' });
			const outcome = await run(credential);
			expect(outcome.error).toBeDefined();
			expectNoSecrets(everything(outcome), credential, outcome.credentials.stored['1']);
		}
	});

	it('the server’s certificate is not trusted', async () => {
		const credential = await fresh({
			loginBaseUrl: bench.tenant.login.replace('127.0.0.1', '127.0.0.2'),
		});
		const outcome = await run(credential);
		expect(outcome.error).toBeDefined();
		expectNoSecrets(everything(outcome), credential);
	});

	it('and when all goes well, nothing shows either', async () => {
		const certified = byNewCertificate();
		await bench.upload(String(certified.data.certificate));
		for (const credential of [await fresh(), certified]) {
			for (const parameters of [profile, withPassword].map((one) => ({
				...one,
				options: { maxRetries: 0 },
			}))) {
				const outcome = await run(credential, parameters);
				expect(outcome.error).toBeUndefined();
				const after = outcome.credentials.stored['1'];
				expect(String(after.data.accessToken)).toMatch(/^eyJ/);
				expectNoSecrets(everything(outcome), after);
			}
		}
	});
});

it.each([
	50012, 53003, 65001, 70011, 90002, 90033, 90038, 500011, 700016, 700024, 700027, 7000112, 7000215,
	7000218, 7000222,
])('the sign-in is refused with AADSTS%i, by secret and by certificate', async (code) => {
	for (const status of [400, 401, 503]) bench.expectRefusal(status);
	for (const credential of [await fresh(), byNewCertificate()]) {
		await bench.refuseSignIn(code, { count: 4 });
		const outcome = await runOver()(credential);
		await bench.tenant.control('DELETE', '/faults');
		expect(outcome.error?.message).toContain(`AADSTS${code}`);
		expectNoSecrets(everything(outcome), credential, outcome.credentials.stored['1']);
	}
});
