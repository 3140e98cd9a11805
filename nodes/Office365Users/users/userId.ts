import type { GraphClient } from '../transport/client';
import { entityIn, NotAnEntityError } from '../transport/entity';

/**
 * The ID of the user at a path below /v1.0. Equal look-ups of a run are sent once.
 * @throws {GraphError} {NotAnEntityError}
 */
export async function idOf(client: GraphClient, path: string): Promise<string> {
	const response = await client.request({
		method: 'GET',
		path,
		query: { $select: 'id' },
		reusable: true,
	});
	const { id } = entityIn(response);
	if (typeof id !== 'string') throw new NotAnEntityError(response.status);
	return id;
}
