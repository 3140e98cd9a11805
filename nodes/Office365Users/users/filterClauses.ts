/** What an OData filter compares, as far as it decides how a query must be sent. */

export interface Comparison {
	/** The user's property: `assignedLicenses` for `assignedLicenses/any(x:x/skuId eq …)`. */
	readonly property: string;
	/** What is behind it: `skuId` there, `$count` for `assignedLicenses/$count`; empty for itself. */
	readonly member: string;
	/** In lower case: eq, in, startswith and so on. */
	readonly operator: string;
	/** As they are written, texts with their quotes. */
	readonly values: readonly string[];
	/** It stands behind a `not`. */
	readonly negated: boolean;
}

export interface FilterClauses {
	readonly comparisons: readonly Comparison[];
	/** The most terms that one `or` joins; the values of an `in` are terms too. */
	readonly alternatives: number;
}

/** Texts, numbers and dates, punctuation, and words with their paths. */
const TOKEN = /'(?:[^']|'')*'|\d[\w.:+-]*|[(),:]|[^\s(),:']+/g;
const FUNCTIONS = new Set(['startswith', 'endswith', 'contains']);

/** @returns undefined where the filter is not understood */
export function filterClauses(filter: string): FilterClauses | undefined {
	const parser = new FilterParser(filter.match(TOKEN) ?? []);
	try {
		const { widest } = parser.whole();
		return { comparisons: parser.comparisons, alternatives: widest };
	} catch {
		return undefined;
	}
}

class NotUnderstood extends Error {}

/** How many terms a part adds to an `or` around it, and the most of any `or` within it. */
interface Extent {
	readonly width: number;
	readonly widest: number;
}
const ONE: Extent = { width: 1, widest: 1 };

class FilterParser {
	readonly comparisons: Comparison[] = [];
	private position = 0;
	private negations = 0;
	/** The variables of `any` and `all`, and the paths that they stand for. */
	private readonly variables = new Map<string, string>();

	constructor(private readonly tokens: readonly string[]) {}

	whole(): Extent {
		const extent = this.or();
		if (this.position < this.tokens.length) throw new NotUnderstood();
		return extent;
	}

	private or(): Extent {
		const parts = [this.and()];
		while (this.takes('or')) parts.push(this.and());
		const width = parts.reduce((sum, part) => sum + part.width, 0);
		return { width, widest: Math.max(width, ...parts.map(({ widest }) => widest)) };
	}

	private and(): Extent {
		const parts = [this.term()];
		while (this.takes('and')) parts.push(this.term());
		return parts.length === 1
			? parts[0]
			: { width: 1, widest: Math.max(...parts.map(({ widest }) => widest)) };
	}

	private term(): Extent {
		if (this.takes('not')) {
			this.negations++;
			const extent = this.term();
			this.negations--;
			return extent;
		}
		if (this.takes('(')) {
			const extent = this.or();
			this.expect(')');
			return extent;
		}
		const name = this.next();
		const lambda = /^(.+)\/(?:any|all)$/i.exec(name)?.[1];
		if (lambda !== undefined) return this.lambda(lambda);
		if (FUNCTIONS.has(name.toLowerCase()) && this.takes('(')) {
			const path = this.next();
			this.expect(',');
			this.compare(path, name, [this.next()]);
			this.expect(')');
			return ONE;
		}
		return this.comparison(name);
	}

	private lambda(path: string): Extent {
		this.expect('(');
		if (this.takes(')')) {
			this.compare(path, 'any', []);
			return ONE;
		}
		const variable = this.next();
		this.expect(':');
		this.variables.set(variable, this.resolved(path));
		const extent = this.or();
		this.variables.delete(variable);
		this.expect(')');
		return extent;
	}

	private comparison(path: string): Extent {
		const operator = this.next();
		if (operator.toLowerCase() !== 'in') {
			this.compare(path, operator, [this.next()]);
			return ONE;
		}
		const values: string[] = [];
		this.expect('(');
		do values.push(this.next());
		while (this.takes(','));
		this.expect(')');
		this.compare(path, operator, values);
		return { width: values.length, widest: values.length };
	}

	private compare(path: string, operator: string, values: readonly string[]): void {
		const [property, ...members] = this.resolved(path).split('/');
		if (!/^[A-Za-z]\w*$/.test(property)) throw new NotUnderstood();
		this.comparisons.push({
			property,
			member: members.join('/'),
			operator: operator.toLowerCase(),
			values,
			negated: this.negations > 0,
		});
	}

	private resolved(path: string): string {
		const [first, ...rest] = path.split('/');
		return [this.variables.get(first) ?? first, ...rest].join('/');
	}

	private next(): string {
		const token = this.tokens[this.position++];
		if (token === undefined) throw new NotUnderstood();
		return token;
	}

	private takes(token: string): boolean {
		if (this.tokens[this.position]?.toLowerCase() !== token) return false;
		this.position++;
		return true;
	}

	private expect(token: string): void {
		if (!this.takes(token)) throw new NotUnderstood();
	}
}
