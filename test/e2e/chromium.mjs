// A headless Chromium that is held to this machine: any request elsewhere is refused and remembered.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { rootDir } from '../../sandbox/paths.mjs';
import { Missing } from './debian.mjs';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** See debian.mjs. */
export const chromium = {
	what: 'Chromium',
	debian: 'chromium',
	find: chromiumPath,
	or: 'Or set CHROMIUM to the path of a Chromium or Chrome.',
};

/** @throws {Missing} when CHROMIUM names a file that is not there */
function chromiumPath() {
	const { CHROMIUM } = process.env;
	if (CHROMIUM && !existsSync(CHROMIUM))
		throw new Missing(`CHROMIUM is set to ${CHROMIUM}, and there is no such file.`);
	return CHROMIUM || places.find(existsSync);
}

/** Resolves to `{ context, elsewhere, close }`. */
export async function openBrowser({ colorScheme = 'light' } = {}) {
	const { chromium: browsers, selectors } = createRequire(join(rootDir, 'package.json'))(
		'playwright-core',
	);
	selectors.setTestIdAttribute('data-test-id');
	const browser = await browsers.launch({
		executablePath: chromiumPath(),
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync',
		],
	});
	const context = await browser.newContext({
		viewport: { width: 1280, height: 800 },
		colorScheme,
		locale: 'en-US',
		reducedMotion: 'reduce',
	});
	const elsewhere = new Set();
	await context.route(
		({ protocol, hostname }) =>
			protocol.startsWith('http') && !['localhost', '127.0.0.1'].includes(hostname),
		async (route) => {
			elsewhere.add(new URL(route.request().url()).hostname);
			await route.abort();
		},
	);
	return { context, elsewhere, close: () => browser.close() };
}
