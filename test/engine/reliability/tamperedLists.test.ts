/**
 * Users asked for together, and an answer that is not what was asked for: no item ever gets another's
 * user, and whoever can be read singly is.
 */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import type { StoredCredential } from '../../support/engine/credentials';
import { EVERY_RIGHT, ordinaryPeople } from '../../support/engine/updating';
import { Workbench } from '../../support/engine/workbench';
import type { LoopbackServer } from '../../support/graph/server';
import { type Tamper, tampering } from '../../support/graph/tampering';

type Person = Record<
	'id' | 'userPrincipalName' | 'mail' | 'employeeId' | 'displayName' | 'managerId',
	string
>;
type User = Record<string, unknown>;

const bench = new Workbench({ users: 120 });
const CONTINUE = { onError: 'continueRegularOutput' } as const;
let between: LoopbackServer | undefined;
afterEach(async () => await between?.close());

async function people(count: number): Promise<Person[]> {
	const ids = new Set(await ordinaryPeople(bench, count));
	const fields = ['id', 'userPrincipalName', 'mail', 'employeeId', 'displayName'];
	return (await bench.everyone(fields, '$expand=manager'))
		.filter(({ id }) => ids.has(String(id)))
		.map((user) => ({
			...(user as unknown as Person),
			managerId: String((user.manager as IDataObject).id),
		}));
}

async function through(
	tamper: Tamper,
	shuffle?: Parameters<typeof tampering>[2],
): Promise<StoredCredential> {
	between = await tampering(bench.tenant.graph, tamper, shuffle);
	const stored = await bench.credential({ scopes: EVERY_RIGHT });
	return { ...stored, data: { ...stored.data, graphBaseUrl: between.address } };
}

/** Everyone's key is the next one's: swapped. */
const passedOn = (users: User[], names: readonly string[]): User[] =>
	users.map((user, index) => ({
		...user,
		...Object.fromEntries(names.map((name) => [name, users[(index + 1) % users.length][name]])),
	}));
const KEYS = ['id', 'userPrincipalName', 'mail', 'employeeId'];
const list = (users: unknown) => ({ value: users });

/** Ways in which a list can be wrong. */
const WRONG: Array<[string, Tamper]> = [
	['everyone twice', (users) => list([...users, ...users])],
	[
		'the first twice, with other values',
		(users) => list([{ ...users[0], displayName: 'Wrong' }, ...users]),
	],
	['one instead of another', (users) => list(users.map(() => users[0]))],
	['one missing', (users) => list(users.slice(1))],
	['all missing', () => list([])],
	['strangers', (users) => list(users.map((user) => ({ ...user, ...strange(user) })))],
	[
		'strangers besides',
		(users) => list([...users, ...users.map((user) => ({ ...user, ...strange(user) }))]),
	],
	['another order', (users) => list([...users].reverse())],
	['nulls between', (users) => list(users.flatMap((user) => [null, user]))],
	['texts and lists between', (users) => list(users.flatMap((user) => ['x', [user], 7, user]))],
	['keys that are null', (users) => list(users.map((user) => ({ ...user, ...only(KEYS, null) })))],
	['keys that are numbers', (users) => list(users.map((user) => ({ ...user, ...only(KEYS, 7) })))],
	['keys in a list', (users) => list(users.map((user) => ({ ...user, ...only(KEYS, [user.id]) })))],
	['keys in capitals', (users) => list(users.map((user) => ({ ...user, ...inCapitals(user) })))],
	['no IDs', (users) => list(users.map((user) => ({ ...user, id: undefined })))],
	['the ID of another one', (users) => list(users.map((user) => ({ ...user, id: users[0].id })))],
	['IDs only', (users) => list(users.map(({ id }) => ({ id })))],
	['an object instead of a list', (users) => list({ ...users })],
	['a user instead of a list', (users) => users[0]],
	['null', () => list(null)],
	['an error with 200', () => ({ error: { code: 'UnknownError', message: '' } })],
	['a text', () => 'Service unavailable'],
	['only the first page', (users) => ({ ...list(users.slice(0, 1)), '@odata.nextLink': 'x' })],
	['an empty page with a link', () => ({ ...list([]), '@odata.nextLink': 'x' })],
];
const only = (names: readonly string[], value: unknown): User =>
	Object.fromEntries(names.map((name) => [name, value]));
