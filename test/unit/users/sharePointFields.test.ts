import type { IDataObject } from 'n8n-workflow';

import {
	FieldAccessCache,
	type FieldSelection,
} from '../../../nodes/Office365Users/users/fieldAccess';
import { completeSharePointFields } from '../../../nodes/Office365Users/users/sharePointFields';
import { GraphError } from '../../../nodes/Office365Users/transport/graphError';
import { DEFAULT_FIELDS } from '../../../nodes/Office365Users/users/userProperties';

const CHOSEN = {
	names: ['id', 'surname', 'aboutMe', 'skills'],
	chosen: true,
	profilePerUser: true,
};
const DEFAULTS = { names: DEFAULT_FIELDS, chosen: false, profilePerUser: true };

/** What a run of the completion leaves behind. */
async function completed(
	entities: IDataObject[],
	fields: FieldSelection,
	read: (id: string, names: readonly string[]) => Promise<IDataObject>,
	{ learnt = new FieldAccessCache(), isList = true } = {},
): Promise<{ learnt: FieldAccessCache; log: string[] }> {
	const log: string[] = [];
	await completeSharePointFields(entities, fields, learnt, (line) => log.push(line), read, isList);
	return { learnt, log };
}

/** Users, and a reader that knows their profiles and remembers what it was asked. */
function profiles(ids: string[], refused?: Error) {
	const asked: Array<[string, readonly string[]]> = [];
	return {
		asked,
		entities: ids.map((id): IDataObject => ({ id, surname: `S${id}` })),
		read: async (id: string, names: readonly string[]): Promise<IDataObject> => {
			asked.push([id, names]);
			if (refused) throw refused;
			return { id, aboutMe: `About ${id}`, skills: [id], unasked: true };
		},
	};
}

test("SharePoint's fields are put into each user, by the user's own ID", async () => {
	const { entities, read, asked } = profiles(['1', '2']);
	await completed(entities, CHOSEN, read);
	expect(entities).toEqual([
		{ id: '1', surname: 'S1', aboutMe: 'About 1', skills: ['1'] },
		{ id: '2', surname: 'S2', aboutMe: 'About 2', skills: ['2'] },
	]);
	expect(asked).toEqual([
		['1', ['aboutMe', 'skills']],
		['2', ['aboutMe', 'skills']],
	]);
});

test.each([
	["nobody asked for SharePoint's fields", { ...CHOSEN, names: ['id', 'surname'] }],
	['they came with the user', { ...CHOSEN, profilePerUser: false }],
])('nothing is read where %s', async (_, fields) => {
	const { entities, read, asked } = profiles(['1']);
	await completed(entities, fields, read);
	expect(asked).toEqual([]);
	expect(entities).toEqual([{ id: '1', surname: 'S1' }]);
});

test('what is not a user has no profile', async () => {
	const { read, asked } = profiles([]);
	const contact = { '@odata.type': '#microsoft.graph.orgContact', id: '1' };
	const nameless = { displayName: 'No ID' };
	await completed([contact, nameless], CHOSEN, read);
	expect(asked).toEqual([]);
});

const unauthorized = new GraphError(401, 'Unauthorized', '');
const forbidden = new GraphError(403, 'accessDenied', '');
const noSharePoint = new GraphError(400, 'BadRequest', 'Tenant does not have a SPO license.');
const noProfile = new GraphError(
	404,
	'-1, Microsoft.SharePoint.Client.ResourceNotFoundException',
	'',
);
const failing = new GraphError(500, '-2147467259, Microsoft.SharePoint.SPException', '');
const unlicensed = new GraphError(400, 'BadRequest', 'User does not have a SPO license.');
const denied = new GraphError(401, 'Unauthorized', 'Access denied by SharePoint.');
const outage = new GraphError(503, 'serviceNotAvailable', 'SharePoint is unavailable.');
const deleted = new GraphError(404, 'Request_ResourceNotFound', '');
const throttled = new GraphError(429, 'TooManyRequests', '');
const expired = new GraphError(401, 'InvalidAuthenticationToken', '');

describe('chosen fields of one user', () => {
	test.each([unauthorized, forbidden, noSharePoint, noProfile, failing, deleted, throttled])(
		'a refusal is thrown (%s)',
		async (error) => {
			const { entities, read } = profiles(['1'], error);
			await expect(completed(entities, CHOSEN, read, { isList: false })).rejects.toBe(error);
		},
	);
});

