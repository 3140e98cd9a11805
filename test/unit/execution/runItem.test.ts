import {
	type IDataObject,
	type IExecutePaginationFunctions,
	type INodeExecutionData,
	NodeApiError,
} from 'n8n-workflow';

import { runItem } from '../../../nodes/Office365Users/execution/runItem';
import { DEFAULT_LIST_FIELDS } from '../../../nodes/Office365Users/users/userProperties';
import type { RequestPlan } from '../../../nodes/Office365Users/execution/request';
import { isNoManager } from '../../../nodes/Office365Users/users/notFound';
import { userRef } from '../../../nodes/Office365Users/users/userRef';
import { itemContext, type ItemOptions } from '../../support/engine/contexts';
import { batchAnswer, type Part } from '../../support/graph/requestQueue';
import { json, type LoopbackServer, type Received, serving } from '../../support/graph/server';
import type { ServerResponse } from 'node:http';

let server: LoopbackServer;
afterEach(async () => await server.close());

/** One item's request through the transport to a server that answers like this. */
async function transported(
	answer: (response: ServerResponse, request: Received) => void,
	graph: Partial<RequestPlan> = {},
	{ url = '/users/1', ...options }: ItemOptions & { url?: string } = {},
): Promise<INodeExecutionData[]> {
	server = await serving(answer);
	const context = itemContext({
		credential: {
			cloud: 'custom',
			graphBaseUrl: server.address,
			oauthTokenData: { access_token: 'the-token' },
		},
		...options,
	});
	return await runItem.call(context as IExecutePaginationFunctions, {
		options: {
			method: 'GET',
			url,
			qs: {},
			headers: {},
			graph: { maxRetries: 0, batches: true, ...graph },
		} as never,
		preSend: [],
		postReceive: [],
	});
}

const USER = userRef('a@x.y', 'User');
const entity = (body: IDataObject) => (response: ServerResponse) => json(response, 200, body);
const CONTINUE: ItemOptions = { settings: { onError: 'continueRegularOutput' } };

test('one entity is one item, paired with its input, without annotations', async () => {
	const items = await transported(entity({ '@odata.context': 'x', id: '1', mail: null }));
	expect(items).toEqual([{ json: { id: '1', mail: null }, pairedItem: { item: 0 } }]);
	expect(server.received.map(({ url }) => url)).toEqual(['/v1.0/users/1']);
});

test.each([
	[{ limit: 5 }, '5'],
	[{ limit: 2500 }, '999'],
	[{ limit: Infinity }, '999'],
	[{ limit: 2500, largestPage: 100 }, '100'],
])('a list with %j asks for pages of %s', async (graph, top) => {
	const items = await transported(entity({ value: [{ id: '1' }, { id: '2' }] } as never), graph, {
		url: '/users',
	});
	expect(items.map(({ json: user }) => user.id)).toEqual(['1', '2']);
	const { searchParams } = new URL(server.received[0].url, server.address);
	expect(searchParams.get('$top')).toBe(top);
});

test('fields are selected', async () => {
	const fields = { names: ['id', 'mail'], chosen: true, profilePerUser: false };
	await transported(entity({ id: '1' }), { fields });
	expect(server.received[0].url).toBe('/v1.0/users/1?$select=id%2Cmail');
});

test("SharePoint's fields of a list's users are read on each user's own address", async () => {
	const fields = {
		names: [...DEFAULT_LIST_FIELDS, 'aboutMe'],
		chosen: true,
		profilePerUser: true,
	};
	const items = await transported(
		(response, { url, body }) => {
			if (url.startsWith('/v1.0/users?')) {
				return json(response, 200, { value: [{ id: 'a' }, { id: 'b' }] });
			}
			const { requests } = JSON.parse(body) as { requests: Part[] };
			const answered = batchAnswer(requests, (part) => ({
				status: 200,
				body: { aboutMe: `About ${part.url}` },
			}));
			return json(response, 200, answered.body);
		},
		{ fields, limit: 5 },
		{ url: '/users' },
	);
	expect(items.map(({ json: user }) => user)).toEqual([
		{ id: 'a', aboutMe: 'About /users/a?$select=aboutMe' },
		{ id: 'b', aboutMe: 'About /users/b?$select=aboutMe' },
	]);
});

const noManager = (response: ServerResponse): void =>
	json(response, 404, {
		error: {
			code: 'Request_ResourceNotFound',
			message:
				"Resource 'manager' does not exist or one of its queried reference-property objects are not present.",
			innerError: { 'request-id': 'r-1', date: 'some day' },
		},
	});

describe('who is not there', () => {
	test('is an empty result where that was asked for', async () => {
		const items = await transported(noManager, { isAbsent: isNoManager, user: USER });
		expect(items).toEqual([{ json: { found: false, user: 'a@x.y' }, pairedItem: { item: 0 } }]);
	});

	test('else the run stops, saying so', async () => {
		const stopped = transported(noManager, { user: USER });
		await expect(stopped).rejects.toThrow(NodeApiError);
		await expect(stopped).rejects.toThrow('No manager found for the specified user: a@x.y');
	});

	test('or goes on, with an item that n8n takes to the error output', async () => {
		const items = await transported(noManager, { user: USER }, CONTINUE);
		expect(items).toEqual([
			{
				json: {
					error: 'No manager found for the specified user: a@x.y',
					details: {
						code: 'Request_ResourceNotFound',
						statusCode: 404,
						requestId: 'r-1',
						date: 'some day',
					},
				},
				pairedItem: { item: 0 },
			},
		]);
	});
});

test('a refusal of the checks: nothing is sent', async () => {
	const refusal = new Error('No such thing');
	await expect(transported(entity({ id: '1' }), { refusal })).rejects.toThrow('No such thing');
	expect(server.received).toEqual([]);
});

describe('an answer that is no entity is said to be none', () => {
	test.each([
		['the page of a proxy', (response: ServerResponse) => response.end('<html>Sign in</html>')],
		['JSON of another kind', (response: ServerResponse) => json(response, 200, ['x'])],
		[
			'accepted, and still being worked on',
			(response: ServerResponse) => response.writeHead(202).end(),
		],
	])('%s', async (_, answer) => {
		const stopped = transported(answer, { user: USER });
		await expect(stopped).rejects.toThrow(NodeApiError);
		await expect(stopped).rejects.toThrow(/^Microsoft Graph answered with something other/);
	});
});
