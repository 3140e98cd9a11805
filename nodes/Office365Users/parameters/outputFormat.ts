/** The option Output Format: users as the deprecated connector actions gave them (graph-facts 6). */
import type { IDataObject, IExecuteSingleFunctions, PostReceiveAction } from 'n8n-workflow';

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

const isConnectorV1 = (context: IExecuteSingleFunctions): boolean => {
	const { outputFormat } = (context.getNodeParameter('options', {}) ?? {}) as IDataObject;
	return outputFormat === 'connectorV1';
};

/** Not what stands for a user who is not there, or is gone. */
const isUserItem = (json: IDataObject): boolean =>
	json.found !== false && json.removed === undefined;

export const userOutput: PostReceiveAction[] = [
	async function (items) {
		if (!isConnectorV1(this)) return items;
		return items.map((item) =>
			isUserItem(item.json) ? { ...item, json: connectorV1User(item.json) } : item,
		);
	},
];

export const photoMetadataOutput: PostReceiveAction[] = [
	async function (items) {
		if (!isConnectorV1(this)) return items;
		return items.map(({ json, ...item }) => ({
			...item,
			json: {
				HasPhoto: json.hasPhoto,
				Height: json.height,
				Width: json.width,
				ContentType: json.contentType,
				ImageFileExtension: json.imageFileExtension,
			},
		}));
	},
];