describe('chosen fields of a list', () => {
	/** Three users, of whom these are refused. */
	const list = (refused: Record<string, Error>) => {
		const { entities, read } = profiles(['1', '2', '3']);
		return {
			entities,
			read: async (id: string, names: readonly string[]): Promise<IDataObject> => {
				if (refused[id]) throw refused[id];
				return await read(id, names);
			},
		};
	};

	test.each([forbidden, noProfile, failing, unlicensed, denied, deleted])(
		'are null for the user to whom it happens, and noted once (%s)',
		async (error) => {
			const { entities, read } = list({ 1: error, 3: error });
			const { log } = await completed(entities, CHOSEN, read);
			const without = { aboutMe: null, skills: null };
			expect(entities).toEqual([
				{ id: '1', surname: 'S1', ...without },
				{ id: '2', surname: 'S2', aboutMe: 'About 2', skills: ['2'] },
				{ id: '3', surname: 'S3', ...without },
			]);
			expect(log).toEqual([expect.stringMatching(/^SharePoint gave no aboutMe, skills of 1 /)]);
		},
	);

	test.each([noProfile, failing, unlicensed, denied])(
		'are null where nobody has a profile (%s)',
		async (error) => {
			const { entities, read } = list({ 1: error, 2: error, 3: error });
			await completed(entities, CHOSEN, read);
			expect(entities.map(({ skills }) => skills)).toEqual([null, null, null]);
		},
	);

	test.each([unauthorized, forbidden])(
		'are refused where the caller may read nobody (%s)',
		async (error) => {
			const { entities, read } = list({ 1: error, 2: error, 3: error });
			await expect(completed(entities, CHOSEN, read)).rejects.toBe(error);
		},
	);

	test.each([noSharePoint, throttled, expired, outage])(
		'are not null where the reason is no one user (%s)',
		async (error) => {
			const { entities, read } = list({ 2: error });
			await expect(completed(entities, CHOSEN, read)).rejects.toBe(error);
		},
	);

	test('what has failed starts no further reads, and none is under way any more', async () => {
		const ids = Array.from({ length: 1000 }, (_, index) => String(index));
		const { entities } = profiles(ids);
		let underWay = 0;
		let started = 0;
		const read = async (id: string): Promise<IDataObject> => {
			started++;
			underWay++;
			await new Promise((resolve) => setImmediate(resolve));
			underWay--;
			if (id === '0') throw throttled;
			await Promise.resolve();
			return { id };
		};
		await expect(completed(entities, CHOSEN, read)).rejects.toBe(throttled);
		expect(underWay).toBe(0);
		expect(started).toBeLessThanOrEqual(200);
	});
});

describe('the settings of the mailbox, which no list carries either', () => {
	const MAILBOX = {
		names: ['id', 'skills', 'mailboxSettings'],
		chosen: true,
		profilePerUser: true,
	};

	test('are read separately: neither fails for the other', async () => {
		const { entities } = profiles(['1', '2']);
		const noMailbox = new GraphError(404, 'MailboxNotEnabledForRESTAPI', '');
		const asked: string[] = [];
		const { log } = await completed(entities, MAILBOX, async (id, names) => {
			asked.push(`${id} ${names.join(',')}`);
			if (id === '1' && names.includes('mailboxSettings')) throw noMailbox;
			return { skills: [id], mailboxSettings: { timeZone: 'UTC' } };
		});
		expect(entities).toMatchObject([
			{ skills: ['1'], mailboxSettings: null },
			{ skills: ['2'], mailboxSettings: { timeZone: 'UTC' } },
		]);
		expect(asked).toEqual(['1 skills', '2 skills', '1 mailboxSettings', '2 mailboxSettings']);
		expect(log).toEqual([expect.stringContaining('Exchange Online gave no mailboxSettings of 1')]);
	});

	test('a missing permission is thrown', async () => {
		const { entities, read } = profiles(['1', '2'], forbidden);
		const fields = { ...MAILBOX, names: ['id', 'mailboxSettings'] };
		await expect(completed(entities, fields, read)).rejects.toBe(forbidden);
	});
});

describe('default fields', () => {
	test.each([
		[unauthorized, 'directory'],
		[noSharePoint, 'directory'],
		[forbidden, 'wide'],
		[noProfile, 'wide'],
		[failing, 'wide'],
		[unlicensed, 'wide'],
		[denied, 'wide'],
		[outage, 'wide'],
		[deleted, 'wide'],
	])('refused by %s are left out and noted; others are read: %s', async (error, others) => {
		const { entities, read } = profiles(['1'], error);
		const { learnt, log } = await completed(entities, DEFAULTS, read, { isList: false });
		expect(entities).toEqual([{ id: '1', surname: 'S1' }]);
		expect(learnt.extentFor('2')).toBe(others);
		expect(log).toHaveLength(1);
	});

	test('once learnt for everyone, they are not asked for again', async () => {
		const { entities, read, asked } = profiles(['1', '2'], unauthorized);
		const { learnt } = await completed([entities[0]], DEFAULTS, read);
		await completed([entities[1]], DEFAULTS, read, { learnt });
		expect(asked).toHaveLength(1);
	});

	test.each([throttled, expired, new GraphError(503, 'serviceNotAvailable', '')])(
		'what breaks off is thrown and teaches nothing (%s)',
		async (error) => {
			const { entities, read } = profiles(['1'], error);
			const learnt = new FieldAccessCache();
			await expect(completed(entities, DEFAULTS, read, { learnt })).rejects.toBe(error);
			expect(learnt.extentFor('1')).toBe('wide');
		},
	);
});
