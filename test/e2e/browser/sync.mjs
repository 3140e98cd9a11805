// Step: a list from HR as a person brings it in: a CSV file dropped into a form, columns found by their names, the
// preview read as a table, applied, undone. What the editor shows is compared, and what the tenant then holds.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { usersOf } from '../../../sandbox/tenantUsers.mjs';
import { check, equal } from '../check.mjs';
import { office365Users, workflow } from '../workflowParts.mjs';
import {
	chooseOne,
	closeNode,
	executeStep,
	nodeView,
	outputError,
	outputTable,
} from './editor.mjs';
import {
	addColumn,
	addOption,
	columnsToMatchOn,
	mapBy,
	matchOn,
	shownColumns,
	valueOfColumn,
} from './mapper.mjs';
import { dismissNotices, openSession } from './session.mjs';

const department = 'Marketing';
const undoOptions = { emptyValues: 'clear' };

/** What a person has built already; the node in the middle is added by hand. */
export const csvWorkflow = workflow(
	'o365UsersCsvSync',
	'A list from a CSV file',
	[
		{
			name: 'On form submission',
			type: 'n8n-nodes-base.formTrigger',
			typeVersion: 2.2,
			webhookId: 'e2e-csv-sync',
			parameters: {
				formTitle: 'A list from HR',
				formFields: {
					values: [
						{ fieldLabel: 'List', fieldType: 'file', multipleFiles: false, requiredField: true },
					],
				},
				options: {},
			},
		},
		{
			name: 'Extract from File',
			type: 'n8n-nodes-base.extractFromFile',
			typeVersion: 1,
			parameters: { operation: 'csv', binaryPropertyName: 'List', options: {} },
		},
		{
			name: 'Those who were changed',
			type: 'n8n-nodes-base.filter',
			typeVersion: 2.2,
			position: [440, 240],
			parameters: {
				conditions: {
					options: { caseSensitive: true, leftValue: '', typeValidation: 'strict', version: 2 },
					conditions: [
						{
							id: 'written',
							leftValue: '={{ $json.written }}',
							rightValue: '',
							operator: { type: 'boolean', operation: 'true', singleValue: true },
						},
					],
					combinator: 'and',
				},
				options: {},
			},
		},
		{
			name: 'What was there',
			type: 'n8n-nodes-base.set',
			typeVersion: 3.4,
			position: [660, 240],
			parameters: { mode: 'raw', jsonOutput: '={{ $json.undo }}', options: {} },
		},
		{
			...office365Users('Undo', {
				resource: 'update',
				operation: 'sync',
				columns: {
					mappingMode: 'autoMapInputData',
					value: null,
					matchingColumns: ['id'],
					schema: [],
				},
				options: undoOptions,
			}),
			position: [880, 240],
		},
	],
	[
		['On form submission', 'Extract from File'],
		['Those who were changed', 'What was there'],
		['What was there', 'Undo'],
	],
);

export async function syncStep(stage, { pictures }) {
	const session = await openSession(stage, { pictures });
	try {
		const before = await everyone(stage);
		const staff = before.filter(
			(user) => user.department === department && user.accountEnabled && user.employeeId,
		);
		check('Too few people to show anything', staff.length > 5, staff.length);
		const rows = [['a CSV file', await dropIn(session, csvOf(staff))]];
		await addSyncUsers(session);
		rows.push(['columns by hand', await byHand(session)]);
		rows.push(['columns by name', await byName(session)]);
		rows.push(['preview', await preview(session, stage, staff)]);
		rows.push(['applied', await apply(session, stage, staff)]);
		rows.push(['undone', await undo(session, stage, before)]);
		return rows;
	} catch (error) {
		const file = join(tmpdir(), 'office365-users-e2e-failed.png');
		await session.keepFailure(file);
		throw new Error(`${error.message}\nWhat the browser showed then: ${file}`, { cause: error });
	} finally {
		await session.close();
	}
}

const everyone = async ({ tenant }) =>
	await usersOf(tenant, [
		'id',
		'userPrincipalName',
		'employeeId',
		'displayName',
		'jobTitle',
		'department',
		'city',
		'accountEnabled',
	]);

const isPromoted = (index) => index % 3 === 0;
const newTitle = ({ jobTitle }) => `Senior ${jobTitle}`;

/** As Excel saves it: a byte order mark before the first name, lines that end as on Windows, a blank cell now and then. */
function csvOf(staff) {
	const lines = staff.map((user, index) => [
		user.employeeId,
		user.displayName,
		isPromoted(index) ? newTitle(user) : user.jobTitle,
		index % 4 === 1 ? '' : (user.city ?? ''),
	]);
	const text = [['Employee ID', 'Name', 'Job Title', 'City'], ...lines]
		.map((cells) => cells.join(','))
		.join('\r\n');
	return `\uFEFF${text}\r\n`;
}

async function dropIn({ page, url, picture }, content) {
	await page.goto(`${url}/workflow/${csvWorkflow.id}`);
	const [form] = await Promise.all([
		page.waitForEvent('popup'),
		page.getByTestId('execute-workflow-button').first().click(),
	]);
	await form
		.locator('input[type=file]')
		.setInputFiles({ name: 'hr-list.csv', mimeType: 'text/csv', buffer: Buffer.from(content) });
	await form.getByRole('button', { name: 'Submit' }).click();
	await page.getByTestId('canvas-node-status-success').nth(1).waitFor();
	await form.close();
	await dismissNotices(page);
	return 'dropped into a form; n8n reads its rows';
}

