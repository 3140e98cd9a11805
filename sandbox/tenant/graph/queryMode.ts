import { badRequest, unsupportedQuery } from './errors.ts';
import { parseCount } from './queryOptions.ts';
import { isEventual, type GraphContext } from './request.ts';

export interface QueryMode {
	/** With the header `ConsistencyLevel: eventual`. */
	readonly eventual: boolean;
	/** With the header and `$count=true` (docs/graph.md#advanced-queries). */
	readonly advanced: boolean;
}

/** The bound of an advanced query (docs/graph.md#in-operator). */
const maxAdvancedUrl = 2_048;

/** The mode of a query on users, once what no mode allows is refused. */
export function queryMode(context: GraphContext): QueryMode {
	const { query, tenant, request } = context;
	const eventual = isEventual(context);
	const counted = parseCount(query.count);
	// The text is an assumption; that B2C tenants refuse is documented (docs/graph.md#advanced-queries).
	if (tenant.settings.b2c && (query.search !== undefined || (eventual && counted)))
		throw unsupportedQuery('$search and $count are not supported in this tenant.');
	if (query.search !== undefined && !eventual) {
		throw unsupportedQuery(
			"Request with $search query parameter only works through MSGraph with a special request header: 'ConsistencyLevel: eventual'",
		);
	}
	const advanced = eventual && counted;
	// docs/graph.md#expand
	if (advanced && query.expand !== undefined && !/\$levels/i.test(query.expand))
		throw unsupportedQuery(
			'$expand is not supported together with $count=true and ConsistencyLevel:eventual.',
		);
	if (
		advanced &&
		query.filter !== undefined &&
		tenant.origins.graph.length + request.url.length > maxAdvancedUrl
	)
		throw badRequest(
			`The length of the URL exceeds the maximum of ${maxAdvancedUrl} characters for advanced queries.`,
		);
	return { eventual, advanced };
}
