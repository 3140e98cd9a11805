/** Search Users, Conditions: what people give as values, and how conditions join with the rest. */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { modeOf } from '../support/engine/queryMode';
import { BOTH_PATHS, Workbench } from '../support/engine/workbench';

const bench = new Workbench();
const search = { resource: 'search', operation: 'users', returnAll: true, selectFields: ['id'] };

type Condition = { field?: unknown; operator?: unknown; value?: unknown };

const withConditions = (condition: readonly Condition[], searchTerm = ''): INodeParameters => ({
	...search,
	searchTerm,
	options: { conditions: { condition: condition as INodeParameters[] } },
});
const isEqual = (field: string, value: unknown): Condition => ({
	field,
	operator: 'equals',
	value,
});

const ids = (users: IDataObject[]): unknown[] => users.map(({ id }) => id);
const found = async (condition: readonly Condition[]): Promise<unknown[]> =>
	ids(await bench.results(withConditions(condition)));
const everyone = async (
	fields: string[],
	matches: (user: IDataObject) => boolean,
): Promise<unknown[]> => ids((await bench.everyone(['id', ...fields])).filter(matches));

describe.each(BOTH_PATHS)('joined, over %s', (path) => {
	const joined = async (parameters: IDataObject): Promise<unknown[]> =>
		ids(await bench.results({ ...search, ...parameters } as never, { path }));
	const condition = [isEqual('city', 'Seattle'), isEqual('department', 'Engineering')];
	const fields = ['city', 'department', 'displayName', 'surname', 'userType'];
	const inCity = ({ city }: IDataObject): boolean => city === 'Seattle';
	const inDepartment = ({ department }: IDataObject): boolean => department === 'Engineering';

	it('all, which is usual, or any', async () => {
		const both = await joined({ options: { conditions: { condition } } });
		expect(both).toEqual(await everyone(fields, (user) => inCity(user) && inDepartment(user)));
		const either = await joined({
			options: { conditions: { condition }, matchConditions: 'any' },
		});
		expect(either).toEqual(await everyone(fields, (user) => inCity(user) || inDepartment(user)));
		expect(either.length).toBeGreaterThan(both.length);
		expect((await bench.asked()).map(modeOf)).toEqual(['plain', 'plain']);
	});

	it('with Search Term and Filter, whatever "or" stands in each', async () => {
		const result = await joined({
			searchTerm: 'm',
			options: {
				conditions: { condition },
				matchConditions: 'any',
				filter: "userType eq 'Member' or userType eq 'Guest'",
			},
		});
		const starts = (value: unknown): boolean => /^m/i.test(String(value));
		expect(result).toEqual(
			await everyone(
				fields,
				(user) =>
					(starts(user.displayName) || starts(user.surname)) &&
					(inCity(user) || inDepartment(user)),
			),
		);
		expect(result.length).toBeGreaterThan(0);
	});

	it('with a search by words and Sort', async () => {
		const result = await joined({
			searchTerm: 'wallace',
			options: {
				searchMode: 'tokens',
				orderBy: 'displayName',
				conditions: { condition: [isEqual('givenName', 'alice')] },
			},
		});
		expect(result).toEqual([bench.tenant.cast.alice.id]);
		expect((await bench.asked()).map(modeOf)).toEqual(['advanced']);
	});

	it('from expressions that differ by item', async () => {
		const { alice, ceo, guest } = bench.tenant.cast;
		const { items, error } = await bench.run(
			{
				...search,
				options: {
					conditions: {
						condition: [
							{
								field: '={{ $json.field }}',
								operator: '={{ $json.operator }}',
								value: '={{ $json.value }}',
							},
						],
					},
				},
			} as never,
			{
				path,
				items: [
					{ json: { field: 'mail', operator: 'equals', value: alice.mail } },
					{ json: { field: 'User Type', operator: 'is one of', value: ['guest'] } },
					{ json: { field: 'employee_id', operator: 'Equals', value: await employeeId(ceo.id) } },
				],
			},
		);
		expect(error).toBeUndefined();
		expect(items.map(({ json, pairedItem }) => [json.id, pairedItem])).toEqual(
			[alice, guest, ceo].map(({ id }, item) => [id, { item }]),
		);
	});
});

const employeeId = async (id: string): Promise<string> =>
	String((await bench.stored(id)).employeeId);

it('an empty list of conditions finds everyone', async () => {
	expect(await found([])).toEqual(await everyone([], () => true));
});

