import { graphPermissions } from './permissions.ts';

/** Consents given: by one user for an app, or by an administrator for everybody. */
export class Consents {
	private readonly granted = new Map<string, Set<string>>();

	grant(clientId: string, userId: string | 'everybody', scopes: readonly string[]): void {
		const key = `${clientId} ${userId}`;
		const known = this.granted.get(key) ?? new Set();
		for (const scope of scopes) known.add(scope);
		this.granted.set(key, known);
	}

	missing(clientId: string, userId: string, scopes: readonly string[]): string[] {
		const own = this.granted.get(`${clientId} ${userId}`);
		const everybody = this.granted.get(`${clientId} everybody`);
		return scopes.filter(
			(scope) => scope in graphPermissions && !own?.has(scope) && !everybody?.has(scope),
		);
	}
}
