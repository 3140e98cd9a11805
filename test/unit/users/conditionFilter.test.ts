import { conditionFilter } from '../../../nodes/Office365Users/users/conditionFilter';
import { CONDITION_FIELDS } from '../../../nodes/Office365Users/users/conditionFields';
import { filterClauses } from '../../../nodes/Office365Users/users/filterClauses';

const filter = (field: string, operator: string, value?: unknown): string =>
	conditionFilter([{ field, operator, value }], 'all', 'Europe/Berlin');

const SKU = '6fd2c87f-b296-42f0-b197-1e91e994b900';
const OTHER = '06ebc4ee-1bb5-47dd-8120-11324bc54e06';

test.each([
	['surname', 'equals', "O'Brien", "surname eq 'O''Brien'"],
	['surname', 'notEquals', 'x', "surname ne 'x'"],
	['surname', 'startsWith', 'x', "startswith(surname,'x')"],
	['mail', 'endsWith', '.example', "endswith(mail,'.example')"],
	['city', 'isEmpty', undefined, 'city eq null'],
	['city', 'isNotEmpty', 'whatever', 'city ne null'],
	['city', 'isOneOf', 'a, b', "city in ('a','b')"],
	['city', 'isOneOf', 'a', "city eq 'a'"],
	['city', 'isOneOf', ['Washington, D.C.', 'b'], "city in ('Washington, D.C.','b')"],
	['city', 'isOneOf', '"Washington, D.C.", Paris', "city in ('Washington, D.C.','Paris')"],
	['city', 'isOneOf', 'a 5" pipe, b', "city in ('a 5\" pipe','b')"],
	['createdDateTime', 'after', '9999-12-31', 'createdDateTime ge 9999-12-31T23:59:59.999Z'],
	['accountEnabled', 'notEquals', 'true', 'accountEnabled ne true'],
	['division', 'equals', 'x', "employeeOrgData/division eq 'x'"],
	[
		'extensionAttribute3',
		'isEmpty',
		'',
		'onPremisesExtensionAttributes/extensionAttribute3 eq null',
	],
	['otherMails', 'equals', 'a@b.c', "otherMails/any(x:x eq 'a@b.c')"],
	['otherMails', 'notEquals', 'a@b.c', "not(otherMails/any(x:x eq 'a@b.c'))"],
	['otherMails', 'startsWith', 'a', "otherMails/any(x:startswith(x,'a'))"],
	['otherMails', 'isOneOf', 'a,b', "otherMails/any(x:x eq 'a') or otherMails/any(x:x eq 'b')"],
	['otherMails', 'isEmpty', null, 'otherMails/$count eq 0'],
	['proxyAddresses', 'equals', 'a@b.c', "proxyAddresses/any(x:x eq 'smtp:a@b.c')"],
	['proxyAddresses', 'equals', 'SIP:a@b.c', "proxyAddresses/any(x:x eq 'SIP:a@b.c')"],
	['proxyAddresses', 'endsWith', '@b.c', "proxyAddresses/any(x:endswith(x,'@b.c'))"],
	['assignedLicenses', 'equals', SKU, `assignedLicenses/any(x:x/skuId eq ${SKU})`],
	['assignedLicenses', 'notEquals', SKU, `not(assignedLicenses/any(x:x/skuId eq ${SKU}))`],
	[
		'assignedLicenses',
		'isOneOf',
		[SKU, OTHER],
		`assignedLicenses/any(x:x/skuId eq ${SKU}) or assignedLicenses/any(x:x/skuId eq ${OTHER})`,
	],
	['id', 'equals', SKU, `id eq '${SKU}'`],
	['createdDateTime', 'before', '2026-03-31', 'createdDateTime le 2026-03-30T23:59:59.999Z'],
	['createdDateTime', 'after', '2026-03-31', 'createdDateTime ge 2026-04-01T00:00:00Z'],
	[
		'createdDateTime',
		'equals',
		'2026-03-31T09:00:00+02:00',
		'createdDateTime ge 2026-03-31T07:00:00Z and createdDateTime le 2026-03-31T07:00:00.999Z',
	],
	[
		'createdDateTime',
		'notEquals',
		'2026-03-31',
		'not(createdDateTime ge 2026-03-31T00:00:00Z) or not(createdDateTime le 2026-03-31T23:59:59.999Z)',
	],
	// A JavaScript date has no zone: its day is the workflow's.
	[
		'employeeHireDate',
		'after',
		new Date('2026-03-30T23:00:00Z'),
		'employeeHireDate ge 2026-04-01T00:00:00Z',
	],
	[
		'employeeLeaveDateTime',
		'before',
		'2026-03-31T12:00:00Z',
		'employeeLeaveDateTime le 2026-03-31T11:59:59.999Z',
	],
])('%s %s %j', (field, operator, value, expected) => {
	expect(filter(field, operator, value)).toBe(expected);
});

test('what is joined stays together', () => {
	const day = { field: 'createdDateTime', operator: 'equals', value: '2026-03-31' };
	const city = { field: 'city', operator: 'equals', value: 'a' };
	expect(conditionFilter([day, city], 'any', 'UTC')).toBe(
		`(${filter('createdDateTime', 'equals', '2026-03-31')}) or city eq 'a'`,
	);
	expect(conditionFilter([city, city], 'all', 'UTC')).toBe("city eq 'a' and city eq 'a'");
	expect(conditionFilter([], 'all', 'UTC')).toBe('');
});

test.each(CONDITION_FIELDS.map((field) => [field.name, field] as const))(
	'%s: every filter is understood where its mode is chosen',
	(name, { operators, kind, values }) => {
		for (const operator of operators) {
			const value =
				kind === 'dateTime'
					? '2026-03-31'
					: kind === 'boolean'
						? true
						: kind === 'id' || kind === 'idList'
							? SKU
							: (values?.[0] ?? "it's (a) 'text' or, not");
			expect([operator, filterClauses(filter(name, operator, value))]).toEqual([
				operator,
				expect.objectContaining({ alternatives: expect.any(Number) as number }),
			]);
		}
	},
);