describe('texts', () => {
	it.each([
		["o'brien", 'surname', "O'Brien"],
		['  Wallace ', 'surname', 'Wallace'],
		['MÜßIGGANG', 'surname', 'Müßiggang'],
		['\u200bWallace\u00a0', 'surname', 'Wallace'],
	])('%j', async (given, field, meant) => {
		const value = meant.toLowerCase();
		expect(await found([isEqual(field, given)])).toEqual(
			await everyone([field], (user) => String(user[field]).toLowerCase() === value),
		);
	});

	it('a number is taken as text', async () => {
		const id = await bench.addUser({ postalCode: '12300', displayName: 'Post' });
		expect(await found([isEqual('postalCode', '={{ 12300 }}')])).toEqual([id]);
	});

	it('the name of a guest as other tools encode it', async () => {
		const { guest } = bench.tenant.cast;
		const encoded = guest.userPrincipalName.replace(/#/g, '%23');
		expect(encoded).toContain('%23');
		expect(await found([isEqual('userPrincipalName', encoded)])).toEqual([guest.id]);
	});

	it('a mail address finds a proxy address', async () => {
		const { alice } = bench.tenant.cast;
		expect(await found([isEqual('proxyAddresses', String(alice.mail))])).toEqual([alice.id]);
	});

	it('choices in any case, and as the editor words them', async () => {
		const { alice } = bench.tenant.cast;
		await bench.tenant.control('PATCH', `/users/${alice.id}`, {
			properties: { ageGroup: 'NotAdult' },
		});
		for (const value of ['NotAdult', 'notadult', 'Not Adult']) {
			expect(await found([isEqual('ageGroup', value)])).toEqual([alice.id]);
		}
	});

	it.each([true, 'true', ' TRUE '])('true as %j', async (value) => {
		expect(await found([isEqual('accountEnabled', value)])).toEqual(
			await everyone(['accountEnabled'], (user) => user.accountEnabled === true),
		);
	});
});

describe('several values', () => {
	const departments = ['Legal', 'Sales'];
	it.each([
		['text with commas', 'legal, Sales,, Legal'],
		['lines', 'Legal\nSales'],
		['quotes', '"Legal", "Sales"'],
		['a list', '={{ ["Legal", "Sales", null, ""] }}'],
		['a list as text', '["Legal","Sales"]'],
	])('%s', async (_, value) => {
		expect(await found([{ field: 'department', operator: 'isOneOf', value }])).toEqual(
			await everyone(['department'], (user) => departments.includes(String(user.department))),
		);
		expect((await bench.asked()).map(modeOf)).toEqual(['plain']);
	});

	it('16 and more are advanced, and as many as an address holds', async () => {
		const users = await bench.everyone(['id', 'userPrincipalName']);
		const many = (count: number): Condition => ({
			field: 'id',
			operator: 'isOneOf',
			value: users.slice(0, count).map(({ id }) => id),
		});
		for (const count of [15, 16, 40]) {
			expect(await found([many(count)])).toEqual(ids(users.slice(0, count)));
		}
		expect((await bench.asked()).map(modeOf)).toEqual(['plain', 'advanced', 'advanced']);
		await bench.tenant.control('DELETE', '/log');
		const { error } = await bench.run(withConditions([many(120)]));
		expect(error?.message).toMatch(/^'Conditions' has 120 values, and the address/);
		expect(await bench.log()).toEqual([]);
	});
});

describe('dates', () => {
	const add = async (createdDateTime: string): Promise<string> =>
		await bench.addUser({ createdDateTime, displayName: 'New' });

	it.each([
		['a day', '2026-03-31', 'on'],
		['the date picker', '2026-03-31T00:00:00', 'on'],
		['a luxon date', '={{ DateTime.fromISO("2026-03-31", { zone: "utc" }) }}', 'at'],
		['a moment', '2026-03-31T09:00:00Z', 'noon'],
		['another zone', '2026-03-31T11:00:00+02:00', 'noon'],
		['a JavaScript date', '={{ new Date("2026-03-31T09:00:00Z") }}', 'noon'],
	])('%s', async (_, value, meaning) => {
		const times = [
			'2026-03-30T23:59:59Z',
			'2026-03-31T00:00:00Z',
			'2026-03-31T08:59:59Z',
			'2026-03-31T09:00:00Z',
			'2026-03-31T09:00:01Z',
			'2026-03-31T23:59:59Z',
			'2026-04-01T00:00:00Z',
		];
		const added = new Map<string, string>();
		for (const time of times) added.set(await add(time), time.slice(5, 16 + 3));
		const who = async (operator: string): Promise<unknown[]> => {
			const since = { field: 'createdDateTime', operator: 'after', value: '2026-03-01' };
			const result = await found([{ field: 'createdDateTime', operator, value }, since]);
			return result.map((id) => added.get(String(id))).sort();
		};
		const all = times.map((time) => time.slice(5, 16 + 3));
		const ON = all.slice(1, 6);
		const expected = {
			on: { before: all.slice(0, 1), equals: ON, after: all.slice(6) },
			at: { before: all.slice(0, 1), equals: ON, after: all.slice(2) },
			noon: { before: all.slice(0, 3), equals: all.slice(3, 4), after: all.slice(4) },
		}[meaning];
		expect({
			before: await who('before'),
			equals: await who('equals'),
			after: await who('after'),
		}).toEqual(expected);
		const others = all.filter((time) => !expected?.equals.includes(time));
		expect(await who('notEquals')).toEqual(others);
	});

	it('a day of employment stays that day in every zone', async () => {
		const id = await bench.addUser({ employeeHireDate: '2031-07-14T00:00:00Z' });
		for (const zone of ['Pacific/Kiritimati', 'Europe/Berlin', 'Pacific/Pago_Pago']) {
			const value = `={{ DateTime.fromISO('2031-07-14T18:00', { zone: '${zone}' }) }}`;
			expect(await found([isEqual('employeeHireDate', value)])).toEqual([id]);
			expect(await found([{ field: 'employeeHireDate', operator: 'after', value }])).toEqual([]);
		}
	});
});

describe('directory extensions', () => {
	const APP = 'extension_22222222222242228222222222222222_';
	it.each([
		['badge', 'equals', 'a-17'],
		['badge', 'startsWith', 'A-'],
		['badge', 'isOneOf', 'B, A-17'],
		['badge', 'isNotEmpty', undefined],
		['floor', 'equals', '={{ 4 }}'],
		['remote', 'equals', '={{ true }}'],
		['startedOn', 'equals', '={{ DateTime.fromISO("2021-03-01T00:00:00Z") }}'],
	])('%s %s %s', async (name, operator, value) => {
		const field = `={{ '${APP}${name}' }}`;
		expect(await found([{ field, operator, value }])).toEqual([bench.tenant.cast.alice.id]);
	});

	it.each(['={{ 4 }}', '2024-01-01T00:00:00Z', '={{ DateTime.fromISO("2024-01-01T00:00:00Z") }}'])(
		'starts with %s: as text',
		async (value) => {
			const field = `={{ '${APP}badge' }}`;
			expect(await found([{ field, operator: 'startsWith', value }])).toEqual([]);
		},
	);

	it('one that the tenant does not know is named', async () => {
		bench.expectRefusal(400, 'Request_BadRequest');
		const { error } = await bench.run(withConditions([isEqual(`${APP}bagde`, 'x')]));
		expect(error?.message).toMatch(/^'Conditions' names "extension_.*bagde", which .* not know/);
	});
});

describe('what permissions there are', () => {
	it('the basic one filters by basic fields, and says what others need', async () => {
		const signIn = { scopes: ['User.ReadBasic.All'] };
		const { alice } = bench.tenant.cast;
		const users = await bench.results(withConditions([isEqual('displayName', 'Alice Wallace')]), {
			signIn,
		});
		expect(ids(users)).toEqual([alice.id]);
		bench.expectRefusal(403, 'Authorization_RequestDenied');
		const startsWith = { field: 'mail', operator: 'startsWith', value: 'alice' };
		const both = await bench.results(withConditions([startsWith], 'Alice'), { signIn });
		expect(ids(both)).toEqual([alice.id]);
		const { error } = await bench.run(withConditions([isEqual('department', 'Sales')], 'A'), {
			signIn,
		});
		expect(error?.message).toContain('has no right to filter by department');
	});

	it('the leave date needs its own', async () => {
		bench.expectRefusal(403, 'Authorization_RequestDenied');
		const { error } = await bench.run(
			withConditions([{ field: 'employeeLeaveDateTime', operator: 'after', value: '2026-01-01' }]),
		);
		expect(error?.message).toContain('User-LifeCycleInfo.Read.All');
	});
});