/** Behind the node that read the file, from the nodes panel. */
async function addSyncUsers({ page }) {
	// The first that nothing is connected to.
	await page.getByTestId('canvas-handle-plus').first().click();
	await page.getByTestId('node-creator-search-bar').fill('office');
	await page.getByTestId('node-creator-item-name').getByText('Office 365 Users').click();
	await page
		.getByTestId('node-creator')
		.getByText(/^Sync users/)
		.click();
	await nodeView({ page }).waitFor();
}

async function byHand(session) {
	equal('The columns that can be matched on', await columnsToMatchOn(session), [
		'Employee ID',
		'ID',
		'Mail',
		'On-Premises SAM Account Name',
		'User Principal Name',
	]);
	await mapBy(session, 'Map Each Column Manually');
	equal('The columns shown at first', await shownColumns(session), ['User Principal Name']);
	const offered = await addColumn(session, 'Account Enabled');
	check('Too few columns are offered', offered.length > 50, offered.length);
	equal('The columns shown', await shownColumns(session), [
		'User Principal Name',
		'Account Enabled',
	]);
	equal(
		'Whether accounts are enabled, before it is chosen',
		await valueOfColumn(session, 'Account Enabled'),
		'',
	);
	await session.picture('sync-manual', nodeView(session));
	await mapBy(session, 'Map Automatically');
	return `the column to match on is shown, ${offered.length} more can be added; nothing is switched off by adding one`;
}

async function byName(session) {
	await matchOn(session, 'employeeId');
	await addOption(session, 'Preview Only');
	await executeStep(session);
	const { message } = await outputError(session);
	check('A field that is no column must be named', message.startsWith('"Name" '), message);
	await dismissNotices(session.page);
	await addOption(session, 'Unknown Columns');
	await chooseOne(session, 'unknownColumns', 'Leave Out');
	return `"${message}"; then left out`;
}

async function preview(session, stage, staff) {
	await stage.control.delete('/log');
	await executeStep(session);
	await waitForNotes(session, /^Preview: /);
	await dismissNotices(session.page);
	await widenOutput(session);
	const found = await results(session);
	equal('The users who would be changed', found, wantedResults(staff, 'false'));
	const notes = await nodeView(session)
		.getByTestId('output-panel')
		.locator('.ndv-callout, [class*=callout]')
		.allInnerTexts();
	const count = staff.filter((_, index) => isPromoted(index)).length;
	check(
		'The editor must say how many users would be changed',
		notes[0]?.includes(`Preview: ${count} of ${staff.length} users would be changed`),
		notes,
	);
	equal('Changes at the tenant', await changesMade(stage), []);
	await session.picture('sync-preview', nodeView(session));
	return `"${notes[0].trim()}"; the tenant saw no change`;
}

async function apply(session, stage, staff) {
	await nodeView(session)
		.getByTestId('parameter-input-dryRun')
		.locator('.el-switch, [role=switch]')
		.first()
		.click();
	await executeStep(session);
	await waitForNotes(session, /had everything already/);
	await session.page.waitForTimeout(500);
	equal('What was changed', await results(session), wantedResults(staff, 'true'));
	const after = new Map((await everyone(stage)).map((user) => [user.id, user]));
	const wrong = staff.filter((user, index) => {
		const { jobTitle, city } = after.get(user.id);
		return jobTitle !== (isPromoted(index) ? newTitle(user) : user.jobTitle) || city !== user.city;
	});
	equal('Users who are not as the list says, or lost what a blank cell leaves', wrong, []);
	await dismissNotices(session.page);
	const written = await changesMade(stage);
	return `${written.length} users changed, as the preview said; blank cells left what was there`;
}

async function undo(session, stage, before) {
	const { page } = session;
	await closeNode(session);
	const handle = (name, kind) =>
		page.locator(`[data-test-id="canvas-node-${kind}-handle"][data-node-name="${name}"]`).first();
	await page.getByTestId('zoom-to-fit').click();
	await page.waitForTimeout(500);
	const sync = await page
		.getByTestId('canvas-node')
		.evaluateAll((nodes) => nodes.map((node) => node.dataset.nodeName));
	const added = sync.find((name) => /^Sync users/.test(name));
	await handle(added, 'output').dragTo(handle('Those who were changed', 'input'));
	await page.locator('[data-test-id="canvas-node"][data-node-name="Undo"]').dblclick();
	await executeStep(session);
	await nodeView(session).getByTestId('output-panel').getByTestId('radio-button-table').waitFor();
	equal('Everyone, once undone', await everyone(stage), before);
	return 'every user is as before';
}

/** `[user, changed, field, from, to, written]` for each row of the table. */
async function results(session) {
	const [head, ...rows] = await outputTable(session);
	equal('The first columns of the table', head.slice(0, 4), [
		'user',
		'changed',
		'changes',
		'written',
	]);
	return rows.map(([user, changed, changes, written]) => [
		user,
		changed,
		changes.replace(/\s+/g, ' '),
		written,
	]);
}

const wantedResults = (staff, written) =>
	staff.map((user, index) =>
		isPromoted(index)
			? [
					user.employeeId,
					'true',
					`0 field:jobTitle from:${user.jobTitle} to:${newTitle(user)}`,
					written,
				]
			: [user.employeeId, 'false', '[empty array]', 'false'],
	);

async function waitForNotes({ page }, text) {
	await nodeView({ page }).getByTestId('output-panel').getByText(text).first().waitFor();
}

async function changesMade({ control }) {
	const log = await control.get('/log');
	return log.filter(({ method, path }) => method !== 'GET' && path.includes('/users'));
}

/** The parameters are dragged to the left, as one does to read a table. */
async function widenOutput({ page }) {
	await page.mouse.move(640, 60);
	await page.mouse.down();
	await page.mouse.move(260, 60, { steps: 8 });
	await page.mouse.up();
}
