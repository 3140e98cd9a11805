/** The resources with their operations. */
import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { get } from './get';
import { search } from './search';
import { update } from './update';

export const resourceProperty: INodeProperties = {
	displayName: 'Resource',
	name: 'resource',
	type: 'options',
	noDataExpression: true,
	default: 'get',
	options: [
		{ name: 'Get', value: 'get', description: 'Read a profile, a manager or direct reports' },
		{ name: 'Search', value: 'search', description: 'Find users' },
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
	operationProperty('search', search, 'users'),
	operationProperty('update', update, 'user'),
];
