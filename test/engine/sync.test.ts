/** Sync Users: the list, what is compared, what is written, what can be undone. */
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { EVERY_RIGHT, ordinaryPeople } from '../support/engine/updating';
import { automatic, byHand } from '../support/engine/syncing';
import { BOTH_PATHS, Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 80 });
const signIn = { scopes: EVERY_RIGHT };

const rows = (...list: IDataObject[]): INodeExecutionData[] => list.map((json) => ({ json }));
const changesMade = async () => (await bench.asked()).filter(({ method }) => method !== 'GET');
const writes = async () =>
	(await changesMade()).map(({ method, path, body }) => [
		method,
		path.replace('/v1.0/users/', ''),
		body,
	]);
const CONTINUE = { settings: { onError: 'continueRegularOutput' as const } };

interface Person {
	id: string;
	userPrincipalName: string;
	employeeId: string;
	mail: string;
	jobTitle: string;
	city: string;
	department: string;
}

async function people(count: number): Promise<Person[]> {
	const ids = await ordinaryPeople(bench, count);
	return await Promise.all(
		ids.map(async (id) => ({ ...(await bench.stored(id)), id }) as unknown as Person),
	);
}
const managerOf = async (id: string): Promise<unknown> =>
	(await bench.tenant.control('GET', `/users/${id}`)).body.managerId;

