/** Values on their way into an address: nothing a user gives may leave its place in it. */

/**
 * One path segment, percent-encoded: `/ ? # %` in a value cannot change the path
 * (docs/graph.md#user-ids-in-paths).
 */
export const segment = (value: string): string => encodeURIComponent(value);

/** A value as an OData string literal, apostrophes doubled. */
export const literal = (value: string): string => `'${value.replace(/'/g, "''")}'`;

/**
 * @param root Graph's address without a version, e.g. `https://graph.microsoft.com`
 * @param path below `/v1.0`, already encoded
 * @param query names as Graph writes them (`$select`), values as they are
 */
export function graphUrl(root: string, path: string, query: Record<string, string> = {}): string {
	const search = Object.entries(query)
		.map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
		.join('&');
	return `${root}/v1.0${path}${search ? `?${search}` : ''}`;
}

/** Whether two absolute addresses have the same scheme, host and port. */
export function sameOrigin(one: string, other: string): boolean {
	try {
		return new URL(one).origin === new URL(other).origin;
	} catch {
		return false;
	}
}
