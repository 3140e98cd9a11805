import type { INodePropertyOptions } from 'n8n-workflow';

import { aboutUser } from '../../parameters/user';
import { beforeSend } from '../../transport/request';
import { documents, documentsOutput } from './documents';

export const userDocuments: INodePropertyOptions = {
	name: 'Get Trending Documents',
	value: 'userDocuments',
	action: 'Get trending documents',
	description: 'Get the documents that are trending around a user',
	routing: {
		request: { method: 'GET', url: '/users/{user}/insights/trending' },
		send: { paginate: true, preSend: beforeSend(aboutUser, ...documents) },
		output: { postReceive: documentsOutput },
	},
};
