/** Which tokens of an app are kept, and which are not; against the tenant's own token endpoint. */
import type { IHttpRequestOptions } from 'n8n-workflow';

import { type AppCredential, appCredential } from '../../../credentials/entra/appCredential';
import type { HttpRequest } from '../../../credentials/entra/network';
import { accessToken, keptToken } from '../../../credentials/entra/tokens';
import { AppWorkbench } from '../../support/engine/appWorkbench';

const bench = new AppWorkbench({ users: 50 });

/** n8n's helper as far as MSAL's network client needs it. */
const http = (async ({ url, method, headers, body }: IHttpRequestOptions) => {
	const response = await fetch(url, {
		method,
		headers: headers as Record<string, string>,
		body: body as string | undefined,
	});
	const received: Record<string, string> = {};
	response.headers.forEach((value, name) => {
		received[name] = value;
	});
	return { statusCode: response.status, headers: received, body: await response.json() };
}) as HttpRequest;

/** A credential that no other test has, so that its tokens are its own. */
async function fresh(name: string): Promise<AppCredential> {
	const clientSecret = `kept~tokens.${name}`;
	const { clientId } = bench.tenant.apps.appOnly;
	await bench.tenant.control('POST', '/apps', { clientId, clientSecret });
	return appCredential(bench.app({ clientSecret }).data, Date.now());
}

it('a token is kept until it expires', async () => {
	const credential = await fresh('expiry');
	const token = await accessToken(credential, http);
	const now = Date.now();
	expect(keptToken(credential, now)).toBe(token);
	expect(keptToken(credential, now + 30 * 60_000)).toBe(token);
	expect(keptToken(credential, now + 25 * 3_600_000)).toBeUndefined();
});

it('one that Graph rejected is not given out again, even if no new one can be had', async () => {
	const credential = await fresh('rejected');
	const rejected = await accessToken(credential, http);
	bench.expectRefusal(400);
	bench.expectRefusal(401);
	await bench.refuseSignIn(7000222);
	await expect(accessToken(credential, http, rejected)).rejects.toThrow();
	expect(keptToken(credential, Date.now())).toBeUndefined();
});

it('one that Graph rejected is replaced, and the new one kept', async () => {
	const credential = await fresh('replaced');
	const rejected = await accessToken(credential, http);
	const token = await accessToken(credential, http, rejected);
	expect(token).not.toBe(rejected);
	expect(keptToken(credential, Date.now())).toBe(token);
	// Whoever comes late with the old one gets the new one, without a further request.
	const before = (await bench.signIns()).length;
	expect(await accessToken(credential, http, rejected)).toBe(token);
	expect((await bench.signIns()).length).toBe(before);
});

it('with a hundred credentials more, those of the one unused for longest are forgotten', async () => {
	const first = await fresh('first');
	await accessToken(first, http);
	const second = await fresh('second');
	await accessToken(second, http);
	for (let index = 0; index < 99; index++) {
		const { key, ...rest } = second;
		await accessToken({ ...rest, key: `${key} ${index}` }, http);
	}
	expect(keptToken(first, Date.now())).toBeUndefined();
	expect(keptToken(second, Date.now())).toBeDefined();
});
