/** The option Return User: the user as it is after a change. */
import type { ReadUser } from '../../execution/request';
import type { GraphClient } from '../../transport/client';
import { type Entity, entityIn, withoutAnnotations } from '../../transport/entity';
import { property } from '../../transport/http';
import { OPEN_EXTENSIONS, SECURITY_ATTRIBUTES } from '../../users/customAttributes';
import { selectQuery } from '../../users/selectQuery';
import { DEFAULT_FIELDS } from '../../users/userProperties';
import { NoEffectError } from './updateError';
import type { Changes } from './changes';

/** Graph never returns what is in it (docs/graph.md#password-profile). */
const NOT_RETURNED = 'passwordProfile';
const ATTRIBUTES = 'onPremisesExtensionAttributes';
const SYNCED = 'onPremisesSyncEnabled';

/**
 * The default fields and those that were changed.
 * @param path of the user below /v1.0
 * @throws {NoEffectError} when Graph accepted changes that it did not carry out
 */
export async function readBack(
	client: GraphClient,
	readUser: ReadUser,
	path: string,
	{ directory, profile, security = {}, open = {} }: Omit<Changes, 'updated' | 'cleared'>,
): Promise<Entity> {
	const attributes = directory[ATTRIBUTES];
	const ofDirectory = Object.keys(directory).filter((name) => name !== NOT_RETURNED);
	if (attributes !== undefined) ofDirectory.push(SYNCED);
	const names = [...new Set([...DEFAULT_FIELDS, ...ofDirectory, ...Object.keys(profile)])];
	const user = await readUser(path, { names, chosen: false, profilePerUser: false });
	// Where not all default fields can be read, the reader leaves out others too.
	const byThemselves = [
		...(Object.keys(security).length > 0 ? [SECURITY_ATTRIBUTES] : []),
		...(Object.keys(open).length > 0 ? [OPEN_EXTENSIONS] : []),
	];
	const missing = [...ofDirectory, ...byThemselves].filter((name) => !(name in user));
	if (missing.length > 0) {
		const query = selectQuery(missing);
		const rest = entityIn(await client.request({ method: 'GET', path, query }));
		Object.assign(user, withoutAnnotations(rest));
	}
	if (attributes === undefined) return user;
	const { [SYNCED]: synced, ...returned } = user;
	// null for users who have always been in the cloud, whose attributes can be changed.
	const without = typeof synced === 'boolean' ? unchanged(attributes, user[ATTRIBUTES]) : [];
	if (without.length > 0) throw new NoEffectError(without);
	return returned;
}

/** Names of the members that do not have the value they were given. */
const unchanged = (given: Changes['directory'][string], read: unknown): string[] =>
	Object.entries(given ?? {}).flatMap(([name, value]) =>
		(property(read, name) ?? null) === value ? [] : [name],
	);
