/**
 * What failures of a change mean (docs/graph.md#writing-sharepoint-properties,
 * docs/graph.md#clearing-values, docs/graph.md#sensitive-actions).
 */
import { quoted } from '../../checks/text';
import type { AskedOfGraph, Explainer, Sentence } from '../../messages/asked';
import { isForbidden, isPassedOnRefusal } from '../../messages/forbidden';
import { DEFINITION_PERMISSIONS } from '../../messages/permissionsToList';
import { LARGER_DOES_NOT_HELP, toGrant, whoAsked } from '../../messages/permissionHint';
import { ATTRIBUTE_NAMES } from '../../messages/unknownAttribute';
import type { GraphError } from '../../transport/graphError';
import { customAttribute, SECURITY_ATTRIBUTES } from '../../users/customAttributes';
import { fieldLabels } from '../../users/fieldLabels';
import { graphSays } from '../../users/graphTexts';
import { isSharePointFailure, lacksSharePoint } from '../../users/sharePoint';
import { SHAREPOINT_FIELDS, WRITABLE_FIELDS, type WritableField } from '../../users/userProperties';
import { ME } from '../../users/userRef';
import { leastOf, permissionNeeds, permissionsInWords, roleInWords } from './permissions';
import { NoEffectError, UpdateError } from './updateError';

const byName = new Map(WRITABLE_FIELDS.map((field) => [field.name, field]));

/** Fields whose address Microsoft also puts among the proxy addresses (docs/graph.md#address-conflicts). */
const ADDRESS_FIELDS = new Set(['mail', 'mailNickname', 'userPrincipalName']);

/** @returns undefined where the refusal says nothing special about a change */
export const updateSentence: Explainer = (error, { graph }) => {
	const fields = error instanceof UpdateError ? error.fields : toBlame(error, graph.changes ?? []);
	const user = quoted((graph.user ?? ME).label);
	if (error instanceof NoEffectError) {
		return {
			message: `Microsoft accepted the change of ${fieldLabels(fields)} for ${user}, but it had no effect: a user who is or was synced from an on-premises directory keeps these values`,
			hint: 'Change them in the on-premises Active Directory, or with Exchange tools',
		};
	}
	if (graphSays(error, 'masteredOnPremises') !== undefined) {
		return {
			message: `${user} is synced from an on-premises directory, which is where ${fieldLabels(fields)} must be changed`,
			hint: 'Change it in the on-premises Active Directory; only profile fields such as About Me and Skills can be changed here',
		};
	}
	if (graphSays(error, 'masteredElsewhere') !== undefined) {
		return {
			message: `${user} was synced from an on-premises directory before, or is managed by Exchange: Extension Attribute 1 to 15 of such a user can only be changed with Exchange tools`,
		};
	}
	if (graphSays(error, 'passwordRules') !== undefined) {
		return {
			message: `'Password' was not accepted: it does not meet the organization's rules for passwords`,
			hint: 'Microsoft requires at least 8 characters of three kinds: lower-case letters, upper-case letters, digits, symbols',
		};
	}
	const taken = graphSays(error, 'valueTaken');
	if (taken !== undefined) return valueTaken(taken, fields, user);
	const custom = customRefusal(error, fields, user);
	if (custom) return custom;
	const named = namedField(error);
	if (error.status === 400 && named) {
		const reason = named.secret || !error.message ? '' : `: ${error.message.replace(/\.$/, '')}`;
		return {
			message: `'${named.displayName}' was not accepted by Microsoft Graph for ${user}${reason}`,
		};
	}
	if (error.status === 405) {
		return {
			message: `Microsoft does not allow ${user} to be changed this way; personal Microsoft accounts cannot be updated`,
		};
	}
	return profileRefused(error, fields, user, graph) ?? notAllowed(error, fields, user, graph);
};

/**
 * Reading before a change was refused. Where security attributes are among what was read, they are why:
 * even administrators may not read them (docs/graph.md#custom-security-attributes).
 */
function toBlame(error: GraphError, fields: readonly string[]): readonly string[] {
	const security = fields.filter((name) => name.startsWith(SECURITY_ATTRIBUTES));
	return isForbidden(error) && security.length > 0 ? security : fields;
}

/** Where the tenant's definitions could not be read, Graph is the first to know. */
function customRefusal(
	error: GraphError,
	fields: readonly string[],
	user: string,
): Sentence | undefined {
	const names = fields.filter((name) => customAttribute(name) !== undefined);
	if (error.status !== 400 || names.length === 0) return undefined;
	const said = error.message.toLowerCase();
	// Graph names a property, a member, or nothing at all.
	const named = names.filter((name) =>
		name.split('/').some((part) => said.includes(`'${part.toLowerCase()}'`)),
	);
	if (named.length === 0 && names.length < fields.length) return undefined;
	const list = (named.length > 0 ? named : names).join(', ');
	const permissions = [
		names.some((name) => !name.startsWith(SECURITY_ATTRIBUTES)) &&
			DEFINITION_PERMISSIONS.extensions,
		names.some((name) => name.startsWith(SECURITY_ATTRIBUTES)) &&
			DEFINITION_PERMISSIONS.securityAttributes,
	].filter(Boolean);
	const hint = `With the permission ${permissions.join(' and ')} this node checks names and types beforehand. Names are ${ATTRIBUTE_NAMES}`;
	if (graphSays(error, 'doesNotExist') !== undefined) {
		return { message: `This tenant has no custom attribute ${list} for users`, hint };
	}
	return {
		message: `${list} was not accepted by Microsoft Graph for ${user}${error.message ? `: ${error.message.replace(/\.$/, '')}` : ''}`,
		hint,
	};
}

