/** The resources with their operations. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { get } from './get';
import { people } from './people';
import { photo } from './photo';
import { search } from './search';
import { trending } from './trending';
import { update } from './update';

interface Resource {
	readonly displayName: string;
	readonly value: string;
	readonly description: string;
	readonly operations: INodePropertyOptions[];
	readonly defaultOperation: string;
}

const RESOURCES: readonly Resource[] = [
	{
		displayName: 'Get',
		value: 'get',
		description: 'Read a profile, managers or direct reports',
		operations: get,
		defaultOperation: 'userProfile',
	},
	{
		displayName: 'People',
		value: 'people',
		description: 'Find out who is relevant to a user',
		operations: people,
		defaultOperation: 'relevantPeople',
	},
	{
		displayName: 'Photo',
		value: 'photo',
		description: 'Read, replace or delete a profile photo',
		operations: photo,
		defaultOperation: 'get',
	},
	{
		displayName: 'Search',
		value: 'search',
		description: 'Find users, or those who have changed',
		operations: search,
		defaultOperation: 'users',
	},
	{
		displayName: 'Trending',
		value: 'trending',
		description: 'List documents that are popular around a user',
		operations: trending,
		defaultOperation: 'userDocuments',
	},
	{
		displayName: 'Update',
		value: 'update',
		description: 'Change fields or the manager of a user',
		operations: update,
		defaultOperation: 'user',
	},
];

export const resourceProperty: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	default: 'get',
	options: RESOURCES.map(({ displayName, value, description }) => ({
		name: displayName,
		value,
		description,
	})),
};

export const operationProperties: INodeProperties[] = RESOURCES.map(
	({ value, operations, defaultOperation }) => ({
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [value] } },
		options: operations,
		default: defaultOperation,
	}),
);
