import type { INodeParameters } from 'n8n-workflow';

import type {
	GraphRequestOptions,
	Options,
	Step,
} from '../../../nodes/Office365Users/execution/request';
import type { Parameter } from '../../../nodes/Office365Users/execution/operation';
import { itemContext } from './contexts';

/** n8n drops parameters that an operation does not show; this operation shows most. */
export const SEARCH_USERS = { resource: 'search', operation: 'users' };

/** A request before its steps. */
export const bareRequest = (): GraphRequestOptions => ({
	url: '/users/{user}/manager',
	qs: {},
	headers: {},
	graph: { maxRetries: 8, batches: true },
});

/** The request after these steps, or those of these parameters. */
export async function requestAfter(
	steps: Array<Step | Parameter>,
	parameters: INodeParameters,
	items = [{}],
): Promise<GraphRequestOptions> {
	const request = bareRequest();
	const context = itemContext({ parameters, items });
	for (const one of steps) {
		const step = typeof one === 'function' ? one : one.step;
		await step?.call(context, request, (parameters.options ?? {}) as Options);
	}
	return request;
}
