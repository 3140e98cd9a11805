/** Custom attributes as columns of Sync Users. */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { EVERY_RIGHT, patches } from '../support/engine/updating';
import { BOTH_PATHS, Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 60 });
const extension = (name: string): string => `extension_22222222222242228222222222222222_${name}`;
const TRAINING = 'ext7k3pq9xd_training';
const THEME = 'extensions/com.contoso.roaming/theme';
const LEVEL = 'customSecurityAttributes/Engineering/Level';
const scopes = [
	...EVERY_RIGHT,
	'Application.Read.All',
	'CustomSecAttributeDefinition.Read.All',
	'CustomSecAttributeAssignment.ReadWrite.All',
];

const sync = (options: IDataObject = {}, columns: IDataObject = {}): INodeParameters =>
	({
		resource: 'update',
		operation: 'sync',
		columns: {
			mappingMode: 'autoMapInputData',
			value: null,
			matchingColumns: ['id'],
			schema: [],
			...columns,
		},
		options,
	}) as never;
const row = (values: IDataObject): INodeExecutionData[] => [
	{ json: { id: bench.tenant.cast.alice.id, ...values } },
];
const stored = async (): Promise<IDataObject> => await bench.stored(bench.tenant.cast.alice);

describe.each(BOTH_PATHS)('through %s', (path) => {
	test('only what differs is written, and undo restores it', async () => {
		const before = await stored();
		const list = {
			[extension('floor')]: '4',
			// A byte order mark, as the first column of a CSV file may have.
			[`\ufeff${extension('badge').toUpperCase()}`]: 'B-9',
			[extension('startedOn')]: '2021-03-01T01:00:00+01:00',
			[extension('tags')]: 'works council, first aid',
			[`${TRAINING}/courseName`]: 'Fire',
			[THEME]: 'dark',
			[extension('remote')]: '',
		};
		const [done] = await bench.results(sync(), { path, signIn: { scopes }, items: row(list) });
		expect(done).toMatchObject({
			changed: true,
			written: true,
			changes: [
				{ field: extension('badge'), from: 'A-17', to: 'B-9' },
				{ field: `${TRAINING}/courseName`, from: 'Safety', to: 'Fire' },
				{ field: THEME, from: null, to: 'dark' },
			],
		});
		expect(await stored()).toMatchObject({
			[extension('badge')]: 'B-9',
			[extension('remote')]: true,
			[TRAINING]: { courseId: 17, courseName: 'Fire', completed: true },
		});
		const again = await bench.results(sync(), { path, signIn: { scopes }, items: row(list) });
		expect(again).toMatchObject([{ changed: false, changes: [] }]);
		const [undone] = await bench.results(sync({ emptyValues: 'clear' }), {
			path,
			signIn: { scopes },
			items: [{ json: done.undo as IDataObject }],
		});
		expect(undone).toMatchObject({ changed: true });
		expect(await stored()).toEqual(before);
	});

	test('mapped by hand, security attributes, cleared', async () => {
		await bench.tenant.control('PATCH', `/users/${bench.tenant.cast.admin.id}`, {
			adminRole: 'Attribute Assignment Administrator',
		});
		const byHand = {
			mappingMode: 'defineBelow',
			value: {
				id: bench.tenant.cast.alice.id,
				[LEVEL]: '={{ $json.level }}',
				'customSecurityAttributes/Engineering/Project': '={{ $json.projects }}',
			},
		};
		const run = async (json: IDataObject): Promise<IDataObject[]> =>
			await bench.results(sync({ emptyValues: 'clear' }, byHand), {
				path,
				signIn: { scopes },
				items: [{ json }],
			});
		expect(await run({ level: '3', projects: ['Cascade', 'Baker'] })).toMatchObject([
			{ changed: false },
		]);
		expect(await run({ level: 7, projects: [] })).toMatchObject([
			{
				changes: [
					{ field: LEVEL, from: 3, to: 7 },
					{ field: expect.stringMatching(/Project$/), from: ['Baker', 'Cascade'], to: [] },
				],
				undo: { [LEVEL]: 3 },
			},
		]);
		expect((await stored()).customSecurityAttributes).toEqual({
			Engineering: { Certification: true, Level: 7 },
		});
	});
});

test('a preview writes nothing, and many rows ask for definitions once', async () => {
	const users = (await bench.everyone(['id', extension('floor')])).slice(0, 40);
	const items = users.map(({ id }) => ({ json: { id, [extension('floor')]: '31' } }));
	const done = await bench.results(sync({ dryRun: true }), { signIn: { scopes }, items });
	expect(done.every(({ changed, written }) => changed === true && written === false)).toBe(true);
	expect(await patches(bench)).toEqual([]);
	const asked = await bench.asked();
	expect(asked.filter(({ method }) => method === 'POST')).toHaveLength(1);
	// Three requests of fifteen users.
	expect(asked.filter(({ method }) => method === 'GET')).toHaveLength(3);
});

describe('what cannot be written', () => {
	test.each([
		[
			'a name that the tenant does not know',
			{ [extension('bagde')]: 'x' },
			`'Columns' names "${extension('bagde')}", which is not a custom attribute of users in this tenant. Did you mean "${extension('badge')}"?`,
		],
		[
			'an attribute of groups',
			{ [extension('owner')]: 'x' },
			`'Columns' names "${extension('owner')}", which this tenant has for other objects and not for users`,
		],
		[
			'a member that the schema extension does not have',
			{ [`${TRAINING}/courseNam`]: 'x' },
			`Did you mean "${TRAINING}/courseName"?`,
		],
		[
			'a value of another type',
			{ [extension('floor')]: 'fourth' },
			`'${extension('floor')}' is "fourth", which is not a whole number`,
		],
	])('%s: nothing is written for anyone, and the row is named', async (_, values, says) => {
		const others = (await bench.everyone(['id'])).slice(-2).map(({ id }) => ({
			json: { id, jobTitle: 'New' },
		}));
		const { error } = await bench.run(sync(), {
			signIn: { scopes },
			items: [...others, ...row(values)],
		});
		expect(error?.message).toContain(`"${bench.tenant.cast.alice.id}": `);
		expect(error?.message).toContain(says);
		expect(await patches(bench)).toEqual([]);
	});

	test('unknown columns are left out where the workflow wants that', async () => {
		bench.expectRefusal(404, 'Request_ResourceNotFound');
		const [done] = await bench.results(sync({ unknownColumns: 'ignore' }), {
			signIn: { scopes },
			items: row({ [extension('bagde')]: 'x', 'cost_center/team': 'y', jobTitle: 'New' }),
		});
		expect(done).toMatchObject({ changes: [{ field: 'jobTitle', to: 'New' }] });
	});

	test('a column that only looks like a member is left out, too, where nothing can be listed', async () => {
		const [done] = await bench.results(sync({ unknownColumns: 'ignore' }), {
			signIn: { scopes: EVERY_RIGHT },
			items: row({ 'cost_center/team': 'y', jobTitle: 'New' }),
		});
		expect(done).toMatchObject({ changes: [{ field: 'jobTitle', to: 'New' }] });
	});

	test('a column that comes twice, whatever the case', async () => {
		const { error } = await bench.run(sync(), {
			signIn: { scopes },
			items: row({ [extension('badge')]: 'x', [extension('BADGE')]: 'y' }),
		});
		expect(error?.message).toMatch(/comes twice/);
		expect(await bench.log()).toEqual([]);
	});
});
