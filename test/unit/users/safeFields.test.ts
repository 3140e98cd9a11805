import {
	FieldAccessCache,
	type FieldSelection,
} from '../../../nodes/Office365Users/users/fieldAccess';
import { withSafeFields } from '../../../nodes/Office365Users/users/defaultFields';
import { GraphError } from '../../../nodes/Office365Users/transport/graphError';
import { ConnectionError } from '../../../nodes/Office365Users/transport/http';
import {
	DEFAULT_FIELDS,
	DEFAULT_LIST_FIELDS,
} from '../../../nodes/Office365Users/users/userProperties';

/** The 17 of docs/graph.md#safe-fields. */
const SAFE = [
	'id',
	'displayName',
	'givenName',
	'surname',
	'mail',
	'mailNickname',
	'accountEnabled',
	'userPrincipalName',
	'department',
	'jobTitle',
	'mobilePhone',
	'businessPhones',
	'city',
	'companyName',
	'country',
	'officeLocation',
	'postalCode',
];
const DEFAULTS: FieldSelection = { names: DEFAULT_FIELDS, chosen: false, profilePerUser: false };
const CHOSEN: FieldSelection = { names: ['id', 'aboutMe'], chosen: true, profilePerUser: false };

const UNAUTHORIZED = new GraphError(401, 'Unauthorized', 'Access denied');
const FORBIDDEN = new GraphError(403, 'accessDenied', 'Access denied');
const NO_SHAREPOINT = new GraphError(400, 'BadRequest', 'Tenant does not have a SPO license.');

/** A run that learns, and a Graph that refuses by the function. */
function graph(refuses: (names: readonly string[], user: string) => Error | undefined) {
	const learnt = new FieldAccessCache();
	const asked: string[][] = [];
	const log: string[] = [];
	const read = async (user: string, fields = DEFAULTS): Promise<string[]> =>
		await withSafeFields(
			fields,
			{ key: user.toLowerCase(), given: user },
			learnt,
			(line) => log.push(line),
			async (names) => {
				asked.push([...names]);
				const refused = refuses(names, user);
				if (refused) throw refused;
				return [...names];
			},
		);
	return { learnt, asked, log, read };
}

const refusingWide =
	(error: Error) =>
	(names: readonly string[]): Error | undefined =>
		names.includes('aboutMe') ? error : undefined;
const sorted = (names: readonly string[]): string[] => [...names].sort();

test('what Graph gives is asked for once', async () => {
	const { read, asked, log } = graph(() => undefined);
	expect(await read('a@x.y')).toEqual(DEFAULT_FIELDS);
	expect(asked).toEqual([DEFAULT_FIELDS]);
	expect(log).toEqual([]);
});

describe.each([
	['401 that refuses fields', UNAUTHORIZED, SAFE],
	['no SharePoint license', NO_SHAREPOINT, DEFAULT_LIST_FIELDS],
])('the default set refused by %s', (_, error, rest) => {
	test('fewer are read, and so for everyone from then on', async () => {
		const { read, asked } = graph(refusingWide(error));
		expect(sorted(await read('a@x.y'))).toEqual(sorted(rest));
		expect(asked.map(({ length }) => length)).toEqual([31, rest.length]);
		await read('b@x.y');
		await read('A@X.Y');
		expect(asked.map(({ length }) => length)).toEqual([31, rest.length, rest.length, rest.length]);
	});

	test('the log says so once', async () => {
		const { read, log } = graph(refusingWide(error));
		await Promise.all([read('a@x.y'), read('b@x.y')]);
		await read('c@x.y');
		expect(log).toHaveLength(1);
		expect(log[0]).toContain(error.message);
		expect(log[0]).toContain('all users');
	});
});

describe('the default set refused by 403', () => {
	test('holds for that user only, whatever the case of the name', async () => {
		const { read, asked, learnt, log } = graph((names, user) =>
			user.toLowerCase() === 'a@x.y' ? refusingWide(FORBIDDEN)(names) : undefined,
		);
		expect(await read('a@x.y')).toHaveLength(17);
		expect(await read('A@X.Y')).toHaveLength(17);
		expect(await read('b@x.y')).toHaveLength(31);
		expect(asked.map(({ length }) => length)).toEqual([31, 17, 17, 31]);
		expect(learnt.extentFor('b@x.y')).toBe('wide');
		expect(log).toHaveLength(1);
		expect(log[0]).toContain('a@x.y');
	});
});

describe('the safe 17 refused as well', () => {
	test.each([UNAUTHORIZED, FORBIDDEN])('it is not the fields: $status is said', async (error) => {
		const { read, asked, learnt, log } = graph(() => error);
		await expect(read('a@x.y')).rejects.toBe(error);
		expect(asked.map(({ length }) => length)).toEqual([31, 17]);
		expect(learnt.safeFieldsRefused).toBe(true);
		expect(learnt.extentFor('a@x.y')).toBe('wide');
		expect(log).toEqual([]);
	});

	test('the others are not asked for twice', async () => {
		const { read, asked } = graph(() => UNAUTHORIZED);
		await expect(read('a@x.y')).rejects.toBe(UNAUTHORIZED);
		await expect(read('b@x.y')).rejects.toBe(UNAUTHORIZED);
		expect(asked.map(({ length }) => length)).toEqual([31, 17, 31]);
	});

	test('the first refusal is the one that is said', async () => {
		const second = new GraphError(403, 'other', 'other');
		const { read } = graph((names) => (names.length > 17 ? UNAUTHORIZED : second));
		await expect(read('a@x.y')).rejects.toBe(UNAUTHORIZED);
	});
});

