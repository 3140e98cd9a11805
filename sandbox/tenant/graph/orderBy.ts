import { findUserProperty } from '../directory/userProperties.ts';
import { badRequest, unknownProperty, unsupportedQuery } from './errors.ts';
import { ODataSyntaxError, parseOrderBy, type OrderItem } from './odata.ts';

export interface UserOrder {
	readonly property: string;
	readonly descending: boolean;
}

/**
 * displayName and userPrincipalName by default, createdDateTime when advanced, nothing else
 * (docs/graph.md#filter-support).
 */
export function userOrder(text: string, advanced: boolean, narrowed: boolean): UserOrder {
	const [item, ...more] = orderItems(text);
	if (!item) throw badRequest('The $orderby expression must not be empty.');
	const [name = '', ...rest] = item.path;
	const property = findUserProperty(name);
	if (!property) throw unknownProperty(name);
	const allowed = property.orderBy === 'default' || (property.orderBy === 'advanced' && advanced);
	// With $filter or $search sorting is an advanced query (docs/graph.md#advanced-query-refused).
	if (!allowed || rest.length > 0 || more.length > 0 || (narrowed && !advanced))
		throw unsupportedQuery('Sorting not supported for current query.');
	return { property: property.name, descending: item.descending };
}

export function orderItems(text: string): OrderItem[] {
	try {
		return parseOrderBy(text);
	} catch (error) {
		if (error instanceof ODataSyntaxError)
			throw badRequest(`Syntax error at position ${error.position} in '${text}'.`);
		throw error;
	}
}
