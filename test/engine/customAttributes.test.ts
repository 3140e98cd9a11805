/** Custom attributes written by Update User: each kind and type, set, read back and cleared. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';
import { DateTime } from 'luxon';

import { EVERY_RIGHT, patches } from '../support/engine/updating';
import { BOTH_PATHS, itemsFor, userOfItem, Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 60 });

const extension = (name: string): string => `extension_22222222222242228222222222222222_${name}`;
const TRAINING = 'ext7k3pq9xd_training';
const OPEN = 'extensions/com.contoso.roaming';
const SECURITY = 'customSecurityAttributes';

const RIGHTS = [
	...EVERY_RIGHT,
	'Application.Read.All',
	'CustomSecAttributeDefinition.Read.All',
	'CustomSecAttributeAssignment.ReadWrite.All',
];
/** Both roles at once: one for ordinary fields, one for security attributes. */
const asAttributeAdministrator = async (): Promise<void> => {
	await bench.tenant.control('PATCH', `/users/${bench.tenant.cast.admin.id}`, {
		adminRole: 'Attribute Assignment Administrator',
	});
};

const update = (attributes: Record<string, unknown>, more: INodeParameters = {}): INodeParameters =>
	({
		resource: 'update',
		operation: 'user',
		user: userOfItem,
		updateFields: {
			customAttributes: {
				attribute: Object.entries(attributes).map(([name, value]) => ({ name, value })),
			},
		},
		...more,
	}) as INodeParameters;

const alice = (): ReturnType<typeof itemsFor> => itemsFor(bench.tenant.cast.alice.id);
const clear = { options: { emptyValues: 'clear' } };

/** What the user has in the attribute, as the tenant stores it. */
async function stored(name: string): Promise<unknown> {
	const { body } = await bench.tenant.control('GET', `/users/${bench.tenant.cast.alice.id}`);
	const { properties, openExtensions } = body as unknown as {
		properties: IDataObject;
		openExtensions: IDataObject;
	};
	const [first, ...path] = name.split('/');
	let value: unknown = first === 'extensions' ? openExtensions : properties[first];
	for (const member of path) value = (value as IDataObject | undefined)?.[member];
	return value;
}

/** Each type: what a person or an expression gives, and what is kept. */
const VALUES: ReadonlyArray<readonly [string, unknown, unknown]> = [
	[extension('badge'), 'B-2', 'B-2'],
	[extension('badge'), '={{ 17 }}', '17'],
	[extension('floor'), '5', 5],
	[extension('floor'), '={{ 5 }}', 5],
	[extension('floor'), '={{ ["7"] }}', 7],
	[extension('payrollNumber'), '4000000000', 4_000_000_000],
	[extension('remote'), 'False', false],
	[extension('remote'), '={{ false }}', false],
	[extension('startedOn'), '2024-05-01', '2024-05-01T00:00:00Z'],
	[extension('startedOn'), '2024-05-01T09:00:00+02:00', '2024-05-01T07:00:00Z'],
	[
		extension('startedOn'),
		'={{ DateTime.fromISO("2024-05-01T09:00", { zone: "Asia/Tokyo" }) }}',
		'2024-05-01T00:00:00Z',
	],
	[extension('token'), 'aGVsbG8=', 'aGVsbG8='],
	[extension('tags'), 'first aid, nurse', ['first aid', 'nurse']],
	[extension('tags'), '={{ ["one, two"] }}', ['one, two']],
	[extension('tags'), '["one", "two, three"]', ['one', 'two, three']],
	[extension('rooms'), '4, 12', [4, 12]],
	[extension('trainedOn'), '2024-05-01', ['2024-05-01T00:00:00Z']],
	[`${TRAINING}/courseId`, '18', 18],
	[`${TRAINING}/courseName`, 'Fire', 'Fire'],
	[`${TRAINING}/completed`, 'true', true],
	[`${TRAINING}/completedOn`, '2024-05-01', '2024-05-01T00:00:00Z'],
	[`${TRAINING}/certificate`, 'aGVsbG8=', 'aGVsbG8='],
	[`${SECURITY}/Engineering/Project`, 'Baker, Alder', ['Baker', 'Alder']],
	[`${SECURITY}/Engineering/Certification`, 'false', false],
	[`${SECURITY}/Engineering/Level`, '4', 4],
	[`${SECURITY}/Engineering/CostCenters`, '={{ [1001, "1003"] }}', [1001, 1003]],
	[`${SECURITY}/Compliance/Clearance`, 'Internal', 'Internal'],
	[`${OPEN}/theme`, 'dark', 'dark'],
	[`${OPEN}/size`, '={{ 3 }}', 3],
	[`${OPEN}/isNew`, '={{ true }}', true],
	[`${OPEN}/colors`, '={{ ["red", "blue"] }}', ['red', 'blue']],
];

