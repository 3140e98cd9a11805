import { GraphError } from '../../transport/graphError';

/** Graph refused one of the requests that a change takes: only the fields of that one are to blame. */
export class UpdateError extends GraphError {
	constructor(
		{ status, code, message, requestId, date, headers }: GraphError,
		/** Names of the fields that the request was to change. */
		readonly fields: readonly string[],
	) {
		super(status, code, message, requestId, date, headers);
		this.name = 'UpdateError';
	}
}
