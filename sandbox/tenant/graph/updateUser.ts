import {
	isObject,
	type PropertyValue,
	type StoredUser,
	type UserProperties,
} from '../directory/user.ts';
import { findUserProperty, type UserProperty } from '../directory/userProperties.ts';
import { accessDenied, badRequest, GraphError } from './errors.ts';
import { granted, permissions } from './permissions.ts';
import { jsonBody, noContent, type GraphContext, type GraphResponse } from './request.ts';
import { targetUser } from './target.ts';
import { mergedSecurityAttributes } from './securityAttributes.ts';
import { sharePointRefusal } from './sharePointFailure.ts';
import { checkMayChange } from './updateRights.ts';
import { checkedValue } from './updateValues.ts';
import {
	checkMail,
	checkUserPrincipalName,
	withMailInProxyAddresses,
} from './userPrincipalName.ts';

/** PATCH /me, /users/{id} (docs/graph.md#updating-a-user): all or nothing, 204 and no body. */
export function updateUser(context: GraphContext): GraphResponse {
	const user = targetUser(context, permissions.updateUser);
	const given = readProperties(jsonBody(context));
	const ofSharePoint = given.filter(([property]) => property.sharePoint);
	// docs/graph.md#writing-sharepoint-properties
	const refusesTogether =
		context.tenant.settings.profileFieldsTogether === 'refused' && ofSharePoint.length > 1;
	if (refusesTogether || (ofSharePoint.length > 0 && ofSharePoint.length < given.length))
		throw new GraphError(
			400,
			'BadRequest',
			'The request is currently not supported on the targeted entity set',
		);
	if (ofSharePoint.length > 0) checkProfileUpdate(context, user);
	else
		checkDirectoryUpdate(
			context,
			user,
			given.map(([property]) => property),
		);
	const values: UserProperties = {};
	for (const [property, value] of given) {
		const checked = checkedValue(property, value);
		if (!user.synced || !ignoresExtensionAttributes(context, property))
			values[property.name] = merged(property, user, checked);
	}
	delete values.preferredName;
	if (typeof values.userPrincipalName === 'string')
		checkUserPrincipalName(context, user, values.userPrincipalName);
	if (typeof values.mail === 'string') {
		checkMail(context, user, values.mail);
		values.proxyAddresses = withMailInProxyAddresses(user, values.mail);
	}
	if (given.length > 0) context.tenant.directory.update(user, values);
	return noContent();
}

function readProperties(body: Record<string, unknown>): Array<[UserProperty, unknown]> {
	return Object.entries(body)
		.filter(([name]) => !name.startsWith('@'))
		.map(([name, value]) => {
			const property = findUserProperty(name);
			if (property?.name !== name)
				throw badRequest(
					`Property '${name}' does not exist on type 'microsoft.graph.user'. Make sure to only use property names that are defined by the type.`,
				);
			if (property.write === 'readOnly')
				throw badRequest(`Property '${name}' is read-only and cannot be set.`);
			return [property, value];
		});
}

/** Properties that live in SharePoint (docs/graph.md#writing-sharepoint-properties). */
function checkProfileUpdate(context: GraphContext, user: StoredUser): void {
	const { caller, tenant } = context;
	if (!tenant.settings.sharePoint)
		throw new GraphError(400, 'BadRequest', 'Tenant does not have a SPO license.');
	if (caller.kind === 'application') {
		if (tenant.settings.appOnlyProfileUpdate === 'refused') throw accessDenied();
		return;
	}
	const reachesOthers = ['Sites.ReadWrite.All', 'Sites.Manage.All', 'Sites.FullControl.All'].some(
		(scope) => granted(caller).has(scope),
	);
	if (caller.userId !== user.id && !reachesOthers) {
		throw new GraphError(
			500,
			'-1, Microsoft.Office.Server.Directory.DirectoryObjectUnauthorizedAccessException',
			'Attempted to perform an unauthorized operation.',
		);
	}
	const refusal = sharePointRefusal(user);
	if (refusal) throw refusal;
}

function checkDirectoryUpdate(
	context: GraphContext,
	user: StoredUser,
	properties: readonly UserProperty[],
): void {
	const { caller, tenant } = context;
	checkMayChange(context, user, properties);
	const names = properties.map(({ name }) => name);
	// Stored in Entra, and yet on the docs' list of what app-only access cannot update
	// (docs/graph.md#app-only-updates).
	if (
		caller.kind === 'application' &&
		names.includes('employeeHireDate') &&
		tenant.settings.appOnlyProfileUpdate === 'refused'
	)
		throw accessDenied();
	// docs/graph.md#synced-users
	if (
		user.synced &&
		properties.some(
			(property) => !property.writableWhenSynced && !ignoresExtensionAttributes(context, property),
		)
	)
		throw syncedRefusal();
	if (user.exchangeOwned && names.includes('onPremisesExtensionAttributes')) {
		throw badRequest(
			'Unable to update the specified properties for objects that have originated within an external service.',
		);
	}
}

/** Extension attributes of synced users can be accepted without taking effect. */
const ignoresExtensionAttributes = ({ tenant }: GraphContext, { kind }: UserProperty): boolean =>
	kind === 'extensionAttributes' && tenant.settings.syncedExtensionAttributes === 'ignored';

export const syncedRefusal = (): GraphError =>
	badRequest(
		'Unable to update the specified properties for on-premises mastered Directory Sync objects or objects currently undergoing migration.',
	);

/**
 * Unsent members of these two stay as they are; those of employeeOrgData become null
 * (docs/graph.md#replaced-whole).
 */
function merged(property: UserProperty, user: StoredUser, value: PropertyValue): PropertyValue {
	if (property.kind === 'securityAttributes')
		return isObject(value) ? mergedSecurityAttributes(user.properties[property.name], value) : null;
	if (property.kind !== 'extensionAttributes' && property.kind !== 'passwordProfile') return value;
	const before = user.properties[property.name];
	if (!isObject(value)) return value;
	return { ...(isObject(before) ? before : {}), ...value };
}
