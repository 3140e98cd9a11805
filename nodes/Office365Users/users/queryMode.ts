/**
 * Which queries need Graph's "advanced" mode: the header `ConsistencyLevel: eventual` with
 * `$count=true`. It reads an index that lags behind recent changes, so it is used only where the
 * plain mode would be refused (docs/graph.md#advanced-queries).
 */

/** Properties that plain mode can filter with eq, in and startsWith. */
const STARTS_WITH = new Set([
	'displayName',
	'userPrincipalName',
	'givenName',
	'surname',
	'mail',
	'mailNickname',
	'city',
	'country',
	'department',
	'state',
	'usageLocation',
	'employeeId',
	'otherMails',
]);
/** Those that it can filter with eq and in only. */
const EQUALS = new Set([
	'id',
	'jobTitle',
	'accountEnabled',
	'userType',
	'ageGroup',
	'consentProvidedForMinor',
]);
const OPERATORS = new Set(['eq', 'in', 'and', 'or', 'true', 'false', 'startswith', 'any']);
const SORTABLE = new Set(['displayName', 'userPrincipalName']);

export interface Query {
	readonly filter?: string;
	readonly orderBy?: string;
	readonly search?: string;
}

export function needsAdvancedMode({ filter, orderBy, search }: Query): boolean {
	if (search) return true;
	if (filter && orderBy) return true;
	if (orderBy && orderBy.split(',').some((part) => !SORTABLE.has(part.trim().split(/\s/)[0])))
		return true;
	return filter !== undefined && !isPlainFilter(filter);
}

/** Whether every word of the filter is one that plain mode is known to take. */
function isPlainFilter(filter: string): boolean {
	const words = filter.replace(/'(?:[^']|'')*'/g, "''");
	for (const [, property] of words.matchAll(/startswith\(\s*([A-Za-z]+)/gi)) {
		// In `otherMails/any(x:startswith(x, ...))` the property is the lambda's variable.
		if (!STARTS_WITH.has(property) && !words.includes(`(${property}:`)) return false;
	}
	const variables = new Set([...words.matchAll(/\(([A-Za-z]+):/g)].map(([, name]) => name));
	return (words.match(/[A-Za-z][A-Za-z0-9]*/g) ?? []).every(
		(word) =>
			OPERATORS.has(word.toLowerCase()) ||
			STARTS_WITH.has(word) ||
			EQUALS.has(word) ||
			variables.has(word),
	);
}
