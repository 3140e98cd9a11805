/**
 * Search Users, Conditions: every pair of field and operator that the editor offers is accepted by
 * the strict tenant and finds whom it should; every other is refused before anything is sent.
 */
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { USER_PROPERTY_NAMES } from '../../nodes/Office365Users/users/userProperties';
import { FIELDS, OPERATORS, operatorsFor, shown } from '../support/engine/conditions';
import { BOTH_PATHS, Workbench } from '../support/engine/workbench';
import { TenantReader } from '../support/engine/tenantReader';
import { EVERY_RIGHT } from '../support/engine/updating';

const bench = new Workbench();
const reader = new TenantReader(bench);
const search = { resource: 'search', operation: 'users', returnAll: true, selectFields: ['id'] };
const signIn = { scopes: EVERY_RIGHT };

type Condition = { field: string; operator: string; value?: unknown };

const withConditions = (condition: ReadonlyArray<Partial<Condition>>): INodeParameters => ({
	...search,
	options: { conditions: { condition: condition as INodeParameters[] } },
});

/** Where Graph has a field that is not a property of the user itself. */
const OBJECTS: ReadonlyArray<[RegExp, string]> = [
	[/^(costCenter|division)$/, 'employeeOrgData'],
	[/^extensionAttribute/, 'onPremisesExtensionAttributes'],
];

/** What a user has in a field: all that can be equal to a value. */
function valuesIn(user: IDataObject, field: string): unknown[] {
	const object = OBJECTS.find(([names]) => names.test(field))?.[1];
	const value = object ? (user[object] as IDataObject | null)?.[field] : user[field];
	if (field === 'assignedLicenses') return (value as IDataObject[]).map(({ skuId }) => skuId);
	if (Array.isArray(value)) return value;
	return value === null || value === undefined ? [] : [value];
}

const lower = (value: unknown): string => String(value).toLowerCase();
const day = (value: unknown): string => String(value).slice(0, 10);

const MEANINGS: Record<string, (value: unknown, wanted: unknown) => boolean> = {
	equals: (value, wanted) => lower(value) === lower(wanted),
	startsWith: (value, wanted) => lower(value).startsWith(lower(wanted)),
	endsWith: (value, wanted) => lower(value).endsWith(lower(wanted)),
	isOneOf: (value, wanted) => (wanted as unknown[]).map(lower).includes(lower(value)),
	before: (value, wanted) => day(value) < String(wanted),
	after: (value, wanted) => day(value) > String(wanted),
	equalsDay: (value, wanted) => day(value) === wanted,
};

const isDate = (field: string): boolean => operatorsFor(field).includes('before');

/** Whether a condition holds, by what the words mean. */
function holds(user: IDataObject, { field, operator, value }: Condition): boolean {
	const values = valuesIn(user, field);
	if (operator === 'isEmpty') return values.length === 0;
	if (operator === 'isNotEmpty') return values.length > 0;
	const equals = isDate(field) ? MEANINGS.equalsDay : MEANINGS.equals;
	if (operator === 'notEquals') return !values.some((one) => equals(one, value));
	const meaning = operator === 'equals' ? equals : MEANINGS[operator];
	return values.some((one) => meaning(one, value));
}

/** A value that somebody has, fit for the operator. */
function sample(field: string, operator: string, everyone: IDataObject[]): unknown {
	const [first, ...others] = [...new Set(everyone.flatMap((user) => valuesIn(user, field)))];
	const text = String(first);
	switch (operator) {
		case 'isEmpty':
		case 'isNotEmpty':
			return undefined;
		case 'startsWith':
			return text.slice(0, field === 'proxyAddresses' ? 7 : 3);
		case 'endsWith':
			return text.slice(-12);
		case 'isOneOf':
			return [first, ...others.slice(0, 1)];
		default:
			return isDate(field) ? day([first, ...others].sort()[1]) : first;
	}
}

/** Fills in what nobody has in the tenant. */
async function fillIn(): Promise<void> {
	const { alice, ceo, synced, bareMinimum, guest, umlaut } = bench.tenant.cast;
	const patch = async (id: string, properties: IDataObject): Promise<void> => {
		const { status } = await bench.tenant.control('PATCH', `/users/${id}`, { properties });
		expect(status).toBe(200);
	};
	const attributes = (prefix: string): IDataObject =>
		Object.fromEntries(
			Array.from({ length: 15 }, (_, index) => [
				`extensionAttribute${index + 1}`,
				`${prefix} ${index + 1}`,
			]),
		);
	await patch(alice.id, {
		ageGroup: 'Adult',
		consentProvidedForMinor: 'Granted',
		faxNumber: '+1 425 555 0199',
		isResourceAccount: true,
		passwordPolicies: 'DisableStrongPassword',
		employeeLeaveDateTime: '2027-12-24T00:00:00Z',
		onPremisesExtensionAttributes: attributes('one'),
	});
	await patch(ceo.id, {
		ageGroup: 'Minor',
		consentProvidedForMinor: 'Denied',
		faxNumber: '+1 425 555 0198',
		isResourceAccount: false,
		employeeLeaveDateTime: '2027-06-30T09:30:00Z',
		onPremisesExtensionAttributes: attributes('two'),
		onPremisesImmutableId: 'another',
		onPremisesLastSyncDateTime: '2025-05-05T05:05:05Z',
		creationType: 'LocalAccount',
		externalUserState: 'PendingAcceptance',
	});
	await patch(umlaut.id, {
		employeeLeaveDateTime: '2026-06-30T00:00:00Z',
		onPremisesLastSyncDateTime: '2024-05-05T05:05:05Z',
		userPrincipalName: 'juergen@elsewhere.example',
	});
	await patch(synced.id, { onPremisesLastSyncDateTime: '2026-11-01T06:00:00Z' });
	await patch(bareMinimum.id, {
		createdDateTime: null,
		displayName: null,
		mail: null,
		mailNickname: null,
		usageLocation: null,
		userType: null,
		proxyAddresses: [],
	});
	await patch(guest.id, { otherMails: ['dana@fabrikam.example', 'd@home.example'] });
}

