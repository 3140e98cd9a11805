/** Search Users: the options Filter and Sort, and the mode in which Graph is asked. */
import type { IDataObject } from 'n8n-workflow';

import { modeOf } from '../support/engine/queryMode';
import { Workbench } from '../support/engine/workbench';

const search = { resource: 'search', operation: 'users' };
const bench = new Workbench();

const ids = (users: IDataObject[]): unknown[] => users.map(({ id }) => id);

describe('Search Users', () => {
	describe('Filter and Sort', () => {
		const inDepartment = (department: string) => (user: IDataObject) =>
			user.department === department;

		it('returns those who match the filter, also when pasted with $filter=', async () => {
			const wanted = (await bench.everyone(['id', 'department'])).filter(
				inDepartment('Engineering'),
			);
			expect(wanted.length).toBeGreaterThan(1);
			for (const filter of [
				"department eq 'Engineering'",
				"$filter=department eq 'Engineering'",
				"?$filter=department eq 'Engineering'",
			]) {
				const found = await bench.results({
					...search,
					returnAll: true,
					selectFields: ['department'],
					options: { filter },
				});
				expect(found).toEqual(wanted);
			}
			expect((await bench.asked()).map(modeOf)).toEqual(['plain', 'plain', 'plain']);
		});

		it('joins filter and search term with and, whatever "or" either of them holds', async () => {
			const fields = ['id', 'displayName', 'givenName', 'surname', 'department'];
			const found = await bench.results({
				...search,
				searchTerm: 'm',
				returnAll: true,
				selectFields: fields,
				options: { filter: "department eq 'Legal' or department eq 'Sales'" },
			});
			// Mail, nickname and user principal name begin with the first name.
			const expected = (await bench.everyone(fields)).filter(
				({ department, displayName, surname }) =>
					['Legal', 'Sales'].includes(String(department)) &&
					[displayName, surname].some((name) => /^m/i.test(String(name))),
			);
			expect(expected.length).toBeGreaterThan(1);
			expect(found).toEqual(expected);
		});

		it.each([
			['displayName', 'plain'],
			['displayName desc', 'plain'],
			['userPrincipalName', 'plain'],
			['userPrincipalName DESC', 'plain'],
			['createdDateTime', 'advanced'],
			['createdDateTime desc', 'advanced'],
		])('sorts by %s (%s)', async (orderBy, mode) => {
			const name = orderBy.split(' ')[0];
			const found = await bench.results({
				...search,
				returnAll: true,
				selectFields: [name],
				options: { orderBy },
			});
			expect((await bench.asked()).map(modeOf)).toEqual([mode]);
			const values = found.map((user) => String(user[name]));
			const sorted = [...values].sort((one, other) =>
				one.localeCompare(other, 'en', { sensitivity: 'base' }),
			);
			if (/desc/i.test(orderBy)) sorted.reverse();
			expect(values).toEqual(sorted);
			expect(new Set(ids(found))).toEqual(new Set(ids(await bench.everyone(['id']))));
		});

		it('sorts the filtered users', async () => {
			const found = await bench.results({
				...search,
				returnAll: true,
				selectFields: ['displayName', 'department'],
				options: { filter: "department eq 'Finance'", orderBy: 'displayName' },
			});
			const expected = (
				await bench.everyone(['id', 'displayName', 'department'], '$orderby=displayName')
			).filter(inDepartment('Finance'));
			expect(found).toEqual(expected);
			expect((await bench.asked()).map(modeOf)).toEqual(['advanced']);
		});
	});

	describe('which filters need the advanced mode (docs/graph.md#filter-support)', () => {
		type Case = [filter: string, mode: 'plain' | 'advanced', matches: (value: unknown) => boolean];
		const lower = (value: unknown): string => String(value).toLowerCase();
		const is = (wanted: string) => (value: unknown) => lower(value) === wanted.toLowerCase();
		const starts = (wanted: string) => (value: unknown) =>
			value !== null && lower(value).startsWith(wanted.toLowerCase());

		const text = (field: string, value: string, mode: Case[1], startsWith = mode): Case[] => [
			[`${field} eq '${value}'`, mode, is(value)],
			[`${field} in ('${value}', 'none')`, mode, is(value)],
			[`startsWith(${field}, '${value.slice(0, 3)}')`, startsWith, starts(value.slice(0, 3))],
		];

		/** A value of Alice's for every field, as the tenant keeps it. */
		async function alice(field: string): Promise<string> {
			const stored = await bench.stored(bench.tenant.cast.alice);
			return String(stored[field]);
		}

		async function check(field: string, cases: Case[]): Promise<void> {
			const everyone = await bench.everyone(['id', field]);
			for (const [filter, mode, matches] of cases) {
				await bench.tenant.control('DELETE', '/log');
				const found = await bench.results({
					...search,
					returnAll: true,
					selectFields: [field],
					options: { filter },
				});
				const expected = everyone.filter((user) => matches(user[field]));
				expect({ filter, found }).toEqual({ filter, found: expected });
				expect(expected.length).toBeGreaterThan(0);
				const modes = (await bench.asked()).map(modeOf);
				expect({ filter, modes }).toEqual({ filter, modes: [mode] });
			}
		}

		it.each([
			'displayName',
			'userPrincipalName',
			'givenName',
			'surname',
			'mail',
			'mailNickname',
			'city',
			'country',
			'department',
			'usageLocation',
		])('%s: eq, in and startsWith by default', async (field) => {
			const value = await alice(field);
			await check(field, [
				...text(field, value, 'plain'),
				[`${field} ne '${value}'`, 'advanced', (other) => !is(value)(other)],
				[`not(${field} eq '${value}')`, 'advanced', (other) => !is(value)(other)],
			]);
		});

		it('otherMails: eq and startsWith by default, endsWith advanced', async () => {
			const own = (wanted: (mail: string) => boolean) => (mails: unknown) =>
				(mails as string[]).some(wanted);
			await check('otherMails', [
				[
					"otherMails/any(m:m eq 'alice@home.example')",
					'plain',
					own((mail) => mail === 'alice@home.example'),
				],
				[
					"otherMails/any(m:startsWith(m, 'alice@'))",
					'plain',
					own((mail) => mail.startsWith('alice@')),
				],
				[
					"otherMails/any(x:endsWith(x, '@home.example'))",
					'advanced',
					own((mail) => mail.endsWith('@home.example')),
				],
			]);
		});

		it.each(['state', 'employeeId'])('%s: eq and in by default, no startsWith', async (field) => {
			const value = await alice(field);
			await check(field, text(field, value, 'plain').slice(0, 2));
			bench.expectRefusal(400, 'Request_UnsupportedQuery');
			const { error } = await bench.run({
				...search,
				options: { filter: `startsWith(${field}, '${value.slice(0, 3)}')` },
			});
			expect(error?.message).toContain("'Filter' was not accepted");
		});

		it('jobTitle: eq and in by default; startsWith advanced, to be safe', async () => {
			await check('jobTitle', text('jobTitle', await alice('jobTitle'), 'plain', 'advanced'));
		});

		it('accountEnabled, userType, ageGroup, consentProvidedForMinor: eq and in by default', async () => {
			await bench.tenant.control('PATCH', `/users/${bench.tenant.cast.alice.id}`, {
				properties: { ageGroup: 'Adult', consentProvidedForMinor: 'Granted' },
			});
			await check('accountEnabled', [
				['accountEnabled eq false', 'plain', (value) => value === false],
				['accountEnabled in (true, false)', 'plain', () => true],
				['accountEnabled ne true', 'advanced', (value) => value !== true],
			]);
			for (const [field, value] of [
				['userType', 'Guest'],
				['ageGroup', 'Adult'],
				['consentProvidedForMinor', 'Granted'],
			]) {
				await check(field, text(field, value, 'plain').slice(0, 2));
			}
		});

		it.each([
			'companyName',
			'mobilePhone',
			'officeLocation',
			'postalCode',
			'streetAddress',
			'preferredLanguage',
			'employeeType',
		])('%s: everything advanced', async (field) => {
			await check(field, text(field, await alice(field), 'advanced'));
		});

		it('onPremisesExtensionAttributes: advanced', async () => {
			const field = 'onPremisesExtensionAttributes';
			const { extensionAttribute1 } = (await bench.stored(bench.tenant.cast.alice))[
				field
			] as IDataObject;
			await check(field, [
				[
					`${field}/extensionAttribute1 eq '${String(extensionAttribute1)}'`,
					'advanced',
					(value) => (value as IDataObject).extensionAttribute1 === extensionAttribute1,
				],
			]);
		});

		it('endsWith and eq null: advanced', async () => {
			const ends = (wanted: string) => (value: unknown) => lower(value).endsWith(wanted);
			for (const field of ['mail', 'userPrincipalName']) {
				await check(field, [
					[`endsWith(${field}, '.example')`, 'advanced', ends('.example')],
					[
						`endsWith(${field},'e@contoso.example') or startsWith(${field},'alice')`,
						'advanced',
						(value) => ends('e@contoso.example')(value) || starts('alice')(value),
					],
				]);
			}
			await check('department', [['department eq null', 'advanced', (value) => value === null]]);
		});

		it('a word of the advanced mode inside a quoted text changes nothing', async () => {
			const jobTitle = "Not a 'ne', or endsWith(null)";
			const id = await bench.addUser({ jobTitle });
			const found = await bench.results({
				...search,
				options: { filter: `jobTitle eq '${jobTitle.replace(/'/g, "''")}'` },
			});
			expect(ids(found)).toEqual([id]);
			expect((await bench.asked()).map(modeOf)).toEqual(['plain']);
		});

		it('several conditions: advanced as soon as one of them is', async () => {
			for (const [filter, mode] of [
				["department eq 'Sales' and accountEnabled eq true", 'plain'],
				["(city eq 'Paris' or city eq 'London') and startsWith(surname,'A')", 'plain'],
				["department eq 'Sales' and companyName eq 'Contoso'", 'advanced'],
				["department eq 'Sales' and not (city eq 'Paris')", 'advanced'],
			]) {
				await bench.tenant.control('DELETE', '/log');
				await bench.results({ ...search, options: { filter } });
				const modes = (await bench.asked()).map(modeOf);
				expect({ filter, modes }).toEqual({ filter, modes: [mode] });
			}
		});
	});
});
