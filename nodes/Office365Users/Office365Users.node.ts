import { type INodeType, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow';

import { searchUsers } from './listSearch/searchUsers';
import { authenticationParameter, credentials } from './parameters/authentication';
import { binaryFieldParameters } from './parameters/binaryField';
import { changesParameters } from './parameters/changesState';
import { limitParameters } from './parameters/limit';
import { managerParameters } from './parameters/manager';
import { optionsParameter } from './parameters/options';
import { searchTermParameter } from './parameters/searchTerm';
import { selectFieldsParameter } from './parameters/selectFields';
import { updateParameters } from './parameters/updateFields';
import { userParameter } from './parameters/user';
import { operationProperties, resourceProperty } from './resources';
import { graphTransport } from './transport';
import { overAllItems } from './transport/allItems';

export class Office365Users implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Office 365 Users',
		name: 'office365Users',
		icon: {
			light: 'file:../../icons/office365Users.svg',
			dark: 'file:../../icons/office365Users.dark.svg',
		},
		group: ['input'],
		version: 1,
		subtitle: '={{ $parameter["resource"] + ": " + $parameter["operation"] }}',
		description: 'Read, find and update users of Microsoft 365 (Office 365, Entra ID)',
		defaults: { name: 'Office 365 Users' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		// Without requestDefaults n8n does not take a node with methods for a declarative one.
		requestDefaults: {},
		requestOperations: { pagination: graphTransport },
		properties: [
			authenticationParameter,
			resourceProperty,
			...operationProperties,
			userParameter({
				resource: ['get', 'people', 'photo', 'trending', 'update'],
				operation: [
					'userProfile',
					'managementChain',
					'manager',
					'directReports',
					'relevantPeople',
					'delete',
					'get',
					'getMetadata',
					'update',
					'userDocuments',
					'user',
				],
			}),
			...managerParameters,
			...updateParameters,
			searchTermParameter,
			...changesParameters,
			selectFieldsParameter({ resource: ['get', 'search'] }),
			...limitParameters({
				resource: ['get', 'people', 'search', 'trending'],
				operation: [
					'directReports',
					'myPeople',
					'relevantPeople',
					'users',
					'myDocuments',
					'userDocuments',
				],
			}),
			...binaryFieldParameters,
			optionsParameter,
		],
	};

	customOperations = overAllItems(operationProperties);

	methods = { listSearch: { searchUsers } };
}
