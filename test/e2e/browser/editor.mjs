// What a person does in n8n's editor, in its own terms.

/** A new workflow that begins with a manual trigger. */
export async function newWorkflow({ page, url }) {
	await page.goto(`${url}/workflow/new`);
	await page.getByTestId('canvas-add-button').click();
	await search(page, 'manual');
	await page
		.getByTestId('node-creator-item-name')
		.filter({ hasText: /manual/i })
		.first()
		.click();
	await page.locator('[data-test-id="canvas-node"]').waitFor();
}

/** Opens the nodes panel on a canvas that has nodes, and types into its search. */
export async function searchNodes({ page }, text) {
	await page.getByTestId('node-creator-plus-button').click();
	await search(page, text);
	const names = page.getByTestId('node-creator-item-name');
	await names
		.filter({ hasText: new RegExp(text, 'i') })
		.first()
		.waitFor();
	return await names.allInnerTexts();
}

async function search(page, text) {
	await page.getByTestId('node-creator-search-bar').fill(text);
}

/** Opens our node in the nodes panel and takes one of its actions; the node's own view opens. */
export async function addAction({ page, picture }, action) {
	await page.getByTestId('node-creator-item-name').getByText('Office 365 Users').click();
	const panel = page.getByTestId('node-creator');
	await panel.getByText(action, { exact: true }).waitFor();
	await picture('nodes-panel-actions');
	await panel.getByText(action, { exact: true }).click();
	await nodeView({ page }).waitFor();
}

export const nodeView = ({ page }) => page.getByTestId('ndv');

/** Types into the From List picker; returns what it offers. */
export async function searchInList({ page }, text) {
	const box = page.getByTestId('rlc-search');
	if (!(await box.isVisible())) await nodeView({ page }).getByTestId('rlc-input').click();
	await Promise.all([
		page.waitForResponse(
			(response) =>
				response.url().includes('resource-locator-results') &&
				(response.request().postData() ?? '').includes(`"filter":${JSON.stringify(text)}`),
		),
		box.fill(text),
	]);
	const items = page.getByTestId('rlc-item');
	await items.first().waitFor();
	return await items.allInnerTexts();
}

export async function takeFromList({ page }, text) {
	await page.getByTestId('rlc-item').filter({ hasText: text }).first().click();
}

/**
 * Opens a list. The one before must be gone, lest it be taken for this one, and what is loaded for
 * this one must be there: until then it does not open.
 */
export async function openList({ page }, input) {
	const list = page.locator('.el-select-dropdown:visible');
	await list.first().waitFor({ state: 'hidden' });
	await input.getByPlaceholder('Loading options...').waitFor({ state: 'hidden' });
	await input.click();
	await list.locator('li').first().waitFor();
	return list;
}

/** Takes one entry, and waits until the list has gone, which takes a moment. */
async function take(list, label) {
	await list.getByText(label, { exact: true }).click();
	await list.first().waitFor({ state: 'hidden' });
}

/** Chooses several options of a list that takes several. */
export async function chooseSeveral({ page, picture }, parameter, labels, pictureName) {
	const list = await openList(
		{ page },
		nodeView({ page }).getByTestId(`parameter-input-${parameter}`),
	);
	for (const label of labels) await list.getByText(label, { exact: true }).click();
	if (pictureName) await picture(pictureName);
	await page.keyboard.press('Escape');
	await nodeView({ page }).getByText('Options', { exact: true }).first().click();
}

/** Adds an entry of the collection Options. */
export async function addOption({ page }, label) {
	const list = await openList(
		{ page },
		nodeView({ page }).getByPlaceholder('Add option', { exact: true }),
	);
	await take(list, label);
}

export async function chooseOne({ page }, parameter, label) {
	const list = await openList(
		{ page },
		nodeView({ page }).getByTestId(`parameter-input-${parameter}`),
	);
	await take(list, label);
}

export async function executeStep({ page }) {
	await nodeView({ page }).getByTestId('node-execute-button').click();
}

/** The table in the output panel: rows of cells, the head first. */
export async function outputTable({ page }) {
	const panel = nodeView({ page }).getByTestId('output-panel');
	const table = panel.locator('table');
	const tab = panel.getByTestId('radio-button-table');
	await tab.waitFor();
	await tab.click();
	await table.waitFor();
	return await table
		.locator('tr')
		.evaluateAll((rows) =>
			rows.map((row) =>
				[...row.querySelectorAll('th, td')]
					.map((cell) => cell.innerText.trim())
					.filter((text, index, all) => text !== '' || index < all.length - 1),
			),
		);
}

/** What the output panel says when the node failed. */
export async function outputError({ page }) {
	const panel = nodeView({ page }).getByTestId('output-panel');
	const message = panel
		.locator('.node-error-view__header-message, [class*=header-message]')
		.first();
	await message.waitFor();
	return {
		message: (await message.innerText()).trim(),
		all: await panel.innerText(),
	};
}

export async function closeNode({ page }) {
	await nodeView({ page }).getByTestId('ndv-close-button').click();
	await nodeView({ page }).waitFor({ state: 'hidden' });
}