describe.each(BOTH_PATHS)('through %s', (path) => {
	test('writes what differs, and nothing else', async () => {
		const [one, other, third] = await people(3);
		const results = await bench.results(automatic('userPrincipalName'), {
			path,
			items: rows(
				{ 'User Principal Name': one.userPrincipalName, 'Job Title': 'New', city: one.city },
				{
					user_principal_name: other.userPrincipalName,
					jobTitle: other.jobTitle,
					CITY: other.city,
				},
				{
					userPrincipalName: third.userPrincipalName.toUpperCase(),
					'job-title': third.jobTitle,
					city: 'New',
				},
			),
		});
		expect(results).toEqual([
			{
				user: one.userPrincipalName,
				id: one.id,
				userPrincipalName: one.userPrincipalName,
				changed: true,
				written: true,
				changes: [{ field: 'jobTitle', from: one.jobTitle, to: 'New' }],
				undo: { id: one.id, jobTitle: one.jobTitle },
			},
			{
				user: other.userPrincipalName,
				id: other.id,
				userPrincipalName: other.userPrincipalName,
				changed: false,
				written: false,
				changes: [],
				undo: null,
			},
			expect.objectContaining({
				user: third.userPrincipalName.toUpperCase(),
				changes: [{ field: 'city', from: third.city, to: 'New' }],
			}),
		]);
		expect(await writes()).toEqual([
			['PATCH', one.id, { jobTitle: 'New' }],
			['PATCH', third.id, { city: 'New' }],
		]);
	});

	test('columns mapped by hand', async () => {
		const [one] = await people(1);
		const [result] = await bench.results(
			byHand('employeeId', {
				employeeId: '={{ $json.number }}',
				jobTitle: '={{ $json.role }}',
				skills: '={{ $json.skills }}',
				accountEnabled: '={{ $json.active }}',
			}),
			{
				path,
				signIn,
				items: rows({ number: one.employeeId, role: 'New', skills: ['a', 'b'], active: 'true' }),
			},
		);
		expect(result).toMatchObject({ user: one.employeeId, id: one.id, written: true });
		expect((result.changes as IDataObject[]).map(({ field }) => field)).toEqual([
			'jobTitle',
			'skills',
		]);
		expect(await bench.stored(one.id)).toMatchObject({ jobTitle: 'New', skills: ['a', 'b'] });
	});

	test('a preview says the same and writes nothing', async () => {
		const [one, other] = await people(2);
		const items = rows(
			{ id: one.id, jobTitle: 'New', skills: 'a, b' },
			{ id: other.id, jobTitle: other.jobTitle, manager: one.userPrincipalName },
		);
		const run = async (dryRun: boolean) =>
			await bench.results(automatic('id', { dryRun }), { path, signIn, items });
		const preview = await run(true);
		expect(await changesMade()).toEqual([]);
		expect(preview.map(({ written }) => written)).toEqual([false, false]);
		const written = await run(false);
		expect(written.map(({ changes }) => changes)).toEqual(preview.map(({ changes }) => changes));
		expect((await run(true)).map(({ changed }) => changed)).toEqual([false, false]);
	});

	test('unchanged users are left out if not wanted', async () => {
		const [one, other] = await people(2);
		const results = await bench.results(automatic('id', { returnUnchanged: false }), {
			path,
			items: rows({ id: one.id, city: one.city }, { id: other.id, city: 'New' }),
		});
		expect(results.map(({ id }) => id)).toEqual([other.id]);
	});

	test('more changes than allowed: nothing is written', async () => {
		const everyone = await people(4);
		const items = rows(
			...everyone.map(({ id, city }, index) => ({ id, city: index === 0 ? city : 'New' })),
		);
		const { error } = await bench.run(automatic('id', { maxChanges: 2 }), { path, items });
		expect(error?.message).toBe(
			"3 users differ from the list, and 'Stop If More Than' is 2: nothing has been changed (0 of 4 users were updated before this)",
		);
		expect(await changesMade()).toEqual([]);

		const { items: each } = await bench.run(automatic('id', { maxChanges: 2 }), {
			path,
			items,
			...CONTINUE,
		});
		expect(each.map(({ json }) => json.changed ?? json.error)).toEqual([
			false,
			...Array<string>(3).fill(
				"3 users differ from the list, and 'Stop If More Than' is 2: nothing has been changed",
			),
		]);
		expect(await changesMade()).toEqual([]);

		await bench.results(automatic('id', { maxChanges: 3 }), { path, items });
		expect(await changesMade()).toHaveLength(3);
	});

	test('empty values: left, cleared, refused', async () => {
		const [one] = await people(1);
		const run = async (emptyValues?: string) =>
			await bench.run(automatic('id', emptyValues ? { emptyValues } : {}), {
				path,
				items: rows({ id: one.id, city: '', department: null, jobTitle: one.jobTitle }),
			});
		expect((await run()).items[0].json).toMatchObject({ changed: false });
		expect((await run('refuse')).error?.message).toBe(`"${one.id}": 'City' is empty`);
		expect((await run('clear')).items[0].json).toMatchObject({
			changes: [
				{ field: 'city', from: one.city, to: null },
				{ field: 'department', from: one.department, to: null },
			],
			undo: { id: one.id, city: one.city, department: one.department },
		});
		expect(await bench.stored(one.id)).toMatchObject({ city: null, department: null });
	});

	test('two rows for one user: the second is compared with what the first leaves', async () => {
		const [one] = await people(1);
		const results = await bench.results(automatic('mail'), {
			path,
			items: rows(
				{ mail: one.mail, jobTitle: 'First', city: 'New' },
				{ mail: one.mail.toUpperCase(), jobTitle: 'First' },
				{ mail: one.mail, jobTitle: one.jobTitle },
			),
		});
		expect(results.map(({ changes }) => changes)).toEqual([
			[
				{ field: 'jobTitle', from: one.jobTitle, to: 'First' },
				{ field: 'city', from: one.city, to: 'New' },
			],
			[],
			[{ field: 'jobTitle', from: 'First', to: one.jobTitle }],
		]);
		expect(await bench.stored(one.id)).toMatchObject({ jobTitle: one.jobTitle, city: 'New' });
	});

	test('two rows for one user are undone by their results in whatever order', async () => {
		const [one, boss, other] = await people(3);
		const before = [await bench.stored(one.id), await managerOf(one.id)];
		const results = await bench.results(automatic('id'), {
			path,
			items: rows(
				{ id: one.id, jobTitle: 'First', manager: boss.id },
				{ id: one.id, jobTitle: 'Second', manager: other.id },
			),
		});
		const undo = results.map((result) => ({ json: result.undo as IDataObject }));
		await bench.results(automatic('id', { emptyValues: 'clear' }), { path, items: undo });
		expect([await bench.stored(one.id), await managerOf(one.id)]).toEqual(before);
	});

	test('the manager: by name, mail address, ID and employee ID, and none', async () => {
		const [boss, ...staff] = await people(6);
		const [byName, byMail, byId, byNumber, none] = staff;
		await bench.tenant.control('PATCH', `/users/${boss.id}`, {
			properties: { mail: 'the.boss@contoso.example', employeeId: 'B-1' },
		});
		await bench.tenant.control('PATCH', `/users/${none.id}`, { managerId: boss.id });
		for (const { id } of staff.slice(0, 4)) {
			await bench.tenant.control('PATCH', `/users/${id}`, { managerId: null });
		}
		const results = await bench.results(automatic('id', { emptyValues: 'clear' }), {
			path,
			items: rows(
				{ id: byName.id, manager: boss.userPrincipalName },
				{ id: byMail.id, manager: 'The.Boss@contoso.example' },
				{ id: byId.id, manager: boss.id },
				{ id: byNumber.id, manager: 'B-1' },
				{ id: none.id, manager: '' },
			),
		});
		const to = boss.userPrincipalName;
		expect(results.map(({ changes }) => changes)).toEqual([
			...Array<IDataObject[]>(4).fill([{ field: 'manager', from: null, to }]),
			[{ field: 'manager', from: to, to: null }],
		]);
		expect(results.at(-1)?.undo).toEqual({ id: none.id, manager: boss.id });
		for (const { id } of staff.slice(0, 4)) expect(await managerOf(id)).toBe(boss.id);
		expect(await managerOf(none.id)).toBeNull();
	});

	test('what was changed can be undone', async () => {
		const everyone = await people(5);
		const all = async () =>
			await Promise.all(
				everyone.map(async ({ id }) => [await bench.stored(id), await managerOf(id)]),
			);
		const before = await all();
		const run = async (items: INodeExecutionData[], options: IDataObject = {}) =>
			await bench.results(automatic('id', options), { path, signIn, items });
		const results = await run(
			rows(
				...everyone.map(({ id }, index) => ({
					id,
					jobTitle: `Wrong ${index}`,
					department: null,
					skills: [],
					otherMails: ['wrong@example.com'],
					birthday: '2001-02-03',
					accountEnabled: false,
					extensionAttribute1: 'wrong',
					division: 'wrong',
					userPrincipalName: `wrong${index}@contoso.onmicrosoft.example`,
					manager: bench.tenant.cast.umlaut.id,
				})),
			),
			{ emptyValues: 'clear' },
		);
		expect(results.every(({ written }) => written)).toBe(true);
		await run(
			results.map(({ undo }) => ({ json: undo as IDataObject })),
			{ emptyValues: 'clear' },
		);
		expect(await all()).toEqual(before);
	});

	test('a row that fails leaves the others, and under Stop nothing is written', async () => {
		const [one, other] = await people(2);
		const items = rows(
			{ employeeId: one.employeeId, city: 'New' },
			{ employeeId: 'E-NOBODY', city: 'New' },
			{ employeeId: other.employeeId, city: 'New', manager: other.userPrincipalName },
		);
		const { error } = await bench.run(automatic('employeeId'), { path, items });
		expect(error?.message).toMatch(/\(0 of 3 users were updated before this\)$/);
		expect(await changesMade()).toEqual([]);

		const { items: each } = await bench.run(automatic('employeeId'), { path, items, ...CONTINUE });
		expect(each.map(({ json }) => json.written ?? json.error)).toEqual([
			true,
			`'Employee ID' is the employee ID "E-NOBODY", which no user has`,
			`"${other.employeeId}": 'Manager' is the user, who cannot be their own manager`,
		]);
		expect(await writes()).toEqual([['PATCH', one.id, { city: 'New' }]]);
	});

	test.each<{ of: string; row: IDataObject; message: string; matching?: string }>([
		{
			of: 'an unknown column',
			row: { userPrincipalName: 'a@b.example', Departmnt: 'x' },
			message: `"Departmnt" (did you mean "Department"?) is not a column that can be written`,
		},
		{
			of: 'several unknown columns',
			row: { userPrincipalName: 'a@b.example', foo: 1, city: 'x', zzz: 2 },
			message: `These are not columns that can be written: "foo", "zzz"`,
		},
		{
			of: 'a column twice',
			row: { userPrincipalName: 'a@b.example', city: 'x', City: 'y' },
			message: `'City' comes twice: as "city" and as "City"`,
		},
		{
			of: 'an empty key',
			row: { userPrincipalName: ' ', city: 'x' },
			message: `'User Principal Name' is empty, which is the column that says which user a row is about`,
		},
		{
			of: 'me as the key',
			row: { userPrincipalName: 'me', city: 'x' },
			message: `'User Principal Name' is "me"; a list names each user by user principal name or ID`,
		},
		{
			of: 'no other column',
			row: { userPrincipalName: 'a@b.example' },
			message: `'Columns' has nothing to compare users with but 'User Principal Name'`,
		},
		{
			of: 'a value that Graph refuses',
			row: { userPrincipalName: 'a@b.example', 'Usage Location': 'Germany' },
			message: `"a@b.example": 'Usage Location' is "Germany", which is not a two-letter country code`,
		},
		{
			of: 'no manager',
			row: { userPrincipalName: 'a@b.example', manager: 'x'.repeat(20) },
			message: `"a@b.example": 'Manager' is "xxxxxxxxxxxxxxxxxxxx", which is longer than an employee ID can be: 16 characters`,
		},
		{
			of: 'a column that does not tell users apart',
			row: { city: 'x' },
			message: `'Columns' is to be matched by "city", which does not tell which user is meant`,
			matching: 'city',
		},
	])('$of is refused before anything is sent', async ({ row, message, matching }) => {
		const { error } = await bench.run(automatic(matching), { path, items: rows(row) });
		expect(error?.message).toBe(message);
		expect(await bench.log()).toEqual([]);
	});

	test('two users with one employee ID: both are named', async () => {
		for (const name of ['one', 'two']) {
			await bench.addUser({ employeeId: 'E-TWICE', userPrincipalName: `${name}@contoso.example` });
		}
		const { error } = await bench.run(automatic('employeeId'), {
			path,
			items: rows({ employeeId: 'E-TWICE', city: 'x' }),
		});
		expect(error?.message).toBe(
			`'Employee ID' is the employee ID "E-TWICE", which 2 users have: one@contoso.example, two@contoso.example`,
		);
	});

	test('by SAM account name', async () => {
		const { synced } = bench.tenant.cast;
		const { onPremisesSamAccountName, city } = await bench.stored(synced);
		const [result] = await bench.results(automatic('onPremisesSamAccountName', { dryRun: true }), {
			path,
			items: rows({ onPremisesSamAccountName, city: `not ${String(city)}`, manager: null }),
		});
		expect(result).toMatchObject({ id: synced.id, changed: true });
	});
});
