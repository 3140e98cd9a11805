import { EntraError } from './aadsts.ts';
import { graphPermissions, openIdScopes } from './permissions.ts';

/**
 * Strips the resource from `{graphRoot}/User.Read`; short names also mean Graph
 * (docs/graph.md#cloud-scopes). Another resource, e.g. the Graph root of another cloud, is refused.
 */
export function delegatedScopes(scope: string, graph: string): string[] {
	const requested = scope.split(/\s+/).filter(Boolean);
	if (requested.length === 0) throw new EntraError(900144, 'scope');
	return [...new Set(requested.map((one) => shortScope(one, graph)))];
}

function shortScope(scope: string, graph: string): string {
	if (openIdScopes.has(scope) || scope === '.default') return scope;
	let name = scope;
	if (scope.includes('://')) {
		if (!URL.canParse(scope)) throw new EntraError(70011, scope);
		if (!scope.startsWith(`${graph}/`))
			throw new EntraError(500011, scope.slice(0, scope.lastIndexOf('/')));
		name = scope.slice(graph.length + 1);
		if (name === '.default') return name;
	}
	if (!/^[A-Za-z][\w.-]*$/.test(name)) throw new EntraError(70011, scope);
	if (!graphPermissions[name]?.delegated) throw new EntraError(650053, name);
	return name;
}

/** Client credentials accept exactly `{graphRoot}/.default` (docs/graph.md#client-credentials). */
export function checkAppScope(scope: string | undefined, graph: string): void {
	if (scope === undefined || scope === '') throw new EntraError(900144, 'scope');
	if (scope === `${graph}/.default`) return;
	if (scope.endsWith('/.default') && !scope.includes(' '))
		throw new EntraError(500011, scope.slice(0, -'/.default'.length));
	throw new EntraError(1002012, scope);
}
