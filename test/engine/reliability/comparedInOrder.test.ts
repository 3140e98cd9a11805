/** Only If Changed by an expression: a row is compared with what the rows before it leave, compared or not. */
import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { EVERY_RIGHT, ordinaryPeople, patches } from '../../support/engine/updating';
import { BOTH_PATHS, itemsFor, user, userOfItem, Workbench } from '../../support/engine/workbench';

const bench = new Workbench({ users: 60 });
const signIn = { scopes: EVERY_RIGHT };
const items = (...rows: IDataObject[]): INodeExecutionData[] => rows.map((json) => ({ json }));

const BY_ITEM: INodeParameters = {
	onlyIfChanged: '={{ $json.compare ?? false }}',
	batchRequests: '={{ $json.together ?? true }}',
	maxRetries: '={{ $json.retries ?? 3 }}',
};
const update: INodeParameters = {
	resource: 'update',
	operation: 'user',
	user: userOfItem,
	updateFields: { jobTitle: '={{ $json.title }}' },
	options: {
		...BY_ITEM,
		returnUser: '={{ $json.back ?? false }}',
		emptyValues: '={{ $json.empty ?? "clear" }}',
	},
};
const setManager: INodeParameters = {
	resource: 'update',
	operation: 'manager',
	user: userOfItem,
	managerAction: '={{ $json.manager ? "assign" : "remove" }}',
	manager: user('={{ $json.manager }}'),
	options: BY_ITEM,
};
const changesOf = (json: IDataObject): unknown => json.changes;
const managerOf = async (id: string): Promise<unknown> =>
	(await bench.tenant.control('GET', `/users/${id}`)).body.managerId;

