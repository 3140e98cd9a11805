import type { OrgContact, StoredUser } from '../directory/user.ts';
import type { GraphContext } from './request.ts';
import { readAccess } from './profileAccess.ts';
import { project, type Selection, type UserBody } from './select.ts';

/**
 * A directoryObject with its @odata.type: a user or an orgContact
 * (docs/graph.md#directory-objects).
 */
export function directoryObject(context: GraphContext, id: string, selection: Selection): UserBody {
	const user = context.tenant.directory.get(id);
	if (user)
		return {
			'@odata.type': '#microsoft.graph.user',
			...project(user, selection, readAccess(context, user.id)),
		};
	const contact = context.tenant.directory.orgContacts.get(id);
	return contact
		? orgContact(contact, selection)
		: { '@odata.type': '#microsoft.graph.directoryObject', id };
}

/** Only the properties that an orgContact has; others are left out. */
function orgContact(contact: OrgContact, selection: Selection): UserBody {
	const members: Record<string, string> = { ...contact };
	const body: UserBody = { '@odata.type': '#microsoft.graph.orgContact' };
	for (const { name } of selection.properties)
		if (members[name] !== undefined) body[name] = members[name];
	return body;
}

export const userObject = (
	user: StoredUser,
	selection: Selection,
	access: 'full' | 'basic',
): UserBody => ({
	'@odata.type': '#microsoft.graph.user',
	...project(user, selection, access),
});

/** @odata.context of one entity or a collection. */
export function contextUrl(
	context: GraphContext,
	set: string,
	selection: Selection,
	single: boolean,
	suffix = '',
): string {
	const members =
		selection.names === null && suffix === ''
			? ''
			: `(${[...(selection.names ?? []), ...(suffix === '' ? [] : [suffix])].join(',')})`;
	return `${context.tenant.origins.graph}/v1.0/$metadata#${set}${members}${single ? '/$entity' : ''}`;
}
