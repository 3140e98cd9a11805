import type { Tenant } from '../tenant.ts';
import { oddityNames } from '../directory/oddities.ts';
import { text, userPrincipalName, type StoredUser } from '../directory/user.ts';

/** GET /cast: the people and apps that tests and demos can count on. */
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
    apps: Object.fromEntries(Object.entries(tenant.namedApps).map(([name, { clientId, clientSecret, roles, redirectUris }]) => [name, { clientId, clientSecret, roles, redirectUris }])),
    tenantId: tenant.tenantId,
    tenantDomain: tenant.tenantDomain,
    users: directory.all().length,
  };
}
