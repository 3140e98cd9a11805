// Conditions of Search Users, built by clicks: what is offered for each field, and whom they find.
import { equal } from '../check.mjs';
import { chooseOne, executeStep, nodeView, outputTable } from './editor.mjs';
import { dismissNotices } from './session.mjs';

const DATE_OPERATORS = [
	'Does Not Equal',
	'Equals',
	'Is After',
	'Is Before',
	'Is Empty',
	'Is Not Empty',
];

/** In an open node: whoever cannot sign in and whose last name starts with G. */
export async function conditionsByClicks(session, { control }) {
	const { page, picture } = session;
	await chooseOne(session, 'resource', 'Search');
	await chooseOne(session, 'operation', 'Search Users');
	await nodeView(session).getByTestId('collection-parameter-add').first().click();
	await page
		.locator('.el-select-dropdown:visible')
		.getByText('Conditions', { exact: true })
		.click();

	await add(session);
	equal('The operators for a date', await operatorsFor(session, 'Created'), DATE_OPERATORS);
	await page.keyboard.press('Escape');
	await choose(session, 0, 'field', 'Account Enabled');
	await input(session, 0, 'value').locator('.el-switch').click();
	await add(session);
	await choose(session, 1, 'field', 'Last Name');
	await choose(session, 1, 'operator', 'Starts With');
	await input(session, 1, 'value').locator('input, textarea').first().fill('g');
	await executeStep(session);

	const [head, ...rows] = await outputTable(session);
	const { disabled } = await control.get('/cast');
	const column = head.indexOf('displayName');
	equal(
		'Whom the conditions find',
		rows.map((row) => row[column]),
		[disabled.displayName],
	);
	await dismissNotices(page);
	await box(session).scrollIntoViewIfNeeded();
	await picture('conditions');
	return `${DATE_OPERATORS.length} operators for a date; two conditions find ${disabled.displayName}`;
}

const box = (session) => nodeView(session).getByTestId('fixed-collection-conditions');

const add = async (session) =>
	await nodeView(session).getByTestId('fixed-collection-add').last().click();

/** The input of one condition. n8n gives every text input the name that our Field has as well. */
const input = (session, index, name) =>
	box(session)
		.getByTestId(`${name}-parameter-input-options-container`)
		.nth(index)
		.locator('xpath=ancestor::*[@data-test-id="parameter-item"][1]')
		.getByTestId(`parameter-input-${name}`)
		.first();

async function choose(session, index, name, label) {
	await input(session, index, name).click();
	const choice = session.page
		.locator('.el-select-dropdown:visible')
		.getByText(label, { exact: true });
	await choice.scrollIntoViewIfNeeded();
	await choice.click();
	// The list goes slowly; the next one must not be taken for it.
	await choice.waitFor({ state: 'hidden' });
}

/** What the list of operators offers for a field; it stays open. */
async function operatorsFor(session, field) {
	await choose(session, 0, 'field', field);
	await input(session, 0, 'operator').click();
	const items = session.page.locator('.el-select-dropdown:visible .option-headline');
	await items.first().waitFor();
	return (await items.allInnerTexts()).map((text) => text.trim());
}
