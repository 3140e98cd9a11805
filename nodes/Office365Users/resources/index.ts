/** The resources with their operations. */
import type { Operation } from '../execution/operation';
import { get } from './get';
import { people } from './people';
import { photo } from './photo';
import { search } from './search';
import { trending } from './trending';
import { update } from './update';

export interface Resource {
	readonly value: string;
	readonly name: string;
	readonly description: string;
	readonly operations: readonly Operation[];
	readonly defaultOperation: string;
}

export const RESOURCES: readonly Resource[] = [
	{
		name: 'Get',
		value: 'get',
		description: 'Read a profile, managers or direct reports',
		operations: get,
		defaultOperation: 'userProfile',
	},
	{
		name: 'People',
		value: 'people',
		description: 'Find out who is relevant to a user',
		operations: people,
		defaultOperation: 'relevantPeople',
	},
	{
		name: 'Photo',
		value: 'photo',
		description: 'Read, replace or delete a profile photo',
		operations: photo,
		defaultOperation: 'get',
	},
	{
		name: 'Search',
		value: 'search',
		description: 'Find users, or those who have changed',
		operations: search,
		defaultOperation: 'users',
	},
	{
		name: 'Trending',
		value: 'trending',
		description: 'List documents that are popular around a user',
		operations: trending,
		defaultOperation: 'userDocuments',
	},
	{
		name: 'Update',
		value: 'update',
		description: 'Change fields or the manager of a user',
		operations: update,
		defaultOperation: 'user',
	},
];
