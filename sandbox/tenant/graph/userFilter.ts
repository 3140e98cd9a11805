import { findUserProperty, type UserProperty } from '../directory/userProperties.ts';
import type { StoredUser } from '../directory/user.ts';
import { badRequest, unknownProperty, unsupportedQuery } from './errors.ts';
import {
	compileFilter,
	type FilterOperator,
	type FilterRules,
	type Predicate,
	type Read,
} from './filter.ts';
import type { Literal } from './odata.ts';

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

/** What $filter takes (the table of docs/graph.md#filter-support). */
export function compileUserFilter(text: string, advanced: boolean): Predicate<StoredUser> {
	return compileFilter(text, userRules(advanced));
}

const userRules = (advanced: boolean): FilterRules<StoredUser> => ({
	negation() {
		if (!advanced) throw needsParameters('not');
	},
	property(path, operator, value) {
		const [name = '', member, ...rest] = path;
		const property = findUserProperty(name);
		if (!property) throw unknownProperty(name);
		if (rest.length > 0 || (member !== undefined && property.kind !== 'extensionAttributes'))
			throw unsupported(property);
		checkSupport(property, operator, advanced);
		checkType(property, value);
		return reader(property, member);
	},
});

function checkSupport(property: UserProperty, operator: FilterOperator, advanced: boolean): void {
	if (property.filter === undefined) throw unsupported(property);
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
			if (property.kind !== 'dateTime') throw unsupported(property);
			if (!advanced) throw needsParameters(operator);
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

function checkType(property: UserProperty, value: Literal | undefined): void {
	if (value === undefined || value.kind === 'null') return;
	const wanted =
		property.kind === 'boolean' ? 'boolean' : property.kind === 'dateTime' ? 'date' : 'string';
	if (value.kind !== wanted)
		throw badRequest(
			`A binary operator with incompatible types was detected. Found operand types 'Edm.${wanted === 'date' ? 'DateTimeOffset' : wanted === 'boolean' ? 'Boolean' : 'String'}' and '${value.kind}' for operator kind 'Equal'.`,
		);
}

function reader(property: UserProperty, member: string | undefined): Read<StoredUser> {
	if (property.name === 'id') return (user) => user.id;
	if (member === undefined) return (user) => user.properties[property.name];
	return (user) => {
		const value = user.properties[property.name];
		return typeof value === 'object' && value !== null && !Array.isArray(value)
			? Reflect.get(value, member)
			: undefined;
	};
}
