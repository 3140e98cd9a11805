import { InvalidParameterError } from '../../../nodes/Office365Users/checks/invalidParameterError';
import type { Asked } from '../../../nodes/Office365Users/messages/asked';
import { type Explanation, explain } from '../../../nodes/Office365Users/messages/explain';
import { isNoManager, isNoUser } from '../../../nodes/Office365Users/users/notFound';
import { ME, userRef } from '../../../nodes/Office365Users/users/userRef';
import { NotAnEntityError } from '../../../nodes/Office365Users/transport/entity';
import { UnansweredError } from '../../../nodes/Office365Users/transport/batch';
import { GraphError, graphErrorOf } from '../../../nodes/Office365Users/transport/graphError';
import { ConnectionError } from '../../../nodes/Office365Users/transport/http';
import { PagingError } from '../../../nodes/Office365Users/transport/paging';
import type { RequestPlan } from '../../../nodes/Office365Users/execution/request';
import type { FieldSelection } from '../../../nodes/Office365Users/users/fieldAccess';
import { LONGEST_RETRY_AFTER_MS } from '../../../nodes/Office365Users/transport/retryPolicy';
import { FORBIDDEN_WORDS } from '../../support/forbiddenWords';
import { answer } from '../../support/graph/send';

const UPN = 'nathan@contoso.com';
const USER = userRef(UPN, 'User');
const chosen = (...names: string[]): FieldSelection => ({
	names: ['id', ...names],
	chosen: true,
	profilePerUser: false,
});

interface Case {
	/** What the person did, or what is the matter. */
	when: string;
	status: number;
	code?: string;
	message?: string;
	headers?: Record<string, string>;
	graph?: Partial<RequestPlan>;
	query?: Record<string, string>;
	/** What the message must say. */
	says: RegExp[];
	/** What the description must say besides. */
	hints?: RegExp;
	/** What the message must not say. */
	not?: RegExp;
}

const asked = ({ graph, query = {} }: Pick<Case, 'graph' | 'query'>): Asked => ({
	graph: { maxRetries: 8, batches: true, ...graph },
	query,
	path: '/users/x',
});
const explained = (one: Case): Explanation => {
	const { status, code = '', message = '', headers } = one;
	const error = graphErrorOf(answer(status, { error: { code, message } }, headers));
	const explanation = explain(error, asked(one));
	if (!explanation) throw new Error('Not explained');
	return explanation;
};

const NOT_FOUND = {
	status: 404,
	code: 'Request_ResourceNotFound',
};
const missing = (name: string): string =>
	`Resource '${name}' does not exist or one of its queried reference-property objects are not present.`;
const unknown = (name: string): string =>
	`Could not find a property named '${name}' on type 'microsoft.graph.user'.`;

