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
	// What $select says is baked in all the same (docs/graph.md#delta-latest).
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
		? changes.map((change) => ({
				id: change.userId,
				changed: new Set(change.properties),
				version: change.after,
				managerBefore: change.before?.managerId ?? null,
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
	};
}

function onePerUser(changes: readonly Change[]): DeltaState['items'][number][] {
	const items = new Map<string, { changed: Set<string>; managerBefore: string | null }>();
	for (const { userId, properties, before } of changes) {
		const item = items.get(userId) ?? {
			changed: new Set(),
			managerBefore: before?.managerId ?? null,
		};
		for (const name of properties) item.changed.add(name);
		items.set(userId, item);
	}
	return [...items].map(([id, item]) => ({ id, ...item }));
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
	const prefer = header(context, 'prefer') ?? '';
	// Heeded on each page for itself, and only behind a deltaLink (docs/graph.md#delta-minimal).
	const isChanges = state.items.some(({ changed }) => changed !== null);
	const minimal = isChanges && /\breturn=minimal\b/i.test(prefer);
	const size = Math.min(
		Number(/\bodata\.maxpagesize=(\d+)/i.exec(prefer)?.[1] ?? pageSize) || pageSize,
		tenant.settings.deltaLargestPage,
	);
	const empty = tenant.settings.deltaEmptyPages && state.start === 0 && !state.emptied;
	const end = empty ? 0 : state.start + size;
	const value = state.items
		.slice(state.start, end)
		.map((entry) => item(context, state, entry, minimal))
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
		headers: minimal ? { 'preference-applied': 'return=minimal' } : {},
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
	{ id, changed, version, managerBefore }: DeltaState['items'][number],
	minimal: boolean,
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
		const wanted = changed === null || !minimal || changed.has(property.name);
		if (property.name !== 'id' && value !== undefined && wanted)
			body[property.name] = shown(property, value);
	}
	if (state.selection.names?.includes('manager')) {
		const before = changed === null ? null : (managerBefore ?? null);
		if (before !== user.managerId)
			body['manager@delta'] = managerDelta(context, before, user.managerId);
	}
	return { ...body, id };
}

/** Who is not the manager any more, and who is now (docs/graph.md#delta-manager). */
const managerDelta = (context: GraphContext, before: string | null, now: string | null): Item[] => [
	...(before === null
		? []
		: [{ ...reference(context, before), '@removed': { reason: 'deleted' } }]),
	...(now === null ? [] : [reference(context, now)]),
];

const reference = ({ tenant }: GraphContext, id: string): Item => ({
	'@odata.type': `#microsoft.graph.${tenant.directory.orgContacts.has(id) ? 'orgContact' : 'user'}`,
	id,
});

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
