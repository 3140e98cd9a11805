// Step: the node as a tool of every kind of agent that calls tools itself: several tools at once, one tool twice,
// agents with two items, an agent within an agent (docs/n8n.md#agents-execute-data). The chat model is scripted.
import { startChatModel } from './chatModel.mjs';
import { check, equal } from './check.mjs';
import { setStage } from './stage.mjs';
import { office365Users, publishAndCall, webhook, workflow } from './workflowParts.mjs';

const modelCredential = { id: 'scriptedModel', name: 'Scripted model', type: 'openAiApi' };
const userFromAi = { __rl: true, mode: 'upn', value: "={{ $fromAI('User', ``, 'string') }}" };

/** One tool for each way an operation reads or changes something. */
const tools = {
	Profile: { resource: 'get', operation: 'userProfile', selectFields: ['displayName'] },
	Manager: { resource: 'get', operation: 'manager', selectFields: ['displayName'] },
	Reports: { resource: 'get', operation: 'directReports', selectFields: ['displayName'] },
	Chain: { resource: 'get', operation: 'managementChain', selectFields: ['displayName'] },
	Photo: { resource: 'photo', operation: 'getMetadata' },
	Trending: { resource: 'trending', operation: 'userDocuments' },
	People: { resource: 'people', operation: 'relevantPeople' },
	Update: { resource: 'update', operation: 'user', updateFields: { city: 'Oslo' } },
};
const toolNodes = Object.entries(tools).map(([name, parameters]) =>
	office365Users(name, { ...parameters, user: userFromAi, options: {} }, { tool: true }),
);

const model = {
	name: 'Model',
	type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
	typeVersion: 1.2,
	parameters: { model: { __rl: true, mode: 'id', value: 'scripted' }, options: {} },
	credentials: { openAiApi: { id: modelCredential.id, name: modelCredential.name } },
};
const questions = {
	name: 'Questions',
	type: 'n8n-nodes-base.splitOut',
	typeVersion: 1,
	parameters: { fieldToSplitOut: 'body.questions', options: {} },
};
const agentNode = (name, typeVersion, more = {}) => ({
	name,
	type: '@n8n/n8n-nodes-langchain.agent',
	typeVersion,
	parameters: {
		...(typeVersion < 2 ? { agent: 'toolsAgent' } : {}),
		promptType: 'define',
		text: "={{ $json['body.questions'] }}",
		options: {},
		...more,
	},
});

const versions = [1.9, 2, 2.3, 3.1];
const workflowOf = (typeVersion) => {
	const id = `o365Agents${String(typeVersion).replace('.', '')}`;
	const name = `AI Agent ${typeVersion}`;
	return workflow(
		id,
		name,
		[webhook(id), questions, agentNode(name, typeVersion), model, ...toolNodes],
		[
			['Webhook', 'Questions'],
			['Questions', name],
			['Model', name, 'ai_languageModel'],
			...toolNodes.map((tool) => [tool.name, name, 'ai_tool']),
		],
	);
};
const subAgent = workflow(
	'o365AgentsSub',
	'AI Agent Tool',
	[
		webhook('o365AgentsSub'),
		questions,
		agentNode('AI Agent', 3.1),
		{
			name: 'Colleagues',
			type: '@n8n/n8n-nodes-langchain.agentTool',
			typeVersion: 2.2,
			parameters: {
				toolDescription: 'Knows everything about colleagues',
				text: "={{ $fromAI('Question', ``, 'string') }}",
				options: {},
			},
		},
		model,
		...toolNodes,
	],
	[
		['Webhook', 'Questions'],
		['Questions', 'AI Agent'],
		['Model', 'AI Agent', 'ai_languageModel'],
		['Model', 'Colleagues', 'ai_languageModel'],
		['Colleagues', 'AI Agent', 'ai_tool'],
		...toolNodes.map((tool) => [tool.name, 'Colleagues', 'ai_tool']),
	],
);

const textOf = ({ content }) =>
	typeof content === 'string' ? content : content.map(({ text }) => text).join('');

/** A model that asks every tool about both people at once, and then repeats what came. */
function script({ messages, tools: offered }) {
	const asked = textOf(messages.filter(({ role }) => role === 'user').at(-1));
	const answers = messages.filter(({ role }) => role === 'tool');
	if (answers.length > 0) {
		const said = answers.map((answer) => textOf(answer));
		return { say: JSON.stringify(said) };
	}
	const names = offered.map(({ function: { name } }) => name);
	if (names.includes('Colleagues'))
		return { calls: [{ name: 'Colleagues', args: { Question: asked } }] };
	const people = asked.match(/[^\s,]+@[^\s,]+/g);
	return {
		calls: names.flatMap((name) => people.map((User) => ({ name, args: { User } }))),
	};
}

export async function agentsStep(options) {
	const chat = await startChatModel(script);
	const workflows = [...versions.map(workflowOf), subAgent];
	let stage;
	try {
		stage = await setStage({
			...options,
			credentials: [{ ...modelCredential, data: { apiKey: 'none', url: chat.url } }],
			workflows,
		});
		const rows = [];
		for (const one of workflows) rows.push(await play(stage, one));
		return rows;
	} finally {
		await stage?.close();
		await chat.close();
	}
}

/** Two questions, so that the agent itself has two items. */
async function play({ n8n, control }, agent) {
	const { alice, umlaut } = await control.get('/cast');
	const people = [alice, umlaut];
	const ask = await publishAndCall(n8n, agent);
	const questions = [0, 1].map(
		(number) =>
			`Question ${number}: ${people.map(({ userPrincipalName }) => userPrincipalName).join(' ')}`,
	);
	const answers = await ask({ questions });
	equal(`Answers of ${agent.name}`, answers.length, 2);
	const wanted = Object.keys(tools).length * people.length;
	for (const { output } of answers) {
		let said = JSON.parse(output);
		// The outer agent repeats what the inner one said, which is a list as text.
		if (said.length === 1) {
			const [{ output: inner }] = JSON.parse(said[0]);
			said = JSON.parse(inner);
		}
		equal(`Tool answers to ${agent.name}`, said.length, wanted);
		// Whoever has no reports gets an empty list, which agents from 3.0 on pass on as no text.
		const isEmpty = (text) => ['[]', '""'].includes(text.trim());
		for (const text of said)
			check('Every tool call must answer', isEmpty(text) || /\[.*\{.*\]/s.test(text), text);
		const withoutReports = people.filter(({ directReports }) => directReports === 0);
		equal('Empty answers', said.filter(isEmpty).length, withoutReports.length);
		for (const { displayName } of people)
			check(
				'The profiles must be there',
				said.some((text) => text.includes(displayName)),
				said,
			);
	}
	return [agent.name, `2 items, ${wanted} tool calls at once each: all answered`];
}
