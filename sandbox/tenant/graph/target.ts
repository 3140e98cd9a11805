import { isGuest, type StoredUser } from '../directory/user.ts';
import { GraphError, notFound, unknownSegment } from './errors.ts';
import { meNeedsDelegated } from './permissions.ts';
import type { GraphContext } from './request.ts';

/** The user that the path names: /me, /users/{id|upn} or /users('key') (graph-facts 2.2). */
export function targetUser(context: GraphContext): StoredUser {
  const [first, second] = context.segments;
  if (first?.name.toLowerCase() === 'me') return signedInUser(context);
  if (first?.key !== undefined) return find(context, first.key);
  const key = second?.name ?? '';
  // A leading $ is read as a system resource: such a userPrincipalName needs the key form.
  if (key.startsWith('$')) throw unknownSegment(key);
  return find(context, key);
}

function find(context: GraphContext, key: string): StoredUser {
  const user = context.tenant.directory.find(key);
  if (!user) throw notFound(key);
  return user;
}

export function signedInUser(context: GraphContext): StoredUser {
  const { caller, tenant } = context;
  if (caller.kind !== 'delegated') throw meNeedsDelegated();
  const user = tenant.directory.get(caller.userId);
  if (!user) throw new GraphError(401, 'InvalidAuthenticationToken', 'The user of this token was not found in the directory.');
  return user;
}

export function callerIsGuest(context: GraphContext): boolean {
  return context.caller.kind === 'delegated' && isGuest(signedInUser(context));
}
