import type { Asked, AskedOfGraph } from '../../../../nodes/Office365Users/messages/asked';
import { explain } from '../../../../nodes/Office365Users/messages/explain';
import { updateSentence } from '../../../../nodes/Office365Users/resources/update/messages';
import {
	NoEffectError,
	UpdateError,
} from '../../../../nodes/Office365Users/resources/update/updateError';
import { fieldLabels } from '../../../../nodes/Office365Users/users/fieldLabels';
import { ME, userRef } from '../../../../nodes/Office365Users/users/userRef';
import { GraphError } from '../../../../nodes/Office365Users/transport/graphError';
import { PartialUpdateError } from '../../../../nodes/Office365Users/messages/partialUpdateError';
import { ConnectionError } from '../../../../nodes/Office365Users/transport/http';
import { FORBIDDEN_WORDS } from '../../../support/forbiddenWords';

const USER = 'nathan@contoso.com';
const asked: Asked = {
	graph: {
		maxRetries: 8,
		user: userRef(USER, 'User'),
		permission: 'User.ReadUpdate.All or User.ReadWrite.All',
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
	/** Says the same as another one. */
	alike?: true;
	/** What is asked of Graph besides. */
	graph?: Partial<AskedOfGraph>;
}

const DENIED = {
	status: 403,
	code: 'Authorization_RequestDenied',
	message: 'Insufficient privileges to complete the operation.',
};
// docs/graph.md#address-conflicts
const CONFLICT = {
	status: 400,
	code: 'Request_BadRequest',
	message: 'Another object with the same value for property proxyAddresses already exists.',
};

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
		when: 'a permission or a role is missing, and it is not known which',
		fields: ['city'],
		...DENIED,
		says: [/City/, /User\.ReadUpdate\.All or User\.ReadWrite\.All; and the Entra role User Admin/],
		hints: /Read and Write.*role User Administrator or above is missing/,
	},
	{
		when: 'the permission is known to be missing',
		alike: true,
		fields: ['city'],
		...DENIED,
		graph: { scopes: ['User.Read.All'] },
		says: [/has no right to change City .*User\.ReadUpdate\.All or User\.ReadWrite\.All/],
		hints: /'Permissions'/,
		not: /has the permission/,
	},
	{
		when: 'the permission is known to be granted',
		fields: ['city', 'jobTitle'],
		...DENIED,
		graph: { scopes: ['openid', 'user.readwrite.all'] },
		says: [/has the permission/, /City, Job Title/, /the Entra role User Administrator or above$/],
		hints: /Roles & admins\. Larger 'Permissions' .* do not help/,
		not: /User\.ReadWrite\.All|it needs the permission/,
	},
	{
		when: 'the permission is granted by a narrow name',
		fields: ['mobilePhone'],
		...DENIED,
		graph: { scopes: ['User-Phone.ReadWrite.All'] },
		says: [/has the permission/, /User Administrator or above, and where .* is an administrator/],
	},
	{
		when: 'one of two permissions is granted',
		fields: ['city', 'accountEnabled'],
		...DENIED,
		graph: { scopes: ['User.EnableDisableAccount.All', 'User.Read.All'] },
		says: [/it needs the permission User\.ReadUpdate\.All or User\.ReadWrite\.All/],
		not: /EnableDisable/,
	},
	{
		when: 'two permissions are missing',
		fields: ['city', 'accountEnabled'],
		...DENIED,
		graph: { scopes: ['User.Read'] },
		says: [
			/for City the permission User\.ReadUpdate\.All or User\.ReadWrite\.All/,
			/for Account Enabled the permission User\.EnableDisableAccount\.All with User\.Read\.All, or User\.ReadWrite\.All/,
		],
	},
	{
		when: 'a permission that nothing else includes',
		alike: true,
		fields: ['password'],
		...DENIED,
		graph: { scopes: ['User.ReadWrite.All'] },
		says: [
			/it needs the permission User-PasswordProfile\.ReadWrite\.All; and .*User Administrator/,
		],
		hints: /Custom and add User-PasswordProfile/,
	},
	{
		when: 'the manager, with a permission that is not enough for it',
		fields: ['manager'],
		...DENIED,
		graph: { scopes: ['User.ReadUpdate.All'], permission: 'User.ReadWrite.All' },
		says: [/change Manager of .*it needs the permission User\.ReadWrite\.All/],
	},
	{
		when: "one's own field with the permission granted",
		fields: ['preferredLanguage'],
		...DENIED,
		graph: { scopes: ['User.ReadWrite'], permission: 'User.ReadWrite', user: undefined },
		says: [/has the permission to change Preferred Language of "me", but not the role/],
	},
	{
		when: 'one of oneself, by Update User',
		alike: true,
		fields: ['preferredLanguage'],
		...DENIED,
		graph: { scopes: ['User.ReadWrite'], user: ME },
		says: [/has the permission to change Preferred Language of "me", but not the role/],
	},
	{
		when: 'one of oneself, without the permission',
		fields: ['preferredLanguage', 'password'],
		...DENIED,
		graph: { scopes: ['User.Read'], user: ME },
		says: [
			/for Preferred Language the permission User\.ReadWrite or User\.ReadUpdate\.All or User\.ReadWrite\.All/,
			/for Password the permission User-PasswordProfile\.ReadWrite\.All$/,
		],
	},
	{
		when: 'an app, whose ordinary changes need no role',
		fields: ['city'],
		...DENIED,
		graph: { appOnly: true },
		says: [/^The app has no right to change City/],
		hints: /application permission/,
		not: /role/,
	},
	{
		when: 'an app that changes a password, which needs one',
		fields: ['password'],
		...DENIED,
		graph: { appOnly: true },
		says: [/User-PasswordProfile\.ReadWrite\.All; and the Entra role User Administrator/],
	},
	{
		when: 'a service says Forbidden with a 401',
		alike: true,
		fields: ['city'],
		status: 401,
		code: 'Forbidden',
		says: [/has no right to change City/],
		not: /sign-in/,
	},
	{
		when: 'a service passes on the 401 of another one',
		alike: true,
		fields: ['skills'],
		status: 500,
		code: 'InternalServerError',
		message: "One or more calls failed; statusCode='401(Unauthorized)'",
		says: [/may not change profile fields .*\(Skills\); it also needs .*Sites\.ReadWrite\.All/],
	},
	{
		when: 'a mail address that is among the proxy addresses of another user',
		fields: ['mail', 'city'],
		...CONFLICT,
		says: [/^Mail of "nathan@contoso\.com" cannot be set/, /another user, group or contact/],
		not: /proxyAddresses' is taken|City/,
	},
	{
		when: 'a conflict of addresses that the update does not touch',
		fields: ['usageLocation'],
		...CONFLICT,
		says: [/cannot be changed until a conflict is resolved/, /proxyAddresses/],
		hints: /Usage Location is not the reason/,
		not: /^'proxyAddresses' is taken/,
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

const about = ({ graph }: Case): Asked => ({ ...asked, graph: { ...asked.graph, ...graph } });
const refused = ({ status, code = '', message = '', fields }: Case): UpdateError =>
	new UpdateError(new GraphError(status, code, message), fields);

describe.each(CASES)('$status, $when', (one) => {
	const { message = '', description = '' } = explain(refused(one), about(one)) ?? {};

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
	const sentences = CASES.filter(({ alike }) => !alike).map(
		(one) => explain(refused(one), about(one))?.message,
	);
	expect(new Set(sentences).size).toBe(sentences.length);
});

describe('half done', () => {
	test('says why it stopped and what is written already, with the details of the refusal', () => {
		const reason = refused(CASES[6]);
		const explanation = explain(
			new PartialUpdateError(reason, ['city', 'extensionAttribute3']),
			asked,
		);
		expect(explanation?.message).toMatch(/Sites\.ReadWrite\.All.*Already updated: City, /);
		expect(explanation?.message).toMatch(/Extension Attribute 0?3$/);
		expect(explanation?.details.statusCode).toBe(500);
	});

	test('also where no answer came', () => {
		const explanation = explain(
			new PartialUpdateError(new ConnectionError('ECONNRESET', 'graph.microsoft.com'), ['city']),
			asked,
		);
		expect(explanation?.message).toMatch(/graph\.microsoft\.com.*Already updated.*City$/);
	});
});

test('fields are named as the editor shows them', () => {
	expect(fieldLabels(['givenName', 'costCenter', 'manager', 'unknownOne'])).toBe(
		'First Name, Cost Center, Manager, unknownOne',
	);
});

test('a change without effect says so, and what to do', () => {
	const { message, description, details } =
		explain(new NoEffectError(['extensionAttribute1']), asked) ?? {};
	expect(message).toMatch(
		/^Microsoft accepted .*Extension Attribute 1 for .*, but it had no effect/,
	);
	expect(description).toMatch(/on-premises Active Directory/);
	expect(details).toMatchObject({ statusCode: 204, code: null });
});

test('a password never stands in a message', () => {
	const quoted = new UpdateError(
		new GraphError(400, 'x', "Invalid value 's3cret' specified for property 'password'"),
		['password'],
	);
	expect(explain(quoted, asked)?.message).not.toContain('s3cret');
});
