/** What agents give that people rarely do, and what they are told: they see no editor, only the message. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { agentTool } from '../support/engine/agentTool';
import { user, Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 60 });

const fromAi = (name: string): string => `={{ $fromAI('${name}', '', 'string') }}`;
const profile: INodeParameters = {
	resource: 'get',
	operation: 'userProfile',
	user: user(fromAi('User')),
	selectFields: fromAi('Fields'),
};

/** The results, or the message and what follows it. */
async function answer(parameters: INodeParameters, args: Record<string, string>) {
	const tool = agentTool({ parameters, credential: await bench.credential() });
	const said = await tool(args).catch((error: unknown) => (error as Error).message);
	return String(said);
}

it.each([
	['a list as JSON', '["displayName", "jobTitle"]'],
	['names with blanks around them', ' displayName ,  jobTitle '],
	['a name twice', 'displayName,jobTitle,displayName'],
])('Fields takes %s', async (_, Fields) => {
	const { alice } = bench.tenant.cast;
	const [found] = JSON.parse(
		await answer(profile, { User: alice.userPrincipalName, Fields }),
	) as IDataObject[];
	expect(found).toEqual({
		id: alice.id,
		displayName: alice.displayName,
		jobTitle: expect.any(String) as string,
	});
});

it.each([
	['Display Name', 'displayName'],
	['LAST NAME', 'surname'],
	['job-title', 'jobTitle'],
	['["Job Title"]', 'jobTitle'],
])('Fields: for %s the message has the name', async (Fields, name) => {
	const { alice } = bench.tenant.cast;
	const said = await answer(profile, { User: alice.userPrincipalName, Fields });
	expect(said).toContain(`Did you mean ${name}?`);
	expect(await bench.asked()).toEqual([]);
});

it('Fields: JSON that is cut off is not taken for names', async () => {
	const { alice } = bench.tenant.cast;
	const said = await answer(profile, { User: alice.userPrincipalName, Fields: '["displayName"' });
	expect(said).toContain("'Fields' contains");
	expect(await bench.asked()).toEqual([]);
});

it('User: for a name the message says which operation finds it', async () => {
	const said = await answer(profile, { User: 'Alice Wallace', Fields: '' });
	expect(said).toContain('neither a user principal name nor an ID');
	expect(said).toContain('Search Users');
	expect(await bench.asked()).toEqual([]);
});

it('a choice from a list: the message has the list', async () => {
	const { alice } = bench.tenant.cast;
	const setManager: INodeParameters = {
		resource: 'update',
		operation: 'manager',
		user: user(fromAi('User')),
		managerAction: fromAi('Action'),
		manager: user(alice.id),
	};
	const said = await answer(setManager, { User: alice.userPrincipalName, Action: 'set' });
	expect(said).toContain("'Action' is");
	expect(said).toContain('assign, remove');
	expect(await bench.asked()).toEqual([]);
});

it('Sync Users: nobody found names the column, and how to match otherwise', async () => {
	bench.expectRefusal(404);
	const nobody = 'nobody@contoso.example';
	const sync: INodeParameters = {
		resource: 'update',
		operation: 'sync',
		columns: {
			mappingMode: 'defineBelow',
			value: { userPrincipalName: fromAi('User'), jobTitle: fromAi('Job_Title') },
			matchingColumns: ['userPrincipalName'],
			schema: [],
		},
		options: { dryRun: true },
	};
	const said = await answer(sync, { User: nobody, Job_Title: 'Painter' });
	expect(said).toContain(
		`No user found for "${nobody}" in 'User Principal Name'. If this is a mail address, match by Mail`,
	);
});