const CASES: Case[] = [
	{
		when: 'an operation on the signed-in user, and no user is signed in',
		status: 400,
		code: 'BadRequest',
		message: '/me request is only valid with delegated authentication flow.',
		says: [/signed-in user/, /signs in an app/],
	},
	{
		when: 'the user is "me", and no user is signed in',
		status: 400,
		code: 'BadRequest',
		message: '/me request is only valid with delegated authentication flow.',
		graph: { user: ME },
		says: [/'User' is "me"/, /signs in an app/],
	},
	{
		when: 'chosen profile fields in a tenant without SharePoint',
		status: 400,
		code: 'BadRequest',
		message: 'Tenant does not have a SPO license.',
		graph: { user: USER, fields: chosen('surname', 'aboutMe', 'skills') },
		says: [/'Fields'/, /aboutMe, skills/, /SharePoint Online license/, /nathan@contoso\.com/],
		not: /surname/,
	},
	{
		when: 'something else that takes SharePoint in a tenant without it',
		status: 400,
		code: 'BadRequest',
		message: 'Tenant does not have a SPO license.',
		says: [/SharePoint Online license/],
		not: /'Fields'/,
	},
	{
		when: 'a field of single users asked for on a list',
		status: 501,
		code: 'NotImplemented',
		message: 'This operation target is not yet supported.',
		graph: { fields: chosen('surname', 'mailboxSettings') },
		says: [/'Fields'/, /mailboxSettings/],
		not: /license|surname/,
	},
	{
		when: 'a misspelt field',
		status: 400,
		code: 'BadRequest',
		message: `Parsing OData Select and Expand failed: ${unknown('jobtitle')}`,
		query: { $select: 'id,jobtitle', $filter: "startswith(surname,'x')" },
		says: [/'Fields'/, /"jobtitle"/, /Did you mean "jobTitle"\?/],
	},
	{
		when: 'a field that is like none',
		status: 400,
		code: 'BadRequest',
		message: unknown('shoeSize'),
		query: { $select: 'id,shoeSize' },
		says: [/'Fields'/, /"shoeSize"/],
		not: /Did you mean/,
	},
	{
		when: 'a misspelt field in the filter',
		status: 400,
		code: 'Request_BadRequest',
		message: unknown('departement'),
		query: { $select: 'id,department', $filter: "departement eq 'Sales'" },
		says: [/'Filter'/, /"departement"/, /Did you mean "department"\?/],
	},
	{
		when: 'a misspelt field to sort by',
		status: 400,
		code: 'Request_BadRequest',
		message: unknown('displayNam'),
		query: { $select: 'id', $orderby: 'displayNam desc' },
		says: [/'Sort'/, /"displayNam"/, /Did you mean "displayName"\?/],
	},
	{
		when: 'a filter that cannot be read',
		status: 400,
		code: 'BadRequest',
		message: "Invalid filter clause: Syntax at position 12 in 'surname ist 5'.",
		query: { $filter: 'surname ist 5' },
		says: [/'Filter'/, /Invalid filter clause/],
		hints: /surname ist 5/,
	},
	{
		when: 'an order that Graph has not',
		status: 400,
		code: 'Request_UnsupportedQuery',
		message: 'Sorting not supported for current query.',
		query: { $filter: "city eq 'x'", $orderby: 'city' },
		says: [/'Sort'/, /Sorting not supported/],
		hints: /"city"/,
	},
	{
		when: 'another combination that Graph has not',
		status: 400,
		code: 'Request_UnsupportedQuery',
		message: 'Unsupported Query.',
		query: { $search: '"displayName:x"' },
		says: [/combination/, /'Filter'/, /'Sort'/, /Unsupported Query/],
	},
	{
		when: 'anything else that Graph does not take, about a user',
		status: 400,
		code: 'Request_BadRequest',
		message: 'Invalid object identifier.',
		graph: { user: USER },
		says: [/did not accept/, /nathan@contoso\.com/, /Invalid object identifier/],
		hints: /\/users\/x/,
	},
	{ when: 'a refusal without any words', status: 400, says: [/did not accept/] },
	{
		when: 'Conditional Access asks for a new sign-in',
		status: 401,
		code: 'InvalidAuthenticationToken',
		message: 'Continuous access evaluation resulted in challenge.',
		headers: {
			'www-authenticate':
				'Bearer realm="", authorization_uri="https://login.example/", error="insufficient_claims", claims="e30="',
		},
		says: [/new sign-in/, /Conditional Access/],
		hints: /reconnect/i,
	},
	{
		when: 'a guest chose more fields than guests may read',
		status: 401,
		code: 'Unauthorized',
		message: 'Access denied.',
		graph: { user: USER, fields: chosen('aboutMe', 'birthday') },
		says: [/'Fields'/, /aboutMe, birthday/],
		hints: /Guests/,
	},
	{
		when: 'the token is not accepted',
		status: 401,
		code: 'InvalidAuthenticationToken',
		message: 'Access token has expired or is not yet valid.',
		graph: { fields: chosen('aboutMe') },
		says: [/sign-in of this credential/],
		hints: /reconnect/i,
		not: /'Fields'/,
	},
	{ when: 'a 401 without any words', status: 401, says: [/sign-in of this credential/] },
	{
		when: 'a missing permission',
		status: 403,
		code: 'Authorization_RequestDenied',
		message: 'Insufficient privileges to complete the operation.',
		graph: { user: USER, permission: 'User.Read.All', fields: chosen('aboutMe') },
		says: [/no right/, /nathan@contoso\.com/, /permission User\.Read\.All/],
		hints: /'Permissions'.*consent/,
	},
	{
		when: "no right to another user's profile fields",
		status: 403,
		code: 'accessDenied',
		message: 'Access denied.',
		graph: { user: USER, fields: chosen('mail', 'schools') },
		says: [/'Fields'/, /schools/, /no right to read them/, /nathan@contoso\.com/],
		not: /mail,/,
	},
	{
		when: 'a 403 without any words',
		status: 403,
		says: [/no right/],
		not: /permission/,
	},
	{
		when: 'no manager',
		...NOT_FOUND,
		message: missing('manager'),
		graph: { user: USER },
		says: [/^No manager found for the specified user: nathan@contoso\.com$/],
		hints: /'If Not Found'/,
	},
	{
		when: 'no manager of the signed-in user',
		...NOT_FOUND,
		message: missing('manager'),
		says: [/^No manager found for the specified user$/],
	},
	{
		when: 'no such user',
		...NOT_FOUND,
		message: missing(UPN),
		graph: { user: USER },
		says: [
			/^No user found for "nathan@contoso\.com" in 'User'\. If this is a mail address, choose By Mail$/,
		],
	},
	{
		when: 'a user who is called manager',
		...NOT_FOUND,
		message: missing('manager@contoso.com'),
		graph: { user: userRef('manager@contoso.com', 'User') },
		says: [/^No user found for "manager@contoso\.com"/],
	},
	{
		when: 'nothing where something was looked for',
		status: 404,
		code: 'ResourceNotFound',
		message: 'Resource could not be discovered.',
		says: [/did not find/, /could not be discovered/],
	},
	{ when: 'a 404 without any words', status: 404, says: [/did not find/] },
	{
		when: 'still busy after all retries',
		status: 429,
		code: 'TooManyRequests',
		message: 'Please retry again later.',
		says: [/too busy/, /8 retries/],
		hints: /'Max Retries'/,
	},
	{
		when: 'busy for longer than the node waits',
		status: 429,
		code: 'TooManyRequests',
		headers: { 'retry-after': String((2 * LONGEST_RETRY_AFTER_MS) / 1000) },
		says: [/\b10 minutes\b/],
		not: /retries/,
	},
	{
		when: 'not available for longer than the node waits',
		status: 503,
		headers: { 'retry-after': '3600' },
		says: [/unavailable/, /\b60 minutes\b/],
		not: /retries/,
	},
	{ when: 'not available', status: 503, code: 'serviceNotAvailable', says: [/unavailable/, /8/] },
	{ when: 'a redirect', status: 307, says: [/redirects/, /307/, /not followed/], hints: /proxy/ },
	{ when: 'a gateway that waits in vain', status: 504, says: [/unavailable/, /504/] },
	{
		when: 'another status',
		status: 405,
		code: 'ErrorMethodNotAllowed',
		message: 'Method not allowed.',
		says: [/405/, /Method not allowed/],
	},
	{ when: 'another status, with a code only', status: 500, code: 'x-1', says: [/500/, /x-1/] },
	{ when: 'another status without any words', status: 502, says: [/502/] },
];

