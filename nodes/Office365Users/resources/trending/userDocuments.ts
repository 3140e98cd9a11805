import type { Operation } from '../../execution/operation';
import { user } from '../../parameters/user';
import { documents } from './documents';

export const userDocuments: Operation = {
	value: 'userDocuments',
	name: 'Get Trending Documents',
	action: 'Get trending documents around user',
	description: 'Get the documents that are trending around a user',
	request: { method: 'GET', path: '/users/{user}/insights/trending' },
	...documents(user),
};
