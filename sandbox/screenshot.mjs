// For developers: pictures of the running sandbox. Needs Debian's chromium (or CHROMIUM=/path/to/it); npm start and npm test do not.
//   node sandbox/screenshot.mjs --workflow ID [--execute] [--node "Search Users"] [--credential ID] [--out FOLDER] [--url http://localhost:5678]
// Saves canvas.png, executed.png, node.png and credential.png, as far as asked for, and names every host but ours that the page asked.
import { existsSync, mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ownerLogin } from './n8n/owner.mjs';
import { rootDir, userDir } from './paths.mjs';

const { values } = parseArgs({
	options: {
		workflow: { type: 'string' },
		execute: { type: 'boolean', default: false },
		node: { type: 'string' },
		credential: { type: 'string' },
		out: { type: 'string', default: join(tmpdir(), 'n8n-pictures') },
		url: { type: 'string', default: 'http://localhost:5678' },
	},
});
const { chromium, selectors } = createRequire(join(rootDir, 'package.json'))('playwright-core');

selectors.setTestIdAttribute('data-test-id');
const browser = await chromium.launch({
	executablePath:
		process.env.CHROMIUM ??
		['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync),
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
const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
const elsewhere = new Set();
page.on('request', (request) => {
	const { protocol, hostname } = new URL(request.url());
	if (protocol.startsWith('http') && !['localhost', '127.0.0.1'].includes(hostname))
		elsewhere.add(hostname);
});
mkdirSync(values.out, { recursive: true });

const picture = async (name) => {
	const path = join(values.out, `${name}.png`);
	await page.screenshot({ path });
	process.stdout.write(`${path}\n`);
};

try {
	await signIn();
	if (values.workflow) await pictureWorkflow();
	if (values.credential) await pictureCredential();
} catch (error) {
	await picture('failed');
	throw error;
} finally {
	await browser.close();
}
process.stdout.write(
	elsewhere.size > 0
		? `Asked elsewhere: ${[...elsewhere].join(', ')}\n`
		: 'The page asked no other host.\n',
);

async function signIn() {
	const { email, password } = ownerLogin(userDir);
	await page.goto(`${values.url}/signin`);
	await page.locator('input[type=email]').fill(email);
	await page.locator('input[type=password]').fill(password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.waitForURL((url) => !url.pathname.startsWith('/signin'));
}

async function pictureWorkflow() {
	await page.goto(`${values.url}/workflow/${values.workflow}`);
	await page.locator('.vue-flow__node').first().waitFor();
	await page.waitForTimeout(1500);
	// n8n lays a checklist over published workflows.
	await page
		.getByTestId('suggested-actions-close')
		.click({ timeout: 2000 })
		.catch(() => {});
	await page.getByTestId('zoom-to-fit').click();
	await page.waitForTimeout(1000);
	await picture('canvas');
	if (values.execute) {
		await page.getByTestId('execute-workflow-button').click();
		await page
			.getByText(/executed successfully|Problem in node|Error in/i)
			.first()
			.waitFor({ timeout: 60_000 });
		await page.waitForTimeout(1000);
		await picture('executed');
	}
	if (values.node) {
		await page.locator(`[data-test-id="canvas-node"][data-node-name="${values.node}"]`).dblclick();
		await page.getByTestId('ndv').waitFor();
		await page.waitForTimeout(1500);
		await picture('node');
	}
}

async function pictureCredential() {
	await page.goto(`${values.url}/home/credentials/${values.credential}`);
	await page.getByTestId('editCredential-modal').waitFor();
	await page.waitForTimeout(1500);
	await picture('credential');
}
