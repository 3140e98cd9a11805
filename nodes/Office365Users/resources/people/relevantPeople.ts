import type { Operation } from '../../execution/operation';
import { user } from '../../parameters/user';
import { relevance } from './relevance';

export const relevantPeople: Operation = {
	value: 'relevantPeople',
	name: 'Get Relevant People',
	action: 'Get relevant people of user',
	description: 'Get the people most relevant to a user, most relevant first',
	builderHint:
		'Who someone works with, by mail, meetings and organization, some of them from outside. For the hierarchy take Get Manager or Get Direct Reports.',
	request: { method: 'GET', path: '/users/{user}/people' },
	permission: 'People.Read.All',
	...relevance(user),
};
