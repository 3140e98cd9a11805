// Step: the example workflow that serves the node's tools to MCP clients, published and called as a client does.
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { mcpAddress, mcpCredential, mcpToken } from '../../sandbox/n8n/mcpClients.mjs';
import { exampleWorkflows, publish, servesTools } from '../../sandbox/n8n/workflows.mjs';
import { n8nDir } from '../../sandbox/paths.mjs';
import { usersOf } from '../../sandbox/tenantUsers.mjs';
import { takeCanvasPictures } from './browser/canvas.mjs';
import { check, equal } from './check.mjs';
import { setStage } from './stage.mjs';

/** What each tool takes, and the fields of what it returns; empty: those that Graph gives. */
const tools = {
	Look_up_a_colleague: {
		takes: 'name',
		returns: [
			'displayName',
			'userPrincipalName',
			'mail',
			'jobTitle',
			'department',
			'officeLocation',
			'businessPhones',
			'mobilePhone',
		],
	},
	Who_is_their_manager: {
		takes: 'user',
		returns: ['displayName', 'userPrincipalName', 'mail', 'jobTitle', 'department'],
	},
	Who_works_with_them: { takes: 'user', returns: [] },
};
/** What Look_up_a_colleague compares with. */
const searched = [
	'displayName',
	'givenName',
	'surname',
	'mail',
	'mailNickname',
	'userPrincipalName',
];

export async function mcpStep(options) {
	mkdirSync(options.folder, { recursive: true });
	const token = mcpToken(options.folder);
	const example = exampleWorkflows().find(servesTools);
	const stage = await setStage({
		...options,
		credentials: [mcpCredential(token)],
		workflows: [example.workflow],
	});
	try {
		await publish(stage.n8n.request, [example]);
		const address = mcpAddress(stage.n8n.local, example.workflow);
		const refused = await withoutToken(address);
		const client = await connect(address, token);
		if (options.pictures)
			await takeCanvasPictures(stage, options.pictures, [
				{ workflow: example.workflow, name: 'canvas-mcp', run: false },
			]);
		try {
			return [
				['without the token, with another', refused],
				['offered', await offered(client)],
				...(await twelveAtOnce(stage, client)),
				...(await refusedCalls(client)),
			];
		} finally {
			await client.close();
		}
	} finally {
		await stage.close();
	}
}

/** The client of the SDK that n8n itself brings along. */
async function connect(address, token) {
	const sdk = createRequire(join(n8nDir, 'node_modules', 'n8n', 'package.json'));
	const { Client } = sdk('@modelcontextprotocol/sdk/client/index.js');
	const { StreamableHTTPClientTransport } = sdk(
		'@modelcontextprotocol/sdk/client/streamableHttp.js',
	);
	const client = new Client({ name: 'office365-users-e2e', version: '1.0.0' });
	const requestInit = { headers: { Authorization: `Bearer ${token}` } };
	await client.connect(new StreamableHTTPClientTransport(new URL(address), { requestInit }));
	return client;
}

/** n8n says that a workflow is published a moment before its address is there. */
async function withoutToken(address, patienceMs = 15_000) {
	const until = Date.now() + patienceMs;
	const status = async (headers) => (await fetch(address, { method: 'POST', headers })).status;
	let without = await status({});
	while (without === 404 && Date.now() < until) {
		await sleep(250);
		without = await status({});
	}
	equal('Without the token', without, 403);
	const other = await status({ Authorization: `Bearer ${randomUUID()}` });
	equal('With another token', other, 403);
	return `refused with ${without}`;
}

/** What a client is told of the tools: enough to choose one and to fill it in. */
async function offered(client) {
	const { tools: listed } = await client.listTools();
	equal('The tools', listed.map(({ name }) => name).sort(), Object.keys(tools).sort());
	for (const { name, description, inputSchema } of listed) {
		const { takes } = tools[name];
		const { type, properties, required } = inputSchema;
		equal(
			`What ${name} takes`,
			{ type, names: Object.keys(properties), kind: properties[takes].type, required },
			{ type: 'object', names: [takes], kind: 'string', required: [takes] },
		);
		check(
			`${name} and what it takes must be described`,
			description,
			properties[takes].description,
		);
	}
	// A tool that the descriptions send the client to must be there by that name.
	const told = JSON.stringify([client.getInstructions(), listed]);
	for (const [named] of told.matchAll(/\w+_a_colleague/gi))
		check(`There is a tool ${named}`, tools[named] !== undefined);
	return listed.map(({ name }) => name).join(', ');
}