/**
 * A value that must be unique. Graph names the property in which it found the conflict, which need
 * not be one that was to be changed (docs/graph.md#address-conflicts).
 */
function valueTaken(property: string, fields: readonly string[], user: string): Sentence {
	if (fields.includes(property)) {
		return {
			message: `'${fieldLabels([property])}' is taken: another user already has this value`,
		};
	}
	const addresses = fields.filter((name) => ADDRESS_FIELDS.has(name));
	if (addresses.length > 0) {
		return {
			message: `${fieldLabels(addresses)} of ${user} cannot be set to this: another user, group or contact already has the address in ${property}`,
			hint: 'Choose another address, or have an administrator remove it from the other one first',
		};
	}
	return {
		message: `${user} cannot be changed until a conflict is resolved: another user, group or contact has the same value in ${property}, which this update does not touch`,
		hint: `${fieldLabels(fields)} is not the reason. An administrator has to remove the value from one of the two`,
	};
}

/** What Microsoft lets only a signed-in user change (docs/graph.md#app-only-updates). */
export const isNotByApps = (name: string): boolean =>
	SHAREPOINT_FIELDS.has(name) || byName.get(name)?.write.notByApps === true;

/** The field that Graph's own words are about, in any of the ways it names one. */
const namedField = (error: GraphError): WritableField | undefined =>
	byName.get(graphSays(error, 'namedProperty') ?? '');

/** SharePoint, not Entra, says no. */
function profileRefused(
	error: GraphError,
	fields: readonly string[],
	user: string,
	graph: AskedOfGraph,
): Sentence | undefined {
	const profile = fieldLabels(fields.filter((name) => SHAREPOINT_FIELDS.has(name)));
	if (!profile) return undefined;
	if (/DirectoryObjectUnauthorizedAccess/.test(error.code) || isPassedOnRefusal(error)) {
		return {
			message: `${whoAsked(graph)} may not change profile fields of ${user} (${profile}); it also needs the permission Sites.ReadWrite.All`,
			hint: graph.appOnly
				? "Leave these fields out, or set 'Authentication' to Signed-In User (OAuth2)"
				: `${toGrant(graph, ['Sites.ReadWrite.All'])}. Or leave these fields out`,
		};
	}
	if (lacksSharePoint(error)) {
		return {
			message: `This tenant has no SharePoint Online license, and SharePoint is where ${profile} of ${user} would be kept`,
			hint: 'Leave these fields out',
		};
	}
	if (isSharePointFailure(error) && !isForbidden(error)) {
		return {
			message: `SharePoint, which keeps ${profile}, did not change ${user}: ${error.status === 404 ? 'it has no profile of this user' : `it failed with status ${error.status}`}`,
			hint: 'Leave these fields out for this user, or try again later',
		};
	}
	if (isForbidden(error) && error.code !== 'Authorization_RequestDenied') {
		return {
			message: `SharePoint, which keeps ${profile}, did not allow a change for ${user}: the user has no profile there, such as a guest or a user without a SharePoint license, or ${graph.appOnly ? 'the app' : 'the signed-in account'} has no right to it`,
			hint: 'Leave these fields out for this user',
		};
	}
	return undefined;
}

function notAllowed(
	error: GraphError,
	fields: readonly string[],
	user: string,
	graph: AskedOfGraph,
): Sentence | undefined {
	if (!isForbidden(error)) return undefined;
	const notByApps = fieldLabels(fields.filter(isNotByApps));
	if (graph.appOnly && notByApps) {
		return {
			message: `Microsoft does not let an app without a signed-in user change ${notByApps} of ${user}`,
			hint: "Leave these fields out, or set 'Authentication' to Signed-In User (OAuth2)",
		};
	}
	const who = whoAsked(graph);
	const what = `${fieldLabels(fields)} of ${user}`;
	const role = roleInWords(fields, graph);
	const needs = permissionNeeds(fields, graph);
	const missing = needs.filter(({ granted }) => granted !== true);
	if (missing.length === 0) {
		return {
			message: `${who} has the permission to change ${what}, but not the role: it needs ${role}`,
			hint: `An administrator can assign the role in the Entra admin center under Roles & admins. ${LARGER_DOES_NOT_HELP}`,
		};
	}
	const isSelf = (graph.user ?? ME).key === ME.key;
	const roleToo = isSelf ? '' : role === undefined ? '' : `; and ${role}`;
	const isKnown = missing.every(({ granted }) => granted === false);
	return {
		message: `${who} has no right to change ${what}; it needs ${permissionsInWords(missing)}${roleToo}`,
		hint: [
			toGrant(graph, leastOf(missing)),
			isKnown || role === undefined
				? ''
				: `Where the permission is granted already, ${role} is missing`,
		]
			.filter(Boolean)
			.join('. '),
	};
}