describe.each(BOTH_PATHS)('through %s', (path) => {
	const run = { path, signIn: { scopes: RIGHTS } };
	const forKind = async (name: string): Promise<void> => {
		if (name.startsWith(SECURITY)) await asAttributeAdministrator();
	};

	test.each(VALUES)('%s from %j is set, and cleared', async (name, given, kept) => {
		await forKind(name);
		const [done] = await bench.results(update({ [name]: given }), { ...run, items: alice() });
		expect(done).toMatchObject({ success: true, updatedFields: [name], clearedFields: [] });
		expect(await stored(name)).toEqual(kept);
		for (const empty of ['', '={{ null }}', '={{ [] }}']) {
			const [emptied] = await bench.results(update({ [name]: empty }, clear), {
				...run,
				items: alice(),
			});
			expect(emptied).toMatchObject({ success: true, clearedFields: [name] });
			expect((await stored(name)) ?? null).toBeNull();
		}
	});

	test.each(VALUES)('%s: %j is not written again', async (name, given) => {
		await forKind(name);
		await bench.results(update({ [name]: given }), { ...run, items: alice() });
		const compared = update({ [name]: given }, { options: { onlyIfChanged: true } });
		const before = (await patches(bench)).length;
		const [done] = await bench.results(compared, { ...run, items: alice() });
		expect(done).toMatchObject({ changed: false, changes: [], statusCode: null });
		expect(await patches(bench)).toHaveLength(before);
	});
});

const run = { signIn: { scopes: RIGHTS } };

test('several values are a set: their order says nothing', async () => {
	await asAttributeAdministrator();
	const parameters = update(
		{
			[`${SECURITY}/Engineering/Project`]: 'Cascade, Baker',
			[extension('tags')]: 'works council,first aid',
		},
		{ options: { onlyIfChanged: true } },
	);
	const [done] = await bench.results(parameters, { ...run, items: alice() });
	expect(done).toMatchObject({ changed: false, changes: [] });
});

test('the user is returned with what was changed', async () => {
	const parameters = update(
		{
			[`${OPEN}/theme`]: 'dark',
			[extension('floor')]: '8',
			[`${TRAINING}/courseId`]: '3',
		},
		{ options: { returnUser: true } },
	);
	const [done] = await bench.results(parameters, { ...run, items: alice() });
	expect(done).toMatchObject({
		displayName: 'Alice Wallace',
		[extension('floor')]: 8,
		[TRAINING]: { courseId: 3, courseName: 'Safety' },
		extensions: [{ id: 'com.contoso.roaming', theme: 'dark' }],
	});
});

test('named by an expression in Clear Fields, they are emptied', async () => {
	await asAttributeAdministrator();
	const names = [`${SECURITY}/Engineering/Level`, `${SECURITY}/Engineering/Project`];
	const [done] = await bench.results(
		update({}, { updateFields: {}, clearFields: `={{ ${JSON.stringify(names)} }}` }),
		{ ...run, items: alice() },
	);
	expect(done).toMatchObject({ updatedFields: [], clearedFields: names });
	expect(await stored(`${SECURITY}/Engineering`)).toEqual({ Certification: true });
});

test('a luxon date from an earlier node is an instant', async () => {
	const when = DateTime.fromISO('2024-05-01T00:00', { zone: 'Europe/Berlin' });
	await bench.results(update({ [extension('startedOn')]: '={{ $json.when }}' }), {
		...run,
		items: [{ json: { user: bench.tenant.cast.alice.id, when: when as never } }],
	});
	expect(await stored(extension('startedOn'))).toBe('2024-04-30T22:00:00Z');
});

