import type { Operation } from '../../execution/operation';
import { documents } from './documents';

export const myDocuments: Operation = {
	value: 'myDocuments',
	name: 'Get My Trending Documents',
	action: 'Get my trending documents (signed-in user)',
	description: 'Get the documents that are trending around the signed-in user',
	request: { method: 'GET', path: '/me/insights/trending' },
	...documents(),
};
