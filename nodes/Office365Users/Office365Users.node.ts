import { type INodeType, type INodeTypeDescription, NodeConnectionTypes } from 'n8n-workflow';

import { overAllItems } from './execution/allItems';
import { runItem } from './execution/runItem';
import { searchGroups } from './listSearch/searchGroups';
import { searchUsers } from './listSearch/searchUsers';
import { selectableFields } from './listSearch/selectableFields';
import { userColumns } from './listSearch/userColumns';
import { authenticationParameter, credentials } from './parameters/authentication';
import { RESOURCES } from './resources';
import { operationProperties, parameterProperties } from './resources/properties';

const operations = operationProperties(RESOURCES);

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
		builderHint: {
			searchHint:
				'For users of Microsoft 365 (Entra ID). Give it all items at once: it batches requests, waits when Microsoft is busy and retries by itself, so put no loop, wait or retry around it.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-base.microsoftEntra',
					relationHint: 'Creates and deletes users, and changes groups',
				},
			],
		},
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials,
		// Without requestDefaults n8n does not take a node with methods for a declarative one.
		requestDefaults: {},
		requestOperations: { pagination: runItem },
		properties: [authenticationParameter, ...operations, ...parameterProperties(RESOURCES)],
	};

	customOperations = overAllItems(operations);

	methods = {
		listSearch: { searchGroups, searchUsers },
		loadOptions: { selectableFields },
		resourceMapping: { userColumns },
	};
}
