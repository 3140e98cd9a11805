/** Users as the deprecated connector actions returned them. */
import type { IDataObject } from 'n8n-workflow';

/** The connector's keys and their names in Graph, typed in by hand rather than taken from the node. */
export const CONNECTOR_KEYS: Readonly<Record<string, string>> = {
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
};

/** A Graph user in the connector's shape; what was not read is null. */
export const asConnectorUser = (user: IDataObject): IDataObject =>
	Object.fromEntries(
		Object.entries(CONNECTOR_KEYS).map(([key, name]) => [key, user[name] ?? null]),
	);