const strange = (user: User): User =>
	Object.fromEntries(
		KEYS.filter((name) => typeof user[name] === 'string').map((name) => [
			name,
			String(user[name]).replace(/^./, '9'),
		]),
	);
const inCapitals = (user: User): User =>
	Object.fromEntries(
		KEYS.filter((name) => typeof user[name] === 'string').map((name) => [
			name,
			String(user[name]).toUpperCase(),
		]),
	);

const by = (mode: string, operation = 'userProfile'): INodeParameters => ({
	resource: 'get',
	operation,
	user: { __rl: true, mode, value: '={{ $json.key }}' },
	selectFields: ['displayName', 'city'],
});
const itemsBy = (key: keyof Person, all: readonly Person[]): INodeExecutionData[] =>
	all.map((person) => ({ json: { key: person[key] } }));

describe.each(WRONG)('%s', (_, tamper) => {
	it.each([
		['id', 'id'],
		['upn', 'userPrincipalName'],
	] as const)('by %s: each item has its own user', async (mode, key) => {
		const all = await people(40);
		const { items, error } = await bench.run(by(mode), {
			credential: await through(tamper),
			items: itemsBy(key, all),
		});
		expect(error).toBeUndefined();
		expect(items.map(({ json }) => [String(json.id).toLowerCase(), json.displayName])).toEqual(
			all.map(({ id, displayName }) => [id, displayName]),
		);
	});

	it('managers: each item has the manager of its own user', async () => {
		const all = await people(40);
		const { items } = await bench.run(by('id', 'manager'), {
			credential: await through(tamper),
			items: itemsBy('id', all),
		});
		expect(items.map(({ json }) => json.id)).toEqual(all.map(({ managerId }) => managerId));
	});

	it.each([
		['mail', 'mail'],
		['employeeId', 'employeeId'],
	] as const)('by %s: its own user, or a failure', async (mode, key) => {
		const all = await people(40);
		const { items, error } = await bench.run(by(mode), {
			credential: await through(tamper),
			items: itemsBy(key, all),
			settings: CONTINUE,
		});
		expect(error).toBeUndefined();
		for (const [index, { json }] of items.entries()) {
			if (typeof json.error === 'string') continue;
			expect([String(json.id).toLowerCase(), json.displayName]).toEqual([
				all[index].id,
				all[index].displayName,
			]);
		}
	});

	it('Sync Users: nobody gets what another row says', async () => {
		const all = await people(40);
		const items = all.map(({ employeeId }) => ({
			json: { employeeId, jobTitle: `Of ${employeeId}` },
		}));
		await bench.run(
			{
				resource: 'update',
				operation: 'sync',
				columns: {
					mappingMode: 'autoMapInputData',
					value: null,
					matchingColumns: ['employeeId'],
					schema: [],
				},
				options: {},
			},
			{ credential: await through(tamper), items, settings: CONTINUE },
		);
		const titles = await bench.everyone(['employeeId', 'jobTitle']);
		for (const { employeeId, jobTitle } of titles) {
			if (!String(jobTitle).startsWith('Of ')) continue;
			expect(jobTitle).toBe(`Of ${String(employeeId)}`);
		}
	});
});

/** The server says of one person what is another's: nobody can see that. By its ID it is another. */
it('answers of a batch in place of one another', async () => {
	const all = await people(80);
	const swapped = (parts: Array<{ id: string }>) =>
		parts.map((part, index) => ({ ...part, id: parts[(index + 1) % parts.length].id }));
	const { items } = await bench.run(by('id'), {
		credential: await through(() => undefined, swapped as never),
		items: itemsBy('id', all),
		settings: CONTINUE,
	});
	const others = items.filter(
		({ json }, index) => json.id !== undefined && json.id !== all[index].id,
	);
	expect(others).toEqual([]);
});

it('keys passed on to the next one: an item has the ID that it asked for', async () => {
	const all = await people(40);
	const { items } = await bench.run(by('id'), {
		credential: await through((users) => list(passedOn(users, ['id', 'userPrincipalName']))),
		items: itemsBy('id', all),
		settings: CONTINUE,
	});
	expect(items.map(({ json }) => json.id)).toEqual(all.map(({ id }) => id));
});
