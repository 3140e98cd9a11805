import peggy from 'peggy';
import { odataGrammar } from './odataGrammar.ts';

export interface Literal {
	readonly kind: 'string' | 'date' | 'number' | 'boolean' | 'null';
	readonly value: string | number | boolean | null;
}
export type CompareOperator = 'eq' | 'ne' | 'gt' | 'ge' | 'lt' | 'le';
export type FilterNode =
	| { readonly type: 'and' | 'or'; readonly left: FilterNode; readonly right: FilterNode }
	| { readonly type: 'not'; readonly operand: FilterNode }
	| {
			readonly type: 'call';
			readonly fn: 'startswith' | 'endswith' | 'contains';
			readonly path: readonly string[];
			readonly value: Literal;
	  }
	| {
			readonly type: 'any';
			readonly path: readonly string[];
			readonly variable: string;
			readonly predicate: FilterNode;
	  }
	| { readonly type: 'in'; readonly path: readonly string[]; readonly values: readonly Literal[] }
	| {
			readonly type: 'compare';
			readonly op: CompareOperator;
			readonly path: readonly string[];
			readonly value: Literal;
	  };
export type SearchNode =
	| { readonly type: 'and' | 'or'; readonly left: SearchNode; readonly right: SearchNode }
	| { readonly type: 'clause'; readonly property: string; readonly text: string };
export interface OrderItem {
	readonly path: readonly string[];
	readonly descending: boolean;
}
export interface ExpandItem {
	readonly path: readonly string[];
	readonly options: Readonly<Record<string, string>>;
}

const parser = peggy.generate(odataGrammar, {
	allowedStartRules: ['Filter', 'Search', 'OrderBy', 'Expand'],
});

/** A syntax error in the client's query, with the position where parsing stopped. */
export class ODataSyntaxError extends Error {
	readonly position: number;

	constructor(message: string, position: number) {
		super(message);
		this.position = position;
	}
}

function parse<T>(text: string, startRule: string): T {
	try {
		return parser.parse(text, { startRule }) as T;
	} catch (error) {
		if (error instanceof parser.SyntaxError)
			throw new ODataSyntaxError(error.message, error.location?.start.offset ?? 0);
		throw error;
	}
}

export const parseFilter = (text: string): FilterNode => parse<FilterNode>(text, 'Filter');
export const parseSearch = (text: string): SearchNode => parse<SearchNode>(text, 'Search');
export const parseOrderBy = (text: string): OrderItem[] => parse<OrderItem[]>(text, 'OrderBy');
export const parseExpand = (text: string): ExpandItem[] => parse<ExpandItem[]>(text, 'Expand');
