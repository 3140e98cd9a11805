import type { Change } from '../directory/directory.ts';
import type { Settings } from '../control/settings.ts';
import type { Tenant } from '../tenant.ts';
import { accessDenied, badRequest, GraphError, unsupportedQuery } from './errors.ts';
import type { DeltaState } from './deltaStates.ts';
import { ODataSyntaxError, parseFilter, type FilterNode } from './odata.ts';
import { demand, permissions } from './permissions.ts';
import { checkCollectionSelect } from './profileAccess.ts';
import { header, type GraphContext, type GraphResponse } from './request.ts';
import { parseSelect, shown, type Selection } from './select.ts';
import { callerIsGuest } from './target.ts';

type Item = Record<string, unknown>;
const pageSize = 100;
const sevenDaysMs = 7 * 86_400_000;
const maxIds = 50;

/** GET /users/delta (docs/graph.md#delta). */
export function usersDelta(context: GraphContext): GraphResponse {
	if (callerIsGuest(context)) throw accessDenied();
	demand(context.caller, permissions.delta, null);
	// Not available there (docs/graph.md#delta); the text is an assumption.
	if (context.tenant.settings.b2c)
		throw unsupportedQuery('Delta query is not supported in this tenant.');
	const { deltaToken, skipToken } = context.query;
	if (deltaToken === 'latest') return answer(context, { ...firstState(context), items: [] });
	if (skipToken !== undefined) return answer(context, known(context, skipToken, 'skip'));
	// The Location of a 410 carries an empty token: start over.
	if (deltaToken) return answer(context, nextRound(context, known(context, deltaToken, 'delta')));
	return answer(context, firstState(context));
}

/** The options are given on the first call and baked into the token. */
function firstState(context: GraphContext): DeltaState {
	const { query, tenant } = context;
	for (const [name, value] of [
		['$top', query.top],
		['$expand', query.expand],
		['$orderby', query.orderBy],
		['$search', query.search],
		['$skip', query.skip],
	] as const) {
		if (value !== undefined)
			throw badRequest(`The query parameter '${name}' is not supported on delta.`);
	}
	const selection = parseSelect(query.select, ['manager']);
	checkCollectionSelect(context, selection);
	const ids = query.filter === undefined ? undefined : idsOf(query.filter);
	const users = tenant.directory.all().filter(({ id }) => ids?.has(id) ?? true);
	const items: DeltaState['items'][number][] = users.map(({ id }) => ({ id, changed: null }));
	// Normal in a first round (docs/graph.md#delta-removed, docs/graph.md#delta-replays).
	if (tenant.settings.deltaRemovedAtFirst)
		for (const id of tenant.directory.deleted.keys()) items.push({ id, changed: new Set() });
	if (tenant.settings.deltaDuplicates) items.push(...items.slice(0, 1));
	return {
		selection,
		ids,
		version: tenant.directory.version,
		items,
		start: 0,
		at: Date.now(),
		minimal: false,
	};
}

function nextRound(context: GraphContext, state: DeltaState): DeltaState {
	const { directory } = context.tenant;
	const changes = directory.changes
		.slice(state.version)
		.filter(
			(change) => (state.ids?.has(change.userId) ?? true) && concerns(change, state.selection),
		);
	const items = context.tenant.settings.deltaDuplicates
		? changes.map(({ userId, properties, after }) => ({
				id: userId,
				changed: new Set(properties),
				version: after,
			}))
		: onePerUser(changes);
	// Replays are allowed: the same change may be returned twice (docs/graph.md#delta-replays).
	if (context.tenant.settings.deltaReplays) items.push(...items.slice(0, 1));
	return {
		...state,
		version: directory.version,
		items,
		start: 0,
		emptied: false,
		at: Date.now(),
		minimal: /\breturn=minimal\b/i.test(header(context, 'prefer') ?? ''),
	};
}

function onePerUser(changes: readonly Change[]): DeltaState['items'][number][] {
	const changed = new Map<string, Set<string>>();
	for (const { userId, properties } of changes) {
		const names = changed.get(userId) ?? new Set();
		for (const name of properties) names.add(name);
		changed.set(userId, names);
	}
	return [...changed].map(([id, names]) => ({ id, changed: names }));
}

/** Only what was selected is tracked; profile fields and photos never are. */
const concerns = ({ kind, properties }: Change, selection: Selection): boolean =>
	kind !== 'changed' ||
	properties.some(
		(name) =>
			selection.properties.some((property) => property.name === name) ||
			(name === 'manager' && selection.names?.includes('manager')),
	);

