/**
 * Which mode a query on users needs. Graph's "advanced" mode, the header `ConsistencyLevel: eventual`
 * with `$count=true`, reads an index that lags behind recent changes, so it is used only where plain
 * mode would refuse; some properties are refused in advanced mode instead. What each property takes
 * is in the table of properties (docs/graph.md#filter-support, docs/graph.md#advanced-queries,
 * docs/graph.md#plain-queries).
 */
import { InvalidParameterError } from '../checks/invalidParameterError';
import { type Comparison, filterClauses } from './filterClauses';
import { USER_PROPERTIES, type UserProperty } from './userProperties';

export interface Query {
	readonly filter?: string;
	readonly orderBy?: string;
	readonly search?: string;
	/** The users are those of a relationship, such as direct reports. */
	readonly related?: boolean;
	/** That relationship in words. */
	readonly relationship?: string;
	/** For messages: the parameters that made the filter, as the editor shows them. */
	readonly filteredBy?: string;
}

export type QueryMode = 'plain' | 'advanced';

const PROPERTIES = new Map(
	(USER_PROPERTIES as readonly UserProperty[]).map((property) => [
		property.name as string,
		property,
	]),
);

/** In plain mode an `or` joins no more terms, and an `in` has no more values (docs/graph.md#in-operator). */
const MOST_PLAIN_ALTERNATIVES = 15;
/** The longest text that plain mode compares (docs/graph.md#in-operator). */
const LONGEST_PLAIN_TEXT = 120;
/** The longest address of an advanced query with many values (docs/graph.md#in-operator). */
const LONGEST_ADVANCED_URL = 2048;

/** The operators that each kind of plain filter takes. */
const PLAIN_OPERATORS = {
	startsWith: new Set(['eq', 'in', 'startswith']),
	equals: new Set(['eq', 'in']),
};

/**
 * @throws {InvalidParameterError} for a filter that neither mode takes
 */
export function queryMode({
	filter,
	orderBy,
	search,
	related = false,
	relationship = 'a list of direct reports',
	filteredBy = 'Filter',
}: Query): QueryMode {
	const reasons: string[] = [];
	if (search) reasons.push('a search by words');
	if (orderBy && (filter || related || !isSortedPlainly(orderBy))) reasons.push("'Sort'");
	if (!filter) return reasons.length > 0 ? 'advanced' : 'plain';
	if (related) reasons.push(relationship);

	const clauses = filterClauses(filter);
	if (clauses === undefined) return 'advanced';
	const { comparisons, alternatives } = clauses;
	if (alternatives > MOST_PLAIN_ALTERNATIVES) {
		reasons.push(`more than ${MOST_PLAIN_ALTERNATIVES} values`);
	}
	if (comparisons.some(hasLongText)) {
		reasons.push(`text of more than ${LONGEST_PLAIN_TEXT} characters`);
	}
	const isOnlyPlain = ({ property }: Comparison): boolean =>
		PROPERTIES.get(property)?.filter === 'plainOnly';
	const others = comparisons.filter((comparison) => !isOnlyPlain(comparison));
	for (const comparison of others) if (!isPlain(comparison)) reasons.push(inWords(comparison));

	const plainOnly = comparisons.find(isOnlyPlain);
	if (plainOnly === undefined) return reasons.length > 0 ? 'advanced' : 'plain';
	if (PROPERTIES.get(plainOnly.property)?.filteredAlone) {
		for (const { property } of others) if (!reasons.includes(property)) reasons.push(property);
	}
	if (reasons.length > 0) {
		throw new InvalidParameterError(
			`'${filteredBy}' names ${plainOnly.property}, which Microsoft Graph does not combine with ${reasons.join(', ')}`,
			`Filter by ${plainOnly.property} without that, and select further with a Filter node; split a long list of values over several items`,
		);
	}
	return 'plain';
}

/**
 * @param url of the whole advanced query
 * @param filteredBy see Query
 * @param narrowedBy all parameters that the filter comes from
 * @throws {InvalidParameterError} for more than fits an address
 */
export function checkLength(
	filter: string,
	url: string,
	filteredBy = 'Filter',
	narrowedBy: readonly string[] = [filteredBy],
): void {
	if (url.length <= LONGEST_ADVANCED_URL) return;
	const alternatives = filterClauses(filter)?.alternatives ?? 0;
	const length = url.length.toLocaleString('en-US');
	const most = LONGEST_ADVANCED_URL.toLocaleString('en-US');
	throw alternatives > MOST_PLAIN_ALTERNATIVES
		? new InvalidParameterError(
				`'${filteredBy}' has ${alternatives} values, and the address of the request would be ${length} characters long. Microsoft Graph accepts any number of values up to ${most} characters`,
				"Split the values over several items, or choose fewer 'Fields'",
			)
		: new InvalidParameterError(
				`'${narrowedBy.join("' and '")}' would make the address of the request ${length} characters long. Microsoft Graph accepts up to ${most}`,
				"Shorten the text, or choose fewer 'Fields'. A letter that is not Latin counts as 6 to 9 characters in an address",
			);
}

/** Whether a filter names something that advanced queries refuse (docs/graph.md#plain-queries). */
export const isPlainOnly = (filter: string): boolean =>
	filteredProperties(filter).some((name) => PROPERTIES.get(name)?.filter === 'plainOnly');

/** The properties that a filter names; none where it is not understood. */
export const filteredProperties = (filter: string): string[] => [
	...new Set(filterClauses(filter)?.comparisons.map(({ property }) => property)),
];

const isSortedPlainly = (orderBy: string): boolean =>
	orderBy.split(',').every((part) => PROPERTIES.get(part.trim().split(/\s/)[0])?.sort === 'plain');

const hasLongText = ({ values }: Comparison): boolean =>
	values.some(
		(value) =>
			// A doubled quote stands for one character.
			value.startsWith("'") && value.slice(1, -1).replace(/''/g, "'").length > LONGEST_PLAIN_TEXT,
	);

function isPlain({ property, member, operator, values, negated }: Comparison): boolean {
	const { filter, kind } = PROPERTIES.get(property) ?? {};
	if (negated || values.includes('null') || filter === undefined || filter === 'plainOnly') {
		return false;
	}
	const isMember = member !== '' && !(kind === 'complex' && member !== '$count');
	return !isMember && PLAIN_OPERATORS[filter].has(operator);
}

const inWords = ({ property, member, operator, values, negated }: Comparison): string =>
	[
		negated && 'not',
		member ? `${property}/${member}` : property,
		operator,
		values.includes('null') && 'null',
	]
		.filter(Boolean)
		.join(' ');
