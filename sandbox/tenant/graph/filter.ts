import { GraphError, badRequest } from './errors.ts';
import { ODataSyntaxError, parseFilter, type FilterNode, type Literal } from './odata.ts';

export type FilterOperator =
	| 'eq'
	| 'ne'
	| 'gt'
	| 'ge'
	| 'lt'
	| 'le'
	| 'in'
	| 'startswith'
	| 'endswith'
	| 'contains'
	| 'not'
	| 'eq null';
export type Read<T> = (entity: T) => unknown;

/** Which properties can be filtered, and how: each kind of entity has its own rules. */
export interface FilterRules<T> {
	/** Returns how to read the property, or throws if the filter is refused. */
	property(path: readonly string[], operator: FilterOperator, value: Literal | undefined): Read<T>;
	/** Called with the number of alternatives of an `or` chain or `in` list. */
	alternatives?(count: number): void;
	/** Called for `not`, which some endpoints allow only in advanced queries. */
	negation(): void;
}

export type Predicate<T> = (entity: T) => boolean;

export function compileFilter<T>(text: string, rules: FilterRules<T>): Predicate<T> {
	try {
		const node = parseFilter(text);
		countAlternatives(node, rules);
		return compile(node, rules);
	} catch (error) {
		if (error instanceof ODataSyntaxError)
			throw badRequest(
				`Invalid filter clause: Syntax error at position ${error.position} in '${text}'.`,
			);
		throw error;
	}
}

/** The alternatives of each group: what `or` joins and `in` lists. */
function countAlternatives<T>(node: FilterNode, rules: FilterRules<T>): void {
	const count = alternatives(node);
	if (count > 1) rules.alternatives?.(count);
	if (node.type === 'and' || node.type === 'or') {
		countAlternatives(node.left, rules);
		countAlternatives(node.right, rules);
	}
	if (node.type === 'not') countAlternatives(node.operand, rules);
}

function alternatives(node: FilterNode): number {
	if (node.type === 'or') return alternatives(node.left) + alternatives(node.right);
	return node.type === 'in' ? node.values.length : 1;
}

function compile<T>(node: FilterNode, rules: FilterRules<T>): Predicate<T> {
	switch (node.type) {
		case 'and':
		case 'or': {
			const left = compile(node.left, rules);
			const right = compile(node.right, rules);
			return node.type === 'and'
				? (entity) => left(entity) && right(entity)
				: (entity) => left(entity) || right(entity);
		}
		case 'not': {
			rules.negation();
			const operand = compile(node.operand, rules);
			return (entity) => !operand(entity);
		}
		case 'in': {
			const read = rules.property(node.path, 'in', node.values[0]);
			const wanted = new Set(node.values.map((value) => comparable(value.value)));
			return (entity) => wanted.has(comparable(read(entity)));
		}
		case 'call': {
			if (node.value.kind !== 'string')
				throw badRequest(`The argument of '${node.fn}' must be a string.`);
			const read = rules.property(node.path, node.fn, node.value);
			const test = textTests[node.fn];
			const wanted = String(node.value.value).toLowerCase();
			return (entity) => {
				const value = read(entity);
				return typeof value === 'string' && test(value.toLowerCase(), wanted);
			};
		}
		case 'any': {
			const read = rules.property(node.path, operatorOf(node.predicate), undefined);
			const element = compile<unknown>(node.predicate, elementRules(node.variable, rules));
			return (entity) => {
				const value = read(entity);
				return Array.isArray(value) && value.some(element);
			};
		}
		case 'compare': {
			const operator = node.value.kind === 'null' && node.op === 'eq' ? 'eq null' : node.op;
			const read = rules.property(node.path, operator, node.value);
			const wanted = comparable(node.value.value);
			return comparison(node.op, wanted, read);
		}
	}
}

const textTests = {
	startswith: (value: string, wanted: string): boolean => value.startsWith(wanted),
	endswith: (value: string, wanted: string): boolean => value.endsWith(wanted),
	contains: (value: string, wanted: string): boolean => value.includes(wanted),
};

function comparison<T>(
	op: string,
	wanted: string | number | boolean | null,
	read: Read<T>,
): Predicate<T> {
	if (op === 'eq') return (entity) => comparable(read(entity)) === wanted;
	if (op === 'ne') return (entity) => comparable(read(entity)) !== wanted;
	if (wanted === null) throw badRequest('A null value cannot be compared by order.');
	const order = (entity: T): number | undefined => {
		const value = comparable(read(entity));
		if (value === null) return undefined;
		return value < wanted ? -1 : value > wanted ? 1 : 0;
	};
	const holds: Record<string, (result: number) => boolean> = {
		gt: (n) => n > 0,
		ge: (n) => n >= 0,
		lt: (n) => n < 0,
		le: (n) => n <= 0,
	};
	const test = holds[op];
	if (!test)
		throw new GraphError(400, 'Request_UnsupportedQuery', `Operator '${op}' is not supported.`);
	return (entity) => {
		const result = order(entity);
		return result !== undefined && test(result);
	};
}

/**
 * Strings compare case-insensitively; dates compare as points in time, whatever their zone and
 * precision.
 */
function comparable(value: unknown): string | number | boolean | null {
	if (typeof value === 'number' || typeof value === 'boolean') return value;
	if (typeof value !== 'string') return null;
	return /^\d{4}-\d{2}-\d{2}(T|$)/.test(value) && !Number.isNaN(Date.parse(value))
		? Date.parse(value)
		: value.toLowerCase();
}

function operatorOf(node: FilterNode): FilterOperator {
	if (node.type === 'call') return node.fn;
	if (node.type === 'compare') return node.op;
	return 'eq';
}

/** Inside any(o:…) the variable stands for the element. */
const elementRules = <T>(variable: string, outer: FilterRules<T>): FilterRules<unknown> => ({
	property(path) {
		if (path[0] !== variable)
			throw badRequest(`Could not find a property named '${path.join('/')}'.`);
		const [, member] = path;
		return member === undefined
			? (element) => element
			: (element) =>
					typeof element === 'object' && element !== null
						? Reflect.get(element, member)
						: undefined;
	},
	negation: () => outer.negation(),
});