function answer(context: GraphContext, state: DeltaState): GraphResponse {
	const { tenant } = context;
	const size = Math.min(
		Number(/\bodata\.maxpagesize=(\d+)/i.exec(header(context, 'prefer') ?? '')?.[1] ?? pageSize) ||
			pageSize,
		999,
	);
	const empty = tenant.settings.deltaEmptyPages && state.start === 0 && !state.emptied;
	const end = empty ? 0 : state.start + size;
	const value = state.items
		.slice(state.start, end)
		.map((entry) => item(context, state, entry))
		.filter((one) => one !== undefined);
	const root = `${tenant.origins.graph}/v1.0/users/delta`;
	const next =
		empty || end < state.items.length
			? {
					'@odata.nextLink': `${root}?$skiptoken=${tenant.deltaStates.keep('skip', { ...state, start: end, emptied: true })}`,
				}
			: {
					'@odata.deltaLink': `${root}?$deltatoken=${tenant.deltaStates.keep('delta', { ...state, items: [], start: 0 })}`,
				};
	const names = state.selection.names;
	return {
		status: 200,
		headers: state.minimal ? { 'preference-applied': 'return=minimal' } : {},
		body: {
			'@odata.context': `${tenant.origins.graph}/v1.0/$metadata#users${names === null ? '' : `(${names.join(',')})`}`,
			...next,
			value,
		},
	};
}

/** Never-set properties are absent, cleared ones null. */
function item(
	context: GraphContext,
	state: DeltaState,
	{ id, changed, version }: DeltaState['items'][number],
): Item | undefined {
	const { directory } = context.tenant;
	const user = version ?? directory.get(id);
	if (!user)
		return changed === null
			? undefined
			: { id, '@removed': { reason: directory.deleted.has(id) ? 'changed' : 'deleted' } };
	const body: Item = {};
	for (const property of state.selection.properties) {
		const value = user.properties[property.name];
		const wanted = changed === null || !state.minimal || changed.has(property.name);
		if (property.name !== 'id' && value !== undefined && wanted)
			body[property.name] = shown(property, value);
	}
	if (
		state.selection.names?.includes('manager') &&
		(changed === null ? user.managerId !== null : changed.has('manager'))
	)
		body['manager@delta'] = managerDelta(context, user.managerId);
	return { ...body, id };
}

const managerDelta = (context: GraphContext, managerId: string | null): Item[] =>
	managerId === null
		? []
		: [
				{
					'@odata.type': `#microsoft.graph.${context.tenant.directory.get(managerId) ? 'user' : 'orgContact'}`,
					id: managerId,
				},
			];

/** docs/graph.md#delta-expired; code and text of the last two are assumptions. */
const tokenRefusals: Readonly<
	Record<Exclude<Settings['deltaTokens'], 'valid'>, (tenant: Tenant) => GraphError>
> = {
	resync: ({ origins }) =>
		new GraphError(
			410,
			'resyncRequired',
			"Resync required. Replace any local items with the server's version.",
			{ headers: { location: `${origins.graph}/v1.0/users/delta?$deltatoken=` } },
		),
	expired: () =>
		new GraphError(
			400,
			'syncStateNotFound',
			'The sync state generation is not found. Perform a full synchronization.',
		),
	tooOld: () => unsupportedQuery('DeltaLink older than 30 days is not supported.'),
	malformed: () => badRequest('Badly formed token.'),
	otherTenant: () => badRequest('The token was issued for another tenant.'),
};

function known(context: GraphContext, token: string, kind: 'skip' | 'delta'): DeltaState {
	const { tenant } = context;
	const { deltaTokens } = tenant.settings;
	if (kind === 'delta' && deltaTokens !== 'valid') throw tokenRefusals[deltaTokens](tenant);
	const issuer = tenant.deltaStates.issuer(token);
	if (issuer === undefined) throw tokenRefusals.malformed(tenant);
	if (issuer === 'another tenant') throw tokenRefusals.otherTenant(tenant);
	const state = tenant.deltaStates.get(kind, token);
	if (!state || (kind === 'delta' && Date.now() - state.at > sevenDaysMs))
		throw tokenRefusals.expired(tenant);
	return state;
}

/** `id eq … or id eq …`, at most 50. */
function idsOf(filter: string): Set<string> {
	const ids = new Set<string>();
	const collect = (node: FilterNode): void => {
		if (node.type === 'or') {
			collect(node.left);
			collect(node.right);
		} else if (node.type === 'compare' && node.op === 'eq' && node.path.join('/') === 'id')
			ids.add(String(node.value.value).toLowerCase());
		else
			throw new GraphError(
				400,
				'Request_UnsupportedQuery',
				"Delta supports only filters of the form id eq '…' or id eq '…'.",
			);
	};
	try {
		collect(parseFilter(filter));
	} catch (error) {
		if (error instanceof ODataSyntaxError)
			throw badRequest(
				`Invalid filter clause: Syntax error at position ${error.position} in '${filter}'.`,
			);
		throw error;
	}
	if (ids.size > maxIds)
		throw new GraphError(
			400,
			'Request_UnsupportedQuery',
			`Delta filters by at most ${maxIds} ids.`,
		);
	return ids;
}
