import type { Operation } from '../../execution/operation';
import { relevance } from './relevance';

export const myPeople: Operation = {
	value: 'myPeople',
	name: 'Get My Relevant People',
	action: 'Get my relevant people (signed-in user)',
	description: 'Get the people most relevant to the signed-in user, most relevant first',
	request: { method: 'GET', path: '/me/people' },
	permission: 'People.Read',
	...relevance(),
};
