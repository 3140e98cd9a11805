// The same work for each contestant: a webhook hands over the items, one node does the work, one item comes back.
import { webhook, workflow } from '../e2e/workflowParts.mjs';

export const credentialIds = { ours: 'o365UsersSandbox', entra: 'benchEntra' };

const ours = {
	type: 'n8n-nodes-office365-users.office365Users',
	credentials: {
		office365UsersOAuth2Api: { id: credentialIds.ours, name: 'Office 365 Users (sandbox)' },
	},
};
const entra = {
	type: 'n8n-nodes-base.microsoftEntra',
	credentials: {
		microsoftEntraOAuth2Api: { id: credentialIds.entra, name: 'Entra (bench)' },
	},
};

/** What everybody selects. */
const fields = ['displayName', 'department'];
const user = { __rl: true, mode: 'id', value: '={{ $json.user }}' };

const lookup = {
	...ours,
	typeVersion: 1,
	parameters: { resource: 'get', operation: 'userProfile', user, selectFields: fields },
};
/** Some of the default fields are SharePoint's, so each user is a request of their own. */
const defaults = { ...lookup, parameters: { ...lookup.parameters, selectFields: [] } };
const update = {
	...ours,
	typeVersion: 1,
	parameters: {
		resource: 'update',
		operation: 'user',
		user,
		updateFields: { jobTitle: '={{ $json.jobTitle }}' },
	},
};
const list = {
	...ours,
	typeVersion: 1,
	parameters: {
		resource: 'search',
		operation: 'users',
		searchTerm: '',
		returnAll: true,
		selectFields: fields,
	},
};
/** The same without customOperations: by RoutingNode. */
const overRouting = (node) => ({ ...node, type: 'n8n-nodes-bench.routed' });

/** Each with the id of its workflow. */
export const contestants = {
	ours: { id: 'benchOurs00000001', node: lookup },
	oursRouting: { id: 'benchOurs00000002', node: overRouting(lookup) },
	entra: {
		id: 'benchEntra0000001',
		node: {
			...entra,
			typeVersion: 1,
			parameters: { resource: 'user', operation: 'get', user, output: 'fields', fields },
		},
	},
	floor: {
		id: 'benchFloor0000001',
		node: { ...lookup, type: 'n8n-nodes-bench.floor' },
	},
	defaults: { id: 'benchOurs00000003', node: defaults },
	update: { id: 'benchUpdate000001', node: update },
	list: { id: 'benchList00000001', node: list },
	listRouting: { id: 'benchList00000002', node: overRouting(list) },
	entraList: {
		id: 'benchList00000003',
		node: {
			...entra,
			typeVersion: 1,
			parameters: {
				resource: 'user',
				operation: 'getAll',
				returnAll: true,
				output: 'fields',
				fields,
			},
		},
	},
};

/** n8n's HTTP Request node, one call for each item. */
export const httpRequest = (graph) => ({
	id: 'benchHttp00000001',
	node: {
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		credentials: entra.credentials,
		parameters: {
			method: 'GET',
			url: `=${graph}/v1.0/users/{{ $json.user }}`,
			authentication: 'predefinedCredentialType',
			nodeCredentialType: 'microsoftEntraOAuth2Api',
			sendQuery: true,
			queryParameters: { parameters: [{ name: '$select', value: ['id', ...fields].join(',') }] },
			options: {},
		},
	},
});

export const worker = 'The node';

/** A failed item goes on as an item, so that it can be counted. */
export const workflowOf = ({ id, node }, { save = true } = {}) => {
	const made = workflow(
		id,
		id,
		[
			webhook(id),
			{
				name: 'Items',
				type: 'n8n-nodes-base.splitOut',
				typeVersion: 1,
				parameters: { fieldToSplitOut: 'body.items', options: {} },
			},
			{ ...node, name: worker, onError: 'continueRegularOutput' },
			{
				name: 'One',
				type: 'n8n-nodes-base.limit',
				typeVersion: 1,
				parameters: { maxItems: 1 },
			},
		],
		[
			['Webhook', 'Items'],
			['Items', worker],
			[worker, 'One'],
		],
	);
	return {
		...made,
		settings: { ...made.settings, saveDataSuccessExecution: save ? 'all' : 'none' },
	};
};
