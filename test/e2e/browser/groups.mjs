// Step: a group chosen in the editor, inside Options, and its members as a table.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, equal } from '../check.mjs';
import {
	addAction,
	addOption,
	executeStep,
	newWorkflow,
	outputTable,
	searchInList,
	searchNodes,
	takeFromList,
} from './editor.mjs';
import { dismissNotices, openSession } from './session.mjs';

const group = 'Engineering';

export async function groupsStep(stage, { pictures }) {
	const session = await openSession(stage, { pictures });
	try {
		await newWorkflow(session);
		await searchNodes(session, 'office');
		await addAction(session, 'Search users by name, address or filter');
		await addOption(session, 'Member Of');
		const offered = await searchInList(session, group.slice(0, 3).toLowerCase());
		equal(
			'The groups offered for "eng"',
			offered.map((name) => name.replace(/ \(.*/, '')),
			['Engineering', 'Engineering Team'],
		);
		await session.picture('choose-group');
		await takeFromList(session, `${group} (`);
		await addOption(session, 'Include Nested');
		await executeStep(session);
		const [head, ...items] = await outputTable(session);
		await dismissNotices(session.page);
		const wanted = await members(stage);
		const names = items.map((row) => row[head.indexOf('displayName')]);
		equal('The members of the group', [...names].sort(), [...wanted].sort());
		check('The group must have nested members', wanted.length > 3, wanted);
		return [['group picker', `${offered.length} groups offered; ${wanted.length} members listed`]];
	} catch (error) {
		const file = join(tmpdir(), 'office365-users-e2e-groups.png');
		await session.keepFailure(file);
		throw new Error(`${error.message}\nWhat the browser showed then: ${file}`, { cause: error });
	} finally {
		await session.close();
	}
}

/** The names of all members as the tenant gives them. */
async function members({ control, tenant }) {
	const { groups } = await control.get('/cast');
	const { access_token: token } = await control.post('/tokens', {
		scopes: ['User.Read.All', 'GroupMember.Read.All'],
	});
	const path = `groups/${groups[group]}/transitiveMembers/microsoft.graph.user`;
	const response = await fetch(`${tenant.graph}/v1.0/${path}?$select=id,displayName&$top=999`, {
		headers: { authorization: `Bearer ${token}` },
	});
	const { value } = await response.json();
	return value.map(({ displayName }) => displayName);
}
