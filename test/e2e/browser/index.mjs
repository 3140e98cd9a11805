// Step: a person at n8n's editor, from the credential to the table, and what they see when it fails.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, equal } from '../check.mjs';
import { conditionsByClicks } from './conditions.mjs';
import { connectAccount } from './credential.mjs';
import {
	addAction,
	chooseOne,
	chooseSeveral,
	closeNode,
	executeStep,
	newWorkflow,
	outputError,
	outputTable,
	searchInList,
	searchNodes,
	takeFromList,
} from './editor.mjs';
import { dismissNotices, openSession } from './session.mjs';

const fields = {
	'Display Name': 'displayName',
	'Job Title': 'jobTitle',
	Department: 'department',
	City: 'city',
};

export async function browserStep(stage, { pictures }) {
	const session = await openSession(stage, { pictures });
	const rows = [];
	try {
		const { account, scopes } = await connectAccount(session, stage);
		rows.push(['sign-in', `Account connected as ${account}, ${scopes} permissions consented to`]);

		await newWorkflow(session);
		const found = await searchNodes(session, 'office');
		equal('The first node found for "office"', found[0], 'Office 365 Users');
		await checkIcon(session, 'node-creator', 'office365Users.svg');
		await session.picture('nodes-panel');
		rows.push(['nodes panel', '"office" finds the node first, with the light icon']);
		await addAction(session, 'Get user profile');
		rows.push(['table', await lookUp(session, stage)]);
		rows.push(['no manager', await failAsAPersonSeesIt(session, stage)]);
		rows.push(['conditions', await conditionsByClicks(session, stage)]);
		await closeNode(session);
		await dismissNotices(session.page);
		await session.picture('canvas-light');
		rows.push(['dark icon', await darkIcon(session)]);
		rows.push(['other hosts', [...session.elsewhere].join(', ') || 'none asked']);
		return rows;
	} catch (error) {
		const file = join(tmpdir(), 'office365-users-e2e-failed.png');
		await session.keepFailure(file);
		throw new Error(`${error.message}\nWhat the browser showed then: ${file}`, { cause: error });
	} finally {
		await session.close();
	}
}

async function lookUp(session, { control }) {
	const { alice } = await control.get('/cast');
	const offered = await searchInList(session, 'al');
	check(
		'The list must offer only people whose name or address starts with "al"',
		offered.length > 1 && offered.every((name) => /(^|[\s(])al/i.test(name)),
		offered,
	);
	check(
		`The list must offer ${alice.displayName}`,
		offered.some((name) => name.includes(alice.displayName)),
		offered,
	);
	await session.picture('choose-user');
	await takeFromList(session, alice.displayName);
	await chooseSeveral(session, 'selectFields', Object.keys(fields), 'choose-fields');
	await executeStep(session);
	const [head, ...items] = await outputTable(session);
	const { properties } = await control.get(`/users/${alice.id}`);
	const names = ['id', ...Object.values(fields)];
	equal('The columns of the table', [...head].sort(), [...names].sort());
	equal('The row of the table', items, [
		head.map((name) => (name === 'id' ? alice.id : properties[name])),
	]);
	await dismissNotices(session.page);
	await session.picture('result-table');
	return `${offered.length} people offered for "al"; 1 row with ${head.length} columns, as the tenant has it`;
}

async function failAsAPersonSeesIt(session, { control }) {
	const { ceo } = await control.get('/cast');
	await chooseOne(session, 'operation', 'Get Manager');
	await searchInList(session, ceo.displayName);
	await takeFromList(session, ceo.displayName);
	await executeStep(session);
	const { message, all } = await outputError(session);
	check(
		'The failed node must say that there is no manager',
		message.startsWith('No manager found for the specified user'),
		message,
	);
	check(
		"The message must not show n8n's or JavaScript's inside",
		!/undefined|\[object|at .*\.js:/.test(all),
		all,
	);
	await session.picture('no-manager');
	return `"${message}"`;
}

/** The system goes dark, as in the evening, and n8n follows it. */
async function darkIcon(session) {
	await session.page.emulateMedia({ colorScheme: 'dark' });
	await checkIcon(session, 'canvas-node', 'office365Users.dark.svg');
	await session.picture('canvas-dark');
	return 'shown on the dark canvas';
}

/** The icon is there, is the right one and is an image that the browser could draw. */
async function checkIcon({ page }, within, file) {
	const icon = page.getByTestId(within).locator(`img[src$="/${file}"]`).first();
	await icon.waitFor();
	const width = await icon.evaluate(async (image) => {
		await image.decode().catch(() => {});
		return image.naturalWidth;
	});
	check(`The icon ${file} could not be drawn`, width > 0);
}
