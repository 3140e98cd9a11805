import type { INodeListSearchResult } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { searchUsers } from '../../../nodes/Office365Users/listSearch/searchUsers';
import { pickerContext } from '../../support/engine/contexts';
import { json, type LoopbackServer, serving } from '../../support/graph/server';

let server: LoopbackServer;
afterEach(async () => await server.close());

/** What the picker gives where Graph answers with this. */
async function picked(
	status: number,
	body: object,
	...[filter, token]: Parameters<typeof searchUsers>
): Promise<INodeListSearchResult> {
	server = await serving((response) => json(response, status, body));
	const context = pickerContext({
		credential: {
			cloud: 'custom',
			graphBaseUrl: server.address,
			oauthTokenData: { access_token: 'the-token' },
		},
	});
	return await searchUsers.call(context, filter, token?.replace('GRAPH', server.address));
}

const PAGE = {
	value: [
		{ id: '1', displayName: 'Ann', userPrincipalName: 'ann@x.y' },
		{ id: '2', displayName: null, userPrincipalName: 'bob@x.y' },
	],
	'@odata.nextLink': 'https://graph.example/v1.0/users?$skiptoken=1',
};
const asked = (): URL => new URL(server.received[0].url, server.address);

test('users by name and user principal name, chosen by ID', async () => {
	expect(await picked(200, PAGE)).toEqual({
		results: [
			{ name: 'Ann (ann@x.y)', value: '1' },
			{ name: 'bob@x.y (bob@x.y)', value: '2' },
		],
		paginationToken: PAGE['@odata.nextLink'],
	});
});

test.each([undefined, '', '  '])(
	'without a filter (%j) everyone in the order of names',
	async (filter) => {
		await picked(200, PAGE, filter);
		expect(asked().pathname).toBe('/v1.0/users');
		expect(asked().searchParams.get('$orderby')).toBe('displayName');
		expect(asked().searchParams.has('$filter')).toBe(false);
	},
);

test('with a filter the start of names and addresses, an apostrophe doubled; unsorted, as plain mode wants', async () => {
	await picked(200, PAGE, " O'Br ");
	expect(asked().searchParams.get('$filter')).toContain("startswith(surname,'O''Br')");
	expect(asked().searchParams.has('$orderby')).toBe(false);
});

test('the next page is asked for as it is named', async () => {
	await picked(200, { value: [] }, undefined, 'GRAPH/v1.0/users?$skiptoken=a%2Bb');
	expect(server.received[0].url).toBe('/v1.0/users?$skiptoken=a%2Bb');
});

test('a next page on another server is not', async () => {
	const foreign = picked(200, PAGE, undefined, 'https://elsewhere.example/v1.0/users');
	await expect(foreign).rejects.toThrow(NodeOperationError);
	expect(server.received).toEqual([]);
});

test('a refusal says what to do', async () => {
	const error = { code: 'Authorization_RequestDenied', message: 'Insufficient privileges.' };
	const refused = picked(403, { error });
	await expect(refused).rejects.toThrow(NodeApiError);
	await expect(refused).rejects.toThrow(/no right.*User\.ReadBasic\.All/);
});

// Known to be broken: "Cannot read properties of undefined (reading 'map')".
test('an answer that is no list is said to be none', async () => {
	const refused = picked(200, { id: '1' });
	await expect(refused).rejects.toThrow(/not a list/);
});
