/** How requests are sent: options of every operation. */
import { trueOrFalse } from '../checks/trueOrFalse';
import { wholeNumber } from '../checks/wholeNumber';
import type { Parameter } from '../execution/operation';
import { DEFAULT_MAX_RETRIES } from '../execution/request';

export const sending: Parameter = {
	options: [
		{
			displayName: 'Batch Requests',
			name: 'batchRequests',
			type: 'boolean',
			default: true,
			description:
				'Whether to send the requests of several items together, up to 20 at a time, which is much faster',
		},
		{
			displayName: 'Max Retries',
			name: 'maxRetries',
			type: 'number',
			default: DEFAULT_MAX_RETRIES,
			typeOptions: { minValue: 0, maxValue: 50 },
			description:
				'How often a request is sent again when Microsoft Graph is too busy or the connection breaks',
		},
	],
	step(request, options) {
		request.graph.batches = trueOrFalse(options.batchRequests, 'Batch Requests', true);
		request.graph.maxRetries = wholeNumber(
			options.maxRetries ?? DEFAULT_MAX_RETRIES,
			'Max Retries',
			0,
		);
	},
};
