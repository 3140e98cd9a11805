/** The resources with their operations. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { get } from './get';
import { people } from './people';
import { photo } from './photo';
import { search } from './search';
import { trending } from './trending';
import { update } from './update';

export const resourceProperty: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	default: 'get',
	options: [
		{ name: 'Get', value: 'get', description: 'Read a profile, a manager or direct reports' },
		{ name: 'Person', value: 'people', description: 'Find out who is relevant to a user' },
		{ name: 'Photo', value: 'photo', description: 'Read, replace or delete a profile photo' },
		{ name: 'Search', value: 'search', description: 'Find users, or those who have changed' },
		{
			name: 'Trending',
			value: 'trending',
			description: 'List documents that are popular around a user',
		},
		{ name: 'Update', value: 'update', description: 'Change fields or the manager of a user' },
	],
};

const operationProperty = (
	resource: string,
	options: INodePropertyOptions[],
	byDefault: string,
): INodeProperties => ({
	displayName: 'Operation',
	name: 'operation',
	type: 'options',
	noDataExpression: true,
	displayOptions: { show: { resource: [resource] } },
	options,
	default: byDefault,
});

export const operationProperties: INodeProperties[] = [
	operationProperty('get', get, 'userProfile'),
	operationProperty('people', people, 'relevantPeople'),
	operationProperty('photo', photo, 'get'),
	operationProperty('search', search, 'users'),
	operationProperty('trending', trending, 'userDocuments'),
	operationProperty('update', update, 'user'),
];