const select = [
	...new Set(FIELDS.map((field) => OBJECTS.find(([names]) => names.test(field))?.[1] ?? field)),
];

describe('every pair that the editor offers', () => {
	let everyone: IDataObject[];
	beforeEach(async () => {
		await fillIn();
		everyone = await reader.list(`/users?$top=999&$select=${select.join(',')}`);
		await bench.tenant.control('DELETE', '/log');
	});

	it.each(FIELDS)('%s', async (field) => {
		for (const operator of operatorsFor(field)) {
			const condition = { field, operator, value: sample(field, operator, everyone) };
			const found = await bench.results(withConditions([condition]), { signIn });
			const expected = everyone.filter((user) => holds(user, condition));
			expect({ condition, ids: found.map(({ id }) => id) }).toEqual({
				condition,
				ids: expected.map(({ id }) => id),
			});
			expect({ condition, some: expected.length > 0 }).toEqual({ condition, some: true });
			expect({ condition, notAll: expected.length < everyone.length }).toEqual({
				condition,
				notAll: true,
			});
		}
	});
});

describe('every pair that it does not offer', () => {
	it.each(FIELDS)('%s', async (field) => {
		const offered = operatorsFor(field);
		expect(offered.length).toBeGreaterThan(0);
		for (const operator of OPERATORS.filter((one) => !offered.includes(one))) {
			const { error, items } = await bench.run(
				withConditions([
					{ field: `={{ '${field}' }}`, operator: `={{ '${operator}' }}`, value: '={{ "x" }}' },
				]),
			);
			expect(error?.message).toMatch(/^'Operator' in 'Conditions' is .*does not support for/);
			expect(items).toEqual([]);
		}
		expect(await bench.log()).toEqual([]);
	});

	it('a field that Graph cannot filter by: says what it can', async () => {
		const others = USER_PROPERTY_NAMES.filter((name) => !FIELDS.includes(name));
		expect(others).toEqual(expect.arrayContaining(['aboutMe', 'signInActivity', 'mySite']));
		for (const field of others) {
			const { error, items } = await bench.run(
				withConditions([{ field: `={{ '${field}' }}`, operator: 'equals', value: 'x' }]),
			);
			expect(error?.message).toMatch(/'Conditions'.*(Job Title|Division|Extension|Filter|Days)/);
			expect(items).toEqual([]);
		}
		expect(await bench.log()).toEqual([]);
	});
});

describe('the editor', () => {
	it('shows one list of operators and at most one input for the value', () => {
		for (const field of [...FIELDS, '={{ $json.field }}', `extension_${'0'.repeat(32)}_badge`]) {
			expect([field, shown('operator', { field }).length]).toEqual([field, 1]);
			for (const operator of OPERATORS) {
				const inputs = shown('value', { field, operator });
				const wanted = /^is(Not)?Empty$/.test(operator) ? 0 : 1;
				expect([field, operator, inputs.length]).toEqual([field, operator, wanted]);
			}
		}
	});

	it('fits the input to the field', () => {
		const typeFor = (field: string, operator = 'equals') =>
			shown('value', { field, operator }).map(({ type }) => type);
		expect(typeFor('accountEnabled')).toEqual(['boolean']);
		expect(typeFor('createdDateTime', 'after')).toEqual(['dateTime']);
		expect(typeFor('userType')).toEqual(['options']);
		expect(typeFor('userType', 'isOneOf')).toEqual(['multiOptions']);
		expect(typeFor('department')).toEqual(['string']);
		expect(typeFor('={{ $json.field }}')).toEqual(['string']);
	});
});

it.each(BOTH_PATHS)(
	'a condition as the editor saves it, with its defaults, over %s',
	async (path) => {
		const everyone = await bench.everyone(['id', 'accountEnabled', 'userType']);
		const ids = async (condition: Partial<Condition>): Promise<unknown[]> =>
			(await bench.results(withConditions([condition]), { path })).map(({ id }) => id);
		// n8n leaves out what is as it was.
		expect(await ids({ field: 'accountEnabled' })).toEqual(
			everyone.filter((user) => user.accountEnabled).map(({ id }) => id),
		);
		expect(await ids({ field: 'userType' })).toEqual(
			everyone.filter((user) => user.userType === 'Guest').map(({ id }) => id),
		);
	},
);
