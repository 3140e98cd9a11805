// A person's browser, signed in to n8n, and the pictures taken of it.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openBrowser } from '../chromium.mjs';

const patienceMs = 30_000;

/**
 * Opens a browser and signs in to n8n.
 * @param pictures the folder for pictures; none are kept without
 */
export async function openSession(stage, { colorScheme = 'light', pictures } = {}) {
	const { context, elsewhere, close } = await openBrowser({ colorScheme });
	context.setDefaultTimeout(patienceMs);
	const page = await context.newPage();
	if (pictures) mkdirSync(pictures, { recursive: true });
	const session = {
		page,
		elsewhere,
		close,
		url: stage.n8n.url,
		/** Keeps what a person sees now. `of` is another page, or a part of one. */
		async picture(name, of = page) {
			if (!pictures) return;
			// n8n fades things in and out.
			await sleep(700);
			await of.screenshot({ path: join(pictures, `${name}.png`), animations: 'disabled' });
		},
		async keepFailure(file) {
			const last = context.pages().at(-1) ?? page;
			await last.screenshot({ path: file }).catch(() => {});
		},
	};
	try {
		await signIn(page, stage);
	} catch (error) {
		await close();
		throw error;
	}
	return session;
}

async function signIn(page, { n8n, login }) {
	await page.goto(`${n8n.url}/signin`);
	await page.locator('input[type=email]').fill(login.email);
	await page.locator('input[type=password]').fill(login.password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.waitForURL(({ pathname }) => !pathname.startsWith('/signin'));
}

/** What n8n says in the corner, or suggests for a published workflow, covers what is below it. */
export async function dismissNotices(page) {
	const closers = page.locator(
		'.el-notification__closeBtn, [data-test-id=suggested-actions-close]',
	);
	for (const close of await closers.all()) await close.click({ timeout: 2000 }).catch(() => {});
}
