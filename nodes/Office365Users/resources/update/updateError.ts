import { GraphError } from '../../transport/graphError';

/** Graph refused one of the requests that a change needs: only the fields of that one are to blame. */
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

/** Graph accepted a change, and the user still has the old values (docs/graph.md#extension-attributes). */
export class NoEffectError extends UpdateError {
	constructor(fields: readonly string[]) {
		super(new GraphError(204, '', ''), fields);
		this.name = 'NoEffectError';
	}
}
