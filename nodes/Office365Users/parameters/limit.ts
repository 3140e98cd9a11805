/** How much of a list is returned. */
import type { INodeProperties } from 'n8n-workflow';

import type { Step } from '../transport/request';
import { wholeNumber } from './wholeNumber';

type Show = { resource: string[]; operation: string[] };

export const limitParameters = (show: Show): INodeProperties[] => [
	{
		displayName: 'Return All',
		name: 'returnAll',
		type: 'boolean',
		default: false,
		description: 'Whether to return all results or only up to a given limit',
		displayOptions: { show },
	},
	{
		displayName: 'Limit',
		name: 'limit',
		type: 'number',
		default: 50,
		typeOptions: { minValue: 1 },
		description: 'Max number of results to return',
		displayOptions: { show: { ...show, returnAll: [false] } },
	},
];

/** @param largestPage the largest page that Graph gives for this list */
export const upToLimit = (largestPage: number): Step =>
	function (request) {
		request.graph.largestPage = largestPage;
		if (this.getNodeParameter('returnAll', false) === true) {
			request.graph.limit = Infinity;
			return;
		}
		request.graph.limit = wholeNumber(
			this.getNodeParameter('limit', 50),
			'Limit',
			1,
			"To get everything, turn on 'Return All'",
		);
	};
