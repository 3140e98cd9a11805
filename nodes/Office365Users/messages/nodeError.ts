/** A failure as n8n shows it, stops on it, or hands it to the error output. */
import {
	type IDataObject,
	type IExecuteSingleFunctions,
	type INodeExecutionData,
	type JsonObject,
	NodeApiError,
	NodeOperationError,
} from 'n8n-workflow';

import { InvalidParameterError } from '../checks/invalidParameterError';
import type { Asked } from './asked';
import { type Explanation, explain } from './explain';
import { GraphError } from '../transport/graphError';

type Details = Explanation['details'];
const detailsOf = new WeakMap<Error, Details>();

/** Turns whatever went wrong with one item into n8n's own kind of error, with the item's number. */
export function nodeError(
	context: IExecuteSingleFunctions,
	error: unknown,
	asked: Asked,
	itemIndex: number,
): NodeApiError | NodeOperationError {
	const node = context.getNode();
	const explanation = explain(error, asked);
	let reported: NodeApiError | NodeOperationError;
	if (!explanation) {
		reported =
			error instanceof NodeApiError || error instanceof NodeOperationError
				? copyOf(error)
				: new NodeOperationError(node, error as Error, { itemIndex });
		reported.context = { ...reported.context, itemIndex };
	} else if (error instanceof InvalidParameterError) {
		reported = new NodeOperationError(node, explanation.message, {
			description: explanation.description,
			itemIndex,
		});
	} else {
		const { message, description } = explanation;
		// A plain object as the cause: no header or body of the request travels with it.
		reported = new NodeApiError(node, { message } as JsonObject, {
			message,
			description,
			httpCode: error instanceof GraphError ? String(error.status) : undefined,
			itemIndex,
		});
	}
	if (explanation) {
		// n8n replaces messages in which it sees a code such as EACCES, be it part of a user's name.
		reported.message = explanation.message;
		detailsOf.set(reported, explanation.details);
	}
	return reported;
}

/** n8n may throw one error object for several items; each gets its own. */
const copyOf = <T extends Error>(error: T): T =>
	Object.create(Object.getPrototypeOf(error) as object, {
		...Object.getOwnPropertyDescriptors(error),
		stack: { value: error.stack, writable: true, configurable: true },
	}) as T;

/**
 * A failure as an item. Only these keys, so that n8n routes it to the error output together with
 * the input's fields; never `item.error`, which would make n8n drop `details`
 * (docs/n8n.md#error-output).
 */
export function failedItem(error: NodeApiError | NodeOperationError): INodeExecutionData {
	const details: Details = detailsOf.get(error) ?? {
		code: null,
		statusCode: null,
		requestId: null,
		date: null,
	};
	return { json: { error: error.message, details: { ...details } as unknown as IDataObject } };
}
