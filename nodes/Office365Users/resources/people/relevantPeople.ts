import type { INodePropertyOptions } from 'n8n-workflow';

import { aboutUser } from '../../parameters/user';
import { beforeSend, needs } from '../../transport/request';
import { people, peopleOutput } from './relevance';

export const relevantPeople: INodePropertyOptions = {
	name: 'Get Relevant People',
	value: 'relevantPeople',
	action: 'Get relevant people',
	description: 'Get the people who matter most to a user, nearest first',
	routing: {
		request: { method: 'GET', url: '/users/{user}/people' },
		send: { paginate: true, preSend: beforeSend(needs('People.Read.All'), aboutUser, ...people) },
		output: { postReceive: peopleOutput },
	},
};
