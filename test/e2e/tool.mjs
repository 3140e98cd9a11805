// Step: the node as a tool of n8n's AI Agent. The chat model is scripted; everything else is real.
import { startChatModel } from './chatModel.mjs';
import { check, equal } from './check.mjs';
import { setStage } from './stage.mjs';
import { office365Users, publishAndCall, webhook, workflow } from './workflowParts.mjs';

/** What the editor writes when a person lets the model fill a parameter in. */
const fromAi = (label) =>
	`={{ /*n8n-auto-generated-fromAI-override*/ $fromAI('${label}', \`\`, 'string') }}`;

const modelCredential = { id: 'scriptedModel', name: 'Scripted model', type: 'openAiApi' };

const agent = workflow(
	'o365UsersAgent01',
	'Agent that knows who manages whom',
	[
		webhook('e2e-agent'),
		{
			name: 'AI Agent',
			type: '@n8n/n8n-nodes-langchain.agent',
			typeVersion: 3.1,
			parameters: { promptType: 'define', text: '={{ $json.body.question }}', options: {} },
		},
		{
			name: 'Model',
			type: '@n8n/n8n-nodes-langchain.lmChatOpenAi',
			typeVersion: 1.2,
			parameters: { model: { __rl: true, mode: 'id', value: 'scripted' }, options: {} },
			credentials: { openAiApi: { id: modelCredential.id, name: modelCredential.name } },
		},
		office365Users(
			'Search users',
			{
				resource: 'search',
				operation: 'users',
				searchTerm: fromAi('Search_Term'),
				selectFields: ['displayName', 'userPrincipalName'],
				options: {},
			},
			{ tool: true },
		),
		office365Users(
			'Get manager',
			{
				resource: 'get',
				operation: 'manager',
				user: { __rl: true, mode: 'upn', value: fromAi('User') },
				selectFields: ['displayName', 'jobTitle'],
				options: {},
			},
			{ tool: true },
		),
	],
	[
		['Webhook', 'AI Agent'],
		['Model', 'AI Agent', 'ai_languageModel'],
		['Search users', 'AI Agent', 'ai_tool'],
		['Get manager', 'AI Agent', 'ai_tool'],
	],
);

/** A model that looks the person up, asks for the manager and repeats what the tool said. */
function script({ messages }) {
	const [question] = messages.filter(({ role }) => role === 'user').slice(-1);
	const answers = messages.filter(({ role }) => role === 'tool');
	const asked = textOf(question);
	if (answers.length === 0) {
		const direct = /[^\s?]+@[^\s?]+/.exec(asked);
		if (direct) return { call: { name: 'Get_manager', args: { User: direct[0] } } };
		const name = asked.replace(/^Who manages |\?$/g, '');
		return { call: { name: 'Search_users', args: { Search_Term: name } } };
	}
	const said = textOf(answers.at(-1));
	if (answers.length === 1 && !asked.includes('@')) {
		const found = /"userPrincipalName\\*":\\*"([^"\\]+)/.exec(said);
		if (found) return { call: { name: 'Get_manager', args: { User: found[1] } } };
	}
	return { say: `The tool said: ${said}` };
}

const textOf = ({ content }) =>
	typeof content === 'string' ? content : content.map(({ text }) => text).join('');

export async function toolStep(options) {
	const model = await startChatModel(script);
	let stage;
	try {
		stage = await setStage({
			...options,
			credentials: [{ ...modelCredential, data: { apiKey: 'none', url: model.url } }],
			workflows: [agent],
		});
		return await play(stage, model);
	} finally {
		await stage?.close();
		await model.close();
	}
}

async function play({ n8n, control }, model) {
	const { alice, ceo } = await control.get('/cast');
	const ask = await publishAndCall(n8n, agent);
	const answerTo = async (question) => {
		model.requests.length = 0;
		const [{ output }] = await ask({ question });
		return output;
	};

	const manager = await control.get(`/users/${alice.manager}`);
	const answer = await answerTo(`Who manages ${alice.displayName}?`);
	check(
		`The agent must answer with ${manager.properties.displayName}`,
		answer.includes(manager.properties.displayName),
		answer,
	);
	equal('Questions to the model', model.requests.length, 3);
	const offered = checkDescriptions(model.requests[0].tools);

	const none = await answerTo(`Who manages ${ceo.userPrincipalName}?`);
	check(
		'The agent must be told that there is no manager, and of whom',
		none.includes('No manager found for the specified user') &&
			none.includes(ceo.userPrincipalName),
		none,
	);
	const nobody = await answerTo('Who manages nobody.here@contoso.onmicrosoft.example?');
	check(
		'The agent must be told that there is no such user',
		/No user found.*nobody\.here@/.test(nobody),
		nobody,
	);
	return [
		['agent', `looked ${alice.displayName} up, then answered: ${manager.properties.displayName}`],
		...offered,
		['no manager', none],
		['unknown user', nobody],
	];
}

/** What the model is told of the tools: enough to choose one and to fill it in. */
function checkDescriptions(tools) {
	const described = Object.fromEntries(
		tools.map(({ function: { name, description, parameters } }) => [
			name,
			{
				description,
				parameters: Object.keys(parameters.properties),
				required: parameters.required,
			},
		]),
	);
	const wanted = {
		Search_users: [/search users/i, 'Search_Term'],
		Get_manager: [/get manager/i, 'User'],
	};
	equal(
		'The tools that the model is offered',
		Object.keys(described).sort(),
		Object.keys(wanted).sort(),
	);
	for (const [name, [description, parameter]] of Object.entries(wanted)) {
		check(
			`The description of ${name}`,
			description.test(described[name].description),
			described[name],
		);
		equal(`The parameters of ${name}`, described[name].parameters, [parameter]);
	}
	return Object.entries(described).map(([name, { description, parameters }]) => [
		`tool ${name}`,
		`"${description}", fills in ${parameters.join(', ')}`,
	]);
}
