// The credential, made by hand: fields filled in, Connect pressed, account and consent in the window that opens.
import { check, equal } from '../check.mjs';
import { dismissNotices } from './session.mjs';

export async function connectAccount({ page, picture, url }, { tenant, control }) {
	const { admin, apps } = await control.get('/cast');
	await page.goto(`${url}/home/credentials/create`);
	await page.getByTestId('new-credential-type-select').locator('input').fill('office');
	await page.getByText('Office 365 Users OAuth2 API', { exact: true }).click();
	await page.getByTestId('new-credential-type-button').click();

	const form = page.getByTestId('editCredential-modal');
	const fill = (name, value) =>
		form.getByTestId(`parameter-input-${name}`).locator('input').fill(value);
	const choose = async (name, option) => {
		await form.getByTestId(`parameter-input-${name}`).click();
		await page.locator('.el-select-dropdown:visible').getByText(option, { exact: true }).click();
	};
	await choose('cloud', 'Custom');
	await fill('loginBaseUrl', tenant.login);
	await fill('graphBaseUrl', tenant.graph);
	await fill('tenantId', tenant.tenantId);
	await choose('permissions', 'Read and Write');
	await picture('credential-cloud');
	await fill('clientId', apps.delegated.clientId);
	await fill('clientSecret', apps.delegated.clientSecret);

	const connect = form.getByTestId('quick-connect-button');
	await connect.waitFor();
	await form.getByText('OAuth Redirect URL').scrollIntoViewIfNeeded();
	await picture('credential-filled');

	const [popup] = await Promise.all([page.waitForEvent('popup'), connect.click()]);
	await popup.getByRole('heading', { name: 'Pick an account' }).waitFor();
	await picture('sign-in-account', popup);
	await popup.getByRole('button', { name: admin.displayName }).click();
	await popup.getByRole('heading', { name: 'Permissions requested' }).waitFor();
	const scopes = await popup
		.locator('[data-scope]')
		.evaluateAll((items) => items.map((item) => item.dataset.scope));
	check(
		'The consent page must ask for what "Read and Write" needs',
		['User.ReadWrite.All', 'ProfilePhoto.ReadWrite.All'].every((scope) => scopes.includes(scope)),
		scopes,
	);
	await picture('sign-in-consent', popup);
	await popup.getByRole('button', { name: 'Accept' }).click();

	const banner = form.getByTestId('oauth-connect-success-banner');
	await banner.getByText('Account connected').waitFor();
	await dismissNotices(page);
	await picture('credential-connected');
	await testFromCredential(control, admin);
	await form
		.getByRole('button', { name: 'Close' })
		.first()
		.click({ timeout: 3000 })
		.catch(() => {});
	return { account: admin.displayName, scopes: scopes.length };
}

/** The tenant really gave out tokens for the code; the banner alone proves nothing. */
async function testFromCredential(control, admin) {
	const exchanges = (await control.get('/log')).filter(
		({ origin, method, path }) =>
			origin === 'login' && method === 'POST' && path.endsWith('/token'),
	);
	equal(
		'Requests for tokens at the tenant, and their outcome',
		exchanges.map(({ status }) => status),
		[200],
	);
	check('Nobody was chosen to sign in', admin.displayName !== '');
}
