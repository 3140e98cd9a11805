/** Sync Users with lists as spreadsheets and HR systems really give them. */
import type { IDataObject } from 'n8n-workflow';

import { EVERY_RIGHT, ordinaryPeople } from '../support/engine/updating';
import { automatic as sync } from '../support/engine/syncing';
import { BOTH_PATHS, Workbench } from '../support/engine/workbench';

const bench = new Workbench({ users: 60 });

const rows = (...list: IDataObject[]) => list.map((json) => ({ json }));
const changesMade = async () => (await bench.asked()).filter(({ method }) => method !== 'GET');

const CONTACT_RIGHTS = [...EVERY_RIGHT, 'Directory.Read.All'];

test('a manager by the ID of a contact, and by an ID that nobody has, where contacts can be read', async () => {
	const [id, other] = await ordinaryPeople(bench, 2);
	const { body } = await bench.tenant.control(
		'GET',
		`/users/${bench.tenant.cast.orgContactManager.id}`,
	);
	const contact = body.managerId as string;
	const nobody = '00000000-1111-4222-8333-444444444444';
	bench.expectRefusal(404);
	const results = await bench.run(sync('id'), {
		signIn: { scopes: CONTACT_RIGHTS },
		items: rows({ id, manager: contact }, { id: other, manager: nobody }),
		settings: { onError: 'continueRegularOutput' },
	});
	expect(results.items.map(({ json }) => json.written ?? json.error)).toEqual([
		true,
		`"${other}": 'Manager' is the ID "${nobody}", which no user has`,
	]);
});

test('a manager who is a contact is restored without the right to read contacts', async () => {
	const { id } = bench.tenant.cast.orgContactManager;
	const before = (await bench.tenant.control('GET', `/users/${id}`)).body.managerId;
	const [boss] = await ordinaryPeople(bench, 1);
	const [changed] = await bench.results(sync('id'), { items: rows({ id, manager: boss }) });
	expect(changed.written).toBe(true);
	await bench.results(sync('id'), { items: rows(changed.undo as IDataObject) });
	expect((await bench.tenant.control('GET', `/users/${id}`)).body.managerId).toBe(before);
});