describe.each(BOTH_PATHS)('over %s', (path) => {
	it('a row that is not compared counts for the one after it', async () => {
		const [id] = await ordinaryPeople(bench, 1);
		const { jobTitle } = await bench.stored(id);
		const done = await bench.results(update, {
			path,
			signIn,
			items: items(
				{ user: id, title: 'First' },
				{ user: id, title: 'First', compare: true },
				{ user: id, title: jobTitle, compare: true },
			),
		});
		expect(done.map(changesOf)).toEqual([
			undefined,
			[],
			[{ field: 'jobTitle', from: 'First', to: jobTitle }],
		]);
		expect(await bench.stored(id)).toMatchObject({ jobTitle });
		expect((await patches(bench)).map(({ body }) => body)).toEqual([
			{ jobTitle: 'First' },
			{ jobTitle },
		]);
	});

	it.each(['userPrincipalName', 'me'] as const)(
		'also where it names the user as %s',
		async (by) => {
			const { admin } = bench.tenant.cast;
			const { jobTitle } = await bench.stored(admin);
			const names = { id: admin.id, userPrincipalName: admin.userPrincipalName, me: 'me' };
			for (const [first, second] of [
				[by, 'id'],
				['id', by],
				[by, 'userPrincipalName'],
				['userPrincipalName', by],
			] as const) {
				const done = await bench.results(update, {
					path,
					signIn: { ...signIn, as: admin },
					items: items(
						{ user: names[first], title: `by ${first}` },
						{ user: names[second], title: jobTitle, compare: true },
					),
				});
				expect(done.map(changesOf)).toEqual([
					undefined,
					[{ field: 'jobTitle', from: `by ${first}`, to: jobTitle }],
				]);
				expect(await bench.stored(admin)).toMatchObject({ jobTitle });
			}
		},
	);

	it('whatever mix of options', async () => {
		const [id, other] = await ordinaryPeople(bench, 2);
		const { jobTitle } = await bench.stored(id);
		const rows: IDataObject[] = [
			{ title: 'A', compare: true, together: false },
			{ title: 'B', back: true },
			{ title: 'B', compare: true, back: true, retries: 0 },
			{ title: '', empty: 'skip' },
			{ title: 'B', compare: true },
			{ title: '', together: false, retries: 0 },
			{ title: null, compare: true },
			{ title: jobTitle, compare: true, together: false, back: true },
		];
		const done = await bench.results(update, {
			path,
			signIn,
			items: items(
				...rows.flatMap((row) => [
					{ ...row, user: id },
					{ ...row, user: other, compare: false },
				]),
			),
		});
		const ofFirst = done.filter((_, index) => index % 2 === 0);
		expect(ofFirst.map(changesOf)).toEqual([
			[{ field: 'jobTitle', from: jobTitle, to: 'A' }],
			undefined,
			[],
			undefined,
			[],
			undefined,
			[],
			[{ field: 'jobTitle', from: null, to: jobTitle }],
		]);
		expect(await bench.stored(id)).toMatchObject({ jobTitle });
		expect(await bench.stored(other)).toMatchObject({ jobTitle });
	});

	it('the row that was to leave it fails: the one after it is not said to be done', async () => {
		const [id] = await ordinaryPeople(bench, 1);
		bench.expectRefusal(400);
		await bench.fault(
			{ type: 'error', status: 400, code: 'Request_BadRequest' },
			{ method: 'PATCH', count: 1 },
		);
		const done = await bench.run(update, {
			path,
			signIn,
			items: items({ user: id, title: 'New' }, { user: id, title: 'New', compare: true }),
			settings: { onError: 'continueRegularOutput' },
		});
		expect(done.items.map(({ json }) => typeof json.error)).toEqual(['string', 'string']);
		expect((await bench.stored(id)).jobTitle).not.toBe('New');
	});

	it('one row that cannot be compared: nothing is sent for the others, compared or not', async () => {
		const [id, other] = await ordinaryPeople(bench, 2);
		bench.expectRefusal(404);
		const { error } = await bench.run(update, {
			path,
			signIn,
			items: items(
				{ user: id, title: 'New' },
				{ user: other, title: 'New', back: true },
				{ user: 'nobody@contoso.example', title: 'New', compare: true },
			),
		});
		expect(error?.message).toContain('nobody@contoso.example');
		expect(await patches(bench)).toEqual([]);
	});

	it('in groups with pauses, a later group is compared with what the earlier ones leave', async () => {
		const [id] = await ordinaryPeople(bench, 1);
		const { jobTitle } = await bench.stored(id);
		await bench.set({ latencyMs: 60 });
		const done = await bench.results(
			{ ...update, requestOptions: { batching: { batch: { batchSize: 1, batchInterval: 1 } } } },
			{
				path,
				signIn,
				items: items(
					{ user: id, title: 'First' },
					{ user: id, title: 'First', compare: true },
					{ user: id, title: 'Second' },
					{ user: id, title: jobTitle, compare: true },
				),
			},
		);
		expect(done.map(changesOf)).toEqual([
			undefined,
			[],
			undefined,
			[{ field: 'jobTitle', from: 'Second', to: jobTitle }],
		]);
		expect(await bench.stored(id)).toMatchObject({ jobTitle });
	});

	it('one member of the organization data, written by a row that is not compared', async () => {
		const [id] = await ordinaryPeople(bench, 1);
		const { employeeOrgData } = await bench.stored(id);
		const done = await bench.results(
			{
				...update,
				updateFields: { division: '={{ $json.division }}', costCenter: '={{ $json.costCenter }}' },
			},
			{
				path,
				signIn,
				items: items(
					{ user: id, division: 'North', empty: 'skip' },
					{ user: id, costCenter: '42', empty: 'skip', compare: true },
					{ user: id, division: 'North', empty: 'skip', compare: true },
				),
			},
		);
		expect(done.map(({ changed }) => changed)).toEqual([undefined, true, false]);
		expect(await bench.stored(id)).toMatchObject({
			employeeOrgData: { ...(employeeOrgData as object), division: 'North', costCenter: '42' },
		});
	});

	it('Update My Profile', async () => {
		const done = await bench.results(
			{ ...update, operation: 'myProfile', updateFields: { interests: '={{ $json.interests }}' } },
			{
				path,
				signIn,
				items: items({ interests: ['chess'] }, { interests: ['chess'], compare: true }),
			},
		);
		expect(done.map(({ changed }) => changed)).toEqual([undefined, false]);
	});

	it.each(['id', 'userPrincipalName'])('Set Manager, by %s', async (by) => {
		const [id, first, second] = await ordinaryPeople(bench, 3);
		const { userPrincipalName } = await bench.stored(first);
		const named = by === 'id' ? first : userPrincipalName;
		const { userPrincipalName: before } = await bench.stored(second);
		await bench.results(setManager, { items: items({ user: id, manager: second }) });
		const done = await bench.results(setManager, {
			path,
			signIn,
			items: items(
				{ user: id, manager: named },
				{ user: id, manager: userPrincipalName, compare: true },
				{ user: id, manager: second, compare: true },
				{ user: id },
				{ user: id, compare: true },
				{ user: id, manager: second, compare: true },
			),
		});
		expect(done.map(changesOf)).toEqual([
			undefined,
			[],
			[{ field: 'manager', from: userPrincipalName, to: before }],
			undefined,
			[],
			[{ field: 'manager', from: null, to: before }],
		]);
		expect(await managerOf(id)).toBe(second);
	});

	it('a manager named by name in rows none of which is compared costs no further request', async () => {
		const people = await ordinaryPeople(bench, 3);
		const { ceo } = bench.tenant.cast;
		await bench.results(
			{ ...setManager, manager: user(ceo.userPrincipalName), managerAction: 'assign' },
			{ path, signIn, items: itemsFor(...people) },
		);
		expect((await bench.asked()).map(({ method }) => method)).toEqual(['GET', 'PUT', 'PUT', 'PUT']);
	});

	it('Sync Users: what another row only previews is not taken for done', async () => {
		const [id] = await ordinaryPeople(bench, 1);
		const { city } = await bench.stored(id);
		const done = await bench.results(
			{
				resource: 'update',
				operation: 'sync',
				columns: {
					mappingMode: 'autoMapInputData',
					value: null,
					matchingColumns: ['id'],
					schema: [],
				},
				options: { dryRun: '={{ $json.preview }}', unknownColumns: 'ignore' },
			},
			{
				path,
				signIn,
				items: items(
					{ id, city: 'New', preview: true },
					{ id, city: 'New', preview: true },
					{ id, city: 'New', preview: false },
					{ id, city: 'Newer', preview: true },
					{ id, city: 'New', preview: false },
				),
			},
		);
		expect(done.map(({ changes, written }) => [changes, written])).toEqual([
			[[{ field: 'city', from: city, to: 'New' }], false],
			[[], false],
			[[{ field: 'city', from: city, to: 'New' }], true],
			[[{ field: 'city', from: 'New', to: 'Newer' }], false],
			[[], false],
		]);
		expect(await bench.stored(id)).toMatchObject({ city: 'New' });
	});

	it('many rows, some compared, some refused, some of nobody: each has its own outcome', async () => {
		const [id, ...others] = await ordinaryPeople(bench, 20);
		bench.expectRefusal(404);
		const kinds: IDataObject[] = [
			{ user: id, compare: true },
			{ user: 'not a user', compare: true },
			{ user: others[0] },
			{ user: 'nobody@contoso.example' },
			{ user: 'nobody.else@contoso.example', compare: true },
			{ user: id },
			{ user: id, title: '', empty: 'skip' },
		];
		const rows = Array.from({ length: 420 }, (_, index) => ({
			title: `title ${Math.floor(index / kinds.length)}`,
			...kinds[index % kinds.length],
		}));
		const { items: done } = await bench.run(update, {
			path,
			signIn,
			items: items(...rows),
			settings: { onError: 'continueRegularOutput' },
		});
		expect(done).toHaveLength(420);
		const ofKind = (kind: number): IDataObject[] =>
			done.filter((_, index) => index % kinds.length === kind).map(({ json }) => json);
		for (const kind of [1, 3, 4]) {
			for (const { error } of ofKind(kind)) expect(typeof error).toBe('string');
		}
		expect(new Set(ofKind(0).map(({ changed }) => changed))).toEqual(new Set([true]));
		for (const kind of [2, 5, 6])
			for (const { success } of ofKind(kind)) expect(success).toBe(true);
		for (const user of [id, others[0]]) {
			expect(await bench.stored(user)).toMatchObject({ jobTitle: 'title 59' });
		}
	});
});
