/** Users and managers named by mail address or employee ID (docs/graph.md#reads-by-key). */
import type { INodeParameters } from 'n8n-workflow';

import { calls } from '../support/engine/manyItems';
import { ordinaryPeople, patches } from '../support/engine/updating';
import { BOTH_PATHS, itemsFor, Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 60 });

const named = (mode: 'mail' | 'employeeId', value = '={{ $json.user }}'): INodeParameters => ({
	__rl: true,
	mode,
	value,
});
const get = (mode: 'mail' | 'employeeId', more: INodeParameters = {}): INodeParameters => ({
	resource: 'get',
	operation: 'userProfile',
	user: named(mode),
	selectFields: ['displayName'],
	...more,
});
const setTitle = (mode: 'mail' | 'employeeId'): INodeParameters => ({
	resource: 'update',
	operation: 'user',
	user: named(mode),
	updateFields: { jobTitle: '={{ $json.title }}' },
});

/** Somebody without oddities, with what names them. */
async function people(count: number) {
	const ids = await ordinaryPeople(bench, count);
	const everyone = await bench.everyone([
		'id',
		'mail',
		'employeeId',
		'displayName',
		'userPrincipalName',
	]);
	return ids.map((wanted) => {
		const found = everyone.find(({ id }) => id === wanted);
		if (!found) throw new Error(`No ${wanted}`);
		return found as Record<
			'id' | 'mail' | 'employeeId' | 'displayName' | 'userPrincipalName',
			string
		>;
	});
}

const lookUps = async () =>
	(await bench.asked()).filter(({ path, query }) => path.endsWith('/users') && query.$filter);

describe.each(BOTH_PATHS)('through %s', (path) => {
	test('by mail, in whatever case, and by employee ID', async () => {
		const [one, other] = await people(2);
		const byMail = await bench.results(get('mail'), {
			path,
			items: itemsFor(one.mail.toUpperCase(), other.mail),
		});
		expect(byMail.map(({ displayName }) => displayName)).toEqual([
			one.displayName,
			other.displayName,
		]);
		const byEmployeeId = await bench.results(get('employeeId'), {
			path,
			items: itemsFor(other.employeeId, ` ${one.employeeId} `),
		});
		expect(byEmployeeId.map(({ id }) => id)).toEqual([other.id, one.id]);
	});

	test('a proxy address will do, and a mail address goes before it', async () => {
		const id = await bench.addUser({
			mail: 'nora@contoso.example',
			proxyAddresses: ['SMTP:nora@contoso.example', 'smtp:n.o@contoso.example'],
		});
		await bench.addUser({
			mail: 'other@contoso.example',
			proxyAddresses: ['SMTP:other@contoso.example', 'smtp:nora@contoso.example'],
		});
		const found = await bench.results(get('mail'), {
			path,
			items: itemsFor('N.O@contoso.example', 'nora@contoso.example'),
		});
		expect(found.map((user) => user.id)).toEqual([id, id]);
	});

	test('many are looked up together', async () => {
		const everyone = await people(20);
		await bench.results(get('employeeId'), {
			path,
			items: itemsFor(...everyone.map(({ employeeId }) => employeeId)),
		});
		// Two requests in one batch, which read what is wanted along.
		expect(await lookUps()).toHaveLength(2);
		expect(await calls(bench)).toHaveLength(1);
	});

	test.each([
		['employeeId', 'E-NOBODY', `'User' is the employee ID "E-NOBODY", which no user has`],
		[
			'mail',
			'no@contoso.example',
			`'User' is the mail address "no@contoso.example", which no user has`,
		],
	] as const)('nobody, by %s', async (mode, key, message) => {
		const { error } = await bench.run(get(mode), { path, items: itemsFor(key) });
		expect(error?.message).toBe(message);
	});

	test('nobody, where an empty result is wanted', async () => {
		const options = { ifNotFound: 'returnEmpty' };
		const found = await bench.results(get('mail', { options }), {
			path,
			items: itemsFor('no@contoso.example'),
		});
		expect(found).toEqual([{ found: false, user: 'no@contoso.example' }]);
	});

	test('several: all of them are named', async () => {
		await bench.addUser({ employeeId: 'E-TWICE', userPrincipalName: 'one@contoso.example' });
		await bench.addUser({ employeeId: 'E-TWICE', userPrincipalName: 'two@contoso.example' });
		const { error } = await bench.run(get('employeeId'), { path, items: itemsFor('E-TWICE') });
		expect(error?.message).toBe(
			`'User' is the employee ID "E-TWICE", which 2 users have: one@contoso.example, two@contoso.example`,
		);
	});

	test('of a change: one that fits nobody, and nobody is changed', async () => {
		const [one] = await people(1);
		const items = [one.employeeId, 'E-NOBODY'].map((user) => ({
			json: { user, title: 'Changed' },
		}));
		const { error } = await bench.run(setTitle('employeeId'), { path, items });
		expect(error?.message).toBe(
			`'User' is the employee ID "E-NOBODY", which no user has (0 of 2 users were updated before this)`,
		);
		expect(await patches(bench)).toEqual([]);

		const { items: done } = await bench.run(setTitle('employeeId'), {
			path,
			items,
			settings: { onError: 'continueRegularOutput' },
		});
		expect(done.map(({ json }) => json.success ?? json.error)).toEqual([
			true,
			`'User' is the employee ID "E-NOBODY", which no user has`,
		]);
		expect(await bench.stored(one.id)).toMatchObject({ jobTitle: 'Changed' });
	});

	test('two addresses of one user: the changes keep their order', async () => {
		const id = await bench.addUser({
			mail: 'nora@contoso.example',
			proxyAddresses: ['SMTP:nora@contoso.example', 'smtp:n.o@contoso.example'],
		});
		// The first change takes longest.
		await bench.fault({ type: 'latency', ms: 300 }, { method: 'PATCH', count: 1 });
		await bench.results(setTitle('mail'), {
			path,
			items: ['n.o@contoso.example', 'nora@contoso.example', 'n.o@contoso.example'].map(
				(user, index) => ({ json: { user, title: `Title ${index}` } }),
			),
		});
		expect((await patches(bench)).map(({ body }) => body)).toEqual([
			{ jobTitle: 'Title 0' },
			{ jobTitle: 'Title 1' },
			{ jobTitle: 'Title 2' },
		]);
		expect(await bench.stored(id)).toMatchObject({ jobTitle: 'Title 2' });
	});

	test('both the user and the manager', async () => {
		const [one, other] = await people(2);
		const [done] = await bench.results(
			{
				resource: 'update',
				operation: 'manager',
				user: named('employeeId', one.employeeId),
				managerAction: 'assign',
				manager: named('mail', other.mail),
			},
			{ path },
		);
		expect(done).toMatchObject({ user: one.employeeId, manager: other.mail });
		const { body } = await bench.tenant.control('GET', `/users/${one.id}`);
		expect(body.managerId).toBe(other.id);
	});

	test.each([
		['get', 'manager', {}],
		['get', 'directReports', { returnAll: true }],
		['get', 'managementChain', {}],
		['photo', 'getMetadata', {}],
		['trending', 'userDocuments', {}],
		['people', 'relevantPeople', {}],
	])('%s: %s finds the same by employee ID as by ID', async (resource, operation, more) => {
		const { id } = bench.tenant.cast.alice;
		const { employeeId } = await bench.stored(id);
		const by = async (mode: string, value: unknown) =>
			await bench.results(
				{
					resource,
					operation,
					...more,
					user: { __rl: true, mode, value: String(value) },
				},
				{ path },
			);
		const expected = await by('id', id);
		const found = await by('employeeId', employeeId);
		// The user as given is the only difference.
		for (const one of [...expected, ...found]) if ('user' in one) one.user = 'given';
		expect(found).toEqual(expected);
	});
});

