/** How much of a list is returned. */
import type { INodeProperties } from 'n8n-workflow';

import { trueOrFalse } from '../checks/trueOrFalse';
import { wholeNumber } from '../checks/wholeNumber';
import type { Parameter } from '../execution/operation';

const limitProperties: INodeProperties[] = [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
		builderHint: { propertyHint: 'Set to true for reports and syncs, which must not miss anyone' },
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		default: 50,
		typeOptions: { minValue: 1 },
		description: 'Max number of results to return',
		displayOptions: { show: { returnAll: [false] } },
	},
];

/** @param largestPage the largest page that Graph returns of this list */
export const limit = (largestPage: number): Parameter => ({
	properties: limitProperties,
	step(request) {
		request.graph.largestPage = largestPage;
		if (trueOrFalse(this.getNodeParameter('returnAll', false), 'Return All')) {
			request.graph.limit = Infinity;
			return;
		}
		request.graph.limit = wholeNumber(
			this.getNodeParameter('limit', 50),
			'Limit',
			1,
			"To get everything, turn on 'Return All'",
		);
	},
});
