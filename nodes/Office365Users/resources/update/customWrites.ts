/** Writing what has requests of its own: custom security attributes and open extensions. */
import type { GraphClient } from '../../transport/client';
import { entityIn } from '../../transport/entity';
import { GraphError } from '../../transport/graphError';
import { segment } from '../../transport/graphUrl';
import { settled } from '../../transport/settled';
import {
	type AttributeValue,
	membersOf,
	OPEN_EXTENSIONS,
	openExtensionIn,
	SECURITY_ATTRIBUTES,
} from '../../users/customAttributes';
import { graphSays } from '../../users/graphTexts';
import { confirmed } from '../../users/responses';
import { selectQuery } from '../../users/selectQuery';
import type { Changes } from './changes';

interface CustomWrite {
	/** Names of the attributes that it changes. */
	readonly names: readonly string[];
	readonly write: () => Promise<unknown>;
}

/** @param path of the user below /v1.0 */
export const customWrites = (
	client: GraphClient,
	path: string,
	{ security = {}, open = {} }: Pick<Changes, 'security' | 'open'>,
): CustomWrite[] => [
	...(Object.keys(security).length > 0
		? [
				{
					names: Object.entries(security).flatMap(([set, attributes]) =>
						Object.keys(membersOf(attributes)).map(
							(name) => `${SECURITY_ATTRIBUTES}/${set}/${name}`,
						),
					),
					write: async () =>
						confirmed(
							await client.request({
								method: 'PATCH',
								path,
								body: { [SECURITY_ATTRIBUTES]: security },
							}),
						),
				},
			]
		: []),
	...Object.entries(open).map(([name, members]) => ({
		names: Object.keys(members).map((member) => `${OPEN_EXTENSIONS}/${name}/${member}`),
		write: async () => await writeOpenExtension(client, path, name, members),
	})),
];

/** Graph deletes the members that are not sent (docs/graph.md#open-extensions). */
async function writeOpenExtension(
	client: GraphClient,
	path: string,
	name: string,
	members: Readonly<Record<string, AttributeValue>>,
	isAgain = false,
): Promise<void> {
	const query = selectQuery(['id', OPEN_EXTENSIONS]);
	const user = entityIn(await client.request({ method: 'GET', path, query }));
	const found = openExtensionIn(user, name);
	const { id = name, extensionName = name, ...present } = membersOf(found);
	const wanted = Object.entries({ ...present, ...members }).filter(([, value]) => value !== null);
	// There is nothing to empty.
	if (found === undefined && wanted.length === 0) return;
	const body = {
		'@odata.type': '#microsoft.graph.openTypeExtension',
		extensionName,
		...Object.fromEntries(wanted),
	};
	const address = `${path}/${OPEN_EXTENSIONS}`;
	if (found) {
		const own = `${address}/${segment(String(id))}`;
		confirmed(await client.request({ method: 'PATCH', path: own, body }));
		return;
	}
	const created = await settled(
		client.request({ method: 'POST', path: address, body, repeatable: true }).then(confirmed),
	);
	if ('value' in created) return;
	if (isAgain || !isThere(created.error)) throw created.error;
	// An earlier try, whose answer was lost, has created it, or somebody else has.
	await writeOpenExtension(client, path, name, members, true);
}

const isThere = (error: unknown): boolean =>
	error instanceof GraphError &&
	(error.status === 409 ||
		(error.status === 400 && graphSays(error, 'alreadyThere') !== undefined));
