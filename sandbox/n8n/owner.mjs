// The owner's account in the sandbox's n8n, and requests on its behalf.
import { randomInt } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The login for this user folder; generated once and kept there. */
export function ownerLogin(userFolder) {
	const file = join(userFolder, 'login.json');
	if (existsSync(file)) return JSON.parse(readFileSync(file, 'utf8'));
	const login = {
		email: 'owner@example.com',
		password: `Sandbox-${randomInt(100_000, 1_000_000)}`,
	};
	writeFileSync(file, JSON.stringify(login), { mode: 0o600 });
	return login;
}

/** Signs in, creating the account the first time; resolves to a function that sends requests to n8n's internal API. */
export async function signIn(local, { email, password }) {
	const settings = await (await fetch(`${local}/rest/settings`)).json();
	const isNew = settings.data.userManagement.showSetupOnFirstLoad;
	const answer = isNew
		? await post(`${local}/rest/owner/setup`, {
				email,
				password,
				firstName: 'Sandbox',
				lastName: 'Owner',
			})
		: await post(`${local}/rest/login`, { emailOrLdapLoginId: email, password });
	if (!answer.ok) {
		throw new Error(
			`n8n refused the sandbox's login (status ${answer.status}). Was its password changed in n8n? "npm start -- --fresh" starts with an empty n8n.`,
		);
	}
	const cookie = answer.headers
		.getSetCookie()
		.map((line) => line.split(';')[0])
		.join('; ');
	return async (method, path, body) => {
		const response = await send(method, `${local}/rest${path}`, body, { cookie });
		const json = await response.json().catch(() => ({}));
		if (!response.ok)
			throw new Error(
				`n8n answered ${method} ${path} with status ${response.status}: ${json.message ?? ''}`,
			);
		return json.data;
	};
}

const post = (address, body) => send('POST', address, body);

const send = (method, address, body, headers = {}) =>
	fetch(address, {
		method,
		headers: { 'content-type': 'application/json', ...headers },
		body: body === undefined ? undefined : JSON.stringify(body),
	});
