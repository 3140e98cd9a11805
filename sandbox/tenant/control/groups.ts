import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Group } from '../directory/groups.ts';
import type { Tenant } from '../tenant.ts';
import { findUser } from './rawUsers.ts';

const schema = z.strictObject({
	id: z.uuid().optional(),
	displayName: z.string().optional(),
	/** By ID or userPrincipalName. */
	users: z.array(z.string()).optional(),
	/** IDs of nested groups. */
	groups: z.array(z.string()).optional(),
});

/** POST /groups: adds a group, or changes the one with that ID. */
export function addGroup(tenant: Tenant, body: unknown): Group {
	const { id = randomUUID(), displayName, users, groups } = schema.parse(body ?? {});
	const before = tenant.groups.get(id);
	const group: Group = {
		id,
		displayName: displayName ?? before?.displayName ?? 'Added Group',
		mail: before?.mail ?? null,
		userIds: users?.map((key) => findUser(tenant, key).id) ?? before?.userIds ?? [],
		groupIds: groups ?? before?.groupIds ?? [],
		others: before?.others ?? [],
	};
	tenant.groups.set(id, group);
	return group;
}
