/** An entity as Graph returns it, and as it leaves the node. */
import type { HttpResponse } from './http';

/** A JSON object: the entity itself, or a complex property of it. */
export type Entity = Record<string, unknown>;

/** The response holds no entity: a proxy's page, or nothing yet (202). */
export class NotAnEntityError extends Error {
	readonly description =
		'Check that no proxy or firewall answers in its place; where the user was created just now, run the workflow again later';

	constructor(status: number) {
		super(
			`Microsoft Graph answered with something other than what was asked for (status ${status})`,
		);
		this.name = 'NotAnEntityError';
	}
}

/**
 * The entity in a successful response.
 * @throws {NotAnEntityError} when there is none
 */
export function entityIn({ status, body }: HttpResponse): Entity {
	if (typeof body !== 'object' || body === null || Array.isArray(body)) {
		throw new NotAnEntityError(status);
	}
	return body as Entity;
}

const USER_TYPE = '#microsoft.graph.user';

/**
 * A copy without OData's annotations. `@odata.type` stays if the entity is not a user (a manager
 * may be an orgContact).
 */
export function withoutAnnotations(entity: Entity): Entity {
	const { ...plain } = entity;
	for (const name of Object.keys(plain)) {
		if (!name.startsWith('@odata.')) continue;
		if (name !== '@odata.type' || plain[name] === USER_TYPE) delete plain[name];
	}
	return plain;
}

/** Whether a directory object is a user (and not, say, an orgContact). */
export function isUser(entity: Entity): boolean {
	const type = entity['@odata.type'];
	return type === undefined || type === USER_TYPE;
}

/**
 * A copy in which this property is a number; Graph returns some numbers as text
 * (docs/graph.md#trending-item).
 */
export function numbered<T extends Entity>(entity: T, name: string): T {
	const value = entity[name];
	if (typeof value !== 'string' || value.trim() === '') return entity;
	const number = Number(value);
	return Number.isFinite(number) ? { ...entity, [name]: number } : entity;
}
