import type { INodePropertyOptions } from 'n8n-workflow';

import { beforeSend } from '../../transport/request';
import { documents, documentsOutput } from './documents';

export const myDocuments: INodePropertyOptions = {
	name: 'Get My Trending Documents',
	value: 'myDocuments',
	action: 'Get my trending documents',
	description: 'Get the documents that are trending around the signed-in user',
	routing: {
		request: { method: 'GET', url: '/me/insights/trending' },
		send: { paginate: true, preSend: beforeSend(...documents) },
		output: { postReceive: documentsOutput },
	},
};
