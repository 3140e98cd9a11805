/** The fields that say which Microsoft cloud it is; the same in both credential types. */
import type { IDisplayOptions, INodeProperties } from 'n8n-workflow';

import { CLOUDS } from './clouds';

/** @param signInShown where the sign-in address matters, besides the cloud being Custom */
export const cloudProperties = (signInShown: IDisplayOptions['show'] = {}): INodeProperties[] => [
	{
		displayName: 'Cloud',
		name: 'cloud',
		type: 'options',
		default: 'global',
		description: 'The Microsoft cloud your organization is in',
		options: [
			...Object.entries(CLOUDS).map(([value, { name }]) => ({ name, value })),
			{
				name: 'Custom',
				value: 'custom',
				description: 'Another sign-in and Graph address, such as a test tenant',
			},
		],
	},
	{
		displayName: 'Sign-In Address',
		name: 'loginBaseUrl',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://login.example.com',
		description: 'Where users and apps sign in, without the tenant',
		displayOptions: { show: { cloud: ['custom'], ...signInShown } },
	},
	{
		displayName: 'Graph Address',
		name: 'graphBaseUrl',
		type: 'string',
		default: '',
		required: true,
		placeholder: 'e.g. https://graph.example.com',
		description: 'Where Microsoft Graph answers, without a version',
		displayOptions: { show: { cloud: ['custom'] } },
	},
];
