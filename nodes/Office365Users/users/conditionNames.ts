/** The field and the operator of a condition, and what is said where Graph cannot do it. */
import { bareName as bare } from '../checks/bareName';
import { InvalidParameterError } from '../checks/invalidParameterError';
import { nearestName } from '../checks/nearestName';
import { quoted, trimmedName } from '../checks/text';
import {
	CONDITION_FIELDS,
	type ConditionField,
	extensionField,
	type Operator,
	OPERATORS,
} from './conditionFields';
import { USER_PROPERTIES, type UserProperty, WRITABLE_FIELDS } from './userProperties';

const byName = new Map(
	CONDITION_FIELDS.flatMap((field) =>
		[field.path, field.displayName, field.name].map((name) => [bare(name), field] as const),
	),
);

/** What users have that conditions cannot compare. */
const others = new Map(
	[...(USER_PROPERTIES as readonly UserProperty[]), ...WRITABLE_FIELDS].flatMap((property) =>
		[property.displayName, property.name].map((name) => [bare(name), property] as const),
	),
);

/** Where something else than a condition does it; for messages. */
const INSTEAD: Readonly<Record<string, string>> = {
	signInActivity: "the option 'Inactive For (Days)' finds who has not signed in",
	assignedPlans: "write it in 'Filter'",
	identities: "write it in 'Filter'",
	customSecurityAttributes: "write it in 'Filter'",
};

/**
 * @param where for messages, such as 'Conditions'
 * @throws {InvalidParameterError} for a field that Graph cannot filter by, or that there is not
 */
export function fieldCalled(given: unknown, where: string): ConditionField {
	const name = typeof given === 'string' ? trimmedName(given) : '';
	if (name === '') {
		throw new InvalidParameterError(
			`'Field' in ${where} ${isNothing(given) ? 'is empty' : `must be the name of a field, not ${quoted(given)}`}`,
			'Choose a field from the list, or remove the condition',
		);
	}
	const field = byName.get(bare(name)) ?? extensionField(name);
	if (field) return field;
	const other = others.get(bare(name));
	throw other ? cannotFilter(other, where) : unknownField(name, where);
}

const isNothing = (given: unknown): boolean =>
	given === undefined || given === null || typeof given === 'string';

function cannotFilter(
	{ name, displayName }: Pick<UserProperty, 'displayName'> & { readonly name: string },
	where: string,
): InvalidParameterError {
	const parts = CONDITION_FIELDS.filter(({ path }) => path.startsWith(`${name}/`));
	if (parts.length > 0) {
		return new InvalidParameterError(
			`${displayName} in ${where} is several fields; choose one of them: ${labels(parts)}`,
		);
	}
	const instead = INSTEAD[name];
	return new InvalidParameterError(
		instead
			? `${displayName} cannot be used in ${where}; ${instead}`
			: `${displayName} cannot be used in ${where}: Microsoft Graph does not filter users by it. It filters by ${labels(CONDITION_FIELDS)}`,
		instead ? undefined : 'Read the users without this condition, and select with a Filter node',
	);
}

function unknownField(name: string, where: string): InvalidParameterError {
	const near = nearestName(
		name,
		CONDITION_FIELDS.flatMap(({ name: known, displayName }) => [known, displayName]),
	);
	return new InvalidParameterError(
		`'Field' in ${where} is ${quoted(name)}, which is not a field of users${near ? `. Did you mean "${near}"?` : ''}`,
		'Choose a field from the list; with an expression, the name as in Microsoft Graph, such as jobTitle, or that of a directory extension',
	);
}

/** In the order of the editor; the fifteen that differ in their number as one. */
function labels(fields: readonly ConditionField[]): string {
	const names = fields.map(({ displayName }) =>
		displayName.replace(/^(Extension Attribute) \d+$/, '$1 1 to 15'),
	);
	return [...new Set(names)].join(', ');
}

/** @throws {InvalidParameterError} for an operator that the field does not have, or that there is not */
export function operatorCalled(given: unknown, field: ConditionField, where: string): Operator {
	const name = typeof given === 'string' ? bare(trimmedName(given)) : '';
	const known = OPERATORS.find(({ value, name: shown }) => [value, shown].map(bare).includes(name));
	if (known && field.operators.includes(known.value)) return known.value;
	const possible = OPERATORS.filter(({ value }) => field.operators.includes(value))
		.map(({ name: shown }) => shown)
		.join(', ');
	const what = known
		? `is ${known.name}, which Microsoft Graph does not support for ${field.displayName}`
		: isNothing(given) && name === ''
			? 'is empty'
			: `is ${quoted(given)}, which is not an operator`;
	throw new InvalidParameterError(
		`'Operator' in ${where} ${what}. ${field.displayName} can be compared with ${possible}`,
	);
}
