import { badRequest, GraphError } from './errors.ts';
import { compileFilter, type FilterOperator } from './filter.ts';
import { orderItems } from './orderBy.ts';
import { link } from './paging.ts';
import { parseTop } from './queryOptions.ts';
import type { GraphContext } from './request.ts';

export type Entity = Readonly<Record<string, unknown>>;

export interface ListRules {
	readonly type: string;
	readonly properties: readonly string[];
	/**
	 * Paths that $filter accepts, in lower case: the docs capitalize some of them
	 * (docs/graph.md#trending-filter).
	 */
	readonly filterable: readonly string[];
	readonly operators: readonly FilterOperator[];
	readonly sortable: readonly string[];
	readonly pageSize: number;
	readonly maxPageSize: number;
}

/**
 * $filter, $orderby, $skip, $top and $select on lists that are built for each response: people and
 * trending.
 */
export function listEntities(
	context: GraphContext,
	entities: readonly Entity[],
	rules: ListRules,
): { value: Entity[]; nextLink?: string } {
	const { filter, orderBy, skip, top, select } = context.query;
	const selected = select === undefined ? undefined : selectedNames(select, rules);
	const matches =
		filter === undefined
			? () => true
			: compileFilter<Entity>(filter, {
					negation: () => undefined,
					property(path, operator) {
						const wanted = path.map((part) => part.toLowerCase());
						if (
							!rules.filterable.includes(wanted.join('/')) ||
							!rules.operators.includes(operator)
						) {
							throw new GraphError(
								400,
								'BadRequest',
								`Invalid filter clause: '${path.join('/')}' with operator '${operator}' is not supported on '${rules.type}'.`,
							);
						}
						return (entity) => member(entity, wanted);
					},
				});
	const found = sorted(entities.filter(matches), orderBy, rules);
	if (skip !== undefined && !/^\d+$/.test(skip))
		throw badRequest(`Invalid value '${skip}' for $skip query option found.`);
	const start = Number(skip ?? 0);
	const end = start + parseTop(top, rules.pageSize, rules.maxPageSize, badRequest);
	const value = found
		.slice(start, end)
		.map((entity) =>
			selected ? Object.fromEntries(selected.map((name) => [name, entity[name]])) : entity,
		);
	return {
		value,
		...(end < found.length ? { nextLink: link(context, { $skip: String(end) }) } : {}),
	};
}

function selectedNames(select: string, rules: ListRules): string[] {
	return select.split(',').map((given) => {
		const name = rules.properties.find(
			(known) => known.toLowerCase() === given.trim().toLowerCase(),
		);
		if (name === undefined)
			throw new GraphError(
				400,
				'BadRequest',
				`Could not find a property named '${given.trim()}' on type '${rules.type}'.`,
			);
		return name;
	});
}

function sorted(
	entities: readonly Entity[],
	orderBy: string | undefined,
	rules: ListRules,
): readonly Entity[] {
	if (orderBy === undefined) return entities;
	const [item, ...more] = orderItems(orderBy);
	const path = item?.path.map((part) => part.toLowerCase()) ?? [];
	if (!item || more.length > 0 || !rules.sortable.includes(path.join('/')))
		throw new GraphError(
			400,
			'BadRequest',
			`Sorting by '${orderBy}' is not supported on '${rules.type}'.`,
		);
	const order = (a: Entity, b: Entity): number => {
		const [left, right] = [member(a, path), member(b, path)];
		return typeof left === 'number' && typeof right === 'number'
			? left - right
			: String(left).localeCompare(String(right), 'en');
	};
	return [...entities].sort((a, b) => (item.descending ? order(b, a) : order(a, b)));
}

/** Looks up a lower-case path; members match whatever their case. */
function member(entity: unknown, path: readonly string[]): unknown {
	let value = entity;
	for (const part of path) {
		if (typeof value !== 'object' || value === null) return undefined;
		value = Object.entries(value).find(([name]) => name.toLowerCase() === part)?.[1];
	}
	return value;
}
