// The same work for each contestant: a webhook hands over the items, one node does the work, one item comes back.
import { webhook, workflow } from '../e2e/workflowParts.mjs';

export const credentialIds = { ours: 'o365UsersSandbox', entra: 'benchEntra' };
/** @param place of the tenant among several */
export const idOfTenant = (id, place) => (place > 0 ? `${id}${place}` : id);

export const worker = 'The node';

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
const manager = { ...lookup, parameters: { ...lookup.parameters, operation: 'manager' } };
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
const changes = {
	...list,
	parameters: { resource: 'search', operation: 'changes', selectFields: fields, options: {} },
};
/** The fields of the item are the columns. */
const sync = (matching, options = {}) => ({
	...ours,
	typeVersion: 1,
	parameters: {
		resource: 'update',
		operation: 'sync',
		columns: {
			mappingMode: 'autoMapInputData',
			value: null,
			matchingColumns: [matching],
			schema: [],
			attemptToConvertTypes: false,
			convertFieldsToString: false,
		},
		options,
	},
});
const photo = (operation) => ({
	...ours,
	typeVersion: 1,
	parameters: { resource: 'photo', operation, user, binaryPropertyName: 'data', options: {} },
});
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
	manager: { id: 'benchOurs00000004', node: manager },
	changes: { id: 'benchChanges00001', node: changes },
	sync: { id: 'benchSync00000001', node: sync('userPrincipalName') },
	preview: { id: 'benchSync00000002', node: sync('employeeId', { dryRun: true }) },
	photos: { id: 'benchPhotos000001', node: photo('get') },
	uploads: { id: 'benchPhotos000002', node: photo('update'), readsFiles: true },
	/** The floor without the parameters that came with Sync Users and later. */
	floorBefore: {
		id: 'benchFloor0000002',
		node: { ...lookup, type: 'n8n-nodes-bench.floorBefore' },
	},
	entraUpdate: {
		id: 'benchEntra0000002',
		node: {
			...entra,
			typeVersion: 1,
			parameters: {
				resource: 'user',
				operation: 'update',
				user: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				updateFields: {
					jobTitle: '={{ $json.jobTitle }}',
					department: '={{ $json.department }}',
					city: '={{ $json.city }}',
				},
			},
		},
	},
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

/** Gives each item the file that it names. */
const fileReader = {
	name: 'Files',
	type: 'n8n-nodes-base.readWriteFile',
	typeVersion: 1,
	parameters: { fileSelector: '={{ $json.file }}', options: { dataPropertyName: 'data' } },
};
/** Reading a file drops the item's other fields. */
const again = {
	...fileReader,
	name: 'Both',
	type: 'n8n-nodes-base.merge',
	typeVersion: 3,
	parameters: { mode: 'combine', combineBy: 'combineByPosition', options: {} },
};

/** Says of all results how many there are, without copying them. */
const one = {
	name: 'One',
	type: 'n8n-nodes-base.set',
	typeVersion: 3.4,
	executeOnce: true,
	parameters: {
		mode: 'raw',
		jsonOutput: `={{ JSON.stringify({ count: $('${worker}').all().length, failed: typeof $('${worker}').first().json.error === 'undefined' ? '' : JSON.stringify($('${worker}').first().json.error) }) }}`,
		options: {},
	},
};

/** A contestant of another tenant than the first. */
export const ofTenant = ({ id, node }, place) => ({
	id: idOfTenant(id, place),
	node: {
		...node,
		credentials: Object.fromEntries(
			Object.entries(node.credentials).map(([type, credential]) => [
				type,
				{ ...credential, id: idOfTenant(credential.id, place) },
			]),
		),
	},
});

/** A failed item goes on as an item, so that it can be counted. */
export const workflowOf = ({ id, node, readsFiles = false }, { save = true } = {}) => {
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
			...(readsFiles ? [fileReader, again] : []),
			{ ...node, name: worker, onError: 'continueRegularOutput' },
			one,
		],
		[
			['Webhook', 'Items'],
			...(readsFiles
				? [
						['Items', 'Files'],
						['Items', 'Both'],
						['Files', 'Both', 'main', 1],
						['Both', worker],
					]
				: [['Items', worker]]),
			[worker, 'One'],
		],
	);
	return {
		...made,
		settings: { ...made.settings, saveDataSuccessExecution: save ? 'all' : 'none' },
	};
};
