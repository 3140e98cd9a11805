/** A refusal as Graph words it (docs/graph.md#error-shape). */
export class GraphError extends Error {
	readonly status: number;
	readonly code: string;
	readonly headers: Readonly<Record<string, string>>;
	readonly innerError: Readonly<Record<string, unknown>>;

	constructor(
		status: number,
		code: string,
		message: string,
		extra: { headers?: Record<string, string>; innerError?: Record<string, unknown> } = {},
	) {
		super(message);
		this.status = status;
		this.code = code;
		this.headers = extra.headers ?? {};
		this.innerError = extra.innerError ?? {};
	}
}

export const graphErrorBody = (
	error: GraphError,
	requestId: string,
	clientRequestId: string,
	now: number,
): Record<string, unknown> => ({
	error: {
		code: error.code,
		message: error.message,
		innerError: {
			...error.innerError,
			date: new Date(now).toISOString().slice(0, 19),
			'request-id': requestId,
			'client-request-id': clientRequestId,
		},
	},
});

export const badRequest = (message: string): GraphError =>
	new GraphError(400, 'Request_BadRequest', message);
export const unsupportedQuery = (message: string): GraphError =>
	new GraphError(400, 'Request_UnsupportedQuery', message);
export const accessDenied = (): GraphError =>
	new GraphError(
		403,
		'Authorization_RequestDenied',
		'Insufficient privileges to complete the operation.',
	);
export const notFound = (what: string): GraphError =>
	new GraphError(
		404,
		'Request_ResourceNotFound',
		`Resource '${what}' does not exist or one of its queried reference-property objects are not present.`,
	);
export const unknownSegment = (segment: string): GraphError =>
	new GraphError(400, 'BadRequest', `Resource not found for the segment '${segment}'.`);
export const notImplemented = (): GraphError =>
	new GraphError(501, 'NotImplemented', 'This operation target is not yet supported.');
export const unknownProperty = (name: string, type = 'microsoft.graph.user'): GraphError =>
	badRequest(`Could not find a property named '${name}' on type '${type}'.`);
