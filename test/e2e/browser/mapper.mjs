// What a person does with n8n's mapper of columns.
import { nodeView } from './editor.mjs';

const matching = ({ page }) => nodeView({ page }).getByTestId('matching-column-select');
const list = ({ page }) => page.locator('.el-select-dropdown:visible');

/** What can be chosen as the column to match on. */
export async function columnsToMatchOn({ page }) {
	await matching({ page }).locator('input').first().click();
	const items = list({ page }).locator('li');
	await items.first().waitFor();
	const offered = await items.allInnerTexts();
	await page.keyboard.press('Escape');
	return offered;
}

export async function matchOn({ page }, column) {
	await matching({ page }).locator('input').first().click();
	await page.getByTestId(`matching-column-option-${column}`).click();
}

export async function mapBy({ page }, mode) {
	await nodeView({ page }).getByTestId('mapping-mode-select').locator('input').click();
	await list({ page }).getByText(mode, { exact: true }).click();
}

const fields = ({ page }) => nodeView({ page }).getByTestId('mapping-fields-container');

/** The labels of the columns that are mapped by hand. */
export async function shownColumns({ page }) {
	await fields({ page }).waitFor();
	const labels = await fields({ page }).locator('.parameter-item label').allInnerTexts();
	return labels.map((label) => label.split('\n')[0].replace(' (using to match)', '').trim());
}

/** What is entered or chosen for a column. */
export async function valueOfColumn({ page }, column) {
	const item = fields({ page }).locator('.parameter-item').filter({ hasText: column });
	return await item.locator('input:not([type=radio])').last().inputValue();
}

/** Adds a column; returns those that were offered. */
export async function addColumn({ page }, column) {
	await fields({ page }).getByTestId('add-fields-select').getByRole('button').click();
	const items = page.getByRole('menuitem');
	await items.first().waitFor();
	const offered = await items.allInnerTexts();
	await items.getByText(column, { exact: true }).click();
	return offered;
}

export async function addOption({ page }, option) {
	await nodeView({ page }).locator('input[placeholder="Add option"]').click();
	await list({ page }).getByText(option, { exact: true }).click();
}
