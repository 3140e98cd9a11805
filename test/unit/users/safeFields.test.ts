import {
	FieldAccessCache,
	type FieldSelection,
} from '../../../nodes/Office365Users/users/fieldAccess';
import { withSafeFields } from '../../../nodes/Office365Users/users/userReader';
import { GraphError } from '../../../nodes/Office365Users/transport/graphError';
import { DEFAULT_FIELDS } from '../../../nodes/Office365Users/users/userProperties';

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
		names.length > SAFE.length ? error : undefined;
const sorted = (names: string[]): string[] => [...names].sort();

test('what Graph gives is asked for once', async () => {
	const { read, asked, log } = graph(() => undefined);
	expect(await read('a@x.y')).toEqual(DEFAULT_FIELDS);
	expect(asked).toEqual([DEFAULT_FIELDS]);
	expect(log).toEqual([]);
});

describe.each([
	['401 of any kind', UNAUTHORIZED],
	['no SharePoint license', NO_SHAREPOINT],
])('the default set refused by %s', (_, error) => {
	test('the safe 17 are read, and so for everyone from then on', async () => {
		const { read, asked, learnt } = graph(refusingWide(error));
		expect(sorted(await read('a@x.y'))).toEqual(sorted(SAFE));
		expect(asked.map(({ length }) => length)).toEqual([31, 17]);
		expect(learnt.safeFieldsForAll).toBe(true);
		await read('b@x.y');
		await read('A@X.Y');
		expect(asked.map(({ length }) => length)).toEqual([31, 17, 17, 17]);
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
		expect(learnt.safeFieldsForAll).toBe(false);
		expect(log).toHaveLength(1);
		expect(log[0]).toContain('a@x.y');
	});
});

describe('the safe 17 refused as well', () => {
	test.each([UNAUTHORIZED, FORBIDDEN])('it is not the fields: $status is said', async (error) => {
		const { read, asked, learnt, log } = graph(() => error);
		await expect(read('a@x.y')).rejects.toBe(error);
		expect(asked.map(({ length }) => length)).toEqual([31, 17]);
		expect(learnt).toMatchObject({ safeFieldsForAll: false, safeFieldsRefused: true });
		expect(learnt.safeFieldsFor.size).toBe(0);
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

test.each([
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
	test('are asked for as they are, and their refusal is said', async () => {
		const { read, asked, learnt } = graph(() => UNAUTHORIZED);
		await expect(read('a@x.y', CHOSEN)).rejects.toBe(UNAUTHORIZED);
		expect(asked).toEqual([['id', 'aboutMe']]);
		expect(learnt.safeFieldsForAll).toBe(false);
	});

	test('also where others had to do with the safe ones', async () => {
		const { read, learnt } = graph(() => undefined);
		learnt.safeFieldsForAll = true;
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