describe('what is not named stays', () => {
	test('members of a schema extension', async () => {
		await bench.results(update({ [`${TRAINING}/courseId`]: '99' }), { ...run, items: alice() });
		expect(await stored(TRAINING)).toMatchObject({
			courseId: 99,
			courseName: 'Safety',
			completed: true,
		});
	});

	test('members of a schema extension, changed by two items, compared first', async () => {
		const items = ['courseId', 'courseName'].map((member) => ({
			json: { user: bench.tenant.cast.alice.id, name: `${TRAINING}/${member}` },
		}));
		const parameters = update({}, { options: { onlyIfChanged: true } });
		parameters.updateFields = {
			customAttributes: { attribute: [{ name: '={{ $json.name }}', value: '5' }] },
		};
		const done = await bench.results(parameters, { ...run, items });
		expect(done.map(({ changes }) => changes)).toEqual([
			[{ field: `${TRAINING}/courseId`, from: 17, to: 5 }],
			[{ field: `${TRAINING}/courseName`, from: 'Safety', to: '5' }],
		]);
		expect(await stored(TRAINING)).toMatchObject({ courseId: 5, courseName: '5', completed: true });
	});

	test('members of an open extension', async () => {
		await bench.results(update({ [`${OPEN}/theme`]: 'dark', [`${OPEN}/size`]: 'large' }), {
			...run,
			items: alice(),
		});
		await bench.results(update({ [`${OPEN}/size`]: 'small' }), { ...run, items: alice() });
		expect(await stored(OPEN)).toEqual({ theme: 'dark', size: 'small' });
	});

	test('other attributes of a set', async () => {
		await asAttributeAdministrator();
		await bench.results(update({ [`${SECURITY}/Engineering/Level`]: '9' }), {
			...run,
			items: alice(),
		});
		expect(await stored(`${SECURITY}/Engineering`)).toEqual({
			Project: ['Baker', 'Cascade'],
			Certification: true,
			Level: 9,
		});
	});
});

describe('the definitions', () => {
	const floors = (count: number): ReturnType<typeof itemsFor> =>
		Array.from({ length: count }, (_, index) => ({
			json: { user: bench.tenant.cast.alice.id, floor: String(index) },
		}));
	const parameters = update({ [extension('floor')]: '={{ $json.floor }}' });
	const lists = async (): Promise<number> =>
		(await bench.asked()).filter(({ method }) => method === 'POST').length;

	test.each(BOTH_PATHS)('are asked for once, however many items; over %s', async (path) => {
		await bench.results(parameters, { ...run, path, items: floors(30) });
		expect(await lists()).toBe(1);
		expect(await stored(extension('floor'))).toBe(29);
	});

	test('are asked for again after an outage', async () => {
		bench.expectRefusal(503);
		await bench.fault('503', { pathPattern: 'getAvailable', count: 1 });
		await bench.results(parameters, { ...run, items: floors(1) });
		expect(await lists()).toBe(2);
		expect(await stored(extension('floor'))).toBe(0);
	});

	test('refused to the app: values of their own type are sent', async () => {
		bench.expectRefusal(403);
		await bench.fault(
			{ type: 'error', status: 403, code: 'Authorization_RequestDenied' },
			{ pathPattern: 'getAvailable' },
		);
		await bench.results(update({ [extension('floor')]: '={{ 12 }}' }), { ...run, items: alice() });
		expect(await stored(extension('floor'))).toBe(12);
	});

	test('an outage that lasts fails the item, and nothing is written', async () => {
		bench.expectRefusal(503);
		await bench.fault('503', { pathPattern: 'getAvailable', count: 9 });
		const { error } = await bench.run(
			{ ...parameters, options: { maxRetries: 1 } },
			{ ...run, items: floors(2) },
		);
		expect(error?.message).toMatch(/^Microsoft Graph is unavailable/);
		expect(await patches(bench)).toEqual([]);
	});
});

test('all kinds in one item, beside ordinary fields, read back', async () => {
	await asAttributeAdministrator();
	bench.expectRefusal(403);
	const parameters = update(
		{
			[`${SECURITY}/Engineering/Level`]: '8',
			[`${OPEN}/theme`]: 'dark',
			[extension('floor')]: '8',
		},
		{ options: { returnUser: true } },
	);
	// Whoever has only the attribute role may not change the directory's fields of others.
	const refused = await bench.run(parameters, { ...run, items: alice() });
	expect(refused.error?.message).toMatch(/floor.*needs the Entra role User Administrator or above/);
	await bench.tenant.control('PATCH', `/users/${bench.tenant.cast.admin.id}`, {
		adminRole: 'Global Administrator',
	});
	const half = await bench.run(parameters, { ...run, items: alice() });
	expect(half.error?.message).toMatch(
		/but not the role: it needs the Entra role Attribute Assignment Administrator\. Already updated: .*_floor/,
	);
});
