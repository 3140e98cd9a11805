import type { GraphContext } from './request.ts';

/** Roles that may change administrators (docs/graph.md#administrators). */
export const overAdministrators: ReadonlySet<string> = new Set([
	'Global Administrator',
	'Privileged Authentication Administrator',
]);
/** Roles that may change users (docs/graph.md#missing-role). */
export const overUsers: ReadonlySet<string> = new Set([
	...overAdministrators,
	'User Administrator',
]);

/** The Entra role of the signed-in account, or of the app where it acts alone; '' for none. */
export function callerRole({ caller, tenant }: GraphContext): string {
	const role =
		caller.kind === 'delegated'
			? tenant.directory.get(caller.userId)?.adminRole
			: tenant.apps.get(caller.clientId)?.adminRole;
	return role ?? '';
}
