import type { INodeParameters } from 'n8n-workflow';

import type {
	GraphRequestOptions,
	Options,
	Step,
} from '../../../nodes/Office365Users/execution/request';
import type { Parameter } from '../../../nodes/Office365Users/execution/operation';
import { itemContext } from './contexts';

/** Parameters that an operation does not show are dropped by n8n; this one shows most. */
export const SEARCH_USERS = { resource: 'search', operation: 'users' };

/** What a request is before its steps. */
export const bareRequest = (): GraphRequestOptions => ({
	url: '/users/{user}/manager',
	qs: {},
	headers: {},
	graph: { maxRetries: 8, batches: true },
});

/** The request that steps, or those of parameters, make of the node's parameters. */
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