describe.each(CASES)('$status, $when', (one) => {
	test('says what is wrong', () => {
		const { message, description } = explained(one);
		for (const part of one.says) expect(message).toMatch(part);
		if (one.hints) expect(description).toMatch(one.hints);
		if (one.not) expect(message).not.toMatch(one.not);
	});

	test('in a whole sentence without gaps, on one line', () => {
		const { message } = explained(one);
		expect(message).toMatch(/^['A-Z]/);
		expect(message).toMatch(/[^\s:;,]$/);
		expect(message).not.toMatch(/undefined|null|NaN|\n| {2}|\(\)|""| ,|for , /);
	});

	test('in our own words, and says what to do', () => {
		const { message, description = '' } = explained(one);
		const ours = `${message} ${description.split('Microsoft Graph says:')[0]}`;
		expect(ours.split(one.message || '\0').join('')).not.toMatch(FORBIDDEN_WORDS);
	});

	test('with status and code for the error output', () => {
		const { details } = explained(one);
		expect(details).toMatchObject({ statusCode: one.status, code: one.code ?? null });
	});
});

test('each case has its own sentence', () => {
	const sentences = CASES.filter(({ when }) => !when.includes('without any words')).map(
		(one) => explained(one).message,
	);
	expect(new Set(sentences).size).toBe(sentences.length);
});

test("the description carries Graph's own words and the numbers that support asks for", () => {
	const error = new GraphError(
		403,
		'X_Code',
		'Words of Graph.',
		'request-1',
		'2026-10-21T07:28:00',
	);
	const explanation = explain(error, asked({}));
	for (const part of ['Words of Graph', 'X_Code', 'request-1', '2026-10-21T07:28:00']) {
		expect(explanation?.description).toContain(part);
	}
	expect(explanation?.details).toEqual({
		code: 'X_Code',
		statusCode: 403,
		requestId: 'request-1',
		date: '2026-10-21T07:28:00',
	});
});

test.each([1, 0])('the number of retries reads naturally: %i', (maxRetries) => {
	for (const status of [429, 503]) {
		const error = new GraphError(status, '', '');
		expect(explain(error, asked({ graph: { maxRetries } }))?.message).not.toMatch(
			/\b1 retries|\b0 retries/,
		);
	}
});

describe('what did not come from Graph', () => {
	test('no response: names the server and the reason', () => {
		const explanation = explain(new ConnectionError('ENOTFOUND', 'graph.microsoft.com'), asked({}));
		expect(explanation?.message).toMatch(/graph\.microsoft\.com.*ENOTFOUND/);
		expect(explanation?.description).toMatch(/proxy/);
		expect(explanation?.details).toMatchObject({ code: 'ENOTFOUND', statusCode: null });
	});

	test('a part of a batch without a response', () => {
		const explanation = explain(new UnansweredError(), asked({}));
		expect(explanation?.message).toMatch(/^Microsoft Graph .*not this one/);
		expect(explanation?.description).toMatch(/'Batch Requests'/);
	});

	test.each([
		new InvalidParameterError("'Limit' is 0", 'Give more'),
		new NotAnEntityError(202),
		new PagingError('Stopped', 'Set a limit'),
	])('$name keeps its words', (error) => {
		expect(explain(error, asked({}))).toMatchObject({
			message: error.message,
			description: error.description,
			details: { code: null, statusCode: null, requestId: null, date: null },
		});
	});

	test.each([new Error('n8n has words of its own'), 'text', undefined])(
		'%s is left to n8n to explain',
		(thrown) => {
			expect(explain(thrown, asked({}))).toBeUndefined();
		},
	);
});

describe('what was not found', () => {
	test.each([
		['the manager', new GraphError(404, NOT_FOUND.code, missing('manager')), true, false],
		['the user', new GraphError(404, NOT_FOUND.code, missing(UPN)), false, true],
		['something of the user', new GraphError(404, 'ImageNotFound', 'No photo.'), false, false],
		['nobody', new GraphError(403, NOT_FOUND.code, missing('manager')), false, false],
		['nobody, for all we know', new Error(missing('manager')), false, false],
	])('%s', (_, error, manager, user) => {
		expect(isNoManager(error)).toBe(manager);
		expect(isNoUser(error)).toBe(user);
	});
});
