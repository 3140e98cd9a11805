import type { StoredUser } from '../directory/user.ts';
import { badRequest, GraphError } from './errors.ts';
import { directoryObject } from './directoryObject.ts';
import { ODataSyntaxError, parseExpand, type ExpandItem } from './odata.ts';
import { demand, permissions } from './permissions.ts';
import { openExtensionsOf } from './openExtensions.ts';
import { checkCollectionSelect } from './profileAccess.ts';
import { parseCount } from './queryOptions.ts';
import { isEventual, type GraphContext } from './request.ts';
import { parseSelect, type Selection, type UserBody } from './select.ts';

export interface Expansion {
	readonly name: 'manager' | 'directReports' | 'extensions';
	readonly selection: Selection;
	readonly levels: number;
	/** As it appears in @odata.context. */
	readonly suffix: string;
}

/**
 * A directory relationship returns at most 20 expanded items and no link to more
 * (docs/graph.md#expand).
 */
const maxExpanded = 20;

export function parseExpansion(
	context: GraphContext,
	on: 'user' | 'collection',
): Expansion | undefined {
	const text = context.query.expand;
	if (text === undefined) return undefined;
	const items = expandItems(text);
	const [item] = items;
	if (!item || items.length > 1)
		throw badRequest('Only one property can be expanded in a single request.');
	const name = item.path.join('/');
	// docs/graph.md#expand
	if (name === 'photo')
		throw new GraphError(
			400,
			'ExpandNotSupported',
			`Expand is not allowed for property 'photo' according to the entity schema.`,
		);
	if (name === 'extensions') return expandedExtensions(context, on);
	if (name !== 'manager' && name !== 'directReports')
		throw badRequest(`Could not find a property named '${name}' on type 'microsoft.graph.user'.`);
	demand(
		context.caller,
		name === 'manager' ? permissions.readManager : permissions.readReports,
		null,
	);
	const selection = parseSelect(item.options.$select);
	checkCollectionSelect(context, selection);
	const levels = levelsOf(context, item, name, on);
	return { name, selection, levels, suffix: `${name}(${selection.names?.join(',') ?? ''})` };
}

/**
 * Open extensions come with one user; that a list of users refuses them is an assumption: its page
 * does not name users (docs/graph.md#open-extensions).
 */
function expandedExtensions(context: GraphContext, on: 'user' | 'collection'): Expansion {
	if (on === 'collection')
		throw badRequest("Expanding 'extensions' is not supported on a list of users.");
	if (context.query.select === undefined)
		throw badRequest("$expand=extensions of a user needs $select with 'id'.");
	demand(context.caller, permissions.readFullProfile, null);
	return { name: 'extensions', selection: parseSelect('id'), levels: 1, suffix: 'extensions()' };
}

/** The rules for expanding a chain of managers (docs/graph.md#management-chain). */
function levelsOf(
	context: GraphContext,
	item: ExpandItem,
	name: string,
	on: 'user' | 'collection',
): number {
	const given = item.options.$levels;
	// CLI for Microsoft 365 uses $select without $levels, on single users and lists.
	if (given === undefined) return 1;
	if (name !== 'manager' || on !== 'user')
		throw badRequest('$levels is only supported in $expand=manager of a single user.');
	if (!isEventual(context) || !parseCount(context.query.count)) {
		throw new GraphError(
			400,
			'Request_UnsupportedQuery',
			'$levels is not supported because the required parameters might be missing. Try adding $count=true query parameter and ConsistencyLevel:eventual header. Refer to https://aka.ms/graph-docs/advanced-queries for more information',
		);
	}
	if (given === 'max') return 1000;
	const levels = Number(given);
	if (!/^\d+$/.test(given) || levels < 1 || levels > 1000)
		throw badRequest(
			`Invalid value '${given}' for $levels. It must be 'max' or between 1 and 1000.`,
		);
	return levels;
}

function expandItems(text: string): ExpandItem[] {
	try {
		return parseExpand(text);
	} catch (error) {
		if (error instanceof ODataSyntaxError)
			throw badRequest(
				`Parsing OData Select and Expand failed: syntax error at position ${error.position} in '${text}'.`,
			);
		throw error;
	}
}

/** Adds the expanded relationship to a user's body; without a manager the member is left out. */
export function expand(
	context: GraphContext,
	user: StoredUser,
	expansion: Expansion,
	body: UserBody,
): void {
	if (expansion.name === 'extensions') {
		body.extensions = openExtensionsOf(user);
		return;
	}
	if (expansion.name === 'directReports') {
		body.directReports = context.tenant.directory
			.directReports(user.id)
			.slice(0, maxExpanded)
			.map((report) => directoryObject(context, report.id, expansion.selection));
		return;
	}
	const seen = new Set([user.id]);
	let holder = body;
	let managerId = user.managerId;
	for (
		let level = 0;
		level < expansion.levels && managerId !== null && !seen.has(managerId);
		level += 1
	) {
		seen.add(managerId);
		const manager = directoryObject(context, managerId, expansion.selection);
		holder.manager = manager;
		holder = manager;
		managerId = context.tenant.directory.get(managerId)?.managerId ?? null;
	}
}
