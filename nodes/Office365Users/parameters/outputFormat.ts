/**
 * The option Output Format: users as the deprecated connector actions gave them
 * (docs/graph.md#connector-outputs).
 */
import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Parameter } from '../execution/operation';

/** The connector's name of each field, in its order. */
const CONNECTOR_V1 = {
	Id: 'id',
	AccountEnabled: 'accountEnabled',
	BusinessPhones: 'businessPhones',
	City: 'city',
	CompanyName: 'companyName',
	Country: 'country',
	Department: 'department',
	DisplayName: 'displayName',
	GivenName: 'givenName',
	JobTitle: 'jobTitle',
	Mail: 'mail',
	MailNickname: 'mailNickname',
	OfficeLocation: 'officeLocation',
	PostalCode: 'postalCode',
	Surname: 'surname',
	TelephoneNumber: 'mobilePhone',
	UserPrincipalName: 'userPrincipalName',
} as const;

/** A user with the connector's names; a field that was not read is null. */
export const connectorV1User = (user: IDataObject): IDataObject =>
	Object.fromEntries(
		Object.entries(CONNECTOR_V1).map(([connectorName, name]) => [
			connectorName,
			user[name] ?? null,
		]),
	);

/** The connector's fields, as Graph names them: what its format reads when no fields are chosen. */
export const CONNECTOR_V1_FIELDS: readonly string[] = Object.values(CONNECTOR_V1);

/** Not what stands for a user who is not there, or is gone, or for all of them. */
const isUserItem = (json: IDataObject): boolean =>
	json.found !== false && json.removed === undefined && json.count === undefined;

export const outputFormatOption: INodeProperties = {
	displayName: 'Output Format',
	name: 'outputFormat',
	type: 'options',
	default: 'graph',
	description: 'How the result looks',
	options: [
		{
			name: 'Microsoft Graph',
			value: 'graph',
			description: 'Field names as in Microsoft Graph: displayName, jobTitle',
		},
		{
			name: 'Power Automate Connector (V1)',
			value: 'connectorV1',
			description:
				'As the deprecated actions of the Office 365 Users connector: DisplayName, JobTitle',
		},
	],
};

/** @param connectorV1 one result as the connector had it */
export const outputFormat = (connectorV1: (json: IDataObject) => IDataObject): Parameter => ({
	options: [outputFormatOption],
	async output(items) {
		const { outputFormat: format } = (this.getNodeParameter('options', {}) ?? {}) as IDataObject;
		if (format !== 'connectorV1') return items;
		return items.map((item) => ({ ...item, json: connectorV1(item.json) }));
	},
});

/** Of users. */
export const userFormat: Parameter = outputFormat((json) =>
	isUserItem(json) ? connectorV1User(json) : json,
);