/** The rows of docs/graph.md#sharepoint-errors, and kin. */
const SHAREPOINT_FAILURES = [
	new GraphError(404, '-1, Microsoft.SharePoint.Client.ResourceNotFoundException', ''),
	new GraphError(
		500,
		'-2147467259, Microsoft.SharePoint.SPException',
		'Cannot complete this action.',
	),
	new GraphError(
		500,
		'-1, Microsoft.Office.Server.Directory.DirectoryObjectUnauthorizedAccessException',
		'Attempted to perform an unauthorized operation.',
	),
	new GraphError(400, 'generalException', 'ID3035: The request was not valid or is malformed.'),
	new GraphError(500, 'generalException', "Failed. statusCode='401(Unauthorized)'"),
	new GraphError(502, 'BadGateway', 'SharePoint did not respond'),
	new GraphError(501, 'NotImplemented', 'The SPO profile store cannot be reached.'),
];

describe.each(SHAREPOINT_FAILURES)('SharePoint fails with $status $code', (error) => {
	test('the default fields come without its own, for that user', async () => {
		const { read, asked, log } = graph((names, user) =>
			user === 'a@x.y' ? refusingWide(error)(names) : undefined,
		);
		expect(sorted(await read('a@x.y'))).toEqual(sorted(DEFAULT_LIST_FIELDS));
		expect(await read('b@x.y')).toHaveLength(31);
		await read('a@x.y');
		expect(asked.map(({ length }) => length)).toEqual([31, 21, 31, 21]);
		expect(log).toHaveLength(1);
	});

	test('a user whom the directory does not know either is not found', async () => {
		const gone = new GraphError(404, 'Request_ResourceNotFound', 'Resource does not exist.');
		const { read, learnt, log } = graph((names) => refusingWide(error)(names) ?? gone);
		await expect(read('a@x.y')).rejects.toBe(gone);
		expect(learnt.extentFor('a@x.y')).toBe('wide');
		expect(log).toEqual([]);
	});
});

test("without SharePoint's fields a guest may still be refused others", async () => {
	const { read, asked } = graph((names) =>
		names.includes('aboutMe')
			? SHAREPOINT_FAILURES[0]
			: names.includes('state')
				? FORBIDDEN
				: undefined,
	);
	expect(await read('a@x.y')).toHaveLength(17);
	expect(asked.map(({ length }) => length)).toEqual([31, 21, 17]);
});

describe('fewer fields, and the read breaks off', () => {
	test.each([
		new GraphError(429, 'TooManyRequests', ''),
		new GraphError(503, 'serviceNotAvailable', ''),
		new GraphError(401, 'InvalidAuthenticationToken', 'Access token has expired.'),
		new ConnectionError('ECONNRESET', 'graph.example'),
	])('that is reported and teaches nothing: %s', async (broken) => {
		const { read, learnt, log } = graph((names) => refusingWide(UNAUTHORIZED)(names) ?? broken);
		await expect(read('a@x.y')).rejects.toBe(broken);
		expect(learnt.safeFieldsRefused).toBe(false);
		expect(learnt.extentFor('a@x.y')).toBe('wide');
		expect(log).toEqual([]);
	});
});

test.each([
	new GraphError(401, 'InvalidAuthenticationToken', 'Access token has expired.'),
	new GraphError(401, 'Unauthorized', '', undefined, undefined, {
		'www-authenticate': 'Bearer error="insufficient_claims", claims="e30="',
	}),
	new GraphError(404, 'Request_ResourceNotFound', "Resource 'svc-sharepoint@x.y' does not exist."),
	new GraphError(404, 'Request_ResourceNotFound', 'Resource does not exist.'),
	new GraphError(400, 'Request_BadRequest', 'Bad request'),
	new GraphError(429, 'TooManyRequests', ''),
	new GraphError(500, 'InternalServerError', ''),
	new Error('The credential needs to be reconnected'),
])('%s is not about the fields and is passed on', async (error) => {
	const { read, asked } = graph(() => error);
	await expect(read('a@x.y')).rejects.toBe(error);
	expect(asked).toHaveLength(1);
});

describe('fields that the user chose', () => {
	test('SharePoint does not know the user: the directory is asked whether anyone does', async () => {
		const [unknown, other] = SHAREPOINT_FAILURES;
		const gone = new GraphError(404, 'Request_ResourceNotFound', 'Resource does not exist.');
		const deleted = graph((names) => (names.includes('aboutMe') ? unknown : gone));
		await expect(deleted.read('a@x.y', CHOSEN)).rejects.toBe(gone);
		const withoutProfile = graph(refusingWide(unknown));
		await expect(withoutProfile.read('a@x.y', CHOSEN)).rejects.toBe(unknown);
		const failing = graph(refusingWide(other));
		await expect(failing.read('a@x.y', CHOSEN)).rejects.toBe(other);
		expect(failing.asked).toHaveLength(1);
	});

	test('are asked for as they are, and their refusal is said', async () => {
		const { read, asked, learnt } = graph(() => UNAUTHORIZED);
		await expect(read('a@x.y', CHOSEN)).rejects.toBe(UNAUTHORIZED);
		expect(asked).toEqual([['id', 'aboutMe']]);
		expect(learnt.extentFor('a@x.y')).toBe('wide');
	});

	test('also where others had to do with the safe ones', async () => {
		const { read, learnt } = graph(() => undefined);
		learnt.narrow('safe');
		expect(await read('a@x.y', CHOSEN)).toEqual(['id', 'aboutMe']);
	});
});

test("where Graph gives SharePoint's fields only on the user's own address, they are not asked for", async () => {
	const { read } = graph(() => undefined);
	const names = await read('a@x.y', { ...DEFAULTS, profilePerUser: true });
	expect(names).not.toContain('aboutMe');
	expect(names).toContain('state');
	expect(await read('a@x.y', { ...CHOSEN, profilePerUser: true })).toEqual(['id']);
});
