import type { Asked } from '../../../../nodes/Office365Users/messages/asked';
import { explain } from '../../../../nodes/Office365Users/messages/explain';
import { updateSentence } from '../../../../nodes/Office365Users/resources/update/messages';
import { UpdateError } from '../../../../nodes/Office365Users/resources/update/updateError';
import { fieldLabels } from '../../../../nodes/Office365Users/users/fieldLabels';
import { userRef } from '../../../../nodes/Office365Users/users/userRef';
import { GraphError } from '../../../../nodes/Office365Users/transport/graphError';
import { PartialUpdateError } from '../../../../nodes/Office365Users/messages/partialUpdateError';
import { ConnectionError } from '../../../../nodes/Office365Users/transport/http';
import { FORBIDDEN_WORDS } from '../../../support/forbiddenWords';

const USER = 'nathan@contoso.com';
const asked: Asked = {
	graph: {
		maxRetries: 8,
		user: userRef(USER, 'User'),
		permission: 'User.ReadWrite.All',
		changes: [],
		explain: updateSentence,
	},
	query: {},
	path: '/users/x',
};

interface Case {
	when: string;
	fields: string[];
	status: number;
	code?: string;
	message?: string;
	says: RegExp[];
	hints?: RegExp;
	not?: RegExp;
}

// docs/graph.md#writing-sharepoint-properties, docs/graph.md#clearing-values,
// docs/graph.md#synced-users and docs/graph.md#sensitive-actions.
const CASES: Case[] = [
	{
		when: 'a synced user',
		fields: ['city', 'mobilePhone'],
		status: 400,
		code: 'Request_BadRequest',
		message:
			'Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.',
		says: [/nathan@contoso\.com/, /synced/, /City, Mobile Phone/],
		hints: /Active Directory/,
	},
	{
		when: 'a user who was synced before',
		fields: ['extensionAttribute1'],
		status: 400,
		code: 'Request_BadRequest',
		message:
			'Unable to update the specified properties for objects that have originated within an external service.',
		says: [/nathan@contoso\.com/, /Extension Attribute/, /Exchange/],
	},
	{
		when: 'a password that is too simple',
		fields: ['password'],
		status: 400,
		code: 'Request_BadRequest',
		message: 'The specified password does not comply with password complexity requirements.',
		says: [/^'Password' /, /rules/],
	},
	{
		when: 'a name that another user has',
		fields: ['userPrincipalName'],
		status: 400,
		code: 'Request_BadRequest',
		message: 'Another object with the same value for property userPrincipalName already exists.',
		says: [/^'User Principal Name' is taken/],
	},
	{
		when: 'a value that Graph does not take',
		fields: ['usageLocation'],
		status: 400,
		code: 'Request_BadRequest',
		message: "Invalid value specified for property 'usageLocation' of resource 'User'.",
		says: [/^'Usage Location' /, /nathan@contoso\.com/, /Invalid value/],
	},
	{
		when: 'a personal account',
		fields: ['aboutMe'],
		status: 405,
		code: 'ErrorMethodNotAllowed',
		message: 'Method not allowed.',
		says: [/personal Microsoft accounts/],
	},
	{
		when: "no right to another user's profile fields",
		fields: ['aboutMe', 'skills'],
		status: 500,
		code: '-1, Microsoft.Office.Server.Directory.DirectoryObjectUnauthorizedAccessException',
		message: 'Attempted to perform an unauthorized operation.',
		says: [/About Me, Skills/, /Sites\.ReadWrite\.All/, /nathan@contoso\.com/],
	},
	{
		when: 'profile fields in a tenant without SharePoint',
		fields: ['aboutMe'],
		status: 400,
		code: 'BadRequest',
		message: 'Tenant does not have a SPO license.',
		says: [/SharePoint Online license/, /About Me/],
	},
	{
		when: 'a missing permission of its own',
		fields: ['city', 'businessPhones'],
		status: 403,
		code: 'Authorization_RequestDenied',
		message: 'Insufficient privileges to complete the operation.',
		says: [/City, Business Phones/, /User\.ReadWrite\.All/, /User-Phone\.ReadWrite\.All/],
		hints: /'Permissions'/,
	},
	{
		when: 'a missing role',
		fields: ['password'],
		status: 403,
		code: 'Authorization_RequestDenied',
		message: 'Insufficient privileges to complete the operation.',
		says: [/User-PasswordProfile\.ReadWrite\.All/, /User Administrator/, /administrator, a role/],
	},
	{
		when: 'a plain missing permission',
		fields: ['city'],
		status: 403,
		code: 'Authorization_RequestDenied',
		message: 'Insufficient privileges to complete the operation.',
		says: [/City/, /User\.ReadWrite\.All/],
		not: /role/,
	},
	{
		when: 'no such user',
		fields: ['city'],
		status: 404,
		code: 'Request_ResourceNotFound',
		message: `Resource '${USER}' does not exist or one of its queried reference-property objects are not present.`,
		says: [/^No user found for "nathan@contoso\.com"/],
	},
];

const refused = ({ status, code = '', message = '', fields }: Case): UpdateError =>
	new UpdateError(new GraphError(status, code, message), fields);

describe.each(CASES)('$status, $when', (one) => {
	const { message = '', description = '' } = explain(refused(one), asked) ?? {};

	test('says what is the matter', () => {
		for (const part of one.says) expect(message).toMatch(part);
		if (one.hints) expect(description).toMatch(one.hints);
		if (one.not) expect(message).not.toMatch(one.not);
	});

	test('in a whole sentence without gaps, in words that lead on', () => {
		expect(message).toMatch(/^['"A-Z].*[^\s:;,]$/);
		expect(message).not.toMatch(/undefined|null|\n| {2}|\(\)|""| ,/);
		const ours = `${message} ${description.split('Microsoft Graph says:')[0]}`;
		expect(ours).not.toMatch(FORBIDDEN_WORDS);
	});
});

test('each matter has a sentence of its own', () => {
	const sentences = CASES.map((one) => explain(refused(one), asked)?.message);
	expect(new Set(sentences).size).toBe(sentences.length);
});

describe('half done', () => {
	test('says why it stopped and what is written already, with the details of the refusal', () => {
		const reason = refused(CASES[6]);
		const explanation = explain(
			new PartialUpdateError(reason, ['city', 'extensionAttribute3']),
			asked,
		);
		expect(explanation?.message).toMatch(/Sites\.ReadWrite\.All.*Already written.*: City, /);
		expect(explanation?.message).toMatch(/Extension Attribute 0?3$/);
		expect(explanation?.details.statusCode).toBe(500);
	});

	test('also where no answer came', () => {
		const explanation = explain(
			new PartialUpdateError(new ConnectionError('ECONNRESET', 'graph.microsoft.com'), ['city']),
			asked,
		);
		expect(explanation?.message).toMatch(/graph\.microsoft\.com.*Already written.*City$/);
	});
});

test('fields are named as the editor shows them', () => {
	expect(fieldLabels(['givenName', 'costCenter', 'manager', 'unknownOne'])).toBe(
		'First Name, Cost Center, Manager, unknownOne',
	);
});

test('a password never stands in a message', () => {
	const quoted = new UpdateError(
		new GraphError(400, 'x', "Invalid value 's3cret' specified for property 'password'"),
		['password'],
	);
	expect(explain(quoted, asked)?.message).not.toContain('s3cret');
});