describe.each(BOTH_PATHS)('through %s', (path) => {
	test('names of columns with a byte order mark, other hyphens, and what nobody sees', async () => {
		const [id] = await ordinaryPeople(bench, 1);
		const [result] = await bench.results(sync('id'), {
			path,
			items: rows({
				'\uFEFFID': id,
				'\u200bJob\u00a0Title\u200b': 'New',
				'cost\u2011center': 'CC1',
				' Company Name ': 'New',
			}),
		});
		expect((result.changes as IDataObject[]).map(({ field }) => field)).toEqual([
			'jobTitle',
			'costCenter',
			'companyName',
		]);
	});

	test('keys with spaces, zero-width characters, in another case, and as numbers', async () => {
		const [byMail, byName, byNumber, byCase] = await ordinaryPeople(bench, 4);
		const { mail } = await bench.stored(byMail);
		const { userPrincipalName } = await bench.stored(byName);
		await bench.tenant.control('PATCH', `/users/${byNumber}`, {
			properties: { employeeId: '12345' },
		});
		await bench.tenant.control('PATCH', `/users/${byCase}`, { properties: { employeeId: 'AB-1' } });
		const idOf = async (matching: string, key: unknown) =>
			(
				await bench.results(sync(matching, { dryRun: true }), {
					path,
					items: rows({ [matching]: key as string, city: 'New' }),
				})
			)[0].id;
		expect(await idOf('mail', ` ${String(mail).toUpperCase()}\u200b`)).toBe(byMail);
		expect(await idOf('userPrincipalName', `\u200b${String(userPrincipalName)} `)).toBe(byName);
		expect(await idOf('employeeId', 12345)).toBe(byNumber);
		expect(await idOf('employeeId', ' ab-1\u00a0')).toBe(byCase);
		const { error } = await bench.run(sync('employeeId'), {
			path,
			items: rows({ employeeId: '0012345', city: 'New' }),
		});
		expect(error?.message).toMatch(
			/^'Employee ID' is the employee ID "0012345", which no user has/,
		);
	});

	test('a key of which nothing can be seen is empty', async () => {
		const { error } = await bench.run(sync('mail'), {
			path,
			items: rows({ mail: '\u200b \uFEFF', city: 'New' }),
		});
		expect(error?.message).toMatch(/^'Mail' is empty, /);
		expect(await bench.log()).toEqual([]);
	});

	test('TRUE and false as text', async () => {
		const [one, other] = await ordinaryPeople(bench, 2);
		const results = await bench.results(sync('id', { dryRun: true }), {
			path,
			signIn: { scopes: EVERY_RIGHT },
			items: rows({ id: one, accountEnabled: 'TRUE' }, { id: other, 'Account Enabled': 'False ' }),
		});
		expect(results.map(({ changes }) => changes)).toEqual([
			[],
			[{ field: 'accountEnabled', from: true, to: false }],
		]);
	});

	test('a row whose other cells are all blank leaves the user as is; a list of such rows is refused', async () => {
		const [one, other] = await ordinaryPeople(bench, 2);
		const results = await bench.results(sync('id'), {
			path,
			items: rows({ id: one }, { id: other, city: 'New' }),
		});
		expect(results.map(({ changed }) => changed)).toEqual([false, true]);
		const { error } = await bench.run(sync('id'), {
			path,
			items: rows({ id: one }, { id: other }),
		});
		expect(error?.message).toBe(`'Columns' has nothing to compare users with but 'ID'`);
	});

	test.each<{ row: IDataObject; says: RegExp; hint?: RegExp; refusal?: number }>([
		{
			row: { birthday: '14.07.2026' },
			says: /^"KEY": 'Birthday' is "14\.07\.2026", which is not a date$/,
			hint: /Which number is the month differs from country to country/,
		},
		{
			row: { 'Employee Hire Date': '7/14/2026' },
			says: /^"KEY": 'Employee Hire Date' is "7\/14\/2026", which is not a date$/,
			hint: /DateTime\.fromFormat/,
		},
		{
			row: { birthday: 46217 },
			says: /^"KEY": 'Birthday' is "46217", which is not a date$/,
			hint: /Spreadsheets count days from the end of 1899/,
		},
		{
			row: { accountEnabled: 'yes' },
			says: /^"KEY": 'Account Enabled' must be true or false, not "yes"$/,
		},
		{
			row: { manager: 'KEY' },
			says: /^"KEY": 'Manager' is the user, who cannot be their own manager/,
		},
		{
			row: { manager: 'E-NOBODY' },
			says: /^"KEY": 'Manager' is the employee ID "E-NOBODY", which no user has/,
		},
		{
			row: { manager: '00000000-1111-4222-8333-444444444444' },
			says: /^"KEY": 'Manager' is the ID "00000000-1111-4222-8333-444444444444", which no user has$/,
			refusal: 403,
		},
		{
			row: { manager: 'nobody@contoso.example' },
			says: /^"KEY": 'Manager' is the mail address "nobody@contoso\.example", which no user has/,
		},
		{
			row: { 'Hire Date': '2026-01-01' },
			says: /^"Hire Date" \(did you mean "Employee Hire Date"\?\) is not a column that can be written$/,
		},
		{
			row: { "Manager's ID": 'x' },
			says: /^"Manager's ID" \(did you mean "Manager"\?\) is not a column that can be written$/,
		},
		{
			row: { Phone: '1' },
			says: /^"Phone" \(did you mean "Business Phones" or "Mobile Phone"\?\) is not a column/,
		},
	])(
		'$row is refused with words, and nothing is written for anyone',
		async ({ row, says, hint, refusal }) => {
			if (refusal) bench.expectRefusal(refusal);
			const [id, other] = await ordinaryPeople(bench, 2);
			const own = Object.fromEntries(
				Object.entries(row).map(([name, value]) => [name, value === 'KEY' ? id : value]),
			);
			const items = rows({ id: other, city: 'New' }, { id, ...own });
			const { error } = await bench.run(sync('id'), { path, items });
			const message = String(error?.message)
				.replaceAll(id, 'KEY')
				.replace(/ \(0 of 2 users were updated before this\)$/, '');
			expect(message).toMatch(says);
			if (hint) expect(error?.description).toMatch(hint);
			expect(await changesMade()).toEqual([]);

			const { items: each } = await bench.run(sync('id'), {
				path,
				items,
				settings: { onError: 'continueRegularOutput' },
			});
			expect(
				each.map(({ json }) => json.written ?? String(json.error).replaceAll(id, 'KEY')),
			).toEqual([true, expect.stringMatching(says) as string]);
		},
	);
});
