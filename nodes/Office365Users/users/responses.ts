/** Whether a response is Graph's at all, before anything is decided by it. */
import { entityIn, NotAnEntityError } from '../transport/entity';
import type { HttpResponse } from '../transport/http';

/**
 * A selected property of the entity in a response. Graph returns every selected property, null where
 * it has no value; what lacks it is no answer to base a decision on, such as a proxy's page.
 * @throws {NotAnEntityError} when the response has no such property
 */
export function propertyIn(response: HttpResponse, name: string): unknown {
	const entity = entityIn(response);
	if (!(name in entity)) throw new NotAnEntityError(response.status);
	return entity[name];
}

/**
 * The response to a change that was carried out. It has no body, or an entity; a proxy's page is
 * text.
 * @throws {NotAnEntityError}
 */
export function confirmed(response: HttpResponse): HttpResponse {
	const { status, body } = response;
	const text = Buffer.isBuffer(body) ? body.toString('utf8') : body;
	if (typeof text === 'string' && text.trim() !== '') throw new NotAnEntityError(status);
	return response;
}
