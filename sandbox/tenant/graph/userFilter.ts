import {
	basicProfile,
	findUserProperty,
	type PropertyKind,
	type UserProperty,
} from '../directory/userProperties.ts';
import type { StoredUser } from '../directory/user.ts';
import { accessDenied, badRequest, unknownProperty, unsupportedQuery } from './errors.ts';
import {
	compileFilter,
	type FilterOperator,
	type FilterRules,
	type Predicate,
	type Read,
} from './filter.ts';
import type { Literal } from './odata.ts';
import { checkPropertyPermissions, readAccess } from './profileAccess.ts';
import type { QueryMode } from './queryMode.ts';
import type { GraphContext } from './request.ts';

const operatorNames: Partial<Record<FilterOperator, string>> = {
	ne: 'NotEqualsMatch',
	endswith: 'EndsWithMatch',
	not: 'NotMatch',
	'eq null': 'EqualsMatch',
	startswith: 'StartsWithMatch',
	eq: 'EqualsMatch',
	in: 'InMatch',
	gt: 'GreaterThanMatch',
	ge: 'GreaterThanOrEqualsMatch',
	lt: 'LessThanMatch',
	le: 'LessThanOrEqualsMatch',
};

const needsParameters = (operator: FilterOperator): Error =>
	unsupportedQuery(
		`Operator: '${operatorNames[operator] ?? operator}' is not supported because the required parameters might be missing. Try adding $count=true query parameter and ConsistencyLevel:eventual header. Refer to https://aka.ms/graph-docs/advanced-queries for more information`,
	);

const unsupported = (property: UserProperty): Error =>
	unsupportedQuery(
		`Unsupported or invalid query filter clause specified for property '${property.name}' of resource 'User'.`,
	);

/** `in` lists and `or` chains in plain mode, and the text that `eq` takes there (docs/graph.md#in-operator). */
const maxAlternatives = 15;
const maxPlainText = 120;

/** What $filter takes (the table of docs/graph.md#filter-support). */
export function compileUserFilter(
	context: GraphContext,
	text: string,
	mode: QueryMode,
): Predicate<StoredUser> {
	return compileFilter(text, userRules(context, mode));
}

function userRules(context: GraphContext, mode: QueryMode): FilterRules<StoredUser> {
	const isBasic = readAccess(context, null) === 'basic';
	const seen = new Set<string>();
	return {
		negation() {
			if (!mode.advanced) throw needsParameters('not');
		},
		alternatives(count) {
			if (count > maxAlternatives && !mode.advanced)
				throw unsupportedQuery(
					`Too many child clauses specified in search filter expression containing 'OR' operators: ${count}. Max allowed: ${maxAlternatives}.`,
				);
		},
		property(path, operator, value) {
			const [name = '', member, ...rest] = path;
			const property = findUserProperty(name);
			if (!property) throw unknownProperty(name);
			// docs/graph.md#basic-permission
			if (isBasic && !basicProfile.has(property.name)) throw accessDenied();
			checkPropertyPermissions(context, { properties: [property], names: null });
			seen.add(property.name);
			if (seen.has('signInActivity') && seen.size > 1)
				throw unsupportedQuery(
					"Filter on 'signInActivity' cannot be combined with filters on other properties.",
				);
			const counts = member === '$count' && /collection$/i.test(property.kind);
			if (rest.length > 0 || (member !== undefined && !counts && !memberKinds.has(property.kind)))
				throw unsupported(property);
			checkSupport(property, operator, mode, counts);
			if ((counts || value?.kind === 'null') && !property.filterEmpty) throw unsupported(property);
			if (property.filter === 'nullOnly' && value?.kind !== 'null') throw unsupported(property);
			if (!counts) checkType(property, member, value);
			if (
				!mode.advanced &&
				operator === 'eq' &&
				typeof value?.value === 'string' &&
				value.value.length > maxPlainText
			)
				throw unsupportedQuery(
					`The value of the filter on '${property.name}' exceeds the maximum of ${maxPlainText} characters.`,
				);
			return reader(property, member);
		},
	};
}

/** Kinds whose members can be filtered one by one. */
const memberKinds: ReadonlySet<PropertyKind> = new Set([
	'employeeOrgData',
	'extensionAttributes',
	'object',
]);

function checkSupport(
	property: UserProperty,
	operator: FilterOperator,
	{ eventual, advanced }: QueryMode,
	counts: boolean,
): void {
	if (property.filter === undefined) throw unsupported(property);
	// docs/graph.md#plain-queries
	if (property.filter === 'plainOnly') {
		if (eventual) throw unsupported(property);
		return;
	}
	if (counts && !advanced) throw needsParameters(operator);
	switch (operator) {
		case 'contains':
			throw unsupportedQuery(
				`Filter operator 'ContainsMatch' is not supported for property '${property.name}'.`,
			);
		case 'endswith':
			if (!property.endsWith) throw unsupported(property);
			if (!advanced) throw needsParameters(operator);
			return;
		case 'gt':
		case 'ge':
		case 'lt':
		case 'le':
			if (property.kind !== 'dateTime' && property.kind !== 'integer') throw unsupported(property);
			if (!advanced && !property.plainRange) throw needsParameters(operator);
			return;
		case 'ne':
		case 'not':
		case 'eq null':
			if (!advanced) throw needsParameters(operator);
			return;
		case 'startswith':
			if (property.filter === 'noStartsWith') throw unsupported(property);
			break;
		default:
	}
	if (property.filter === 'advanced' && !advanced) throw needsParameters(operator);
}

const literals: Partial<Record<PropertyKind, Literal['kind']>> = {
	boolean: 'boolean',
	dateTime: 'date',
	integer: 'number',
	largeInteger: 'number',
};
const edmTypes: Partial<Record<Literal['kind'], string>> = {
	boolean: 'Boolean',
	date: 'DateTimeOffset',
	number: 'Int32',
	string: 'String',
};

function checkType(
	property: UserProperty,
	member: string | undefined,
	value: Literal | undefined,
): void {
	if (value === undefined || value.kind === 'null') return;
	// The text is an assumption: a collection takes any() or $count.
	if (/Collection$/.test(property.kind))
		throw badRequest(
			`A binary operator with incompatible types was detected. Found operand types 'Collection(Edm.String)' and 'Edm.String' for operator kind 'Equal'.`,
		);
	const wanted = /DateTime$/.test(member ?? '')
		? 'date'
		: (literals[property.of ?? property.kind] ?? 'string');
	if (value.kind !== wanted)
		throw badRequest(
			`A binary operator with incompatible types was detected. Found operand types 'Edm.${edmTypes[wanted]}' and '${value.kind}' for operator kind 'Equal'.`,
		);
}

function reader(property: UserProperty, member: string | undefined): Read<StoredUser> {
	if (property.name === 'id') return (user) => user.id;
	if (member === undefined) return (user) => user.properties[property.name];
	if (member === '$count')
		return (user) => {
			const value = user.properties[property.name];
			return Array.isArray(value) ? value.length : 0;
		};
	return (user) => {
		const value = user.properties[property.name];
		return typeof value === 'object' && value !== null && !Array.isArray(value)
			? Reflect.get(value, member)
			: undefined;
	};
}
