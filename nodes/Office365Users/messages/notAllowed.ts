/** What a missing right to read or list means, and which permission would give it. */
import { quoted } from '../checks/text';
import { lacksPermission } from '../users/basicFilter';
import { filteredProperties } from '../users/queryMode';
import { BASIC_FIELDS, READING } from '../users/userProperties';
import type { GraphError } from '../transport/graphError';
import type { Asked, AskedOfGraph, Sentence } from './asked';
import {
	isGranted,
	LARGER_DOES_NOT_HELP,
	permissionsIn,
	toGrant,
	whoAsked,
} from './permissionHint';
import { asksSharePoint, profileFieldsRefused, who } from './sharePointRefused';

const LISTS_OF_USERS = /^\/users$|\/directReports$|\/microsoft\.graph\.user$/;

/** The tenant has no such license, and the account no such role (docs/graph.md#sign-in-activity). */
const LACKS_LICENSE = 'Authentication_RequestFromNonPremiumTenantOrB2CTenant';
const LACKS_ROLE = 'Authentication_RequestFromUnsupportedUserRole';

export function notAllowed(error: GraphError, { graph, query, path }: Asked): Sentence {
	const filtered =
		lacksPermission(error) && LISTS_OF_USERS.test(path) ? beyondBasic(graph, query) : [];
	const special =
		licenseOrRole(error, graph, query) ?? optionsWithPermission(error, graph, filtered);
	if (special) return special;
	const hasProfile = asksSharePoint(graph);
	const own = hasProfile && !lacksPermission(error) ? undefined : fieldsWithPermission(graph);
	if (own) return own;
	if (filtered.length > 0) {
		const needed = filterPermissions(filtered).join(' and ');
		return {
			message: `${whoAsked(graph)} has no right to filter by ${filtered.join(', ')}; that needs the permission ${needed}`,
			hint: `${toGrant(graph, [needed])}. User.ReadBasic.All allows filters by ${[...BASIC_FIELDS].join(', ')} only`,
		};
	}
	if (graph.fields?.chosen && hasProfile && error.code !== 'Authorization_RequestDenied') {
		return profileFieldsRefused(graph, `${who(graph)} has no right to read them`);
	}
	const needed = permissionsIn(graph.permission);
	const whom = graph.user ? ` for ${quoted(graph.user.label)}` : '';
	const granted = needed.find((name) => isGranted(graph, name));
	if (granted !== undefined) {
		return {
			message: `${whoAsked(graph)} has no right to do this${whom}, although the permission ${granted} is granted`,
			hint: `${LARGER_DOES_NOT_HELP}. Guests often cannot read or list other users, and an administrator may have restricted what this account can see`,
		};
	}
	return {
		message: `${whoAsked(graph)} has no right to do this${whom}${graph.permission ? `; it needs the permission ${graph.permission}` : ''}`,
		hint: graph.appOnly
			? toGrant(graph)
			: `${toGrant(graph, needed)}. Guests often cannot read or list other users at all`,
	};
}

/** What the tenant or the account lacks besides permissions. */
function licenseOrRole(
	{ code }: GraphError,
	graph: AskedOfGraph,
	{ $filter = '' }: Asked['query'],
): Sentence | undefined {
	if (code !== LACKS_LICENSE && code !== LACKS_ROLE) return undefined;
	const byOption = graph.needs?.find(({ license }) => license !== undefined);
	const name = filteredProperties($filter).find((one) => READING.get(one)?.license);
	const license = byOption?.license ?? READING.get(name ?? '')?.license;
	if (license === undefined) return undefined;
	const what = byOption ? `'${byOption.option}'` : `'${graph.filteredBy ?? 'Filter'}' by ${name}`;
	return code === LACKS_LICENSE
		? {
				message: `${what} needs a ${license} license, which this tenant does not have`,
				hint: 'Only tenants with such a license record when users sign in',
			}
		: {
				message: `${whoAsked(graph)} has no role that may read sign-ins, which ${what} needs`,
				hint: `An administrator can give the account the role Reports Reader. ${LARGER_DOES_NOT_HELP}`,
			};
}

/**
 * What the options take of which it is not known that it is there.
 * @param filtered the properties of the filter that may be the reason as well
 */
function optionsWithPermission(
	error: GraphError,
	graph: AskedOfGraph,
	filtered: readonly string[],
): Sentence | undefined {
	const { needs = [] } = graph;
	const lacking = needs.filter(({ permission }) => isGranted(graph, permission) !== true);
	if (lacking.length === 0 || !lacksPermission(error)) return undefined;
	const said = lacking.map(
		({ option, permission, license }) =>
			`'${option}' needs the permission ${permission}${license ? ` and a ${license} license` : ''}`,
	);
	const permissions = lacking.map(({ permission }) => permission);
	if (filtered.length > 0) {
		const besides = filterPermissions(filtered);
		said.push(`filtering by ${filtered.join(', ')} needs the permission ${besides.join(' and ')}`);
		permissions.push(...besides);
	}
	return {
		message: `${whoAsked(graph)} has no right to do this: ${said.join('; ')}`,
		hint: `${toGrant(graph, [[...new Set(permissions)].join(' and ')])}. Reading users also needs ${graph.permission}`,
	};
}

/** Chosen fields that need a permission of their own are the likeliest reason for a refusal. */
function fieldsWithPermission(graph: AskedOfGraph): Sentence | undefined {
	const names = graph.fields?.chosen
		? graph.fields.names.filter((name) => isSpecial(name, graph))
		: [];
	if (names.length === 0) return undefined;
	const needed = names.map((name) => {
		const { permission, role, license } = READING.get(name) ?? {};
		return `${name} needs ${[`the permission ${permission}`, role && `the role ${role}`, license && `a ${license} license`].filter(Boolean).join(' and ')}`;
	});
	return {
		message: `${whoAsked(graph)} has no right to read all of 'Fields': ${needed.join('; ')}`,
		hint: `${toGrant(
			graph,
			names.flatMap((name) => READING.get(name)?.permission ?? []),
		)}. Or leave ${names.length > 1 ? 'them' : 'it'} out`,
	};
}

/** Whether reading a field needs a permission that may be missing; a role or a license may be too. */
function isSpecial(name: string, graph: AskedOfGraph): boolean {
	const { permission, role, license } = READING.get(name) ?? {};
	if (permission === undefined) return false;
	return role !== undefined || license !== undefined || isGranted(graph, permission) !== true;
}

/** The properties of the filter that User.ReadBasic.All does not cover, and of which no right is known. */
const beyondBasic = (graph: AskedOfGraph, { $filter = '' }: Asked['query']): string[] =>
	filteredProperties(graph.basicFilter ?? $filter).filter(
		(name) => !BASIC_FIELDS.has(name) && isGranted(graph, filterPermission(name)) !== true,
	);

const filterPermission = (name: string): string => READING.get(name)?.permission ?? 'User.Read.All';

const filterPermissions = (names: readonly string[]): string[] => [
	...new Set(names.map(filterPermission)),
];
