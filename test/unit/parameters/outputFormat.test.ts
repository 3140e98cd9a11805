import type { IDataObject, IN8nHttpFullResponse, INodeExecutionData } from 'n8n-workflow';

import { connectorV1User, userFormat } from '../../../nodes/Office365Users/parameters/outputFormat';
import { itemContext } from '../../support/engine/contexts';

const GRAPH_USER = {
	id: '1',
	accountEnabled: true,
	businessPhones: ['+1 555'],
	city: 'Oslo',
	companyName: 'Contoso',
	country: 'Norway',
	department: 'Sales',
	displayName: 'Nathan Smith',
	givenName: 'Nathan',
	jobTitle: 'Clerk',
	mail: 'nathan@contoso.com',
	mailNickname: 'nathan',
	mobilePhone: '+1 666',
	officeLocation: '1/2',
	postalCode: '0150',
	surname: 'Smith',
	userPrincipalName: 'nathan@contoso.com',
	userType: 'Member',
};

/** The user of the deprecated connector actions (docs/graph.md#connector-v1-user). */
const CONNECTOR_USER = {
	Id: '1',
	AccountEnabled: true,
	BusinessPhones: ['+1 555'],
	City: 'Oslo',
	CompanyName: 'Contoso',
	Country: 'Norway',
	Department: 'Sales',
	DisplayName: 'Nathan Smith',
	GivenName: 'Nathan',
	JobTitle: 'Clerk',
	Mail: 'nathan@contoso.com',
	MailNickname: 'nathan',
	OfficeLocation: '1/2',
	PostalCode: '0150',
	Surname: 'Smith',
	TelephoneNumber: '+1 666',
	UserPrincipalName: 'nathan@contoso.com',
};

async function output(
	options: IDataObject,
	...users: IDataObject[]
): Promise<INodeExecutionData[]> {
	const context = itemContext({ parameters: { options: options as never } });
	const items: INodeExecutionData[] = users.map((json) => ({ json, pairedItem: { item: 3 } }));
	const { output: shape } = userFormat;
	if (typeof shape !== 'function') throw new Error('Not run by the transport');
	return await shape.call(context, items, {} as IN8nHttpFullResponse);
}

test('connectorV1 has exactly the names of the connector, the mobile phone as TelephoneNumber', () => {
	expect(connectorV1User(GRAPH_USER)).toEqual(CONNECTOR_USER);
});

test('what was not read is null, and false stays false', () => {
	const user = connectorV1User({ id: '1', accountEnabled: false });
	expect(user).toMatchObject({ Id: '1', AccountEnabled: false, City: null, BusinessPhones: null });
	expect(Object.keys(user)).toEqual(Object.keys(CONNECTOR_USER));
});

test.each([{}, { outputFormat: 'graph' }])('%j leaves the users as they are', async (options) => {
	expect(await output(options, GRAPH_USER)).toEqual([
		{ json: GRAPH_USER, pairedItem: { item: 3 } },
	]);
});

test('connectorV1 changes every user and nothing else of the item', async () => {
	expect(await output({ outputFormat: 'connectorV1' }, GRAPH_USER, GRAPH_USER)).toEqual([
		{ json: CONNECTOR_USER, pairedItem: { item: 3 } },
		{ json: CONNECTOR_USER, pairedItem: { item: 3 } },
	]);
});

test('a user who was not found looks the same in both formats', async () => {
	const absent = { found: false, user: 'nathan@contoso.com' };
	const [item] = await output({ outputFormat: 'connectorV1' }, absent);
	expect(item.json).toEqual(absent);
});