/** Every tool about four people at once; each call must get its own answer, or its own message. */
async function twelveAtOnce(stage, client) {
	const { alice, umlaut, ceo, noMailbox } = await stage.control.get('/cast');
	const people = [alice, umlaut, ceo, noMailbox];
	const calls = people.flatMap(({ displayName, userPrincipalName }) =>
		Object.entries(tools).map(([name, { takes }]) => ({
			name,
			arguments: { [takes]: takes === 'name' ? displayName : userPrincipalName },
		})),
	);
	equal('Calls', calls.length, 12);
	await stage.control.delete('/log');
	const results = await Promise.all(calls.map((call) => client.callTool(call)));
	const written = (await stage.control.get('/log')).filter(
		({ origin, method, path }) =>
			origin === 'graph' && method !== 'GET' && !path.endsWith('/$batch'),
	);
	equal('Requests that could change something', written, []);
	const wanted = await answersFor(stage, people);
	for (const [index, { content, isError }] of results.entries()) {
		const what = JSON.stringify(calls[index]);
		const [{ text }] = content;
		const expected = wanted[index];
		if (typeof expected === 'string') {
			check(`${what} must fail with: ${expected}`, isError && text.includes(expected), text);
			continue;
		}
		check(`${what} must succeed`, !isError, text);
		const { returns } = tools[calls[index].name];
		const found = JSON.parse(text).map((user) =>
			returns.length > 0 ? user : { id: user.id, displayName: user.displayName },
		);
		equal(`The answer to ${what}`, found, expected);
	}
	const failed = results.filter(({ isError }) => isError).length;
	return [['twelve calls at once', `${12 - failed} right answers, ${failed} own messages`]];
}

/** For every person and tool what the tenant holds, or what the message has to say. */
async function answersFor({ tenant, control }, people) {
	const users = await usersOf(tenant, [
		'id',
		...new Set([...searched, ...tools.Look_up_a_colleague.returns]),
	]);
	const { admin } = await control.get('/cast');
	const { access_token: token } = await control.post('/tokens', {
		user: admin.id,
		scopes: ['People.Read.All'],
	});
	const shown = (user, fields) =>
		Object.fromEntries(['id', ...fields].map((field) => [field, user[field]]));
	const startsWith = (value, text) =>
		typeof value === 'string' && value.toLowerCase().startsWith(text.toLowerCase());
	const peopleOf = async ({ id }) => {
		const response = await fetch(`${tenant.graph}/v1.0/users/${id}/people?$top=10`, {
			headers: { authorization: `Bearer ${token}` },
		});
		const { value } = await response.json();
		return value.map((person) => ({ id: person.id, displayName: person.displayName }));
	};
	const answers = people.map(async (person) => {
		const { displayName, userPrincipalName, manager, mailbox } = person;
		const { returns } = tools.Look_up_a_colleague;
		return [
			users
				.filter((user) => searched.some((field) => startsWith(user[field], displayName)))
				.map((user) => shown(user, returns)),
			manager
				? [
						shown(
							users.find(({ id }) => id === manager),
							tools.Who_is_their_manager.returns,
						),
					]
				: `No manager found for the specified user: ${userPrincipalName}`,
			mailbox ? await peopleOf(person) : userPrincipalName,
		];
	});
	return (await Promise.all(answers)).flat();
}

/** What people and models get wrong. */
async function refusedCalls(client) {
	const nobody = 'nobody.here@contoso.onmicrosoft.example';
	const told = async (user) => {
		const { isError, content } = await client.callTool({
			name: 'Who_is_their_manager',
			arguments: { user },
		});
		check(`There is no manager of "${user}"`, isError, content);
		return content[0].text;
	};
	const unknown = await told(nobody);
	check(
		'The message must name who is not there',
		unknown.includes(`No user found for "${nobody}"`),
		unknown,
	);
	const empty = await told('');
	check('The message must name the parameter', empty.includes("'User' is empty"), empty);
	return [
		['unknown user', unknown.split('\n')[0]],
		['no user', empty.split('\n')[0]],
	];
}
