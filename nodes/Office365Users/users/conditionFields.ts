/** The fields that conditions compare, and what each can be compared with: from the table of properties. */
import { customAttribute } from './customAttributes';
import {
	type Comparable,
	USER_PROPERTIES,
	type UserProperty,
	type UserPropertyKind,
	WRITABLE_FIELDS,
} from './userProperties';

/** In the order of their names in the editor. */
export const OPERATORS = [
	{ value: 'equals', name: 'Equals' },
	{ value: 'notEquals', name: 'Does Not Equal' },
	{ value: 'startsWith', name: 'Starts With' },
	{ value: 'endsWith', name: 'Ends With' },
	{ value: 'isEmpty', name: 'Is Empty' },
	{ value: 'isNotEmpty', name: 'Is Not Empty' },
	{ value: 'isOneOf', name: 'Is One Of' },
	{ value: 'before', name: 'Is Before' },
	{ value: 'after', name: 'Is After' },
] as const;
export type Operator = (typeof OPERATORS)[number]['value'];

/** The operators that come with no value. */
export const WITHOUT_VALUE: readonly Operator[] = ['isEmpty', 'isNotEmpty'];

export interface ConditionField {
	/** Graph's; that of the member where it is one. */
	readonly name: string;
	/** As the editor shows it. */
	readonly displayName: string;
	/** In a filter, such as `employeeOrgData/division`. */
	readonly path: string;
	readonly kind: Exclude<UserPropertyKind, 'complex'> | 'idList' | 'id' | 'extension';
	/** What of each entry of a list is compared; the entry itself without it. */
	readonly entryMember?: string;
	readonly operators: readonly Operator[];
	/** The only values. */
	readonly values?: readonly string[];
}

const properties: readonly UserProperty[] = USER_PROPERTIES;

/** What a filter calls the license in an entry of assignedLicenses. */
const ENTRY_MEMBERS: Readonly<Record<string, string>> = { assignedLicenses: 'skuId' };

function operatorsOf(
	compared: readonly Comparable[],
	kind: ConditionField['kind'],
): readonly Operator[] {
	const possible: Readonly<Record<Operator, boolean>> = {
		equals: compared.includes('equals') || compared.includes('range'),
		notEquals: compared.includes('equals') || compared.includes('range'),
		startsWith: compared.includes('startsWith'),
		endsWith: compared.includes('endsWith'),
		isEmpty: compared.includes('empty'),
		isNotEmpty: compared.includes('empty'),
		isOneOf: compared.includes('equals') && kind !== 'boolean',
		before: compared.includes('range'),
		after: compared.includes('range'),
	};
	return OPERATORS.map(({ value }) => value).filter((operator) => possible[operator]);
}

/** An ID is text that Graph refuses unless it is a GUID. */
const kindOf = ({ name, kind }: UserProperty): ConditionField['kind'] =>
	name === 'id' ? 'id' : kind === 'complex' ? 'idList' : kind;

const ofProperties = properties.flatMap((property): ConditionField[] => {
	const { name, displayName, compared, values = property.write?.values } = property;
	if (compared === undefined) return [];
	const kind = kindOf(property);
	const entryMember = ENTRY_MEMBERS[name];
	const operators = operatorsOf(compared, kind);
	return [{ name, displayName, path: name, kind, entryMember, operators, values }];
});

const ofMembers = WRITABLE_FIELDS.flatMap(
	({ name, displayName, kind, memberOf, compared }): ConditionField[] =>
		memberOf === undefined || compared === undefined
			? []
			: [
					{
						name,
						displayName,
						path: `${memberOf}/${name}`,
						kind,
						operators: operatorsOf(compared, kind),
					},
				],
);

/** In the order of their names in the editor. */
export const CONDITION_FIELDS: readonly ConditionField[] = [...ofProperties, ...ofMembers].sort(
	(one, other) => one.displayName.localeCompare(other.displayName, 'en', { numeric: true }),
);

/** A directory extension, whose type only the tenant knows (docs/graph.md#filter-table). */
export const extensionField = (name: string): ConditionField | undefined =>
	customAttribute(name)?.kind === 'directoryExtension'
		? {
				name,
				displayName: name,
				path: name,
				kind: 'extension',
				operators: operatorsOf(['equals', 'startsWith', 'empty'], 'extension'),
			}
		: undefined;
