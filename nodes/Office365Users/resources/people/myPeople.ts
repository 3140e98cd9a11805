import type { INodePropertyOptions } from 'n8n-workflow';

import { beforeSend, needs } from '../../transport/request';
import { people, peopleOutput } from './relevance';

export const myPeople: INodePropertyOptions = {
	name: 'Get My Relevant People',
	value: 'myPeople',
	action: 'Get my relevant people',
	description: 'Get the people who matter most to the signed-in user, nearest first',
	routing: {
		request: { method: 'GET', url: '/me/people' },
		send: { paginate: true, preSend: beforeSend(needs('People.Read'), ...people) },
		output: { postReceive: peopleOutput },
	},
};
