import type { Tenant } from '../tenant.ts';
import { identityHeader } from '../entra/managedIdentity.ts';
import { oddityNames } from '../directory/oddities.ts';
import { text, userPrincipalName, type StoredUser } from '../directory/user.ts';

/** GET /cast: the people and apps that tests and demos can rely on. */
export function cast(tenant: Tenant): Record<string, unknown> {
	const { directory, seeded } = tenant;
	const member = (user: StoredUser): Record<string, unknown> => ({
		id: user.id,
		userPrincipalName: userPrincipalName(user),
		displayName: text(user.properties.displayName),
		mail: user.properties.mail ?? null,
		userType: user.properties.userType ?? null,
		manager: user.managerId,
		directReports: directory.directReports(user.id).length,
		hasPhoto: user.photo !== null,
		mailbox: user.mailbox,
		sharePoint: user.sharePoint,
		synced: user.synced,
		adminRole: user.adminRole,
		absentPhoto: user.absentPhoto,
	});
	return {
		...Object.fromEntries(oddityNames.map((name) => [name, member(seeded.cast[name])])),
		orgContact: [...directory.orgContacts.values()][0],
		groups: Object.fromEntries(
			[...seeded.groups.values()].map(({ displayName, id }) => [displayName, id]),
		),
		apps: Object.fromEntries(
			Object.entries(tenant.namedApps).map(
				([name, { clientId, clientSecret, roles, redirectUris }]) => [
					name,
					{ clientId, clientSecret, roles, redirectUris },
				],
			),
		),
		managedIdentity: {
			IDENTITY_ENDPOINT: `${tenant.origins.control}/msi/token`,
			IDENTITY_HEADER: identityHeader,
			AZURE_POD_IDENTITY_AUTHORITY_HOST: tenant.origins.control,
			userAssignedClientId: tenant.namedApps.userIdentity?.clientId,
		},
		tenantId: tenant.tenantId,
		tenantDomain: tenant.tenantDomain,
		users: directory.all().length,
	};
}
