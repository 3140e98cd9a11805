import { isGuest, type StoredUser } from '../directory/user.ts';
import { GraphError, notFound, unknownSegment } from './errors.ts';
import { demand, meNeedsDelegated, type OperationPermissions } from './permissions.ts';
import type { GraphContext } from './request.ts';

/**
 * The user named by the path: /me, /users/{id|upn} or /users('key')
 * (docs/graph.md#user-ids-in-paths), if the caller holds the `needed` permissions. A
 * caller that may not access others at all does not learn who exists.
 */
export function targetUser(context: GraphContext, needed: OperationPermissions): StoredUser {
	const [first] = context.segments;
	if (first?.name.toLowerCase() === 'me') {
		const self = signedInUser(context);
		demand(context.caller, needed, self.id);
		return self;
	}
	const key = keyOf(context);
	const user = context.tenant.directory.find(key);
	demand(context.caller, needed, user?.id ?? null);
	if (!user) throw notFound(key);
	return user;
}

function keyOf(context: GraphContext): string {
	const [first, second] = context.segments;
	if (first?.key !== undefined) return first.key;
	const key = second?.name ?? '';
	// A leading $ means a system resource: such a userPrincipalName needs the key form.
	if (key.startsWith('$')) throw unknownSegment(key);
	return key;
}

export function signedInUser(context: GraphContext): StoredUser {
	const { caller, tenant } = context;
	if (caller.kind !== 'delegated') throw meNeedsDelegated();
	const user = tenant.directory.get(caller.userId);
	if (!user)
		throw new GraphError(
			401,
			'InvalidAuthenticationToken',
			'The user of this token was not found in the directory.',
		);
	return user;
}

export function callerIsGuest(context: GraphContext): boolean {
	return context.caller.kind === 'delegated' && isGuest(signedInUser(context));
}