test.each([
	['mail', 'nora', `'User' is "nora", which is not a mail address`],
	['mail', '', `'User' is empty`],
	[
		'employeeId',
		'12345678901234567',
		`'User' is "12345678901234567", which is longer than an employee ID can be: 16 characters`,
	],
] as const)('by %s: %j is refused before anything is sent', async (mode, key, message) => {
	const { error } = await bench.run(get(mode), { items: itemsFor(key) });
	expect(error?.message).toBe(message);
	expect(await bench.log()).toEqual([]);
});

test('a key that Graph refuses does not cost the others theirs', async () => {
	const [one] = await people(1);
	bench.expectRefusal(400);
	await bench.fault(
		{ type: 'error', status: 400, code: 'Request_BadRequest' },
		{ pathPattern: 'E-BAD' },
	);
	const { items } = await bench.run(get('employeeId'), {
		items: itemsFor(one.employeeId, 'E-BAD'),
		settings: { onError: 'continueRegularOutput' },
	});
	expect(items[0].json.id).toBe(one.id);
	expect(items[1].json.error).toBeDefined();
});

test('an employee ID that more users have than fit a page hides nobody else', async () => {
	const [one] = await people(1);
	for (let count = 0; count < 101; count++) await bench.addUser({ employeeId: '0' });
	const { items } = await bench.run(get('employeeId'), {
		items: itemsFor('0', one.employeeId),
		settings: { onError: 'continueRegularOutput' },
	});
	expect(items[0].json.error).toMatch(/which 100 users have: .* and 90 more$/);
	expect(items[1].json.id).toBe(one.id);
});

test('1,000 by mail, of whom 50 only by a proxy address: 5 calls', async () => {
	const count = 1000;
	const addresses: string[] = [];
	for (let index = 0; index < count; index++) {
		const [mail, alias] = [`m${index}@contoso.example`, `a${index}@contoso.example`];
		await bench.addUser({
			userPrincipalName: `u${index}@contoso.example`,
			mail,
			proxyAddresses: [`SMTP:${mail}`, `smtp:${alias}`],
		});
		addresses.push(index % 20 === 0 ? alias : mail);
	}
	const { items } = await bench.run(get('mail', { selectFields: ['userPrincipalName'] }), {
		items: itemsFor(...addresses),
	});
	expect(items.map(({ json }) => json.userPrincipalName)).toEqual(
		addresses.map((_, index) => `u${index}@contoso.example`),
	);
	// Four batches by mail, and one for all proxy addresses.
	expect(await calls(bench)).toHaveLength(5);
});
