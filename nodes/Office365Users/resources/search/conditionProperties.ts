/**
 * What the editor shows of a condition. The operators and the input for the value follow the field,
 * so that only what Graph can do is offered. They are entries of the same name, of which n8n shows
 * the one whose `hide` does not apply; with `show` it would show all of them where the field is an
 * expression (docs/n8n.md#display-options).
 */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import {
	CONDITION_FIELDS,
	type ConditionField,
	type Operator,
	OPERATORS,
	WITHOUT_VALUE,
} from '../../users/conditionFields';
import { groupedBy } from '../../users/groupedBy';
import { READING } from '../../users/userProperties';

type Hidden = NonNullable<NonNullable<INodeProperties['displayOptions']>['hide']>;

const namesOf = (fields: readonly ConditionField[]): string[] => fields.map(({ name }) => name);

/** Shown for these fields only: hidden for the others, briefly said, and for an expression. */
function forFields(fields: readonly ConditionField[], hide: Hidden = {}): Hidden {
	if (fields.length === 1) return { field: [{ _cnd: { not: fields[0].name } }], ...hide };
	const others = namesOf(CONDITION_FIELDS.filter((field) => !fields.includes(field)));
	const start = namesOf(fields).some(isAttribute) ? 'extension_' : 'extension';
	return {
		field: [
			...others.filter((name) => !isAttribute(name)),
			{ _cnd: { startsWith: start } },
			{ _cnd: { startsWith: '=' } },
		],
		...hide,
	};
}
const isAttribute = (name: string): boolean => /^extensionAttribute\d+$/.test(name);

/** Shown for all but these fields, also for an expression. */
const forOthers = (fields: readonly ConditionField[], hide: Hidden = {}): Hidden => ({
	field: namesOf(fields),
	...hide,
});

const inWords = (value: string): string => value.replace(/(?<=[a-z])(?=[A-Z])/g, ' ');

const sorted = <T extends { readonly name: string }>(choices: readonly T[]): T[] =>
	[...choices].sort((one, other) => one.name.localeCompare(other.name, 'en', { numeric: true }));

const fieldProperty: INodeProperties = {
	displayName: 'Field',
	name: 'field',
	type: 'options',
	default: 'department',
	description:
		'The field to compare. With an expression also the name of a directory extension, such as extension_0123456789abcdef0123456789abcdef_badge.',
	options: sorted(
		CONDITION_FIELDS.map(({ name, displayName }) => {
			const { permission } = READING.get(name) ?? {};
			return {
				name: displayName,
				value: name,
				...(permission ? { description: `Needs the permission ${permission}` } : {}),
			};
		}),
	),
};

const DESCRIPTIONS: Partial<Record<Operator, string>> = {
	notEquals: 'Also finds users who have no value there',
	isOneOf: 'Any of several values',
};

const operatorChoices = (operators: readonly Operator[]): INodePropertyOptions[] =>
	sorted(
		OPERATORS.filter(({ value }) => operators.includes(value)).map(({ name, value }) => ({
			name,
			value,
			...(DESCRIPTIONS[value] ? { description: DESCRIPTIONS[value] } : {}),
		})),
	);

function operatorProperty(operators: readonly Operator[], hide: Hidden): INodeProperties {
	const [first] = operators;
	return {
		displayName: 'Operator',
		name: 'operator',
		type: 'options',
		default: first,
		description: 'How the field is compared. What Microsoft Graph cannot do with it is not listed.',
		options: operatorChoices(operators),
		displayOptions: { hide },
	};
}

/** Fields with the same operators share an entry. */
function operatorProperties(): INodeProperties[] {
	const groups = groupedBy(CONDITION_FIELDS, ({ operators }) => operators.join());
	return [
		...groups.map((fields) => operatorProperty(fields[0].operators, forFields(fields))),
		operatorProperty(
			OPERATORS.map(({ value }) => value),
			forOthers(CONDITION_FIELDS),
		),
	];
}

const NO_VALUE: Hidden = { operator: [...WITHOUT_VALUE] };
const value = { displayName: 'Value', name: 'value' } as const;

const ofKind = (kind: ConditionField['kind']): ConditionField[] =>
	CONDITION_FIELDS.filter((field) => field.kind === kind);
const withChoices = CONDITION_FIELDS.filter(
	({ values, operators }) => values && operators.includes('equals'),
);

/** One of the choices of a field; several where the operator takes several. */
function choiceProperties(field: ConditionField): INodeProperties[] {
	const options = sorted((field.values ?? []).map((one) => ({ name: inWords(one), value: one })));
	const not = (operator: Operator): Operator[] =>
		OPERATORS.map(({ value: one }) => one).filter((one) => one !== operator);
	return [
		{
			...value,
			type: 'options',
			default: options[0].value,
			options,
			displayOptions: { hide: forFields([field], { operator: ['isOneOf', ...WITHOUT_VALUE] }) },
		},
		{
			...value,
			type: 'multiOptions',
			default: [],
			options,
			displayOptions: { hide: forFields([field], { operator: not('isOneOf') }) },
		},
	];
}

const valueProperties: INodeProperties[] = [
	{
		...value,
		type: 'boolean',
		default: true,
		description:
			'Whether it is on or off. Users who have no value there are found with Does Not Equal or Is Empty.',
		displayOptions: { hide: forFields(ofKind('boolean'), NO_VALUE) },
	},
	{
		...value,
		type: 'dateTime',
		default: '',
		description:
			'A date without a time of day, or at midnight, is the whole day. Without a time zone it is in UTC, as Microsoft returns dates.',
		displayOptions: { hide: forFields(ofKind('dateTime'), NO_VALUE) },
	},
	...withChoices.flatMap(choiceProperties),
	{
		...value,
		type: 'string',
		default: '',
		placeholder: 'e.g. Sales',
		description:
			'Upper and lower case are the same. For Is One Of several values with commas between them, or a list from an expression.',
		displayOptions: {
			hide: forOthers([...ofKind('boolean'), ...ofKind('dateTime'), ...withChoices], NO_VALUE),
		},
	},
];

export const conditionOptions: INodeProperties[] = [
	{
		displayName: 'Conditions',
		name: 'conditions',
		type: 'fixedCollection',
		default: {},
		placeholder: 'Add condition',
		typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Condition' },
		description:
			"What must be true of the users, without writing a filter. Holds together with 'Filter' and 'Search Term'.",
		options: [
			{
				displayName: 'Condition',
				name: 'condition',
				values: [fieldProperty, ...operatorProperties(), ...valueProperties],
			},
		],
	},
	{
		displayName: 'Match Conditions',
		name: 'matchConditions',
		type: 'options',
		default: 'all',
		description: "How many of the 'Conditions' must be true of a user",
		options: [
			{ name: 'All', value: 'all', description: 'Every one of them' },
			{ name: 'Any', value: 'any', description: 'At least one of them' },
		],
	},
];
