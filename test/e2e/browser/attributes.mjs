// Step: a custom attribute chosen in the editor and read, then written by Update User.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, equal } from '../check.mjs';
import {
	addAction,
	chooseOne,
	chooseSeveral,
	executeStep,
	newWorkflow,
	nodeView,
	openList,
	outputTable,
	searchInList,
	searchNodes,
	takeFromList,
} from './editor.mjs';
import { dismissNotices, openSession } from './session.mjs';

const badge = 'extension_22222222222242228222222222222222_badge';

/** With it the editor may list the tenant's extensions. */
export const scopes = ['Application.Read.All'];

export async function attributesStep(stage, { pictures }) {
	const session = await openSession(stage, { pictures });
	try {
		const read = await readOne(session, stage);
		const written = await writeOne(session, stage);
		return [
			['custom attribute', read],
			['custom attribute', written],
		];
	} catch (error) {
		const file = join(tmpdir(), 'office365-users-e2e-attributes.png');
		await session.keepFailure(file);
		throw new Error(`${error.message}\nWhat the browser showed then: ${file}`, { cause: error });
	} finally {
		await session.close();
	}
}

async function readOne(session, { control }) {
	const { alice } = await control.get('/cast');
	await newWorkflow(session);
	await searchNodes(session, 'office');
	await addAction(session, 'Get user profile');
	await searchInList(session, alice.displayName);
	await takeFromList(session, alice.displayName);
	const labels = ['badge (HR data)', 'Display Name', 'tags (HR data)'];
	await chooseSeveral(session, 'selectFields', labels, 'choose-attributes');
	await executeStep(session);
	const [head, ...items] = await outputTable(session);
	const { properties } = await control.get(`/users/${alice.id}`);
	check('The table must have a column with the name of the extension', head.includes(badge), head);
	equal('The badge in the table', items[0][head.indexOf(badge)], properties[badge]);
	return `"${labels[0]}" offered, chosen and read: ${properties[badge]}`;
}

async function writeOne(session, { control }) {
	const { alice } = await control.get('/cast');
	const { page } = session;
	await chooseOne(session, 'resource', 'Update');
	await chooseOne(session, 'operation', 'Update User');
	const view = nodeView(session);
	const list = await openList(session, view.getByPlaceholder('Add field', { exact: true }));
	const offered = await list.locator('li').allInnerTexts();
	check(
		'Nothing but fields may be offered',
		!offered.some((name) => /^length$/i.test(name)),
		offered,
	);
	await list.getByText('Custom Attributes', { exact: true }).click();
	await view.getByText('Add attribute', { exact: true }).click();
	await view.getByTestId('parameter-input-name').locator('input').fill(badge);
	await view.getByTestId('parameter-input-value').locator('input').fill('C-42');
	await session.picture('attributes-write');
	await executeStep(session);
	// Until then the table is that of the step before.
	await view.getByTestId('output-panel').getByText('success', { exact: true }).waitFor();
	const [head, ...items] = await outputTable(session);
	equal('The success in the table', items[0][head.indexOf('success')], 'true');
	await dismissNotices(page);
	const { properties } = await control.get(`/users/${alice.id}`);
	equal('The badge that the tenant has now', properties[badge], 'C-42');
	return 'a directory extension set by Update User';
}
