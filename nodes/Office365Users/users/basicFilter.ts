/** Filters under a permission that reveals only basic properties (docs/graph.md#basic-permission). */
import type { ClientRequest } from '../transport/client';
import { GraphError } from '../transport/graphError';
import { settled } from '../transport/settled';
import type { FieldAccessCache } from './fieldAccess';

/** A permission, a consent or a role is missing. */
export const lacksPermission = (error: unknown): error is GraphError =>
	error instanceof GraphError &&
	error.status === 403 &&
	error.code === 'Authorization_RequestDenied';

/**
 * Reads with the request's own filter; once that has been refused for want of a permission, with the
 * one that names basic properties only.
 * @param basicFilter undefined where there is none
 * @throws {GraphError} the first refusal, where the other filter is refused as well
 */
export async function withBasicFilter<T>(
	request: ClientRequest,
	basicFilter: string | undefined,
	access: FieldAccessCache,
	log: (line: string) => void,
	read: (request: ClientRequest) => Promise<T>,
): Promise<T> {
	if (basicFilter === undefined) return await read(request);
	const basic = { ...request, query: { ...request.query, $filter: basicFilter } };
	if (access.basicFiltersOnly) return await read(basic);
	const whole = await settled(read(request));
	if ('value' in whole) return whole.value;
	if (!lacksPermission(whole.error)) throw whole.error;

	const narrower = await settled(read(basic));
	if ('error' in narrower) {
		throw lacksPermission(narrower.error) ? whole.error : narrower.error;
	}
	access.basicFiltersOnly = true;
	if (access.isNews('filter')) {
		log(
			'The permission does not allow a search by mail nickname, so users are found by their other names and addresses only; User.Read.All also covers mail nicknames',
		);
	}
	return narrower.value;
}
