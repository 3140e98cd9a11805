/**
 * What failures of a change mean (docs/graph.md#writing-sharepoint-properties,
 * docs/graph.md#clearing-values, docs/graph.md#sensitive-actions).
 */
import { quoted } from '../../checks/text';
import type { AskedOfGraph, Explainer, Sentence } from '../../messages/asked';
import { toGrant, whoAsked } from '../../messages/permissionHint';
import type { GraphError } from '../../transport/graphError';
import { fieldLabels } from '../../users/fieldLabels';
import { lacksSharePoint } from '../../users/sharePoint';
import { SHAREPOINT_FIELDS, WRITABLE_FIELDS, type WritableField } from '../../users/userProperties';
import { ME } from '../../users/userRef';
import { UpdateError } from './updateError';

const byName = new Map(WRITABLE_FIELDS.map((field) => [field.name, field]));

/** @returns undefined where the refusal says nothing special about a change */
export const updateSentence: Explainer = (error, { graph }) => {
	const fields = error instanceof UpdateError ? error.fields : (graph.changes ?? []);
	const user = quoted((graph.user ?? ME).label);
	if (/on-premises mastered/i.test(error.message)) {
		return {
			message: `${user} is synced from an on-premises directory, which is where ${fieldLabels(fields)} must be changed`,
			hint: 'Change it in the on-premises Active Directory; only profile fields such as About Me and Skills can be changed here',
		};
	}
	if (/originated within an external service/i.test(error.message)) {
		return {
			message: `${user} was synced from an on-premises directory before: Extension Attribute 1 to 15 of such a user can only be changed with Exchange tools`,
		};
	}
	if (/Resource 'manager' does not exist/.test(error.message)) {
		return {
			message: `No manager found for the specified user: ${(graph.user ?? ME).label}`,
			hint: 'There is nothing to remove',
		};
	}
	if (/password complexity|specified password/i.test(error.message)) {
		return {
			message: `'Password' was not accepted: it does not meet the organization's rules for passwords`,
			hint: 'Microsoft asks for at least 8 characters of three kinds: small and capital letters, digits, symbols',
		};
	}
	const taken = /same value for property (\w+) already exists/i.exec(error.message)?.[1];
	if (taken !== undefined) {
		return { message: `'${fieldLabels([taken])}' is taken: another user already has this value` };
	}
	const named = namedField(error);
	if (error.status === 400 && named) {
		const reason = named.secret || !error.message ? '' : `: ${error.message.replace(/\.$/, '')}`;
		return {
			message: `'${named.displayName}' was not accepted by Microsoft Graph for ${user}${reason}`,
		};
	}
	if (error.status === 405) {
		return {
			message: `Microsoft does not let ${user} be changed this way; personal Microsoft accounts cannot be updated`,
		};
	}
	return profileRefused(error, fields, user, graph) ?? notAllowed(error, fields, user, graph);
};

/** What Microsoft lets only a signed-in user change (docs/graph.md#app-only-updates). */
export const isNotByApps = (name: string): boolean =>
	SHAREPOINT_FIELDS.has(name) || byName.get(name)?.write.notByApps === true;

/** The field that Graph's own words are about, in any of the ways it names one. */
function namedField({ message }: GraphError): WritableField | undefined {
	const [, quoted, before, after] =
		/property '(\w+)'|property (\w+) is|the (\w+) property/i.exec(message) ?? [];
	return byName.get(quoted ?? before ?? after ?? '');
}

/** SharePoint, not Entra, says no. */
function profileRefused(
	error: GraphError,
	fields: readonly string[],
	user: string,
	graph: AskedOfGraph,
): Sentence | undefined {
	const profile = fieldLabels(fields.filter((name) => SHAREPOINT_FIELDS.has(name)));
	if (!profile) return undefined;
	if (/DirectoryObjectUnauthorizedAccess/.test(error.code)) {
		return {
			message: `${graph.appOnly ? 'The app' : 'The signed-in account'} may not change profile fields of ${user} (${profile}); it takes the permission Sites.ReadWrite.All besides`,
			hint: graph.appOnly
				? "Leave these fields out, or set 'Authentication' to Signed-In User (OAuth2)"
				: "Set 'Permissions' of the credential to Custom, add Sites.ReadWrite.All and reconnect it, or leave these fields out",
		};
	}
	if (lacksSharePoint(error)) {
		return {
			message: `This tenant has no SharePoint Online license, and SharePoint is where ${profile} of ${user} would be kept`,
			hint: 'Leave these fields out',
		};
	}
	if (error.status === 403 && /^accessDenied$/.test(error.code)) {
		return {
			message: `SharePoint, which keeps ${profile}, did not let them be changed for ${user}: the user has no profile there, such as a guest or a user without a SharePoint license, or ${graph.appOnly ? 'an app' : 'the signed-in account'} has no right to it`,
			hint: 'Leave these fields out for this user',
		};
	}
	return undefined;
}

function notAllowed(
	{ status }: GraphError,
	fields: readonly string[],
	user: string,
	graph: AskedOfGraph,
): Sentence | undefined {
	if (status !== 403) return undefined;
	const rules = fields.flatMap((name) => byName.get(name)?.write ?? []);
	const unique = (values: Array<string | undefined>): string[] => [
		...new Set(values.filter((value) => value !== undefined)),
	];
	const permissions = unique([
		graph.permission ?? 'User.ReadWrite.All',
		...rules.map((rule) => rule.permission),
	]);
	const roles = unique(
		rules.map(({ role, roleForApps }) => (graph.appOnly && !roleForApps ? undefined : role)),
	);
	const needed = [
		`the permission ${permissions.join(' and ')}`,
		...(roles.length > 0 ? [`the role ${roles.join(' and ')}`] : []),
		...(rules.some(({ sensitive }) => sensitive)
			? [`where ${user} is an administrator, a role above theirs such as Global Administrator`]
			: []),
	];
	const notByApps = fieldLabels(fields.filter(isNotByApps));
	if (graph.appOnly && notByApps) {
		return {
			message: `Microsoft does not let an app without a signed-in user change ${notByApps}, asked for ${user}`,
			hint: "Leave these fields out, or set 'Authentication' to Signed-In User (OAuth2)",
		};
	}
	return {
		message: `${whoAsked(graph)} has no right to change ${fieldLabels(fields)} of ${user}; it takes ${needed.join('; and ')}`,
		hint: toGrant(graph),
	};
}
